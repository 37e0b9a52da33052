"""`people.nik` for a whole column: the same rules as expressions, and the problems they find."""

from __future__ import annotations

import polars as pl

from lindung.intake import values
from lindung.intake.judgement import told
from lindung.intake.reading import Cell
from lindung.nominations import problems
from lindung.people import nik as rules
from lindung.regions.catalogue import districts

SCIENTIFIC = r"^\d([.,]\d+)?[Ee]\+?\d{1,2}$"
WITH_FRACTION = r"^\d{15,17}[.,]0+$"
LONG_MONTHS = [1, 3, 5, 7, 8, 10, 12]
SHORT_MONTHS = [4, 6, 9, 11]


def masked(text: pl.Expr) -> pl.Expr:
    """`people.nik.mask` for a column."""
    size = text.str.len_chars().cast(pl.Int64)
    middle = pl.lit("x").repeat_by(size - 8).list.join("")
    return pl.when(size > 8).then(text.str.slice(0, 4) + middle + text.str.tail(4)).otherwise(text)


def is_long(figures: pl.Expr) -> pl.Expr:
    return figures.str.contains(r"^[0-9]{16}$")


def known_province(figures: pl.Expr) -> pl.Expr:
    return figures.str.slice(0, 2).is_in(sorted(rules.provinces()))


def has_serial(figures: pl.Expr) -> pl.Expr:
    return figures.str.slice(12, 4) != "0000"


def possible_date(figures: pl.Expr) -> pl.Expr:
    """Whether its six middle figures are a date of the last or of this century; 29 February 00 was one in 2000."""
    of_month, month, year = _day(figures), _part(figures, 8), _part(figures, 10)
    last = (
        pl.when(month.is_in(LONG_MONTHS))
        .then(31)
        .when(month.is_in(SHORT_MONTHS))
        .then(30)
        .when(month == 2)
        .then(28 + (year % 4 == 0).cast(pl.Int32))
        .otherwise(0)
    )
    return of_month.is_between(1, last)


def is_possible(figures: pl.Expr) -> pl.Expr:
    return (
        is_long(figures) & known_province(figures) & possible_date(figures) & has_serial(figures)
    ).fill_null(False)  # fmt: skip


def sex(figures: pl.Expr) -> pl.Expr:
    return pl.when(_part(figures, 6) > rules.WOMEN).then(pl.lit("P")).otherwise(pl.lit("L"))


def agrees_with(figures: pl.Expr, born: pl.Expr) -> pl.Expr:
    """Whether day, month and the last two figures of the year are those of the declared date."""
    return (
        (_day(figures) == born.dt.day())
        & (_part(figures, 8) == born.dt.month())
        & (_part(figures, 10) == born.dt.year() % 100)
    )


def fits_district(figures: pl.Expr, district: pl.Expr) -> pl.Expr:
    """Registered in this district or in the one it was split from."""
    first = pl.format("{}.{}", figures.str.slice(0, 2), figures.str.slice(2, 2))
    older = district.replace_strict(rules.SPLIT_FROM, default=None, return_dtype=pl.String)
    return (first == district) | (first == older).fill_null(False)


def _part(figures: pl.Expr, at: int) -> pl.Expr:
    return figures.str.slice(at, 2).cast(pl.Int32, strict=False)


def _day(figures: pl.Expr) -> pl.Expr:
    day = _part(figures, 6)
    return pl.when(day > rules.WOMEN).then(day - rules.WOMEN).otherwise(day)


def as_number() -> pl.Expr:
    """Kept as a number somewhere on its way here: its last figures cannot be trusted."""
    text = values.clean(pl.col("nik"))
    return (pl.col("nik.kind") == Cell.NUMBER) | text.str.contains(SCIENTIFIC) | text.str.contains(WITH_FRACTION)


def problems_in(rows: pl.DataFrame, title: pl.Expr) -> list[pl.DataFrame]:
    """Everything wrong with the column itself. `rows` has figures, as_number, identified."""
    figures = pl.col("figures")
    lost, blank = pl.col("as_number"), figures.is_null()
    written = ~blank & ~lost
    numeric = written & figures.str.contains(r"^[0-9]+$")
    whole = numeric & is_long(figures)
    count = figures.str.len_chars()
    shown = masked(figures)

    def found(kind: problems.Kind, wrong: pl.Expr, **words: pl.Expr) -> pl.DataFrame:
        return told(kind, rows.filter(wrong), column=title, value=shown, **words)

    return [
        found(problems.NIK_MISSING, blank & ~pl.col("identified")),
        found(problems.NIK_TO_FIND, blank & pl.col("identified")),
        found(problems.NIK_AS_NUMBER, lost),
        found(problems.NIK_LETTERS, written & ~numeric),
        found(problems.NIK_LENGTH, numeric & ~whole, count=count),
        found(problems.NIK_PROVINCE, whole & ~known_province(figures)),
        found(problems.NIK_DATE, whole & ~possible_date(figures)),
        found(problems.NIK_SERIAL, whole & ~has_serial(figures)),
        _twice(rows.filter(whole), title),
    ]


def _twice(rows: pl.DataFrame, title: pl.Expr) -> pl.DataFrame:
    """The first row of a NIK stands; every later one is told where the first is."""
    with_first = rows.with_columns(
        pl.col("sheet_row").first().over("figures").alias("first"),
        pl.col("sheet").first().over("figures").alias("first_sheet"),
    )
    later = with_first.filter(~pl.col("figures").is_first_distinct())
    return told(
        problems.NIK_TWICE,
        later,
        column=title,
        value=masked(pl.col("figures")),
        first=pl.col("first"),
        first_sheet=pl.col("first_sheet"),
    )


def differences(rows: pl.DataFrame, title: pl.Expr) -> list[pl.DataFrame]:
    """What a possible NIK says otherwise than the row: warnings, for a NIK never changes."""
    figures = pl.col("nik")
    rows = rows.filter(figures.is_not_null())
    registered = pl.format("{}.{}", figures.str.slice(0, 2), figures.str.slice(2, 2))
    names = {place.code: place.name for place in districts()}
    in_words = pl.format("{}-{}-{}", _two(_day(figures)), figures.str.slice(8, 2), figures.str.slice(10, 2))
    shown = masked(figures)
    return [
        told(
            problems.NIK_BIRTH_DATE,
            rows.filter(~agrees_with(figures, pl.col("birth_date"))),
            column=title,
            value=shown,
            in_nik=in_words,
        ),
        told(
            problems.NIK_SEX,
            rows.filter(sex(figures) != pl.col("sex")),
            column=title,
            value=shown,
            in_nik=sex(figures),
        ),
        told(
            problems.NIK_REGION,
            rows.filter(~fits_district(figures, pl.col("village_code").str.slice(0, 5))),
            column=title,
            value=shown,
            in_nik=registered.replace_strict(names, default=registered, return_dtype=pl.String),
        ),
    ]


def _two(number: pl.Expr) -> pl.Expr:
    return number.cast(pl.String).str.zfill(2)
