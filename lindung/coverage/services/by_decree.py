"""Deciding in one act: the decree is signed and carried out in one transaction, or neither."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.coverage import problems
from lindung.coverage.queries import people_of
from lindung.coverage.services.decide import (
    Decision,
    count,
    cover_of,
    keep_within_seats,
    refuse_what_may_not,
    set_aside_covered,
)
from lindung.coverage.services.replace import pair, stage_vacated
from lindung.coverage.services.staging import stage_candidates
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.programmes.models import Decree, Programme
from lindung.programmes.problems import OUTSIDE_TERRITORY
from lindung.programmes.services import is_within, lock_counters, sign_decree


@dataclass(frozen=True, slots=True)
class Prospect:
    """What a decree would do now: people, person-months, rupiah, whom it leaves out and why, lines it strikes."""

    people: int
    months: int
    rupiah: int
    problems: tuple[Problem, ...] = ()
    struck: int = 0


@verb
def by_decree(
    act: Callable[..., Decision],
    kind: str,
    *,
    programme: Programme,
    number: str,
    signed_on: date,
    signed_by: str,
    region: str | None,
    actor: Actor,
    on: date,
    expected: int | None = None,
) -> tuple[Decree, Decision]:
    """Sign and act in one transaction: a refused act leaves no decree behind.

    `expected`: how many people the officer agreed to; another number is refused (COVER-31), and a decree that
    carried out this act already is given back as it is. Refused: PROG-01 a region outside the programme's.
    """
    if region and not is_within(region, programme.territory_id):
        raise Refused(OUTSIDE_TERRITORY.problem(region=region, above=programme.territory_id))
    if expected is not None:
        with connection.cursor() as cursor:
            lock_counters(cursor, programme.pk)
        known = Decree.objects.filter(programme=programme, number=number, kind=kind, signed_on=signed_on).first()
        if known and (done := people_of(known)):
            return known, Decision(done, 0)
    decree = sign_decree(
        programme=programme, number=number, kind=kind, signed_on=signed_on, signed_by=signed_by, actor=actor, on=on
    )
    decision = act(decree=decree, region=region, actor=actor, on=on)
    if expected is not None and decision.decided != expected:
        counts = {"expected": thousands(expected), "found": thousands(decision.decided)}
        raise Refused(problems.COUNT_CHANGED.problem(**counts))
    return decree, decision


@transaction.atomic
def foresee_decision(*, programme: Programme, region: str | None, actor: Actor) -> Prospect:
    """What `decide` would do with the reserve of `region`; nothing is written. Refused: COVER-04, COVER-30."""
    first, last = cover_of(programme, None)
    with connection.cursor() as cursor:
        stage_candidates(cursor, programme, first=first.first, last=last.first, region=region)
        refuse_what_may_not(cursor, actor, exact=None)
        months = last.minus(first) + 1
        found = set_aside_covered(cursor, months=months, free_needed=months)
        keep_within_seats(cursor, programme, first.first, last.first)
        return _prospect(cursor, programme, found)


@transaction.atomic
def foresee_replacement(*, programme: Programme, region: str | None, actor: Actor) -> Prospect:
    """What `replace` would do in `region`; nothing is written. Refused: COVER-04, COVER-30."""
    with connection.cursor() as cursor:
        first, last = stage_vacated(cursor, programme, region)
        if first is None or last is None:
            return Prospect(0, 0, 0)
        struck = count(cursor, "vacated")
        stage_candidates(cursor, programme, first=first, last=last, region=region)
        refuse_what_may_not(cursor, actor, exact=None)
        pair(cursor)
        return _prospect(cursor, programme, (), struck)


def _prospect(cursor: CursorWrapper, programme: Programme, found: tuple[Problem, ...], struck: int = 0) -> Prospect:
    cursor.execute(
        """
        SELECT count(DISTINCT c.person_id), count(*), coalesce(sum(r.rupiah), 0)::bigint
        FROM candidate c
        JOIN programmes_rate r ON r.programme_id = %s AND r.month BETWEEN c.cover_from AND c.cover_to
        """,
        [programme.pk],
    )
    people, months, rupiah = cursor.fetchone()
    return Prospect(people, months, rupiah, found, struck)
