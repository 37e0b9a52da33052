"""The one verb: take a list of regions in, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.kernel.problem import Kind, Problem, Refused
from lindung.regions import problems
from lindung.regions.catalogue import CSV_LIST, LIST_NAME, Place, Retirement
from lindung.regions.names import fold

STAGE = """
DROP TABLE IF EXISTS pg_temp.region_stage, pg_temp.region_end;
CREATE TEMPORARY TABLE region_stage (
    code text PRIMARY KEY, name text, name_key text, kind text, parent_id text,
    latitude float8, longitude float8, population int, source text, fresh boolean DEFAULT false
) ON COMMIT DROP;
CREATE TEMPORARY TABLE region_end (
    code text PRIMARY KEY, ended date, successor_id text, source text
) ON COMMIT DROP;
"""
COPY_STAGE = (
    "COPY region_stage (code, name, name_key, kind, parent_id, latitude, longitude, population, source) FROM STDIN"
)
MARK_FRESH = """
UPDATE region_stage s SET fresh = true WHERE NOT EXISTS (SELECT FROM regions_region r WHERE r.code = s.code)
"""
# An officer's CSV corrects the national list; the list never takes such a correction back.
UPSERT = """
INSERT INTO regions_region AS r
    (code, name, name_key, kind, parent_id, latitude, longitude, population, source)
SELECT code, name, name_key, kind, parent_id, latitude, longitude, population, source
FROM region_stage ORDER BY code
ON CONFLICT (code) DO UPDATE SET
    name = excluded.name, name_key = excluded.name_key, latitude = excluded.latitude,
    longitude = excluded.longitude, population = excluded.population, source = excluded.source,
    retired_on = NULL, successor_id = NULL
WHERE split_part(excluded.source, ' ', 1) IN (split_part(r.source, ' ', 1), %(csv)s)
  AND (r.name, r.latitude, r.longitude, r.population, r.retired_on, r.successor_id) IS DISTINCT FROM
      (excluded.name, excluded.latitude, excluded.longitude, excluded.population, NULL::date, NULL::text)
"""
# The national list names every province and district, and every place of the provinces it opens.
RETIRE_VANISHED = """
WITH complete AS (
    SELECT DISTINCT kind, CASE WHEN kind IN ('province', 'district') THEN '' ELSE left(code, 2) END AS province
    FROM region_stage)
UPDATE regions_region r SET retired_on = %(on)s, successor_id = (
    SELECT min(s.code) FROM region_stage s
    JOIN regions_region above ON above.code = s.parent_id
    JOIN regions_region before ON before.code = r.parent_id
    WHERE s.fresh AND s.kind = r.kind AND s.name_key = r.name_key AND above.name_key = before.name_key
    HAVING count(*) = 1)
WHERE r.retired_on IS NULL AND split_part(r.source, ' ', 1) = %(list)s
  AND NOT EXISTS (SELECT FROM region_stage s WHERE s.code = r.code)
  AND EXISTS (SELECT FROM complete c WHERE c.kind = r.kind AND c.province IN ('', left(r.code, 2)))
RETURNING r.code, r.successor_id, r.source
"""
RETIRE_NAMED = """
UPDATE regions_region r SET retired_on = e.ended, successor_id = e.successor_id, source = e.source
FROM region_end e WHERE e.code = r.code
  AND (r.retired_on, r.successor_id) IS DISTINCT FROM (e.ended, e.successor_id)
"""
ORPHANS = """
SELECT code, parent_id FROM region_stage s
WHERE parent_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM region_stage p WHERE p.code = s.parent_id)
  AND NOT EXISTS (SELECT FROM regions_region p WHERE p.code = s.parent_id)
ORDER BY code
"""
LOST_ENDS = """
SELECT code, NULL FROM region_end e WHERE NOT EXISTS (SELECT FROM regions_region r WHERE r.code = e.code) ORDER BY 1
"""
LOST_SUCCESSORS = """
SELECT e.successor_id, NULL FROM region_end e
WHERE e.successor_id IS NOT NULL AND NOT EXISTS (
    SELECT FROM regions_region r
    WHERE r.code = e.successor_id AND length(r.code) = length(e.code) AND r.code <> e.code)
ORDER BY 1
"""


class Loaded(NamedTuple):
    """What a load did; `problems` are looks: codes that vanished without a clear successor."""

    added: int
    changed: int
    retired: int
    unchanged: int
    problems: tuple[Problem, ...]


@verb
def load(
    *,
    places: Sequence[Place],
    retirements: Sequence[Retirement] = (),
    list_name: str,
    actor: Actor,
    on: date,
) -> Loaded:
    """Add, change and retire until the table says what the list says; nothing is deleted.

    Codes that the national list no longer carries are retired by its next load. An officer's CSV is a partial
    list: it retires only the codes it names. Refused: REGION-03, -04, -09.
    """
    with connection.cursor() as cursor:
        _stage(cursor, places, retirements, list_name)
        _refuse(cursor, ORPHANS, problems.NO_PARENT)
        cursor.execute(MARK_FRESH)
        added = cursor.rowcount
        cursor.execute(UPSERT, {"csv": CSV_LIST})
        changed = cursor.rowcount - added
        _refuse(cursor, LOST_ENDS, problems.UNKNOWN)
        _refuse(cursor, LOST_SUCCESSORS, problems.NO_SUCCESSOR)
        cursor.execute(RETIRE_NAMED)
        retired = cursor.rowcount
        looks = _retire_vanished(cursor, on) if list_name == LIST_NAME else ()
        retired += len(looks)
    unclear = tuple(look for look in looks if look)
    if added or changed or retired:
        record(
            actor=actor, verb="regions.load", subject=f"list:{list_name}", on=on,
            added=added, changed=changed, retired=retired,
        )  # fmt: skip
    return Loaded(added, changed, retired, len(places) - added - changed, unclear)


def _stage(
    cursor: CursorWrapper, places: Iterable[Place], retirements: Iterable[Retirement], list_name: str
) -> None:
    cursor.execute(STAGE)
    with cursor.copy(COPY_STAGE) as copy:
        for place in places:
            copy.write_row(
                (place.code, place.name, fold(place.name), place.kind, place.parent,
                 place.latitude, place.longitude, place.population, place.source)
            )  # fmt: skip
    with cursor.copy("COPY region_end FROM STDIN") as copy:
        for ended in retirements:
            copy.write_row((*ended, list_name))
    cursor.execute("ANALYZE region_stage")


def _refuse(cursor: CursorWrapper, question: str, kind: Kind) -> None:
    cursor.execute(question)
    if rows := cursor.fetchall():
        raise Refused(*(kind.problem(value=code, parent=parent) for code, parent in rows))


def _retire_vanished(cursor: CursorWrapper, on: date) -> tuple[Problem | None, ...]:
    """One entry per retired code: None where its successor is clear."""
    cursor.execute(RETIRE_VANISHED, {"on": on, "list": LIST_NAME})
    return tuple(
        None if successor else problems.VANISHED.problem(value=code, source=source)
        for code, successor, source in cursor.fetchall()
    )
