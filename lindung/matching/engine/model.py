"""The model as a file: which comparisons, their levels with probabilities, the blocking rules, the thresholds.

Every probability was estimated by `training` without labels; the file carries the record of how.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.resources import files
from math import log2
from pathlib import Path
from typing import Any

import polars as pl

from lindung.matching.engine import febrl, records


@dataclass(frozen=True, slots=True)
class Level:
    """One degree of agreement: how often a person's two rows (m), strangers (u) and relatives (k) reach it."""

    name: str
    words: str  # as an officer reads it
    m: float
    u: float
    k: float
    rarity: float = 0.0  # bits of rarity of the name that strangers who reach this level share on average
    tied: bool = False  # weighs as the other tied levels of its comparison

    @property
    def weight(self) -> float:
        """Evidence against strangers in bits: positive speaks for one person, negative for two."""
        return log2(self.m / self.u)

    @property
    def weight_in_family(self) -> float:
        """The same against relatives, who share mother, household and village but not birth and name."""
        return log2(self.m / self.k)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field compared by a kind of `comparing.KINDS`; levels from the least to the most alike."""

    name: str
    kind: str
    column: str
    levels: tuple[Level, ...]
    rarity: bool = False  # what is rare weighs more; the column is named <column>_rarity


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Levels that together stop a machine from calling a pair one person, whatever it weighs; a person may."""

    words: str
    levels: Mapping[str, tuple[str | None, ...]]  # of each comparison named, any of these; None: nothing is said


@dataclass(frozen=True, slots=True)
class Model:
    name: str
    version: str
    doubles: float  # further rows of one person expected for a row
    relatives: float  # rows of relatives expected for a row; 0: the records know no families
    same: float  # weight from which a pair is one person, unless something contradicts
    look: float  # weight from which an officer must look
    comparisons: tuple[Comparison, ...]
    contradictions: tuple[Contradiction, ...]
    blocking: tuple[tuple[str, ...], ...]
    neighbourhood: str | None  # column of the place within which u was measured
    frequencies: Mapping[str, float] = field(repr=False)  # share of people whose name has this word
    training: Mapping[str, Any] = field(repr=False)

    def prepare(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Records with what comparing needs; records that have it already stay as they are."""
        if PREPARED in frame.columns:
            return frame
        ready = PREPARE[self.name](frame)
        rare = [self._rarity(ready, entry.column) for entry in self.comparisons if entry.rarity]
        return ready.with_columns(*rare, pl.lit(True).alias(PREPARED))

    def _rarity(self, frame: pl.DataFrame, column: str) -> pl.Series:
        """Bits of rarity of each row's words together; a word the table lacks is as rare as its rarest."""
        bits = {word: -log2(share) for word, share in self.frequencies.items()}
        most = max(bits.values(), default=0.0)
        words = frame.select("row", pl.col(column).alias("word")).explode("word", empty_as_null=True)
        each = words.with_columns(
            pl.col("word").replace_strict(bits, default=most, return_dtype=pl.Float32).alias("bits")
        )
        return each.group_by("row", maintain_order=True).agg(pl.col("bits").sum())["bits"].alias(f"{column}_rarity")

    def prior(self, population: int) -> float:
        """The weight before anything is compared: how rarely a row of so many is this row's other one."""
        return log2(self.doubles / max(population, MIN_POPULATION))

    def prior_in_family(self) -> float:
        return log2(self.doubles / self.relatives)

    @classmethod
    def read(cls, text: str) -> Model:
        """Raises ValueError naming what a model file lacks."""
        data = json.loads(text)
        if data["name"] not in PREPARE:
            raise ValueError(f"no such kind of records: {data['name']}")
        return cls(
            data["name"],
            data["version"],
            data["doubles"],
            data["relatives"],
            data["thresholds"]["same"],
            data["thresholds"]["look"],
            tuple(_comparison(entry) for entry in data["comparisons"]),
            tuple(_contradiction(entry) for entry in data["contradictions"]),
            tuple(tuple(rule) for rule in data["blocking"]),
            data["neighbourhood"],
            data["frequencies"],
            data["training"],
        )

    def text(self) -> str:
        """The file's content; `read` gives the same model back."""
        data = {
            "name": self.name,
            "version": self.version,
            "training": self.training,
            "thresholds": {"same": self.same, "look": self.look},
            "doubles": self.doubles,
            "relatives": self.relatives,
            "contradictions": [asdict(contradiction) for contradiction in self.contradictions],
            "blocking": self.blocking,
            "neighbourhood": self.neighbourhood,
            "comparisons": [asdict(comparison) for comparison in self.comparisons],
            "frequencies": self.frequencies,
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


# How each model makes its records ready.
PREPARE = {"ntt": records.prepared, "febrl": febrl.prepared}
PREPARED = "is_prepared"
MIN_POPULATION = 1_000  # a typed-in person is compared with a province, not with nobody


def _comparison(entry: dict[str, Any]) -> Comparison:
    levels = tuple(Level(**level) for level in entry["levels"])
    for side in ("m", "u", "k"):
        total = sum(getattr(level, side) for level in levels)
        if not 0.98 <= total <= 1.02 or any(getattr(level, side) <= 0 for level in levels):
            raise ValueError(f"{entry['name']}: {side} must be positive and sum to 1, found {total:.3f}")
    return Comparison(**(entry | {"levels": levels}))


def _contradiction(entry: dict[str, Any]) -> Contradiction:
    return Contradiction(entry["words"], {name: tuple(levels) for name, levels in entry["levels"].items()})


@cache
def shipped(name: str = "ntt") -> Model:
    """The model that comes with the program: "ntt" for our lists, "febrl" for the public test sets."""
    return Model.read(files("lindung.matching").joinpath(f"data/{name}.json").read_text(encoding="utf-8"))


def load(path: Path) -> Model:
    return Model.read(path.read_text(encoding="utf-8"))
