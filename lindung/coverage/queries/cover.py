"""Who is covered, when, by whose money."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Q

from lindung.coverage import problems
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.people.models import Identifier, Person
from lindung.people.nik import mask

# (programme_id, district_id, stage, value): person-months held as the ledger was known on %(day)s.
AS_OF = """
SELECT e.programme_id, e.district_id, 'person_months' AS stage, count(*) AS value
FROM coverage_entry held
JOIN coverage_posting p ON p.id = held.posting_id AND p.booked_on <= %(day)s
JOIN nominations_enrolment e ON e.id = held.enrolment_id
WHERE NOT EXISTS (
    SELECT FROM coverage_entry undone JOIN coverage_posting u ON u.id = undone.posting_id
    WHERE (undone.person_id, undone.month, undone.turn) = (held.person_id, held.month, held.turn + 1)
        AND u.booked_on <= %(day)s
)
GROUP BY 1, 2
"""


def group_of(nik: str) -> list[Person]:
    """The person who holds this NIK as every row merged into one, the root first. Refused: COVER-15."""
    held = Identifier.objects.filter(kind=Identifier.Kind.NIK, value=nik).exclude(state=Identifier.State.RETIRED)
    holder = held.select_related("person").first()
    if holder is None:
        raise Refused(problems.NIK_UNKNOWN.problem(value=mask(nik)))
    root = holder.person.merged_into_id or holder.person_id
    rows = Person.objects.filter(Q(pk=root) | Q(merged_into_id=root))
    return sorted(rows, key=lambda row: (row.pk != root, row.pk))


def cover_of(people: list[Person]) -> list[dict[str, Any]]:
    """Every seat these rows of one person hold or held, with the months it still covers."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH held AS (
                SELECT enrolment_id, array_agg(month ORDER BY month) AS months FROM (
                    SELECT DISTINCT ON (person_id, month) month, turn, enrolment_id FROM coverage_entry
                    WHERE person_id = ANY(%(people)s) ORDER BY person_id, month, turn DESC
                ) last WHERE turn %% 2 = 0 GROUP BY 1
            )
            SELECT p.code, d.number, r.name, coalesce(held.months, '{}'), e.ended_from, e.end_reason
            FROM nominations_enrolment e
            JOIN programmes_programme p ON p.id = e.programme_id
            JOIN nominations_decreeline l ON l.id = e.line_id
            JOIN programmes_decree d ON d.id = l.decree_id
            JOIN regions_region r ON r.code = e.district_id
            LEFT JOIN held ON held.enrolment_id = e.id
            WHERE e.person_id = ANY(%(people)s) ORDER BY e.cover_from, e.id
            """,
            {"people": [row.pk for row in people]},
        )
        return [
            {
                "programme": programme,
                "decree": decree,
                "district": district,
                "months": [str(Month.of(day)) for day in months],
                "ended_from": str(Month.of(ended)) if ended else None,
                "end_reason": reason,
            }
            for programme, decree, district, months, ended, reason in cursor.fetchall()
        ]
