"""Filling vacated seats from the reserve by an amending decree, and moving cover to another funder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.coverage import problems
from lindung.coverage.models import Posting
from lindung.coverage.services.decide import (
    Decision,
    book,
    count,
    decide,
    refuse_beyond_counters,
    refuse_what_may_not,
)
from lindung.coverage.services.end import end
from lindung.coverage.services.staging import stage_candidates
from lindung.kernel.month import Month
from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import thousands
from lindung.nominations.models import Enrolment
from lindung.nominations.services import name_in_decree, strike_lines
from lindung.programmes.models import Decree, Programme
from lindung.programmes.services import lock_counters


@verb
def replace(*, decree: Decree, actor: Actor, on: date, region: str | None = None) -> Decision:
    """Strike ended enrolments from the annex and seat the next of the reserve from the month each seat is free.

    Every ended enrolment of the programme (in `region`) whose line still stands is struck. Its seat goes to the
    best ranked of the reserve of the same seat region who is free in those months; what stays empty is reported
    (COVER-10).
    """
    programme = decree.programme
    with connection.cursor() as cursor:
        lock_counters(cursor, programme.pk)
        first, last = stage_vacated(cursor, programme, region)
        if first is None or last is None:
            return Decision(0, 0)
        struck = strike_lines(cursor, decree=decree, actor=actor, on=on)
        stage_candidates(cursor, programme, first=first, last=last, region=region)
        refuse_what_may_not(cursor, actor, exact=None)
        pair(cursor)
        unfilled = _unfilled(cursor)
        refuse_beyond_counters(cursor, programme)
        name_in_decree(cursor, decree=decree, actor=actor, on=on)
        months = book(cursor, decree=decree, reason=Posting.Reason.REPLACED, actor=actor, on=on)
        seated = count(cursor, "enrolled")
    record(
        actor=actor,
        verb="coverage.replace",
        subject=f"programme:{programme.code}",
        on=on,
        sk=decree.number,
        struck=struck,
        seated=seated,
        months=months,
    )
    return Decision(seated, months, unfilled)


@verb
def transfer(
    *,
    enrolments: Sequence[int],
    decree: Decree,
    nominations: Sequence[int],
    start: Month,
    actor: Actor,
    on: date,
) -> Decision:
    """Move cover to the programme of `decree` from month `start` on: reversed there, decided here, or neither."""
    held = Enrolment.objects.filter(pk__in=enrolments).select_related("programme")
    by_programme: dict[Programme, dict[int, Month]] = {}
    for enrolment in held:
        by_programme.setdefault(enrolment.programme, {})[enrolment.pk] = start
    for programme, cases in sorted(by_programme.items(), key=lambda item: item[0].pk):
        end(
            programme=programme,
            cases=cases,
            reason=Posting.Reason.TRANSFERRED,
            actor=actor,
            on=on,
            decree=decree,
        )
    closing = Month.of(decree.programme.cover_from).plus(decree.programme.months - 1)
    return decide(decree=decree, nominations=nominations, cover=(start, closing), actor=actor, on=on)


def stage_vacated(
    cursor: CursorWrapper, programme: Programme, region: str | None
) -> tuple[date | None, date | None]:
    """Fill `vacated` with the lines whose seat is free and not struck yet; their first and last free month."""
    cursor.execute(
        """
        DROP TABLE IF EXISTS vacated;
        CREATE TEMP TABLE vacated ON COMMIT DROP AS
        SELECT e.line_id, e.nomination_id, e.seat_region_id, e.ended_from, e.cover_to, 0::bigint AS place
        FROM nominations_enrolment e
        WHERE e.programme_id = %(programme)s AND e.ended_on IS NOT NULL AND e.ended_from <= e.cover_to
            AND (%(region)s::text IS NULL OR e.seat_region_id = %(region)s
                 OR e.seat_region_id LIKE %(region)s || '.%%')
            AND NOT EXISTS (SELECT FROM nominations_decreeline l
                            WHERE l.replaces_id = e.line_id AND l.act = 'remove')
        """,
        {"programme": programme.pk, "region": region},
    )
    # A seat may have been given to somebody else meanwhile: only those still free in all their months count.
    cursor.execute(
        """
        UPDATE vacated SET place = free.place
        FROM (
            SELECT line_id, row_number() OVER (PARTITION BY seat_region_id ORDER BY ended_from, line_id) AS place
            FROM (
                SELECT v.*, s.seats - s.taken - count(*) OVER (
                    PARTITION BY v.seat_region_id, s.month ORDER BY v.ended_from, v.line_id) AS left_over
                FROM vacated v JOIN programmes_seats s ON (s.programme_id, s.region_id) = (%s, v.seat_region_id)
                    AND s.month BETWEEN v.ended_from AND v.cover_to
            ) months
            GROUP BY line_id, seat_region_id, ended_from HAVING min(left_over) >= 0
        ) free WHERE free.line_id = vacated.line_id
        """,
        [programme.pk],
    )
    cursor.execute("SELECT min(ended_from), max(cover_to) FROM vacated")
    first, last = cursor.fetchone()
    return first, last


def pair(cursor: CursorWrapper) -> None:
    """Keep the reserve's best who hold no month of these, one for each vacated seat of their seat region."""
    cursor.execute(
        """
        DELETE FROM candidate c USING turns t WHERE t.person_id = c.person_id AND t.held;
        UPDATE candidate SET cover_from = v.ended_from, cover_to = v.cover_to, replaces = v.line_id
        FROM (SELECT nomination_id, seat_region_id,
                  row_number() OVER (PARTITION BY seat_region_id ORDER BY rank, nomination_id) AS place
              FROM candidate) ranked
        JOIN vacated v USING (seat_region_id, place)
        WHERE ranked.nomination_id = candidate.nomination_id;
        DELETE FROM candidate WHERE replaces IS NULL;
        """
    )


def _unfilled(cursor: CursorWrapper) -> tuple[Problem, ...]:
    cursor.execute(
        """
        SELECT r.name, count(*) FROM vacated v JOIN regions_region r ON r.code = v.seat_region_id
        WHERE v.place > 0 AND v.line_id NOT IN (SELECT replaces FROM candidate) GROUP BY 1 ORDER BY 1
        """
    )
    return tuple(
        problems.RESERVE_TOO_SHORT.problem(region=region, count=thousands(empty))
        for region, empty in cursor.fetchall()
    )
