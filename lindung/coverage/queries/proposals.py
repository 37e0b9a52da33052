"""Reversals that follow from what is known: facts of life, and two rows of one person both covered.

Nothing is reversed here: a person takes a proposal (`services.accept`) or leaves it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile, takewhile
from typing import Any

from django.db import connection

from lindung.coverage.models import Posting
from lindung.kernel.month import Month
from lindung.people.nik import mask

# The last turn of every month of the people in `affected` (person_id, root_id), where it covers.
HELD = """
SELECT last.* FROM (
    SELECT DISTINCT ON (x.person_id, x.month) a.root_id, x.month, x.turn, x.enrolment_id, x.posting_id
    FROM affected a JOIN coverage_entry x ON x.person_id = a.person_id
    ORDER BY x.person_id, x.month, x.turn DESC
) last WHERE turn %% 2 = 0
"""
# The month in which it happened stays covered: its premium was due. A move inside the programme's territory ends
# nothing. Of several facts the one that frees the most months speaks.
BY_FACT = f"""
WITH facts AS (
    SELECT coalesce(p.merged_into_id, p.id) AS root_id, f.id, f.kind, f.value, f."on", f.source
    FROM people_fact f JOIN people_person p ON p.id = f.person_id
    WHERE f.revoked_on IS NULL AND f.kind IN ('died', 'moved', 'wage_earner', 'active_member')
), affected AS (
    SELECT p.id AS person_id, coalesce(p.merged_into_id, p.id) AS root_id
    FROM people_person p WHERE coalesce(p.merged_into_id, p.id) IN (SELECT root_id FROM facts)
), held AS ({HELD})
SELECT DISTINCT ON (e.id) e.id, f.root_id, root.name, p.code, p.id, r.name, f.kind, f.source, f."on",
    min(held.month), count(*), sum(rate.rupiah), (
        SELECT min(file.uploaded_by) FROM matching_listed l JOIN intake_file file ON file.id = l.file_id
        WHERE l.fact_id = f.id)
FROM facts f
JOIN held ON held.root_id = f.root_id AND held.month >= date_trunc('month', f."on") + interval '1 month'
JOIN nominations_enrolment e ON e.id = held.enrolment_id AND e.ended_on IS NULL
JOIN programmes_programme p ON p.id = e.programme_id
JOIN programmes_rate rate ON (rate.programme_id, rate.month) = (p.id, held.month)
JOIN regions_region r ON r.code = e.district_id
JOIN people_person root ON root.id = f.root_id
WHERE f.kind <> 'moved' OR NOT (f.value = p.territory_id OR f.value LIKE p.territory_id || '.%%')
GROUP BY e.id, f.root_id, root.name, p.code, p.id, r.name, f.kind, f.source, f."on", f.id
ORDER BY e.id, min(held.month), f.id
"""
DOUBLED = f"""
WITH affected AS (
    SELECT p.id AS person_id, coalesce(p.merged_into_id, p.id) AS root_id FROM people_person p
    WHERE coalesce(p.merged_into_id, p.id) IN (
        SELECT merged_into_id FROM people_person WHERE merged_into_id IS NOT NULL)
), held AS ({HELD}), twice AS (
    SELECT root_id FROM held GROUP BY root_id, month HAVING count(*) > 1
)
SELECT held.root_id, held.enrolment_id, held.month, held.posting_id, rate.rupiah, root.name, p.code, p.id, r.name
FROM held JOIN nominations_enrolment e ON e.id = held.enrolment_id
JOIN programmes_programme p ON p.id = e.programme_id
JOIN programmes_rate rate ON (rate.programme_id, rate.month) = (p.id, held.month)
JOIN regions_region r ON r.code = e.district_id
JOIN people_person root ON root.id = held.root_id
WHERE held.root_id IN (SELECT root_id FROM twice) ORDER BY held.root_id, held.month, held.posting_id
"""
NIKS = """
SELECT DISTINCT ON (e.id) e.id, i.value FROM nominations_enrolment e
JOIN people_identifier i ON i.person_id = e.person_id AND i.kind = 'nik'
WHERE e.id = ANY(%s) ORDER BY e.id, i.state = 'retired', i.since DESC
"""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One seat that should end: from which month, why, by whose word, and the months and rupiah it frees."""

    enrolment: int
    person: int
    name: str
    nik: str
    programme: str
    programme_id: int
    district: str
    reason: str  # Posting.Reason
    source: str
    happened_on: date | None
    start: Month
    months: int
    rupiah: int
    loaded_by: str


def proposals() -> list[Proposal]:
    """Every reversal that facts of life or a merge suggest and nobody has taken, one for a seat."""
    doubled = doubles()
    taken = {each.enrolment for each in doubled}
    with connection.cursor() as cursor:
        cursor.execute(BY_FACT, {})
        rows = cursor.fetchall()
    niks = _niks([row[0] for row in rows])
    by_fact = [
        Proposal(
            enrolment=row[0],
            person=row[1],
            name=row[2],
            nik=niks.get(row[0], ""),
            programme=row[3],
            programme_id=row[4],
            district=row[5],
            reason=row[6],
            source=row[7],
            happened_on=row[8],
            start=Month.of(row[9]),
            months=row[10],
            rupiah=int(row[11]),
            loaded_by=row[12] or "",
        )
        for row in rows
        if row[0] not in taken
    ]
    return sorted([*by_fact, *doubled], key=lambda each: (each.programme, each.enrolment))


def doubles() -> list[Proposal]:
    """Of every person covered twice through a merge, the seat that can end without leaving a month uncovered.

    A seat ends from where all it holds from there on is held twice; of two that can, the one booked later.
    """
    with connection.cursor() as cursor:
        cursor.execute(DOUBLED, {})
        rows = cursor.fetchall()
    people: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        people[row[0]].append(row)
    chosen = [_to_end(held) for held in people.values()]
    niks = _niks([seat[0][1] for seat in chosen])
    return [
        Proposal(
            enrolment=seat[0][1],
            person=seat[0][0],
            name=seat[0][5],
            nik=niks.get(seat[0][1], ""),
            programme=seat[0][6],
            programme_id=seat[0][7],
            district=seat[0][8],
            reason=Posting.Reason.DOUBLE,
            source="penggabungan dua catatan satu orang",
            happened_on=None,
            start=Month.of(seat[0][2]),
            months=len(seat),
            rupiah=sum(row[4] for row in seat),
            loaded_by="",
        )
        for seat in chosen
    ]


def _to_end(held: list[Any]) -> list[Any]:
    """The rows to reverse of the seat to end: its last months, as far back as each of them is held twice."""
    times: dict[date, int] = defaultdict(int)
    seats: dict[int, list[Any]] = defaultdict(list)
    for row in held:
        times[row[2]] += 1
        seats[row[1]].append(row)
    ends = [[*takewhile(lambda row: times[row[2]] > 1, reversed(rows))][::-1] for rows in seats.values()]
    # Where each goes on alone behind the doubled months, the later booking gives way from there.
    ends = [rows for rows in ends if rows] or [
        [*dropwhile(lambda row: times[row[2]] == 1, rows)] for rows in seats.values()
    ]
    return max(ends, key=lambda rows: (len(rows), rows[-1][3] if rows else 0))


def _niks(enrolments: list[int]) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(NIKS, [enrolments])
        return {enrolment: mask(nik) for enrolment, nik in cursor.fetchall()}
