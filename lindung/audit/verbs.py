"""What every bulk verb is: one transaction, tried again when another writer was in its way."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

TRIES = 4

# A table is looked at anew when what was just loaded makes up a third of it or more, and never for a handful.
GREW = """
SELECT relname FROM pg_class
WHERE oid = ANY(%(tables)s::regclass[]) AND %(loaded)s > greatest(reltuples, 2000) / 2 ORDER BY relname
"""


class Overtaken(Exception):
    """Another writer took what this verb was about to take; trying again will see it."""


def verb[**P, R](act: Callable[P, R]) -> Callable[P, R]:
    """Run `act` in one transaction; again after a deadlock (40P01) or when overtaken.

    Inside somebody else's transaction it runs once: only the outermost may try again.
    """

    @wraps(act)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        tries = 1 if connection.in_atomic_block else TRIES
        for attempt in range(1, tries + 1):
            try:
                with transaction.atomic():
                    with connection.cursor() as cursor:
                        cursor.execute("SET LOCAL jit = off")
                    return act(*args, **kwargs)
            except Overtaken:
                if attempt == tries:
                    raise
            except OperationalError as trouble:
                if attempt == tries or getattr(trouble.__cause__, "sqlstate", "") != "40P01":
                    raise
        raise AssertionError("unreachable: the last try returns or raises")

    return run


def analyse(cursor: CursorWrapper, loaded: int, *tables: str) -> None:
    """Tell the planner about `tables` after a load of that many rows; without it the next bulk verb is planned
    for an empty table and takes minutes.

    Skips what another session holds. Before PostgreSQL 17 only the owner may: there the server merely warns,
    and autovacuum follows a minute later.
    """
    cursor.execute(GREW, {"tables": list(tables), "loaded": loaded})
    for (table,) in cursor.fetchall():
        cursor.execute(f"ANALYZE (SKIP_LOCKED) {table}")
