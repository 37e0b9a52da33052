"""The whole way from records to pairs, for one list or two."""

from __future__ import annotations

import polars as pl

from lindung.matching.engine.blocking import keys_of, pairs
from lindung.matching.engine.model import Model, shipped
from lindung.matching.engine.scoring import weigh


def match(
    left: pl.DataFrame,
    right: pl.DataFrame | None = None,
    *,
    model: Model | None = None,
    population: int | None = None,
) -> pl.DataFrame:
    """Every pair that is one person or worth a look, as `weigh` gives it.

    One list: its doubles, left < right. Two: who of the left is in the right. The population is the number of
    records a row is looked for among; default: the right list's, or the list's own.
    """
    model = model or shipped()
    ours = model.prepare(left)
    theirs = None if right is None else model.prepare(right)
    candidates = pairs(keys_of(ours, model), None if theirs is None else keys_of(theirs, model))
    return weigh(candidates, ours, theirs, model=model, population=population)
