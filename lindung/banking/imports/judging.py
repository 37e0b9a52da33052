"""What a list of a running programme says beyond the people: KPJ, paid months, decree."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from lindung.banking import problems
from lindung.intake import values
from lindung.intake.judgement import Judgement, told
from lindung.intake.layouts import Layout, Table
from lindung.kernel.month import Month
from lindung.programmes.models import Programme

ADDED = ["kpj", "paid_from", "paid_to", "decree", "decree_on"]
MONTHS = ["paid_from", "paid_to"]
# A month alone is read as its first day: 2025-07, 07/2025, Juli 2025.
MONTH_ALONE = {
    r"^(\d{4})[-/. ](\d{1,2})$": "${1}-${2}-1",
    r"^(\d{1,2})[-/. ](\d{4})$": "1-${1}-${2}",
    r"^(\p{L}+[\s./,-]*\d{2,4})$": "1 ${1}",
}


def judged(judgement: Judgement, table: Table, layout: Layout, programme: Programme) -> Judgement:
    """The same rows with the added columns typed, and the problems found in them."""
    opening = Month.of(programme.cover_from)
    closing = opening.plus(programme.months - 1)
    rows = _typed(table, closing)
    found = [
        *_unreadable(rows, table, layout),
        told(
            problems.MONTHS_OUTSIDE,
            rows.filter(
                (pl.col("paid_from") < opening.first)
                | (pl.col("paid_to") > closing.last)
                | (pl.col("paid_from") > pl.col("paid_to"))
            ),
            column=table.title("paid_from", layout),
            value=pl.col("paid_from.raw"),
            paid_from=pl.col("paid_from.raw"),
            paid_to=pl.col("paid_to.raw"),
            opening=pl.lit(str(opening)),
            closing=pl.lit(str(closing)),
        ),
    ]
    frame = judgement.frame.join(rows.select("number", *ADDED), on="number", how="left", maintain_order="left")
    return replace(judgement, frame=frame).with_problems(*found)


def _typed(table: Table, closing: Month) -> pl.DataFrame:
    """The added columns with their meaning; `<key>.raw` keeps the text as cleaned."""
    frame = table.frame.with_columns(
        *(values.clean(pl.col(key)).alias(f"{key}.raw") for key in ADDED), *(_dated(key) for key in MONTHS)
    )
    figures = values.digits(pl.col("kpj"))
    dates = {key: values.days(frame, key, f"{key}.kind", latest=closing.last) for key in (*MONTHS, "decree_on")}
    return frame.select(
        "number",
        "sheet",
        "sheet_row",
        pl.when(figures.str.contains(r"^[0-9]{11}$")).then(figures).alias("kpj"),
        values.clean(pl.col("decree")).alias("decree"),
        dates["decree_on"].alias("decree_on"),
        *(dates[key].dt.month_start().alias(key) for key in MONTHS),
        *(f"{key}.raw" for key in ADDED),
    )


def _dated(key: str) -> pl.Expr:
    written = values.clean(pl.col(key))
    for pattern, date in MONTH_ALONE.items():
        written = written.str.replace(pattern, date)
    return written.fill_null("").alias(key)


def _unreadable(rows: pl.DataFrame, table: Table, layout: Layout) -> list[pl.DataFrame]:
    no_decree = pl.col("decree").is_null() | pl.col("decree_on").is_null()
    missing = {
        "kpj": (problems.BAD_KPJ, pl.col("kpj").is_null()),
        "paid_from": (problems.BAD_MONTH, pl.col("paid_from").is_null()),
        "paid_to": (problems.BAD_MONTH, pl.col("paid_to").is_null()),
        "decree": (problems.BAD_DECREE, no_decree),
    }
    return [
        told(kind, rows.filter(wrong), column=table.title(key, layout), value=pl.col(f"{key}.raw"))
        for key, (kind, wrong) in missing.items()
    ]
