"""From a person to the cells an officer types, planted faults included."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import date
from functools import cache

import polars as pl
from rapidfuzz import fuzz, process

from lindung.demo import places
from lindung.demo.dice import Dice
from lindung.demo.styles import Style
from lindung.kernel.days import MONTHS

Cell = str | int | float | date | None

EXCEL_DAY_ZERO = date(1899, 12, 30)
HOPELESS = ("31 Februari 1985", "tidak tahu", "00-00-0000", "??/??/1979", "35-13-1990")
# A village of another district must resemble none of the own one: a near miss would be read as a slip.
UNLIKE = 60


def columns_of(people: pl.DataFrame, style: Style, rng: random.Random) -> list[list[Cell]]:
    """The columns of the list in the order of the style's headers."""
    dice = Dice(rng.getrandbits(64), people.height)
    frame = people.with_columns(_faults(people, dice))
    special: dict[str, Callable[[], list[Cell]]] = {
        "no": lambda: list(range(1, frame.height + 1)),
        "nik": lambda: _nik(frame, style, dice),
        "birth_date": lambda: _dates(frame, "birth_date", style, dice),
        "working_well_on": lambda: _dates(frame, "working_well_on", style, dice),
    }
    plain = frame.with_columns(_words(frame, style))
    return [special[key]() if key in special else plain[key].to_list() for key in style.headers]


def _faults(people: pl.DataFrame, dice: Dice) -> list[pl.Expr]:
    plant, nik = pl.col("plant"), pl.col("nik")
    impossible = pl.when(pl.col("sex") == "P").then(pl.lit("75")).otherwise(pl.lit("35"))
    other_sex = pl.col("sex").replace_strict({"L": "P", "P": "L"})
    return [
        pl.when(plant == "nik_missing").then(None)
        .when(plant == "nik_short").then(nik.str.slice(0, 15))
        .when(plant == "nik_bad_date").then(nik.str.slice(0, 6) + impossible + nik.str.slice(8))
        .otherwise(nik).alias("nik"),
        pl.when(plant == "name_missing").then(None).otherwise("name").alias("name"),
        pl.when(plant == "sex_contradicts").then(other_sex).otherwise("sex").alias("sex"),
        pl.when(plant == "birth_date_contradicts").then(pl.col("birth_date").dt.offset_by("-1y"))
        .otherwise("birth_date").alias("birth_date"),
        pl.when(plant == "village_elsewhere").then(_elsewhere(people, dice)).otherwise("village").alias("village"),
    ]  # fmt: skip


def _elsewhere(people: pl.DataFrame, dice: Dice) -> pl.Series:
    districts = people["district_code"].unique().sort().to_list()
    group = people["district_code"].replace_strict(
        {code: turn for turn, code in enumerate(districts)}, return_dtype=pl.Int64
    )
    if not (people["plant"] == "village_elsewhere").any():
        return people["village"]
    return dice.pick_by(group, [_strange_names(code) for code in districts], skew=1)


@cache
def _strange_names(district_code: str) -> Sequence[str]:
    """Villages elsewhere in the province whose names nobody could take for one of this district."""
    own = places.villages().filter(district_code=district_code)["key"].to_list()
    others = places.villages().filter(pl.col("district_code") != district_code).sort("village_code")
    names = dict(others.sample(200, seed=7).select("village", "key").iter_rows())
    strange = [
        name
        for name, key in names.items()
        if process.extractOne(key, own, scorer=fuzz.WRatio, score_cutoff=UNLIKE) is None
    ]
    if not strange:
        raise ValueError(f"every name resembles a village of {district_code}")
    return strange


def _nik(frame: pl.DataFrame, style: Style, dice: Dice) -> list[Cell]:
    nik, form = pl.col("nik"), pl.lit(dice.pick(style.niks))
    groups = [nik.str.slice(start, 4) for start in (0, 4, 8, 12)]
    texts = frame.select(
        pl.when(form == "apostrophe").then("'" + nik)
        .when(form == "spaces").then(pl.concat_str(groups, separator=" "))
        .when(form == "dots").then(pl.concat_str(groups, separator="."))
        .when(form == "trailing").then(nik + " ")
        .otherwise(nik)
    ).to_series()  # fmt: skip
    cells: list[Cell] = texts.to_list()
    for row in (frame["plant"] == "nik_as_number").fill_null(False).arg_true():
        cells[row] = float(frame["nik"][row][:15] + "0")
    return cells


def _dates(frame: pl.DataFrame, column: str, style: Style, dice: Dice) -> list[Cell]:
    """One date after the other, each in one of the office's forms."""
    forms = dice.pick(style.dates)
    day = frame[column].dt
    texts = pl.DataFrame({"form": forms, "value": frame[column]}).select(
        pl.when(form="words").then(_in_words())
        .when(form="dashes").then(pl.lit(day.strftime("%d-%m-%Y")))
        .when(form="slashes").then(pl.lit(day.strftime("%d/%m/%Y")))
        .when(form="short").then(pl.lit(day.strftime("%d-%m-%y")))
        .when(form="iso").then(pl.lit(day.strftime("%Y-%m-%d")))
    ).to_series()  # fmt: skip
    serials = (frame[column] - pl.Series([EXCEL_DAY_ZERO])).dt.total_days()
    cells: list[Cell] = [
        text if text is not None else born if form == "date" else serial
        for text, form, born, serial in zip(texts, forms, frame[column], serials, strict=True)
    ]
    if column == "birth_date":
        for row in (frame["plant"] == "birth_date_hopeless").fill_null(False).arg_true():
            cells[row] = HOPELESS[row % len(HOPELESS)]
    return cells


def _in_words() -> pl.Expr:
    value = pl.col("value").dt
    month = value.month().replace_strict(dict(enumerate(MONTHS, 1)), return_dtype=pl.String)
    return pl.concat_str(value.day(), month, value.year(), separator=" ")


def _words(frame: pl.DataFrame, style: Style) -> list[pl.Expr]:
    men, women = style.sexes
    phone = pl.col("phone")
    phones = {
        "plain": phone,
        "dashes": pl.concat_str(phone.str.slice(0, 4), phone.str.slice(4, 4), phone.str.slice(8), separator="-"),
        "international": "+62" + phone.str.slice(1),
    }
    urban = frame["village_code"].str.slice(9, 1) == "1"
    prefix = pl.when(pl.lit(urban)).then(pl.lit("Kelurahan ")).otherwise(pl.lit("Desa "))
    around = {
        "plain": [pl.col("village"), pl.col("subdistrict"), pl.col("district")],
        "upper": [pl.col(name).str.to_uppercase() for name in ("village", "subdistrict", "district")],
        "prefixed": [
            (prefix + pl.col("village")).alias("village"),
            ("Kec. " + pl.col("subdistrict")).alias("subdistrict"),
            pl.col("district").str.replace("Kabupaten", "Kab."),
        ],
    }
    return [
        pl.col("sex").replace_strict({"L": men, "P": women}),
        phones[style.phones].alias("phone"),
        *around[style.places],
    ]
