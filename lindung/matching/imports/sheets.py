"""Any list of people as records to compare: `lindung match` needs no database and no fixed layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from lindung.intake import values
from lindung.intake.layouts import Layout, table_of
from lindung.intake.reading import read
from lindung.kernel.problem import Problem
from lindung.matching import engine
from lindung.matching.imports.lists import PLACE, columns, typed
from lindung.regions.catalogue import villages
from lindung.regions.gazetteer import Place, gazetteer

# What is compared, by the engine's name and the layout's.
COMPARED = {
    "nik": "nik", "name": "name", "birth_date": "birth_date", "sex": "sex", "mother_name": "mother_name",
    "household": "kk", "phone": "phone", "village": "village",
}  # fmt: skip
FURTHER = {"birth": "birth_date", "village_code": "village", "subdistrict": "village", "district": "village"}


@dataclass(frozen=True, slots=True)
class Sheets:
    """The people of one file.

    `records`: the engine's columns, `row` from 1 within the file. `places`: row, sheet, sheet_row, name: where each
    stands and as whom. `used`: {title as written: what it is taken for}. `problems`: of the file as a whole.
    """

    path: Path
    records: pl.DataFrame
    places: pl.DataFrame
    used: dict[str, str]
    problems: tuple[Problem, ...]


@cache
def people() -> Layout:
    """The columns of a list of people. A name is enough to make a header."""
    return replace(columns(), code="people", title="Daftar orang", anchors=(("name",),), least=1)


def sheets(path: Path, *, latest: date, province: str) -> Sheets:
    """Read a spreadsheet. Raises Unreadable. `latest`: what a year of two figures can mean at most."""
    table = table_of(read(path), people())
    found = _villages(table.frame, province)
    rows = typed(table, latest=latest).with_columns(pl.col("village").fill_null(found))
    rows = rows.filter(pl.col("name").is_not_null())
    records = engine.records(rows.rename({"number": "row"}))
    places = rows.select(pl.col("number").cast(pl.Int64).alias("row"), "sheet", "sheet_row", "name")
    titles = {title: key for header in table.headers for key, title in header.titles.items()}
    known = {key: name for name, key in COMPARED.items()} | FURTHER
    used = {title: known[key] for title, key in titles.items() if key in known}
    return Sheets(path, records, places, used, tuple(table.problems))


def _villages(frame: pl.DataFrame, province: str) -> pl.Series:
    """Codes of the villages that the rows name, where only one can be meant; elsewhere the text is compared."""
    known = gazetteer(tuple(villages(province)), "")
    said = frame.select(values.clean(pl.col(key)).alias(key) for key in PLACE)
    places = said.unique(maintain_order=True)
    found = pl.Series(
        "code",
        [known.find(Place(*row)).code for row in places.with_columns(code=None).iter_rows()],
        dtype=pl.String,
    )
    return said.join(
        places.with_columns(found), on=list(PLACE), how="left", nulls_equal=True, maintain_order="left"
    )["code"]


def by_row(found: pl.DataFrame, left: Sheets, right: Sheets, model: engine.Model) -> pl.DataFrame:
    """Pairs as people read them: left_row, right_row, probability, fate, reasons, then sheets and names."""
    reasons = engine.reasons(found, model=model)
    told = found.select("left", "right", pl.col("probability").round(6), "fate").with_columns(reasons)
    for side, sheet in (("left", left), ("right", right)):
        named = sheet.places.select(
            pl.col("row").alias(side),
            pl.col("sheet_row").alias(f"{side}_row"),
            pl.col("sheet").alias(f"{side}_sheet"),
            pl.col("name").alias(f"{side}_name"),
        )
        told = told.join(named, on=side, how="left", maintain_order="left")
    return told.select(COLUMNS)


COLUMNS: Sequence[str] = (
    "left_row", "right_row", "probability", "fate", "reasons", "left_sheet", "left_name", "right_sheet",
    "right_name",
)  # fmt: skip
