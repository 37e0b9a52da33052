"""Every page as every role, against an empty page of the same server."""

from __future__ import annotations

import http
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from lindung.accounts.access import has
from lindung.accounts.guards import PUBLIC, SIGNED_IN
from lindung.accounts.models import User
from lindung.config import database, embedded
from lindung.coverage.services import decide
from lindung.demo import officers
from lindung.demo.bench.samples import sample
from lindung.demo.bench.server import Server, cookie_of, served
from lindung.demo.bench.setting import DECIDED, DECIDER, decree_of, own_database, programme_of, ready_to_decide
from lindung.nominations.models import Enrolment

EMPTY = "/halaman-kosong/"  # no such page: the shell alone, for whoever is signed in
MOST_QUERIES = 20
WARM = 2  # visits before the measured ones
# A page that ends the visitor's session or writes a file is no page to read.
LEFT_ALONE = {"account_logout", "mfa_login_webauthn", "web:health"}
# Answers of an address that is no page: a form's target alone, a way to somewhere else.
NO_PAGE = {http.HTTPStatus.FOUND, http.HTTPStatus.METHOD_NOT_ALLOWED}


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as one officer opens it."""

    page: str
    role: str
    path: str
    user: User


@contextmanager
def stage(people: int, story: bool) -> Iterator[int]:
    """Where pages are opened: a database of the bench's own with `people` covered, or the demo's as it stands.

    The story has what the bench's own people lack: files, bills, boxes, events, doubles. Yields how many are
    covered. Raises CannotRun when the database in use was not made by `lindung demo`.
    """
    if story:
        if not database.is_demo():
            raise embedded.CannotRun("This database holds no demo: run `lindung demo` first.")
        yield Enrolment.objects.count()
        return
    with own_database():
        fill(people)
        yield people


def pages(*, people: int, runs: int, story: bool = False) -> dict[str, object]:
    """Milliseconds, queries and bytes (compressed) of every page for every role, over `people` covered people.

    `story`: over the demo's own data instead.
    """
    with stage(people, story) as covered:
        visits, left_out = every_visit()
        with served() as server:
            seen = [_measured(server, visit, runs) for visit in visits]
            empty = [_times(server, EMPTY, cookie_of(user), runs)[0] for user in officers_by_role().values()]
    floor = median(median(times) for times in empty)
    slowest = max(seen, key=lambda one: one["p95_ms"])
    return {
        "people": covered,
        "pages": seen,
        "left_out": left_out,
        "empty_ms": round(floor, 1),
        "median_ms": round(median(one["p50_ms"] for one in seen), 1),
        "slowest": f"{slowest['page']} as {slowest['role']}: {slowest['p95_ms']} ms",
        "most_queries": max(one["queries"] for one in seen),
        "over_20_queries": sorted({one["page"] for one in seen if one["queries"] > MOST_QUERIES}),
        "ratio": round(median(one["p50_ms"] for one in seen) / floor, 2),
    }


def fill(people: int) -> None:
    """Covered people of a programme in every district, and the demo's officers."""
    officers.open_accounts(anywhere=True)
    programme = programme_of(1, seats=people)
    ready_to_decide(programme, turn=1, people=people)
    decide(decree=decree_of(programme, "SK"), actor=DECIDER, on=DECIDED)


def officers_by_role() -> dict[str, User]:
    """One officer of each role."""
    first: dict[str, str] = {}
    for username, _name, role, _region in officers.OFFICERS:
        first.setdefault(str(role), username)
    return {role: User.objects.get(username=username) for role, username in first.items()}


def every_visit() -> tuple[list[Visit], list[str]]:
    """Each page that answers GET, as each role that may open it; and the pages nothing here stands for."""
    visits: list[Visit] = []
    left_out: set[str] = set()
    known = officers_by_role()
    for name, parameters, needs in _routes(get_resolver()):
        if name in LEFT_ALONE or (needs == PUBLIC and parameters):
            continue
        for role, user in known.items():
            if needs not in (PUBLIC, SIGNED_IN) and not has(user, needs):
                continue
            path = _path(name, parameters, user)
            if path is None:
                left_out.add(name)
            elif (status := _client(user).get(path).status_code) == http.HTTPStatus.OK:
                visits.append(Visit(name, role, path, user))
            elif status not in NO_PAGE:
                left_out.add(name)
    return visits, sorted(left_out - {visit.page for visit in visits})


def _routes(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, tuple[str, ...], str]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _routes(entry, f"{space}{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            yield f"{space}{entry.name}", tuple(entry.pattern.converters), getattr(entry.callback, "needs", "")


def _path(name: str, parameters: tuple[str, ...], user: User) -> str | None:
    found: dict[str, Any] = {one: sample(one, user) for one in parameters}
    if None in found.values():
        return None
    try:
        return reverse(name, kwargs=found)
    except NoReverseMatch:  # the address wants another key than the row's own
        return None


def _client(user: User) -> Client:
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    client.force_login(user)
    return client


def _measured(server: Server, visit: Visit, runs: int) -> dict[str, Any]:
    client = _client(visit.user)
    with CaptureQueriesContext(connection) as asked:
        client.get(visit.path)
    times, size = _times(server, visit.path, cookie_of(visit.user), runs)
    return {
        "page": visit.page,
        "role": visit.role,
        "p50_ms": round(median(times), 1),
        "p95_ms": round(quantiles(times, n=20, method="inclusive")[-1], 1),
        "queries": len(asked),
        "bytes": size,
    }


def _times(server: Server, path: str, cookie: str, runs: int) -> tuple[list[float], int]:
    """Milliseconds of each visit, and the bytes of the last answer as they travel."""
    times, size = [], 0
    for turn in range(WARM + runs):
        begun = time.perf_counter()
        size = server.get(path, cookie)[1]
        if turn >= WARM:
            times.append((time.perf_counter() - begun) * 1000)
    return times, size
