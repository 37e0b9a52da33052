"""What a report about a person would do, counted before anybody confirms it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

from lindung.kernel.month import Month

# Months these rows hold from a month on, but for programmes whose territory holds the new village.
FREED = """
SELECT count(*), count(l.bill_id), coalesce(sum(r.rupiah), 0), coalesce(sum(l.rupiah), 0),
    count(DISTINCT e.id), string_agg(DISTINCT p.code, ', ')
FROM (
    SELECT DISTINCT ON (person_id, month) person_id, month, turn, enrolment_id FROM coverage_entry
    WHERE person_id = ANY(%(people)s) AND month >= %(start)s ORDER BY person_id, month, turn DESC
) last
JOIN nominations_enrolment e ON e.id = last.enrolment_id
JOIN programmes_programme p ON p.id = e.programme_id
JOIN programmes_rate r ON (r.programme_id, r.month) = (e.programme_id, last.month)
LEFT JOIN billing_billline l ON (l.person_id, l.month, l.turn) = (last.person_id, last.month, last.turn)
WHERE last.turn %% 2 = 0 AND NOT (%(village)s || '.' LIKE p.territory_id || '.%%')
"""
COVERED = """
SELECT EXISTS (
    SELECT FROM (SELECT DISTINCT ON (person_id) turn FROM coverage_entry
                 WHERE person_id = ANY(%(people)s) AND month = %(month)s ORDER BY person_id, turn DESC) last
    WHERE turn %% 2 = 0)
"""


@dataclass(frozen=True, slots=True)
class Freed:
    """Person-months that would be freed: how many of them are billed already, and the premiums of both."""

    months: int
    billed: int
    rupiah: int
    billed_rupiah: int
    seats: int
    programmes: str


def freed(people: list[int], start: Month, village: str = "") -> Freed:
    """What ends from the month `start` on; with `village`, only cover whose territory does not hold it."""
    with connection.cursor() as cursor:
        cursor.execute(FREED, {"people": people, "start": start.first, "village": village})
        months, billed, rupiah, billed_rupiah, seats, programmes = cursor.fetchone()
    return Freed(months, billed, int(rupiah), int(billed_rupiah), seats, programmes or "")


def covered(people: list[int], month: Month) -> bool:
    """Whether somebody pays for the person in this month."""
    with connection.cursor() as cursor:
        cursor.execute(COVERED, {"people": people, "month": month.first})
        return bool(cursor.fetchone()[0])
