"""Chance that comes out the same every time: whole columns drawn from one seeded generator."""

from __future__ import annotations

import random
from collections.abc import Sequence

import polars as pl

COMMON_FIRST = 1.7  # above 1, names at the front of a list come up more often


class Dice:
    """Columns of chance, each `count` long."""

    def __init__(self, seed: int | str, count: int) -> None:
        self.rng = random.Random(seed)
        self.count = count

    def share(self) -> pl.Series:
        """Numbers from 0 to below 1."""
        throw = self.rng.random
        return pl.Series([throw() for _ in range(self.count)], dtype=pl.Float64)

    def chance(self, probability: float) -> pl.Series:
        return self.share() < probability

    def number(self, first: int, last: int) -> pl.Series:
        """Whole numbers from `first` to `last`, both included."""
        return (self.share() * (last - first + 1)).floor().cast(pl.Int64) + first

    def pick(self, values: Sequence[str]) -> pl.Series:
        return pl.Series(values, dtype=pl.String).gather(self.number(0, len(values) - 1))

    def pick_by(self, groups: pl.Series, lists: Sequence[Sequence[str]], skew: float = COMMON_FIRST) -> pl.Series:
        """For each row a word of the list that `groups` points to."""
        sizes = [len(each) for each in lists]
        starts = [sum(sizes[:turn]) for turn in range(len(sizes))]
        step = (self.share() ** skew * pl.Series(sizes, dtype=pl.Int64).gather(groups)).floor().cast(pl.Int64)
        flat = pl.Series([word for each in lists for word in each], dtype=pl.String)
        return flat.gather(pl.Series(starts, dtype=pl.Int64).gather(groups) + step)
