"""Two people of the registry compared here and now, whether or not they were ever found as a pair."""

from __future__ import annotations

from django.db import connection, transaction

from lindung.kernel.problem import Refused
from lindung.matching import engine, problems, registry


def compared(a: int, b: int) -> engine.Explanation:
    """Why they are one person or two. Refused: MATCH-11 when one of them is not there."""
    with transaction.atomic(), connection.cursor() as cursor:
        found = registry.records(cursor, [a, b])
        if len(found) != 2:
            raise Refused(problems.NO_SUCH_PERSON.problem(people=f"{a}, {b}"))
        return engine.explain(found.head(1), found.tail(1), population=registry.population(cursor))
