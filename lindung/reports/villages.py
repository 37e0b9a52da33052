"""How far the people of each village have come: counts by village, and the village's place on the map."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import NamedTuple

from django.core.cache import caches
from django.db import connection

STAGES = ("nominated", "verified", "decided", "enrolled", "registered", "accounts", "cards_delivered", "claims")
KEPT = 300  # seconds at most; sooner when any tally moves

# A word for the state of all figures: as long as it stays, so do the counts below.
STATE = """
SELECT md5(concat_ws(' ', (SELECT string_agg(id::text, ',' ORDER BY id) FROM programmes_programme),
    string_agg(programme_id || district_id || stage || value, ',' ORDER BY programme_id, district_id, stage)))
FROM programmes_tally
"""
COUNTS = """
WITH proposed AS (
    SELECT village_id AS code, count(*) AS nominated, count(verified_on) AS verified
    FROM nominations_nomination WHERE withdrawn_on IS NULL GROUP BY 1
), named AS (
    SELECT n.village_id AS code, sum(CASE l.act WHEN 'add' THEN 1 ELSE -1 END) AS decided
    FROM nominations_decreeline l JOIN nominations_nomination n ON n.id = l.nomination_id GROUP BY 1
), holding AS (
    SELECT n.village_id AS code, count(*) AS enrolled, count(r.enrolment_id) AS registered
    FROM nominations_enrolment e JOIN nominations_nomination n ON n.id = e.nomination_id
    LEFT JOIN membership_registration r ON r.enrolment_id = e.id AND r.answer = 'accepted'
    WHERE e.ended_on IS NULL GROUP BY 1
), opened AS (
    SELECT n.village_id AS code, count(*) AS accounts
    FROM banking_account a JOIN nominations_enrolment e ON e.id = a.opened_for_id
    JOIN nominations_nomination n ON n.id = e.nomination_id GROUP BY 1
), given AS (
    SELECT n.village_id AS code, count(*) AS cards
    FROM distribution_item i JOIN nominations_enrolment e ON e.id = i.enrolment_id
    JOIN nominations_nomination n ON n.id = e.nomination_id
    WHERE i.kind = 'card' AND i.state = 'handed_over' GROUP BY 1
), asked AS (
    SELECT n.village_id AS code, count(*) AS claims
    FROM claims_claim c JOIN nominations_enrolment e ON e.id = c.enrolment_id
    JOIN nominations_nomination n ON n.id = e.nomination_id GROUP BY 1
)
SELECT r.code, r.name, r.latitude, r.longitude, coalesce(nominated, 0), coalesce(verified, 0),
    coalesce(decided, 0)::int, coalesce(enrolled, 0), coalesce(registered, 0), coalesce(accounts, 0),
    coalesce(cards, 0), coalesce(claims, 0)
FROM regions_region r
LEFT JOIN proposed USING (code) LEFT JOIN named USING (code) LEFT JOIN holding USING (code)
LEFT JOIN opened USING (code) LEFT JOIN given USING (code) LEFT JOIN asked USING (code)
WHERE r.kind = 'village' AND r.retired_on IS NULL
    AND left(r.code, 2) IN (SELECT DISTINCT left(territory_id, 2) FROM programmes_programme)
ORDER BY r.code
"""


# One thread counts and the others wait for it; what is made may ask for something else that is kept.
COUNTING = RLock()


class Village(NamedTuple):
    """A village with one count of people per stage, in the order of STAGES; degrees, where known."""

    code: str
    name: str
    latitude: float | None
    longitude: float | None
    counts: tuple[int, ...]

    def at(self, stage: str) -> int:
        return self.counts[STAGES.index(stage)]


def villages() -> list[Village]:
    """Every village of the programmes' provinces, by code. Counted anew when a figure has moved."""
    return kept("villages", _counted)


def kept[T](name: str, make: Callable[[], T]) -> T:
    """What `make` gives, kept as long as no figure moves: for what costs much and is asked often."""
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        state = cursor.fetchone()[0]
    # Each database has its own: tests and benches stand beside the user's.
    key = f"{name}-{connection.settings_dict['NAME']}-{state}"
    store = caches["pages"]
    found: T | None = store.get(key)
    if found is None:
        with COUNTING:
            found = store.get(key)
            if found is None:
                found = make()
                store.set(key, found, KEPT)
    return found


def _counted() -> list[Village]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return [Village(row[0], row[1], row[2], row[3], tuple(row[4:])) for row in cursor.fetchall()]


def total(found: list[Village], stage: str) -> int:
    return sum(village.at(stage) for village in found)
