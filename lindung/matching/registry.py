"""The registry as the engine sees it: records of people, and who shares a key with whom, as frames."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.matching import engine
from lindung.matching.engine.blocking import TOO_COMMON

MANY = 100_000
# What a person's row, numbers and newest address say. Hash or nested loop, as many as are wanted.
RECORDS = """
SELECT DISTINCT ON (p.id) p.id AS row, nik.value AS nik, p.name, p.birth_date, p.sex, p.mother_name,
    kk.value AS household, p.phone, home.village_id AS village, NULL AS place
FROM wanted_person w JOIN people_person p ON p.id = w.person_id
LEFT JOIN people_identifier nik ON nik.person_id = p.id AND nik.kind = 'nik' AND nik.state <> 'retired'
LEFT JOIN people_identifier kk ON kk.person_id = p.id AND kk.kind = 'kk' AND kk.state <> 'retired'
LEFT JOIN people_address home ON home.person_id = p.id
ORDER BY p.id, home.since DESC, home.source, kk.since DESC, kk.value, nik.value
"""
# Keys are hashed with the model's version as the seed: those of an older model are never met again.
HASHED = "hashtextextended(key, hashtextextended(%(version)s, 0))"
# Keys that too many share tell nothing; they are counted in one pass and never joined.
CANDIDATES = """
SELECT DISTINCT k.row AS "left", unnest(fitting.people) AS "right"
FROM wanted_key k JOIN (
    SELECT key, array_agg(person_id) AS people FROM matching_matchkey
    WHERE key IN (SELECT key FROM wanted_key) GROUP BY key HAVING count(*) <= %(most)s
) fitting USING (key)
"""


def stage_keys(cursor: CursorWrapper, keys: pl.DataFrame) -> None:
    """Fill the temporary table `wanted_key` (row, key) with the hashes of engine.keys(…)."""
    cursor.execute(
        "DROP TABLE IF EXISTS wanted_text, wanted_key;"
        "CREATE TEMP TABLE wanted_text (row bigint, key text) ON COMMIT DROP"
    )
    with cursor.copy("COPY wanted_text (row, key) FROM STDIN (FORMAT csv)") as copy:
        copy.write(keys.select("row", "key").write_csv(include_header=False).encode())
    cursor.execute(
        f"CREATE TEMP TABLE wanted_key ON COMMIT DROP AS SELECT row, {HASHED} AS key FROM wanted_text",
        {"version": engine.shipped().version},
    )
    cursor.execute("ANALYZE wanted_key")


def candidates(cursor: CursorWrapper) -> pl.DataFrame:
    """(left, right): rows of `wanted_key` and the people of the registry who share a key with them."""
    schema = {"left": pl.Int64, "right": pl.Int64}
    return read(cursor, CANDIDATES % {"most": TOO_COMMON}, schema)


def records(cursor: CursorWrapper, people: pl.Series | Sequence[int]) -> pl.DataFrame:
    """Records of people (engine.FIELDS), `row` being the person's id."""
    cursor.execute(
        "DROP TABLE IF EXISTS wanted_person; CREATE TEMP TABLE wanted_person (person_id bigint) ON COMMIT DROP"
    )
    wanted = pl.DataFrame({"person_id": people}, schema={"person_id": pl.Int64}).unique()
    with cursor.copy("COPY wanted_person FROM STDIN (FORMAT csv)") as copy:
        copy.write(wanted.write_csv(include_header=False).encode())
    cursor.execute("ANALYZE wanted_person")
    return engine.records(read(cursor, RECORDS, engine.FIELDS))


def roots(cursor: CursorWrapper, people: pl.Series) -> pl.DataFrame:
    """(person, root) of those who are linked to somebody."""
    cursor.execute(
        "SELECT id, merged_into_id FROM people_person WHERE id = ANY(%s) AND merged_into_id IS NOT NULL",
        [people.unique().to_list()],
    )
    return pl.DataFrame(cursor.fetchall(), schema={"person": pl.Int64, "root": pl.Int64}, orient="row")


def population(cursor: CursorWrapper) -> int:
    """How many people a newcomer is looked for among: counted while they are few, else as the planner knows it.

    Only its logarithm weighs, and counting a million takes a third of what a typed-in person may wait.
    """
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass")
    [known] = cursor.fetchone()
    if known >= MANY:
        return int(known)
    cursor.execute("SELECT count(*) FROM people_person")
    return int(cursor.fetchone()[0])


def read(cursor: CursorWrapper, query: str, schema: Mapping[str, type[pl.DataType]]) -> pl.DataFrame:
    """The answer as a frame, by COPY: a million rows in about a second."""
    columns = ", ".join(f'"{name}"' for name in schema)
    buffer = BytesIO()
    with cursor.copy(f"COPY (SELECT {columns} FROM ({query}) AS found) TO STDOUT (FORMAT csv)") as copy:
        for part in copy:
            buffer.write(part)
    buffer.seek(0)
    if not buffer.getbuffer().nbytes:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(buffer, has_header=False, new_columns=list(schema), schema_overrides=schema)
