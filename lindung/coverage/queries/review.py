"""What hangs on a pair that waits: the ledger sees both rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from lindung.matching.queries import Waiting, waiting


@dataclass(frozen=True, slots=True)
class Review:
    """A pair to decide and what hangs on it: months both rows hold or held, and their premiums in rupiah."""

    pair: Waiting
    months: int
    rupiah: int


def review_queue(*, within: str | None = None, state: str | None = None) -> list[Review]:
    """Pairs that wait for a person, clusters together: oldest first, of one day the most costly first."""
    pairs = waiting(within=within, state=state)
    stakes = stakes_of([root for pair in pairs for root in pair.roots])
    found = [
        Review(pair, *(sum(stakes.get(root, (0, 0))[part] for root in pair.roots) for part in (0, 1)))
        for pair in pairs
    ]
    oldest = {
        each.pair.cluster: each.pair.found_on for each in sorted(found, key=lambda each: each.pair.found_on)[::-1]
    }
    costs: dict[int, int] = {}
    for each in found:
        costs[each.pair.cluster] = max(costs.get(each.pair.cluster, 0), each.rupiah)

    def turn(each: Review) -> tuple[date, int, int, date, int]:
        cluster = each.pair.cluster
        return oldest[cluster], -costs[cluster], cluster, each.pair.found_on, each.pair.pair

    return sorted(found, key=turn)


def stakes_of(roots: Sequence[int]) -> dict[int, tuple[int, int]]:
    """{root: (person-months all rows of the person hold, their premium in rupiah)}; who holds none is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT coalesce(p.merged_into_id, p.id), count(*), sum(r.rupiah)
            FROM people_person p
            JOIN LATERAL (SELECT DISTINCT ON (month) month, turn, enrolment_id FROM coverage_entry
                          WHERE person_id = p.id ORDER BY month, turn DESC) last ON last.turn %% 2 = 0
            JOIN nominations_enrolment e ON e.id = last.enrolment_id
            JOIN programmes_rate r ON (r.programme_id, r.month) = (e.programme_id, last.month)
            WHERE p.id = ANY(%(roots)s) OR p.merged_into_id = ANY(%(roots)s) GROUP BY 1
            """,
            {"roots": list(roots)},
        )
        return {root: (months, int(rupiah)) for root, months, rupiah in cursor.fetchall()}
