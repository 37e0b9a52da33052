"""The floor: COPY of the same rows into tables of the same columns, as the owner and past all our rules."""

from __future__ import annotations

from django.db import connections

from lindung.demo.gauge import seconds


def rows_of(query: str) -> bytes:
    """What the query gives, as COPY reads it; not part of any time."""
    with connections["owner"].cursor() as cursor, cursor.copy(f"COPY ({query}) TO STDOUT") as stream:
        return b"".join(bytes(part) for part in stream)


def make_floor(table: str, *, keys: str | None = None) -> None:
    """An empty twin `floor_<table>`: with all its keys and indexes, or with the primary key `keys` alone."""
    with connections["owner"].cursor() as cursor:
        like = "" if keys else "INCLUDING INDEXES"
        cursor.execute(f"CREATE TABLE IF NOT EXISTS floor_{table} (LIKE {table} {like})")
        if keys:
            cursor.execute(f"ALTER TABLE floor_{table} DROP CONSTRAINT IF EXISTS floor_{table}_pkey")
            cursor.execute(f"ALTER TABLE floor_{table} ADD PRIMARY KEY ({keys})")


def copy_seconds(parts: dict[str, bytes]) -> float:
    """Seconds to COPY each table's rows into its twin, committed."""

    def copy() -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("BEGIN")
            for table, rows in parts.items():
                with cursor.copy(f"COPY floor_{table} FROM STDIN") as stream:
                    stream.write(rows)
            cursor.execute("COMMIT")

    return seconds(copy)
