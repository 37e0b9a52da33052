"""How far the people of each village have come: counts by village, and the village's place on the map."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from threading import RLock
from typing import NamedTuple

from django.core.cache import caches
from django.db import connection

STAGES = ("nominated", "verified", "decided", "enrolled", "registered", "accounts", "cards_delivered", "claims")
KEPT = 300  # seconds at most; sooner when any tally moves

# A word for the state of all figures: as long as it stays, so do the counts of villages and what is drawn of them.
STATE = """
SELECT md5(concat_ws(' ', (SELECT string_agg(id::text, ',' ORDER BY id) FROM programmes_programme),
    string_agg(programme_id || district_id || stage || value, ',' ORDER BY programme_id, district_id, stage)))
FROM programmes_tally
"""
COUNTS = f"""
SELECT r.code, r.name, r.latitude, r.longitude,
    {", ".join(f"coalesce(sum(t.value) FILTER (WHERE t.stage = '{stage}'), 0)::int" for stage in STAGES)}
FROM regions_region r LEFT JOIN programmes_villagetally t ON t.village_id = r.code
WHERE r.kind = 'village' AND r.retired_on IS NULL
    AND left(r.code, 2) IN (SELECT DISTINCT left(territory_id, 2) FROM programmes_programme)
GROUP BY r.code ORDER BY r.code
"""
# The same from the base tables, where it differs from what is kept.
RECOUNT = """
WITH seat AS (
    SELECT e.id, n.programme_id, n.village_id, e.ended_on FROM nominations_enrolment e
    JOIN nominations_nomination n ON n.id = e.nomination_id
), there (programme_id, village_id, stage, value) AS (
    SELECT programme_id, village_id, 'nominated', count(*) FROM nominations_nomination
    WHERE withdrawn_on IS NULL GROUP BY 1, 2
    UNION ALL SELECT programme_id, village_id, 'verified', count(*) FROM nominations_nomination
    WHERE withdrawn_on IS NULL AND verified_on IS NOT NULL GROUP BY 1, 2
    UNION ALL SELECT n.programme_id, n.village_id, 'decided', sum(CASE l.act WHEN 'add' THEN 1 ELSE -1 END)
    FROM nominations_decreeline l JOIN nominations_nomination n ON n.id = l.nomination_id GROUP BY 1, 2
    UNION ALL SELECT programme_id, village_id, 'enrolled', count(*) FROM seat WHERE ended_on IS NULL GROUP BY 1, 2
    UNION ALL SELECT programme_id, village_id, 'registered', count(*)
    FROM seat JOIN membership_registration r ON r.enrolment_id = seat.id AND r.answer = 'accepted'
    WHERE ended_on IS NULL GROUP BY 1, 2
    UNION ALL SELECT programme_id, village_id, 'accounts', count(*)
    FROM seat JOIN banking_account a ON a.opened_for_id = seat.id GROUP BY 1, 2
    UNION ALL SELECT programme_id, village_id, i.kind || 's_delivered', count(*)
    FROM seat JOIN distribution_item i ON i.enrolment_id = seat.id AND i.state = 'handed_over' GROUP BY 1, 2, i.kind
    UNION ALL SELECT programme_id, village_id, 'claims', count(*)
    FROM seat JOIN claims_claim c ON c.enrolment_id = seat.id GROUP BY 1, 2
)
SELECT p.code, r.name, stage, coalesce(t.value, 0), coalesce(there.value, 0)
FROM there FULL JOIN programmes_villagetally t USING (programme_id, village_id, stage)
JOIN programmes_programme p ON p.id = programme_id JOIN regions_region r ON r.code = village_id
WHERE coalesce(t.value, 0) <> coalesce(there.value, 0) ORDER BY 1, village_id, stage
"""


# One thread counts and the others wait for it; what is made may ask for something else that is kept.
COUNTING = RLock()
# The state of what is being made: whatever else is asked for meanwhile belongs to the same.
MAKING: ContextVar[str | None] = ContextVar("making", default=None)


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
    """Every village of the programmes' provinces, by code."""
    return kept("villages", _read)


def kept[T](name: str, make: Callable[[], T]) -> T:
    """What `make` gives, kept as long as no figure moves: for what costs much and is asked often."""
    state = MAKING.get() or _state()
    # Each database has its own: tests and benches stand beside the user's.
    key = f"{name}-{connection.settings_dict['NAME']}-{state}"
    store = caches["pages"]
    found: T | None = store.get(key)
    if found is None:
        with COUNTING:
            found = store.get(key)
            if found is None:
                making = MAKING.set(state)
                try:
                    found = make()
                finally:
                    MAKING.reset(making)
                store.set(key, found, KEPT)
    return found


def _state() -> str:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return str(cursor.fetchone()[0])


def _read() -> list[Village]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        return [Village(row[0], row[1], row[2], row[3], tuple(row[4:])) for row in cursor.fetchall()]


def differing() -> list[tuple[str, str, str, int, int]]:
    """(programme, village, stage, kept, counted anew) wherever the two are not equal."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT)
        return [(code, name, stage, kept, int(counted)) for code, name, stage, kept, counted in cursor.fetchall()]


def total(found: list[Village], stage: str) -> int:
    return sum(village.at(stage) for village in found)
