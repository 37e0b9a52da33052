"""What a list says → typed rows with a fate, and every problem of every row.

An error rejects the row, a look parks it, a warning lets it pass. A full quota, cover by another funder or an
earlier registration are standings of a nomination and are not looked at here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from lindung.intake.judgement import Judgement, as_frame, told
from lindung.intake.layouts import Layout, Table
from lindung.kernel.days import in_words
from lindung.nominations import problems
from lindung.nominations.imports import nik_column
from lindung.nominations.imports.typed import shown, typed, warnings
from lindung.regions.catalogue import Village
from lindung.regions.gazetteer import Found, Gazetteer, Place, gazetteer

KEPT = [
    "number", "sheet", "sheet_row", "hidden", "key", "place", "nik", "kk", "name", "birth_place",
    "birth_date", "sex", "marital", "mother_name", "address", "rt", "rw", "village", "subdistrict", "district",
    "village_code", "postcode", "phone", "email", "occupation", "occupation_code", "income", "disability",
    "extreme_poor", "decile", "account", "account_bank", "account_consent", "working_well", "working_well_on",
    "witness", "heir_name", "heir_relation",
]  # fmt: skip
# Columns that say where a row's village is, in the order of `Place`.
WHERE = ["village", "subdistrict", "district", "village_code"]


@cache
def layout() -> Layout:
    return Layout.load(Path(__file__).parents[1] / "layouts" / "nominations.yaml")


def judge(
    table: Table,
    *,
    start: date,
    age_from: int = 18,
    age_below: int = 65,
    district: str | None = None,
    villages: Sequence[Village],
) -> Judgement:
    """Judge every row for cover that begins on `start`.

    `district`: code of the territory the rows must live in ("53.21", or a province); None: anywhere in `villages`.
    """
    places = gazetteer(tuple(villages), district or "")
    rows = _with_villages(typed(table, start=start), places)
    identified = pl.all_horizontal(
        pl.col("name").is_not_null(),
        pl.col("birth_date").is_not_null(),
        pl.col("village").is_not_null() | pl.col("village_code").is_not_null(),
    )
    rows = rows.with_columns(identified.alias("identified"))
    nik_title = table.title("nik", layout())
    found = [
        as_frame(list(table.problems)),
        *nik_column.problems_in(rows, nik_title),
        *_name_problems(rows, table.title("name", layout())),
        *_birth_problems(rows, _birth_title(table), start, age_from, age_below),
        *_village_problems(rows, table, places),
        *nik_column.differences(rows, nik_title),
        *warnings(rows, table, layout()),
    ]
    return Judgement.of(rows.select(KEPT), pl.concat(found))


def _with_villages(rows: pl.DataFrame, places: Gazetteer) -> pl.DataFrame:
    """Each row's village found: `village_code`, `trouble`, `where`, and `place`, the district it counts for."""
    said = rows.select(WHERE).unique(maintain_order=True)
    answers = [places.find(Place(*row)) for row in said.iter_rows()]
    columns = dict(zip(Found._fields, zip(*answers, strict=True), strict=True))
    named = {"code": "found_code", "trouble": "trouble", "where": "where", "district": "place"}
    said = said.with_columns(pl.Series(name, columns[field], dtype=pl.String) for field, name in named.items())
    joined = rows.join(said, on=WHERE, how="left", nulls_equal=True, maintain_order="left")
    return joined.rename({"village_code": "written_code"}).rename({"found_code": "village_code"})


def _name_problems(rows: pl.DataFrame, title: pl.Expr) -> list[pl.DataFrame]:
    name = pl.col("name")
    strange = ~name.str.contains(r"\p{L}{2}") | name.str.contains(r"\d{4}")
    return [
        told(problems.NAME_MISSING, rows.filter(name.is_null()), column=title, value=pl.lit(None, pl.String)),
        told(problems.NOT_A_NAME, rows.filter(strange), column=title, value=shown("name")),
    ]


def _birth_title(table: Table) -> pl.Expr:
    split = any("birth_date" in header.titles for header in table.headers)
    together = any("birth" in header.titles for header in table.headers)
    return table.title("birth" if together and not split else "birth_date", layout())


def _birth_problems(
    rows: pl.DataFrame, title: pl.Expr, start: date, age_from: int, age_below: int
) -> list[pl.DataFrame]:
    born, written = pl.col("birth_date"), pl.col("birth_date.raw")
    had = pl.lit(start.month * 100 + start.day) >= born.dt.month().cast(pl.Int32) * 100 + born.dt.day()
    rows = rows.with_columns((start.year - born.dt.year() - (~had).cast(pl.Int32)).alias("age"))
    words = {
        "start": pl.lit(in_words(start)),
        "age": pl.col("age"),
        "age_from": pl.lit(age_from),
        "age_below": pl.lit(age_below),
    }
    future = born > start
    unreadable = written.is_not_null() & (born.is_null() | future)
    young = rows.filter(~future & (pl.col("age") < age_from))
    old = rows.filter(pl.col("age") >= age_below)
    value = shown("birth_date.raw")
    return [
        told(problems.BIRTH_DATE_MISSING, rows.filter(written.is_null()), column=title, value=value),
        told(problems.BIRTH_DATE_UNREADABLE, rows.filter(unreadable), column=title, value=value),
        told(problems.TOO_YOUNG, young, column=title, value=value, **words),
        told(problems.TOO_OLD, old, column=title, value=value, **words),
    ]


def _village_problems(rows: pl.DataFrame, table: Table, places: Gazetteer) -> list[pl.DataFrame]:
    kinds = {
        "missing": problems.VILLAGE_MISSING,
        "unknown": problems.VILLAGE_UNKNOWN,
        "ambiguous": problems.VILLAGE_AMBIGUOUS,
        "outside": problems.VILLAGE_OUTSIDE,
        "bad_code": problems.VILLAGE_CODE_UNKNOWN,
    }
    by_code = pl.col("written_code").is_not_null()
    title = pl.when(by_code).then(table.title("village_code", layout())).otherwise(table.title("village", layout()))
    value = pl.coalesce("written_code", "village").str.slice(0, 120)
    stated = places.territory()
    outside = pl.coalesce(pl.lit(stated) if places.within else pl.lit(None, pl.String), "district", pl.lit(stated))
    return [
        told(
            kind,
            rows.filter(pl.col("trouble") == trouble),
            column=title,
            value=value,
            place=outside if trouble == "outside" else pl.col("where"),
            found=pl.col("where"),
            candidates=pl.col("where"),
        )
        for trouble, kind in kinds.items()
    ]
