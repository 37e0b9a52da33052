"""Questions about pairs: which wait for a person, whom they keep waiting, and what stands side by side."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from lindung.kernel.problem import Refused
from lindung.matching import problems
from lindung.matching.models import Pair, Verdict
from lindung.people.nik import mask

# A pair between the rows it was found for, seen from their roots. Merges move no pair: they are asked here.
BETWEEN_ROOTS = """
SELECT p.id, p.state,
    least(coalesce(l.merged_into_id, l.id), coalesce(h.merged_into_id, h.id)) AS first_root,
    greatest(coalesce(l.merged_into_id, l.id), coalesce(h.merged_into_id, h.id)) AS second_root
FROM matching_pair p JOIN people_person l ON l.id = p.lower_id JOIN people_person h ON h.id = p.higher_id
"""
# Undecided pairs of rows that are two people still, and that no decision on their doubles has answered already.
# Who entered later waits: `second_root` is seated by no decree before somebody has decided.
OPEN = f"""
SELECT o.id, o.state, o.first_root, o.second_root FROM ({BETWEEN_ROOTS} WHERE p.state IN ('open', 'asked')) o
WHERE o.first_root <> o.second_root AND NOT EXISTS (
    SELECT FROM ({BETWEEN_ROOTS} WHERE p.state = 'different') d
    WHERE (d.first_root, d.second_root) = (o.first_root, o.second_root))
"""

QUEUE = f"""
WITH waiting AS ({OPEN})
SELECT p.id, p.state, p.found_on, w.first_root, w.second_root
FROM waiting w JOIN matching_pair p USING (id)
WHERE (%(state)s::text IS NULL OR p.state = %(state)s)
    AND (%(within)s::text[] IS NULL OR EXISTS (
        SELECT FROM (SELECT DISTINCT ON (person_id) village_id FROM people_address
                     WHERE person_id IN (p.lower_id, p.higher_id) ORDER BY person_id, since DESC, source) home
        JOIN unnest(%(within)s::text[]) AS region (code)
            ON home.village_id = region.code OR home.village_id LIKE region.code || '.%%'))
ORDER BY p.found_on, p.id
"""

SIDES = """
SELECT p.id, p.name, nik.value, kk.value, p.birth_date, p.sex, p.mother_name, p.phone, village.name,
    subdistrict.name, home.village_id, p.known_on, nik.source, p.merged_into_id
FROM people_person p
LEFT JOIN LATERAL (SELECT value, source FROM people_identifier WHERE person_id = p.id AND kind = 'nik'
                   ORDER BY state = 'retired', since DESC, value LIMIT 1) nik ON true
LEFT JOIN LATERAL (SELECT value FROM people_identifier WHERE person_id = p.id AND kind = 'kk'
                   ORDER BY state = 'retired', since DESC, value LIMIT 1) kk ON true
LEFT JOIN LATERAL (SELECT village_id FROM people_address WHERE person_id = p.id
                   ORDER BY since DESC, source LIMIT 1) home ON true
LEFT JOIN regions_region village ON village.code = home.village_id
LEFT JOIN regions_region subdistrict ON subdistrict.code = left(home.village_id, 8)
WHERE p.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two rows as a screen shows it beside the other; numbers masked."""

    person: int
    name: str
    nik: str
    household: str
    birth_date: date | None
    sex: str
    mother_name: str
    phone: str
    village: str
    village_code: str
    known_on: date
    source: str
    merged_into: int | None


# What is put side by side, in the order of a screen: title and field of `Side`.
SHOWN = (
    (_("nama"), "name"),
    ("NIK", "nik"),
    (_("tanggal lahir"), "birth_date"),
    (_("jenis kelamin"), "sex"),
    (_("nama ibu"), "mother_name"),
    (_("nomor KK"), "household"),
    (_("telepon"), "phone"),
    (_("desa"), "village"),
    (_("dikenal sejak"), "known_on"),
    (_("sumber"), "source"),
)


@dataclass(frozen=True, slots=True)
class Turn:
    """One verdict as it is told."""

    on: date
    actor_name: str
    kind: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One pair with everything known of it; `start` plus the reasons' weights is `weight`, in bits."""

    pair: int
    state: str
    fate: str
    start: float
    reasons: list[dict[str, Any]]
    weight: float
    probability: float
    model: str
    found_on: date
    source: str
    lower: Side
    higher: Side
    verdicts: list[Turn]

    def as_dict(self) -> dict[str, Any]:
        return json.loads(json.dumps(asdict(self), default=str))  # type: ignore[no-any-return]


class Open(NamedTuple):
    """A pair that waits; its cluster's number, from 1, and the two people it is between."""

    pair: int
    cluster: int
    state: str
    found_on: date
    roots: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One pair that waits for a person. `cluster` numbers those that hang together, from 1."""

    pair: int
    cluster: int
    state: str
    found_on: date
    weight: float
    probability: float
    reasons: list[dict[str, Any]]
    source: str
    proposed_by: str
    lower: Side
    higher: Side
    roots: tuple[int, int]


def open_pairs(*, within: Sequence[str] | None = None, state: str | None = None) -> list[Open]:
    """Pairs to decide, oldest first, grouped into clusters: who may be one person stands together.

    `within`: codes of regions, in any of which one of the two must live; who has no address lives in none. `state`:
    open (not looked at yet) or asked (the village is asked); None: both.
    """
    with connection.cursor() as cursor:
        cursor.execute(QUEUE, {"within": None if within is None else list(within), "state": state})
        rows = cursor.fetchall()
    clusters = _clusters([row[3:] for row in rows])
    found = [Open(row[0], clusters[row[3]], row[1], row[2], row[3:]) for row in rows]
    return sorted(found, key=lambda each: (each.cluster, each.found_on, each.pair))


def detailed(pairs: Sequence[Open]) -> list[Waiting]:
    """The same pairs in the same order with both rows side by side: for as many as a screen shows."""
    found = Pair.objects.in_bulk([each.pair for each in pairs])
    people = sides({person for pair in found.values() for person in (pair.lower_id, pair.higher_id)})
    return [
        Waiting(
            pair=each.pair,
            cluster=each.cluster,
            state=each.state,
            found_on=each.found_on,
            weight=found[each.pair].weight,
            probability=found[each.pair].probability,
            reasons=found[each.pair].reasons,
            source=found[each.pair].source,
            proposed_by=found[each.pair].proposed_by,
            lower=people[found[each.pair].lower_id],
            higher=people[found[each.pair].higher_id],
            roots=each.roots,
        )
        for each in pairs
    ]


def waiting(*, within: Sequence[str] | None = None, state: str | None = None) -> list[Waiting]:
    """`open_pairs` with both sides of each."""
    return detailed(open_pairs(within=within, state=state))


def pair(number: int) -> Shown:
    """One pair, decided or not. Refused: MATCH-01 when there is none."""
    found = Pair.objects.filter(pk=number).first()
    if found is None:
        raise Refused(problems.UNKNOWN_PAIR.problem(pair=number))
    people = sides({found.lower_id, found.higher_id})
    return Shown(
        pair=found.pk,
        state=found.state,
        fate=found.fate,
        start=found.weight - sum(reason["weight"] for reason in found.reasons),
        reasons=found.reasons,
        weight=found.weight,
        probability=found.probability,
        model=found.model,
        found_on=found.found_on,
        source=found.source,
        lower=people[found.lower_id],
        higher=people[found.higher_id],
        verdicts=[
            Turn(each.on, each.actor_name, each.kind, str(Verdict.Kind(each.kind).label), each.reason)
            for each in found.verdicts.order_by("turn")
        ],
    )


def _clusters(links: Sequence[Sequence[int]]) -> dict[int, int]:
    """{root: number of its cluster}, numbered in the order in which the clusters first appear."""
    head: dict[int, int] = {}

    def top(root: int) -> int:
        while head.setdefault(root, root) != root:
            root = head[root]
        return root

    for one, other in links:
        head[top(other)] = top(one)
    numbers: dict[int, int] = {}
    return {root: numbers.setdefault(top(root), len(numbers) + 1) for link in links for root in link}


def sides(people: set[int]) -> dict[int, Side]:
    """{person: what is known}, for putting rows side by side. NIK, household and telephone are masked."""
    with connection.cursor() as cursor:
        cursor.execute(SIDES, [sorted(people)])
        return {
            row[0]: Side(
                person=row[0],
                name=row[1],
                nik=mask(row[2] or ""),
                household=mask(row[3] or ""),
                birth_date=row[4],
                sex=row[5] or "",
                mother_name=row[6],
                phone=mask(row[7]),
                village=", ".join(part for part in (row[8], row[9]) if part),
                village_code=row[10] or "",
                known_on=row[11],
                source=row[12] or "",
                merged_into=row[13],
            )
            for row in cursor.fetchall()
        }


def lives_within(people: Sequence[int], region: str) -> set[int]:
    """Who of `people` lives in the region by the newest address; nobody without one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT person_id FROM (
                SELECT DISTINCT ON (person_id) person_id, village_id FROM people_address
                WHERE person_id = ANY(%(people)s) ORDER BY person_id, since DESC, source
            ) home WHERE village_id = %(region)s OR village_id LIKE %(region)s || '.%%'
            """,
            {"people": list(people), "region": region},
        )
        return {person for (person,) in cursor.fetchall()}


def decoded(reasons: Any) -> list[dict[str, Any]]:
    """JSON as the raw cursor gives it."""
    return json.loads(reasons) if isinstance(reasons, str) else list(reasons)
