"""How alike two records are in one respect: a level per pair, -1 where one of them says nothing.

Every kind is symmetric and looks at whole columns of pairs; `naming` looks closer at names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from lindung.matching.engine.naming import name_levels
from lindung.matching.engine.records import VILLAGE

UNSAID: Final = -1
CLOSE, NEAR = 0.92, 0.80  # Jaro-Winkler
SAME_PLACE = 0.90  # of villages that have no code
MISREAD_DAYS, YEAR_DAYS = 3, 366
TWINS_APART = 2  # between the serials of children registered together
NEIGHBOURS_KM = 6.0
KM_PER_DEGREE = 111.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs as positions in two prepared lists."""

    left: pl.DataFrame
    right: pl.DataFrame
    at_left: pl.Series
    at_right: pl.Series

    def of(self, *columns: str) -> pl.DataFrame:
        """The named columns of both sides, as `<column>_l` and `<column>_r`."""
        ours = self.left.select(pl.col(columns).gather(self.at_left).name.suffix("_l"))
        return ours.hstack(self.right.select(pl.col(columns).gather(self.at_right).name.suffix("_r")))

    def __len__(self) -> int:
        return len(self.at_left)

    def only(self, mask: pl.Series) -> Pairs:
        return Pairs(self.left, self.right, self.at_left.filter(mask), self.at_right.filter(mask))


def similarity(ours: pl.Series, theirs: pl.Series) -> pl.Series:
    """Jaro-Winkler of two text columns, 0 to 1."""
    found = process.cpdist(ours.to_list(), theirs.to_list(), scorer=JaroWinkler.similarity, dtype=np.float32)
    return pl.Series(found)


def one_edit(ours: pl.Series, theirs: pl.Series) -> pl.Series:
    """Whether one figure is wrong, lacking or too many, or two neighbours are exchanged."""
    found = process.cpdist(ours.to_list(), theirs.to_list(), scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
    return pl.Series(found) == 1


def _where(frame: pl.DataFrame, asked: pl.Expr, test: Callable[..., pl.Series], *columns: str) -> pl.Series:
    """`test` of the columns' both sides where `asked` holds, false elsewhere: the costly looks are few."""
    mask = frame.select(asked.fill_null(False).alias("asked"))["asked"]
    result = np.zeros(len(frame), dtype=bool)
    if mask.any():
        some = frame.filter(mask)
        result[mask.to_numpy()] = test(*(some[column] for column in columns)).to_numpy()
    return pl.Series(result)


def _either_unsaid(column: str) -> pl.Expr:
    return pl.col(f"{column}_l").is_null() | pl.col(f"{column}_r").is_null()


def _levels(frame: pl.DataFrame, unsaid: pl.Expr, *steps: pl.Expr | pl.Series) -> pl.Series:
    """The highest step that holds, counted from 1; 0 where none does. Steps go from the least to the most alike."""
    level: pl.Expr = pl.lit(0, pl.Int8)
    for number, step in enumerate(steps, 1):
        held = step if isinstance(step, pl.Expr) else pl.lit(step)
        level = pl.when(held.fill_null(False)).then(pl.lit(number, pl.Int8)).otherwise(level)
    return frame.select(pl.when(unsaid).then(pl.lit(UNSAID, pl.Int8)).otherwise(level).alias("level"))["level"]


def _same(column: str) -> pl.Expr:
    return pl.col(f"{column}_l") == pl.col(f"{column}_r")


def nik(pairs: Pairs, _: str) -> pl.Series:
    """0 another, 1 its place and serial alike, 2 its neighbour, 3 a slip, 4 one that gives itself away, 5 the same.

    Strangers born on one day in one subdistrict differ by one figure of the serial, and the date is what `birth`
    compares: 1 to 3 weigh alike, but differ in what they let a machine do. Neighbours are what twins have. A slip
    gives itself away where the number has a figure too few or too many, its date is not the one its own row
    declares, its serial is too high or its place does not exist.
    """
    frame = pairs.of(
        "nik",
        "nik_front",
        "nik_back",
        "nik_stem",
        "nik_place",
        "nik_serial",
        "nik_day",
        "nik_odd",
        "day",
        "figures",
    )
    whole = ~_either_unsaid("nik")
    # One slip leaves one half as it was, or moves a figure across the middle: most strangers need no closer look.
    half = _same("nik_front") | _same("nik_back") | (pl.col("nik_l").str.slice(9) == pl.col("nik_r").str.slice(9))
    slip = pl.lit(_where(frame, half & ~_same("nik"), one_edit, "nik_l", "nik_r"))
    apart = (pl.col("nik_serial_l").cast(pl.Int32) - pl.col("nik_serial_r").cast(pl.Int32)).abs()
    neighbour = slip & _same("nik_stem") & (apart <= TWINS_APART)
    broken = pl.lit(_where(frame, ~whole & ~_either_unsaid("figures"), one_edit, "figures_l", "figures_r"))
    false_date = (pl.col("nik_day_l") != pl.col("day_l")) != (pl.col("nik_day_r") != pl.col("day_r"))
    odd = (pl.col("nik_odd_l") != pl.col("nik_odd_r")) | (~_same("nik_day") & false_date)
    return _levels(
        frame,
        ~whole & ~broken,
        slip | (_same("nik_place") & _same("nik_serial")),
        neighbour,
        slip & ~neighbour,
        broken | (slip & odd),
        _same("nik"),
    )


def birth(pairs: Pairs, _: str) -> pl.Series:
    """0 another, 1 within a year, 2 a slip, 3 exchanged, defaulted or told by the NIK, 4 rounded, 5 the same."""
    frame = pairs.of("birth_date", "day", "nik", "nik_day")
    ours, theirs = pl.col("birth_date_l"), pl.col("birth_date_r")
    same_year = ours.dt.year() == theirs.dt.year()
    exchanged = same_year & (ours.dt.day() == theirs.dt.month()) & (ours.dt.month() == theirs.dt.day())
    # With one NIK on both rows it would tell the other's date of every pair.
    told = (pl.col("nik_l") != pl.col("nik_r")) & (
        (pl.col("nik_day_l") == pl.col("day_r")) | (pl.col("nik_day_r") == pl.col("day_l"))
    )
    years = (ours.dt.year() - theirs.dt.year()).abs()
    defaulted = (years <= 1) & (_rounded(ours) | _rounded(theirs))
    same_day = (ours.dt.day() == theirs.dt.day()) & (ours.dt.month() == theirs.dt.month())
    days = (ours - theirs).dt.total_days().abs()
    slipped = (same_day & years.is_in([1, 2, 10])) | (days <= MISREAD_DAYS)
    figures = frame.with_columns(
        pl.col("birth_date_l").dt.strftime("%d%m%Y"), pl.col("birth_date_r").dt.strftime("%d%m%Y")
    )
    near = _where(figures, ~_either_unsaid("day") & (ours != theirs), one_edit, "birth_date_l", "birth_date_r")
    return _levels(
        frame,
        _either_unsaid("birth_date"),
        days <= YEAR_DAYS,
        slipped | pl.lit(near),
        exchanged | told | defaulted,
        _same("birth_date") & _rounded(ours),
        _same("birth_date") & ~_rounded(ours),
    )


def _rounded(day: pl.Expr) -> pl.Expr:
    """1 January, and 1 July: what offices write of those who do not know."""
    return (day.dt.day() == 1) & day.dt.month().is_in([1, 7])


def sex(pairs: Pairs, _: str) -> pl.Series:
    """0 another, 1 declared otherwise but the same by a NIK, 2 the same."""
    frame = pairs.of("sex", "nik_sex")
    ours, theirs = pl.coalesce("sex_l", "nik_sex_l"), pl.coalesce("sex_r", "nik_sex_r")
    by_nik = _same("nik_sex") | (ours == pl.col("nik_sex_r")) | (theirs == pl.col("nik_sex_l"))
    return _levels(frame, ours.is_null() | theirs.is_null(), by_nik, ours == theirs)


def equal(pairs: Pairs, column: str) -> pl.Series:
    frame = pairs.of(column)
    return _levels(frame, _either_unsaid(column), _same(column))


def near(pairs: Pairs, column: str) -> pl.Series:
    """0 another, 1 one slip, 2 the same."""
    frame = pairs.of(column)
    slip = _where(frame, ~_either_unsaid(column) & ~_same(column), one_edit, f"{column}_l", f"{column}_r")
    return _levels(frame, _either_unsaid(column), slip, _same(column))


def village(pairs: Pairs, _: str) -> pl.Series:
    """0 elsewhere, 1 the same district, 2 the same subdistrict or a neighbouring village, 3 the same village."""
    frame = pairs.of("village", "subdistrict", "district", "latitude", "longitude")
    coded = pl.all_horizontal(pl.col("village_l", "village_r").str.contains(VILLAGE))
    north = (pl.col("latitude_l") - pl.col("latitude_r")) * KM_PER_DEGREE
    east = (pl.col("longitude_l") - pl.col("longitude_r")) * KM_PER_DEGREE
    beside = north.pow(2) + east.pow(2) <= NEIGHBOURS_KM**2
    spelt = _where(frame, ~coded & ~_same("village"), _spelt_alike, "village_l", "village_r")
    return _levels(
        frame,
        _either_unsaid("village") | (~coded & ~_same("village") & ~pl.lit(spelt)),
        coded & _same("district"),
        coded & (_same("subdistrict") | beside),
        _same("village") | pl.lit(spelt),
    )


def _spelt_alike(ours: pl.Series, theirs: pl.Series) -> pl.Series:
    return similarity(ours, theirs) >= SAME_PLACE


def text(pairs: Pairs, columns: str) -> pl.Series:
    """0 another, 1 alike, 2 nearly the same, 3 written in the other column ("given/surname"), 4 the same."""
    column, _, other = columns.partition("/")
    frame = pairs.of(*dict.fromkeys([column, other or column]))
    unsaid = _either_unsaid(column)
    alike = np.zeros(len(frame), dtype=np.float32)
    asked = frame.select((~unsaid & ~_same(column)).fill_null(False).alias("asked"))["asked"]
    if asked.any():
        some = frame.filter(asked)
        alike[asked.to_numpy()] = similarity(some[f"{column}_l"], some[f"{column}_r"]).to_numpy()
    other = other or column
    moved = (pl.col(f"{column}_l") == pl.col(f"{other}_r")) | (pl.col(f"{other}_l") == pl.col(f"{column}_r"))
    likeness = pl.lit(pl.Series(alike))
    return _levels(
        frame, unsaid & ~moved.fill_null(False), likeness >= NEAR, likeness >= CLOSE, moved, _same(column)
    )


def name(pairs: Pairs, column: str) -> pl.Series:
    """0 another to 6 the same, as `naming` tells them apart."""
    return name_levels(pairs.of(column, "heard" if column == "sounds" else f"{column}_heard"), column)


# A model file names these.
KINDS: dict[str, Callable[[Pairs, str], pl.Series]] = {
    "nik": nik,
    "birth": birth,
    "sex": sex,
    "name": name,
    "equal": equal,
    "near": near,
    "village": village,
    "text": text,
}
