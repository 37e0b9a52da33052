"""What hangs on a pair that waits: the ledger sees both rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db import connection

from lindung.matching.queries import Open, Waiting, detailed, open_pairs


@dataclass(frozen=True, slots=True)
class Review:
    """A pair to decide and what hangs on it: months both rows hold or held, and their premiums in rupiah."""

    pair: Waiting
    months: int
    rupiah: int


class Queue(NamedTuple):
    """A page of the queue, and how many pairs wait in all."""

    total: int
    rows: list[Review]


def review_queue(
    *, within: Sequence[str] | None = None, state: str | None = None, limit: int = 50, offset: int = 0
) -> Queue:
    """Pairs that wait for a person, clusters together: oldest first, of one day the most costly first.

    `within`, `state` as `matching.queries.open_pairs`; rows `offset` to `offset` + `limit` with both sides.
    """
    pairs = open_pairs(within=within, state=state)
    stakes = stakes_of([root for pair in pairs for root in pair.roots])

    def stake(pair: Open) -> tuple[int, int]:
        first, second = (stakes.get(root, (0, 0)) for root in pair.roots)
        return first[0] + second[0], first[1] + second[1]

    oldest: dict[int, date] = {}
    costs: dict[int, int] = {}
    for pair in pairs:
        oldest[pair.cluster] = min(oldest.get(pair.cluster, pair.found_on), pair.found_on)
        costs[pair.cluster] = max(costs.get(pair.cluster, 0), stake(pair)[1])

    def turn(pair: Open) -> tuple[date, int, int, date, int]:
        return oldest[pair.cluster], -costs[pair.cluster], pair.cluster, pair.found_on, pair.pair

    page = sorted(pairs, key=turn)[offset : offset + limit]
    return Queue(
        len(pairs), [Review(shown, *stake(pair)) for pair, shown in zip(page, detailed(page), strict=True)]
    )


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
