"""Who may be one person at all: two records are candidates when they share a key.

A key is text: a letter for its kind, then what must agree. The kinds overlap on purpose, so that a slip in one
field leaves another key standing; `tests/test_matching.py` measures how many true pairs none of them holds.
"""

from __future__ import annotations

import polars as pl

from lindung.matching.engine.model import Model, shipped

# A key that this many records share tells nothing: "born on 1 January and called Maria" in a whole province.
TOO_COMMON = 400


def keys(frame: pl.DataFrame, model: Model | None = None) -> pl.DataFrame:
    """(row, key) of every record. Keys never change for the same record: they may be stored."""
    model = model or shipped()
    return keys_of(model.prepare(frame), model)


def keys_of(frame: pl.DataFrame, model: Model) -> pl.DataFrame:
    """The keys of records that are prepared already."""
    parts = []
    for number, rule in enumerate(model.blocking):
        text = [pl.lit(f"{number}")]
        columns = frame.select("row", *dict.fromkeys(_column(part) for part in rule))
        for part in rule:
            column = _column(part)
            if isinstance(columns.schema[column], pl.List):
                columns = columns.explode(column, empty_as_null=True)
            text.append(_cut(part))
        parts.append(
            columns.select("row", pl.concat_str(text, separator="|").alias("key")).drop_nulls("key").unique()
        )
    return pl.concat(parts)


def _column(part: str) -> str:
    return part.partition(":")[0]


def _cut(part: str) -> pl.Expr:
    """`village` as it is, `sounds:3` its first three letters."""
    column, _, size = part.partition(":")
    return pl.col(column).str.slice(0, int(size)) if size else pl.col(column)


def pairs(left: pl.DataFrame, right: pl.DataFrame | None = None, *, most: int = TOO_COMMON) -> pl.DataFrame:
    """Candidates (left, right) from keys, each once; within one list left < right. Overfull keys are left out."""
    other = left if right is None else right.join(left, on="key", how="semi")
    least = 2 if right is None else 1
    fitting = other.group_by("key").len().filter(pl.col("len").is_between(least, most)).select("key")
    left = left.join(fitting, on="key", how="semi")
    joined = left.join(other, on="key", how="inner", suffix="_other").select(
        pl.col("row").alias("left"), pl.col("row_other").alias("right")
    )
    if right is None:
        joined = joined.filter(pl.col("left") < pl.col("right"))
    return joined.unique()


__all__ = ["keys", "keys_of", "pairs"]
