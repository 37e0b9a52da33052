"""The quota of a region divided among the regions in it: what is wanted becomes an allocation by decree."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes import problems
from lindung.programmes.models import Decree, Programme
from lindung.programmes.queries import Quota, Row, quota_rows
from lindung.programmes.services.setup import Share, allocate, lock_counters, sign_decree


@verb
def set_quota(
    *,
    programme: Programme,
    within: str,
    before: Mapping[str, Quota],
    wanted: Mapping[str, Quota],
    number: str,
    signed_on: date,
    signed_by: str,
    actor: Actor,
    on: date,
) -> Decree:
    """Divide what `within` has among the regions directly in it, by decree `number`; the allocations are appended.

    `before`, `wanted`: region → seats per month and rupiah of it and all inside it, as the officer saw them and as
    they shall be. `within` itself may only change where it is the programme's whole territory: that is new from the
    funder. What is so already changes nothing. Refused, every reason at once: PROG-15 changed since it was seen,
    PROG-16 more than there is, PROG-17 less than is used, PROG-04 a decree of that number that says otherwise.
    """
    with connection.cursor() as cursor:
        lock_counters(cursor, programme.pk)
    rows = {row.region: row for row in quota_rows(programme, within)}
    now = {region: row.quota for region, row in rows.items()}
    moves = {region: wanted[region] for region in rows if wanted.get(region, now[region]) != now[region]}
    if moves:
        _refuse_what_may_not(rows, before, {**now, **moves}, within)
    signed = sign_decree(
        programme=programme, number=number, kind=Decree.Kind.ALLOCATION, signed_on=signed_on, signed_by=signed_by,
        actor=actor, on=on,
    )  # fmt: skip
    if moves:
        allocate(decree=signed, shares=_shares(moves, now, within), actor=actor, on=on)
    return signed


def _refuse_what_may_not(
    rows: Mapping[str, Row], before: Mapping[str, Quota], after: Mapping[str, Quota], within: str
) -> None:
    found: list[Problem] = []
    for region, row in rows.items():
        if before.get(region, row.quota) != row.quota:
            now = {"seats": thousands(row.quota.seats), "rupiah": rupiah(row.quota.rupiah)}
            found.append(problems.QUOTA_CHANGED.problem(region=row.name, **now))
        for write, wanted, used in (
            (thousands, after[region].seats, row.used.seats),
            (rupiah, after[region].rupiah, row.used.rupiah),
        ):
            if wanted < used:
                found.append(
                    problems.QUOTA_BELOW_USE.problem(region=row.name, wanted=write(wanted), used=write(used))
                )
    inside = [quota for region, quota in after.items() if region != within]
    for what, write, given, have in (
        ("kursi", thousands, sum(quota.seats for quota in inside), after[within].seats),
        ("anggaran", rupiah, sum(quota.rupiah for quota in inside), after[within].rupiah),
    ):
        if given > have:
            where = {"region": rows[within].name, "given": write(given), "have": write(have)}
            found.append(problems.QUOTA_BEYOND.problem(what=what, **where))
    if found:
        raise Refused(*found)


def _shares(moves: Mapping[str, Quota], now: Mapping[str, Quota], within: str) -> list[Share]:
    """New from the funder for the territory itself, from `within` for every region in it."""
    return [
        Share(
            region,
            wanted.seats - now[region].seats,
            wanted.rupiah - now[region].rupiah,
            taken_from=None if region == within else within,
        )
        for region, wanted in sorted(moves.items())
    ]
