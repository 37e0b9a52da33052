"""What every page must keep: few queries, however many people there are."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

MOST_QUERIES = 20


@contextmanager
def few_queries(most: int = MOST_QUERIES) -> Iterator[None]:
    """Fails when the block asks the database more than `most` questions, and lists them."""
    with CaptureQueriesContext(connection) as asked:
        yield
    told = "\n".join(query["sql"][:160] for query in asked.captured_queries)
    assert len(asked) <= most, f"{len(asked)} queries, at most {most}:\n{told}"
