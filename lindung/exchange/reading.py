"""A file from an office → rows under the keys of its layout, opened by intake's guarded process."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.exchange import problems
from lindung.exchange.layouts import InLayout
from lindung.intake import values
from lindung.intake.layouts import Table, table_of
from lindung.intake.reading import Book, Unreadable, read
from lindung.kernel.problem import Refused

# What a spreadsheet would run when an officer opens the file. Excel's ="0012", a phone number and a stroke for
# "nothing" are no formulas.
FORMULA = r"^\s*([=@]|[+\-]\s*[^0-9\s.,\-+])"
TEXT_FORM = r'^="[^"]*"$'


def read_rows(path: Path, layout: InLayout) -> tuple[Book, Table]:
    """The whole file. Refused: what makes it unreadable (INTAKE), a cell like a formula (EXCHANGE-06)."""
    try:
        book = read(path)
        table = table_of(book, layout.columns)
    except Unreadable as trouble:
        raise Refused(trouble.problem) from trouble
    _refuse_formulas(book)
    return book, table


def _refuse_formulas(book: Book) -> None:
    found = []
    for sheet in book.sheets:
        for position, name in enumerate(sheet.texts):
            text = pl.col(name)
            # A hundred thousand harmless cells are looked at once, the few others twice.
            bad = sheet.frame.filter(text.str.contains(FORMULA)).filter(~text.str.contains(TEXT_FORM)).head(5)
            found += [
                problems.FORMULA.problem(
                    file=book.name, sheet=sheet.name, row=row, column=str(position + 1), value=said[:40]
                )
                for row, said in bad.select("row", name).rows()
            ]
    if found:
        raise Refused(*found)


def said(table: Table, key: str) -> pl.Expr:
    """A column's text, cleaned; null where nothing is said."""
    return values.clean(pl.col(key))


def meaning(key: str, layout: InLayout) -> pl.Expr:
    """What the layout's codes say the column's words mean; null where they say nothing."""
    return values.key(pl.col(key)).replace_strict(
        {_folded(word): meaning for word, meaning in layout.codes.get(key, {}).items()},
        default=None,
        return_dtype=pl.String,
    )


def _folded(word: str) -> str:
    return pl.select(values.key(pl.lit(word))).item()


def dates(table: Table, key: str, latest: date) -> pl.Series:
    """A column of dates however written."""
    return values.days(table.frame.with_columns(pl.col(key).fill_null("")), key, f"{key}.kind", latest=latest)


# A month alone is read as its first day: 2025-07, 07/2025, 202507, Juli 2025.
MONTH_ALONE = {
    r"^(\d{4})[-/. ]?(0[1-9]|1[0-2])$": "${1}-${2}-1",
    r"^(0?[1-9]|1[0-2])[-/. ](\d{4})$": "${2}-${1}-1",
    r"^(\p{L}+[\s./,-]*\d{2,4})$": "1 ${1}",
}


def months(table: Table, key: str, latest: date) -> pl.Series:
    """A column of months however written, as their first days."""
    written = values.clean(pl.col(key))
    for pattern, first in MONTH_ALONE.items():
        written = written.str.replace(pattern, first)
    frame = table.frame.with_columns(written.fill_null("").alias(key))
    return values.days(frame, key, f"{key}.kind", latest=latest).dt.month_start()


def frame_of(cursor: CursorWrapper, query: str, words: object) -> pl.DataFrame:
    """What a query gives, every column as text, by COPY: a hundred thousand rows in a second."""
    with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv, HEADER)", words) as stream:
        content = b"".join(bytes(part) for part in stream)
    return pl.read_csv(content, infer_schema=False).with_columns(pl.all().fill_null(""))
