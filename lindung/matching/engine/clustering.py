"""Pairs that hang together: the rows of one person, or those an officer looks at in one go."""

from __future__ import annotations

import polars as pl


def clusters(pairs: pl.DataFrame) -> pl.DataFrame:
    """(row, cluster) of every row that (left, right) name; a cluster bears its smallest row.

    Union-find with path halving; the pairs that reach it are few.
    """
    root: dict[int, int] = {}

    def find(row: int) -> int:
        while root.setdefault(row, row) != row:
            root[row] = row = root[root[row]]
        return row

    for left, right in pairs.select("left", "right").iter_rows():
        first, second = sorted((find(left), find(right)))
        root[second] = first
    rows = sorted(root)
    return pl.DataFrame(
        {"row": rows, "cluster": [find(row) for row in rows]}, schema={"row": pl.Int64, "cluster": pl.Int64}
    )
