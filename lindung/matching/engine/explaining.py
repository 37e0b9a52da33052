"""Why a pair is weighed as it is: data that a screen draws as a waterfall and an officer reads as words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl

from lindung.matching.engine.model import Comparison, Model, shipped
from lindung.matching.engine.scoring import contradiction_holds, weigh


@dataclass(frozen=True, slots=True)
class Reason:
    """One step: the field, the level reached, its words, and the bits it adds for (+) or against (-) one person."""

    field: str
    level: str
    words: str
    weight: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """`start` plus the reasons' weights is `weight`; the rival is the likelier other story of the two."""

    start: float
    rival: str  # strangers or relatives
    reasons: tuple[Reason, ...]
    weight: float
    probability: float
    fate: str
    contradictions: tuple[str, ...]  # why a machine alone may not call it one person

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        return "; ".join(reason.words for reason in self.reasons)


def explanations(
    weighed: pl.DataFrame, *, model: Model | None = None, population: int | None = None
) -> list[Explanation]:
    """Of every row that `weigh` gave, in its order; `population` as it was given there."""
    model = model or shipped()
    return [_explained(row, model, population) for row in weighed.iter_rows(named=True)]


def reasons(weighed: pl.DataFrame, *, model: Model | None = None) -> pl.Series:
    """The words of every row that `weigh` gave: "NIK beda satu angka; nama sama; tanggal lahir sama"."""
    model = model or shipped()
    said = [
        pl.col(entry.name).replace_strict(
            {number: level.words for number, level in enumerate(entry.levels)}, default=None, return_dtype=pl.String
        )
        for entry in model.comparisons
    ]
    return weighed.select(pl.concat_str(said, separator="; ", ignore_nulls=True).alias("reasons"))["reasons"]


def explain(a: pl.DataFrame, b: pl.DataFrame, *, model: Model | None = None, population: int = 0) -> Explanation:
    """Of two records, each a frame of one row with columns of FIELDS."""
    model = model or shipped()
    ours, theirs = model.prepare(a.with_columns(row=pl.lit(1))), model.prepare(b.with_columns(row=pl.lit(1)))
    pair = pl.DataFrame({"left": [1], "right": [1]})
    weighed = weigh(pair, ours, theirs, model=model, population=population, every=True)
    return explanations(weighed, model=model, population=population)[0]


def _explained(row: dict[str, Any], model: Model, population: int | None) -> Explanation:
    weight = row["weight"]
    against = {"strangers": model.prior(population or 0)}
    if model.relatives:
        against["relatives"] = model.prior_in_family()
    told: dict[str, tuple[Reason, ...]] = {}
    for rival, start in against.items():
        told[rival] = tuple(_reason(entry, row, rival) for entry in model.comparisons if row[entry.name] != -1)
        against[rival] = start
    totals = {rival: start + sum(reason.weight for reason in told[rival]) for rival, start in against.items()}
    rival = min(totals, key=lambda name: totals[name])
    return Explanation(
        start=weight - sum(reason.weight for reason in told[rival]),
        rival=rival,
        reasons=told[rival],
        weight=weight,
        probability=row["probability"],
        fate=row["fate"],
        contradictions=_contradictions(row, model),
    )


def _contradictions(row: dict[str, Any], model: Model) -> tuple[str, ...]:
    levels = {entry.name: np.array([row[entry.name]]) for entry in model.comparisons}
    return tuple(entry.words for entry in model.contradictions if contradiction_holds(entry, model, levels).all())


def _reason(comparison: Comparison, row: dict[str, Any], rival: str) -> Reason:
    level = comparison.levels[row[comparison.name]]
    if rival == "relatives":
        return Reason(comparison.name, level.name, level.words, level.weight_in_family)
    weight = level.weight + row.get(f"{comparison.name}_bits", 0.0)
    return Reason(comparison.name, level.name, level.words, weight)
