"""From candidates to fates: the weight of each pair against its two rivals, strangers and relatives.

A pair is the same person's two rows (m), or two strangers (u), or two relatives (k): siblings share mother,
household, telephone and village, which would make any of them "one person" if strangers were the only rival.
The weight is the evidence in bits against both together, what is expected of so many records included:
a weight of 0 is even odds. Fellegi and Sunter 1969, with a third class.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import polars as pl

from lindung.matching.engine.comparing import KINDS, Pairs
from lindung.matching.engine.model import Comparison, Contradiction, Model, shipped

FATES: Final = ("same", "look", "different")
RARITY_COUNTS: Final = 0.7  # clan names crowd in their villages: a rare word is less rare among neighbours
CHUNK: Final = 400_000  # pairs compared at once: bounds the memory


def weigh(
    candidates: pl.DataFrame,
    left: pl.DataFrame,
    right: pl.DataFrame | None = None,
    *,
    model: Model | None = None,
    population: int | None = None,
    every: bool = False,
) -> pl.DataFrame:
    """Weight, probability and fate of candidate pairs.

    candidates: (left, right), values of `row` in the records; without `right` both are rows of `left`.
    population: records a row was looked for among; default: the length of the right list.
    every: give back also the pairs that are different; they are dropped as soon as nothing can save them.
    Returns (left, right, weight Float32, probability Float64, fate, one Int8 level a comparison, and
    <comparison>_bits where rarity counts), best first.
    """
    model = model or shipped()
    ours = model.prepare(left)
    theirs = ours if right is None else model.prepare(right)
    found = [
        _weighed(part, ours, theirs, model, population or len(theirs), every)
        for part in candidates.iter_slices(CHUNK)
    ] or [_weighed(candidates, ours, theirs, model, 1, every)]
    return pl.concat(found).sort("weight", "left", "right", descending=[True, False, False])


def _weighed(
    candidates: pl.DataFrame, ours: pl.DataFrame, theirs: pl.DataFrame, model: Model, population: int, every: bool
) -> pl.DataFrame:
    frame = candidates.select(pl.col("left", "right").cast(pl.Int64))
    pairs = Pairs(ours, theirs, _positions(ours, frame["left"]), _positions(theirs, frame["right"]))
    table = Table(model, population, len(frame))
    for comparison in sorted(model.comparisons, key=lambda entry: COSTLY.index(entry.kind)):
        table.add(comparison, pairs)
        if not every:
            hopeful = table.hopeful()
            if not hopeful.all():
                mask = pl.Series(hopeful)
                frame, pairs = frame.filter(mask), pairs.only(mask)
                table.keep(hopeful)
    weighed = frame.hstack(table.frame())
    return weighed if every else weighed.filter(pl.col("fate") != "different")


# Cheap kinds go first: most pairs are dropped before anybody looks at a name.
COSTLY: Final = ("sex", "equal", "birth", "near", "nik", "village", "text", "name")


def _positions(frame: pl.DataFrame, rows: pl.Series) -> pl.Series:
    if len(frame) and frame["row"].is_sorted() and frame["row"][-1] - frame["row"][0] == len(frame) - 1:
        return (rows - frame["row"][0]).cast(pl.UInt32)
    places = frame.select("row").with_row_index("at")
    return rows.to_frame("row").join(places, on="row", how="left", maintain_order="left")["at"]


class Table:
    """The sums of a growing table of levels, and what the comparisons still to come can add at best."""

    def __init__(self, model: Model, population: int, size: int) -> None:
        self.model = model
        self.levels: dict[str, np.ndarray] = {}
        self.bits: dict[str, np.ndarray] = {}
        self.strangers = np.full(size, model.prior(population), dtype=np.float32)
        families = model.prior_in_family() if model.relatives else np.inf
        self.relatives = np.full(size, families, dtype=np.float32)
        self.strangers_best = sum(_best(entry, "weight") for entry in model.comparisons)
        self.relatives_best = sum(_best(entry, "weight_in_family") for entry in model.comparisons)

    def add(self, comparison: Comparison, pairs: Pairs) -> None:
        levels = KINDS[comparison.kind](pairs, comparison.column).to_numpy()
        self.levels[comparison.name] = levels
        against_strangers, against_relatives = _tables(comparison)
        # Level -1, one of the two says nothing, takes the last entry: no evidence either way.
        self.strangers += against_strangers[levels]
        self.relatives += against_relatives[levels]
        self.strangers_best -= _best(comparison, "weight")
        self.relatives_best -= _best(comparison, "weight_in_family")
        if comparison.rarity:
            self.bits[comparison.name] = _rarity(comparison, pairs, levels)
            self.strangers += self.bits[comparison.name]

    def hopeful(self) -> np.ndarray:
        """Which pairs could still reach a look."""
        best = np.minimum(self.strangers + self.strangers_best, self.relatives + self.relatives_best)
        return best >= self.model.look

    def keep(self, mask: np.ndarray) -> None:
        self.levels = {name: levels[mask] for name, levels in self.levels.items()}
        self.bits = {name: bits[mask] for name, bits in self.bits.items()}
        self.strangers, self.relatives = self.strangers[mask], self.relatives[mask]

    def frame(self) -> pl.DataFrame:
        # Odds of being one person against being strangers or relatives: the evidences add as 1 / odds do.
        weight = -np.logaddexp2(-self.strangers, -self.relatives)
        probability = 1 / (1 + np.exp2(-weight.astype(np.float64)))
        same = (weight >= self.model.same) & ~contradicted(self.model, self.levels)
        fate = np.where(same, "same", np.where(weight >= self.model.look, "look", "different"))
        columns = {"weight": weight, "probability": probability, "fate": fate}
        ordered = {entry.name: self.levels[entry.name] for entry in self.model.comparisons}
        rare = {f"{name}_bits": bits for name, bits in self.bits.items()}
        return pl.DataFrame(columns | ordered | rare, schema_overrides={"fate": pl.String})


def contradicted(model: Model, levels: Mapping[str, np.ndarray]) -> np.ndarray:
    """Which pairs one of the model's contradictions holds for."""
    held = [contradiction_holds(entry, model, levels) for entry in model.contradictions]
    return np.logical_or.reduce(held) if held else np.zeros(len(next(iter(levels.values()))), dtype=bool)


def contradiction_holds(entry: Contradiction, model: Model, levels: Mapping[str, np.ndarray]) -> np.ndarray:
    numbers = {
        comparison.name: {level.name: number for number, level in enumerate(comparison.levels)} | {None: -1}
        for comparison in model.comparisons
    }
    each = [np.isin(levels[name], [numbers[name][one] for one in some]) for name, some in entry.levels.items()]
    return np.logical_and.reduce(each)


def _tables(comparison: Comparison) -> tuple[np.ndarray, np.ndarray]:
    levels = comparison.levels
    return (
        np.array([*(level.weight for level in levels), 0.0], dtype=np.float32),
        np.array([*(level.weight_in_family for level in levels), 0.0], dtype=np.float32),
    )


MOST_RARITY: Final = 12.0  # bits: two words nobody else has do not prove more than that


def _best(comparison: Comparison, weight: str) -> float:
    most = max(0.0, *(getattr(level, weight) for level in comparison.levels))
    return most + (MOST_RARITY if comparison.rarity and weight == "weight" else 0.0)


def _rarity(comparison: Comparison, pairs: Pairs, levels: np.ndarray) -> np.ndarray:
    """What the name's own rarity adds to its level's weight, for levels that know how rare their names are."""
    column = f"{comparison.column}_rarity"
    frame = pairs.of(column)
    bits = frame.select(pl.min_horizontal(f"{column}_l", f"{column}_r").alias("bits"))["bits"].to_numpy()
    centres = np.array([*(level.rarity for level in comparison.levels), 0.0], dtype=np.float32)[levels]
    added = RARITY_COUNTS * (bits - centres)
    return np.where(centres > 0, np.clip(added, -MOST_RARITY, MOST_RARITY), 0.0).astype(np.float32)
