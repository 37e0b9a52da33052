"""Who could be covered, and which of their months are free: the tables every verb of the ledger starts from."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from lindung.matching.queries import OPEN
from lindung.programmes.models import Programme

# One row per nomination asked for; whoever was merged is covered as the root. `seat_region_id` is the smallest
# region around its village that has seats; `waiting`: an officer has yet to decide who the person is.
# `seat` is a table of its own because the planner takes so nested a guess for one row, and loops.
CANDIDATES = f"""
DROP TABLE IF EXISTS seat, barred, undecided, candidate;
CREATE TEMP TABLE undecided ON COMMIT DROP AS SELECT DISTINCT second_root AS root_id FROM ({OPEN}) AS open;
ANALYZE undecided;
CREATE TEMP TABLE barred ON COMMIT DROP AS
SELECT DISTINCT coalesce(p.merged_into_id, p.id) AS root_id
FROM people_fact f JOIN people_person p ON p.id = f.person_id
WHERE f.revoked_on IS NULL AND (f.kind IN ('died', 'wage_earner', 'active_member')
    OR f.kind = 'moved' AND NOT (f.value = %(territory)s OR f.value LIKE %(territory)s || '.%%'));
ANALYZE barred;
CREATE TEMP TABLE seat ON COMMIT DROP AS
SELECT DISTINCT ON (v.code) v.code AS village_id, s.region_id
FROM (SELECT DISTINCT village_id AS code FROM nominations_nomination WHERE programme_id = %(programme)s) v,
     LATERAL (VALUES (v.code), (left(v.code, 8)), (left(v.code, 5)), (left(v.code, 2))) AS around (code)
     JOIN (SELECT DISTINCT region_id FROM programmes_seats WHERE programme_id = %(programme)s) s
        ON s.region_id = around.code
ORDER BY v.code, length(s.region_id) DESC;
CREATE UNIQUE INDEX ON seat (village_id);
ANALYZE seat;
CREATE TEMP TABLE candidate ON COMMIT DROP AS
SELECT n.id AS nomination_id, p.id AS person_id, n.person_id <> p.id AS merged, n.district_id, n.proposed_by,
    n.verified_by, n.rank,
    n.verified_on IS NOT NULL AND n.refused_on IS NULL AS verified,
    n.decided_on IS NOT NULL AS decided,
    seat.region_id AS seat_region_id,
    p.birth_date + make_interval(years => %(age_below)s) > %(first)s
        AND p.birth_date + make_interval(years => %(age_from)s) <= %(first)s
        AND EXISTS (SELECT FROM people_identifier i
                    WHERE i.person_id = p.id AND i.kind = 'nik' AND i.state <> 'retired')
        AND NOT EXISTS (SELECT FROM barred WHERE barred.root_id = p.id) AS coverable,
    EXISTS (SELECT FROM undecided WHERE undecided.root_id = p.id) AS waiting,
    %(first)s::date AS cover_from, %(last)s::date AS cover_to, NULL::bigint AS replaces
FROM nominations_nomination n
JOIN people_person own ON own.id = n.person_id
JOIN people_person p ON p.id = coalesce(own.merged_into_id, own.id)
LEFT JOIN seat ON seat.village_id = n.village_id
WHERE n.programme_id = %(programme)s AND n.withdrawn_on IS NULL
    AND (%(ids)s::bigint[] IS NULL OR n.id = ANY(%(ids)s))
    AND (%(ids)s::bigint[] IS NOT NULL OR n.ranked_on IS NOT NULL AND n.decided_on IS NULL)
    AND (%(region)s::text IS NULL OR n.village_id = %(region)s OR n.village_id LIKE %(region)s || '.%%');
CREATE INDEX ON candidate (person_id);
ANALYZE candidate;
-- One person nominated twice through a merge takes one seat: whom a decree named has it, then the root's own
-- nomination, then the better ranked.
WITH grouped AS (
    SELECT n.id, coalesce(p.merged_into_id, p.id) AS root_id, n.decided_on IS NOT NULL AS decided
    FROM nominations_nomination n JOIN people_person p ON p.id = n.person_id
    WHERE n.programme_id = %(programme)s AND n.withdrawn_on IS NULL AND coalesce(p.merged_into_id, p.id) IN (
        SELECT merged_into_id FROM people_person WHERE merged_into_id IS NOT NULL)
)
UPDATE candidate c SET coverable = false
FROM grouped g LEFT JOIN candidate better ON better.nomination_id = g.id
WHERE g.root_id = c.person_id AND g.id <> c.nomination_id AND (g.decided
    OR (better.merged, coalesce(better.rank, 2147483647), better.nomination_id)
        < (c.merged, coalesce(c.rank, 2147483647), c.nomination_id));
"""

# What is known of each month of the candidates: `turn` is the candidate's own last one (empty: none yet), `held`
# says whether anybody of the candidate's group, itself or a row merged into it, has the month paid.
TURNS = """
DROP TABLE IF EXISTS turns;
CREATE TEMP TABLE turns ON COMMIT DROP AS
WITH owners AS (
    SELECT person_id AS root_id, person_id FROM candidate
    UNION ALL
    SELECT c.person_id, p.id FROM candidate c JOIN people_person p ON p.merged_into_id = c.person_id
    WHERE p.merged_into_id IS NOT NULL
), last AS (
    SELECT DISTINCT ON (e.person_id, e.month) o.root_id, e.person_id, e.month, e.turn, e.enrolment_id
    FROM owners o JOIN coverage_entry e USING (person_id)
    WHERE e.month BETWEEN %(first)s AND %(last)s
    ORDER BY e.person_id, e.month, e.turn DESC
)
SELECT root_id AS person_id, month, max(turn) FILTER (WHERE person_id = root_id) AS turn,
    bool_or(turn %% 2 = 0) AS held, max(enrolment_id) AS enrolment_id
FROM last GROUP BY 1, 2;
ANALYZE turns;
"""


def stage_candidates(
    cursor: CursorWrapper,
    programme: Programme,
    *,
    first: date,
    last: date,
    ids: list[int] | None = None,
    region: str | None = None,
) -> None:
    """Fill the temporary tables `candidate` (from `ids`, or the reserve of `region`) and `turns`."""
    words: dict[str, date | int | str | list[int] | None] = {
        "programme": programme.pk,
        "age_from": programme.age_from,
        "age_below": programme.age_below,
        "first": first,
        "last": last,
        "ids": ids,
        "region": region,
        "territory": programme.territory_id,
    }
    cursor.execute(CANDIDATES, words)
    cursor.execute(TURNS, words)
