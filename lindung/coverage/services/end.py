"""Ending cover: reversals from a month on, because somebody died, moved, was refused, was listed twice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import Overtaken, verb
from lindung.coverage import problems
from lindung.coverage.models import Posting
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment
from lindung.nominations.services import end_enrolments
from lindung.programmes.models import Decree, Programme
from lindung.programmes.services import lock_counters


@verb
def end(
    *,
    programme: Programme,
    cases: Mapping[int, Month],
    reason: str,
    actor: Actor,
    on: date,
    decree: Decree | None = None,
    note: str = "",
) -> int:
    """Reverse each enrolment's months from the given month on; the number of person-months reversed.

    `cases`: enrolment id → first month it no longer covers. All or nothing: an enrolment that has ended already,
    is not of this programme, or holds no month from then on refuses the whole (COVER-09). A billed month stays
    in its bill; billing opens a credit for it.
    """
    with connection.cursor() as cursor:
        lock_counters(cursor, programme.pk)
        _stage_ending(cursor, programme, cases)
        reversed_months = _reverse(cursor, decree=decree, reason=reason, actor=actor, on=on, note=note)
        end_enrolments(cursor, reason=reason, on=on)
    record(
        actor=actor,
        verb="coverage.end",
        subject=f"programme:{programme.code}",
        on=on,
        reason=note or reason,
        cause=reason,
        enrolments=len(cases),
        months=reversed_months,
    )
    return reversed_months


@verb
def end_for_death(*, person: int, died_on: date, actor: Actor, on: date) -> int:
    """End every cover of a person who died: the month of death stays, later months are reversed.

    Returns the person-months reversed; 0 when nothing was left to reverse.
    """
    first_uncovered = Month.of(died_on).plus(1)
    held = Enrolment.objects.filter(person_id=person, ended_on=None, cover_to__gte=first_uncovered.first)
    by_programme: dict[Programme, dict[int, Month]] = {}
    for enrolment in held.select_related("programme"):
        start = max(first_uncovered, Month.of(enrolment.cover_from))
        by_programme.setdefault(enrolment.programme, {})[enrolment.pk] = start
    return sum(
        end(programme=programme, cases=cases, reason=Posting.Reason.DIED, actor=actor, on=on)
        for programme, cases in sorted(by_programme.items(), key=lambda item: item[0].pk)
    )


def _stage_ending(cursor: CursorWrapper, programme: Programme, cases: Mapping[int, Month]) -> None:
    """Fill `ending` with the enrolments and `reversing` with their held months; refuse what holds nothing."""
    cursor.execute(
        """
        DROP TABLE IF EXISTS ending, reversing;
        CREATE TEMP TABLE ending ON COMMIT DROP AS
        SELECT c.id AS enrolment_id, c.month AS ended_from, e.person_id
        FROM unnest(%(ids)s::bigint[], %(months)s::date[]) AS c (id, month)
        LEFT JOIN nominations_enrolment e
            ON e.id = c.id AND e.programme_id = %(programme)s AND e.ended_on IS NULL;
        ANALYZE ending;
        CREATE TEMP TABLE reversing ON COMMIT DROP AS
        SELECT last.* FROM (
            SELECT DISTINCT ON (x.person_id, x.month) x.person_id, x.month, x.turn, x.enrolment_id
            FROM ending JOIN coverage_entry x ON x.person_id = ending.person_id AND x.month >= ending.ended_from
            ORDER BY x.person_id, x.month, x.turn DESC
        ) last JOIN ending USING (enrolment_id)
        WHERE last.turn %% 2 = 0 AND last.month >= ending.ended_from;
        """,
        {
            "ids": list(cases),
            "months": [month.first for month in cases.values()],
            "programme": programme.pk,
        },
    )
    cursor.execute(
        """
        SELECT enrolment_id, ended_from FROM ending
        WHERE person_id IS NULL OR enrolment_id NOT IN (SELECT enrolment_id FROM reversing) ORDER BY 1
        """
    )
    if faults := [
        problems.NOT_HELD.problem(enrolment=enrolment, month=Month.of(month))
        for enrolment, month in cursor.fetchall()
    ]:
        raise Refused(*faults)


def _reverse(
    cursor: CursorWrapper, *, decree: Decree | None, reason: str, actor: Actor, on: date, note: str
) -> int:
    posting = Posting.objects.create(booked_on=on, reason=reason, decree=decree, actor_id=actor.id, note=note)
    cursor.execute(
        """
        WITH booked AS (
            INSERT INTO coverage_entry (person_id, month, turn, posting_id)
            SELECT person_id, month, turn + 1, %s FROM reversing ORDER BY person_id, month
            ON CONFLICT DO NOTHING RETURNING 1
        )
        SELECT (SELECT count(*) FROM reversing), (SELECT count(*) FROM booked)
        """,
        [posting.pk],
    )
    wanted, booked = cursor.fetchone()
    if booked < wanted:
        raise Overtaken(f"{wanted - booked} months were reversed by somebody else meanwhile")
    return int(booked)
