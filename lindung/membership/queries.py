"""Questions about registration at BPJS."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.db import connection

STAGES = ("registered", "months_registered")

# (programme_id, district_id, stage, value) of this room's stages as they were known on %(day)s.
AS_OF = """
SELECT e.programme_id, e.district_id, 'registered' AS stage, count(*) AS value
FROM membership_registration r JOIN nominations_enrolment e ON e.id = r.enrolment_id
WHERE r.answer = 'accepted' AND r.answered_on <= %(day)s AND coalesce(e.ended_on > %(day)s, true)
GROUP BY 1, 2
UNION ALL
SELECT e.programme_id, e.district_id, 'months_registered', count(*)
FROM coverage_entry held
JOIN coverage_posting p ON p.id = held.posting_id AND p.booked_on <= %(day)s
JOIN membership_registration r ON r.enrolment_id = held.enrolment_id
    AND r.answer = 'accepted' AND r.answered_on <= %(day)s
JOIN nominations_enrolment e ON e.id = held.enrolment_id
WHERE NOT EXISTS (
    SELECT FROM coverage_entry undone JOIN coverage_posting u ON u.id = undone.posting_id
    WHERE (undone.person_id, undone.month, undone.turn) = (held.person_id, held.month, held.turn + 1)
        AND u.booked_on <= %(day)s
)
GROUP BY 1, 2
"""


class Difference(NamedTuple):
    """A tally that is not what the base tables say."""

    programme: str
    district: str
    stage: str
    kept: int
    counted: int


def tallies_that_differ(as_of: str, stages: Sequence[str]) -> list[Difference]:
    """Hold the tallies of `stages` against `as_of` (an AS_OF of any room) over all that is known."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH counted AS ({as_of}),
            kept AS (
                SELECT programme_id, district_id, stage, value FROM programmes_tally WHERE stage = ANY(%(stages)s)
            )
            SELECT p.code, district_id, stage, coalesce(kept.value, 0), coalesce(counted.value, 0)::bigint
            FROM kept FULL JOIN counted USING (programme_id, district_id, stage)
            JOIN programmes_programme p ON p.id = programme_id
            WHERE coalesce(kept.value, 0) <> coalesce(counted.value, 0) ORDER BY 1, 2, 3
            """,
            {"day": "infinity", "stages": list(stages)},
        )
        return [Difference(*row) for row in cursor.fetchall()]
