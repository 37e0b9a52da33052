"""What every bulk verb is: one transaction, tried again when another writer was in its way."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.db import OperationalError, connection, transaction

TRIES = 4


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
