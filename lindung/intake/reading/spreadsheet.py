"""Workbooks → sheets, by calamine: it keeps the type each cell has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import polars as pl
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from lindung.intake import problems
from lindung.intake.reading import marks
from lindung.intake.reading.book import Cell, Sheet
from lindung.intake.reading.formats import refuse
from lindung.kernel.rupiah import thousands

MAX_COLUMNS = 256
MAX_EMPTY_ROWS = 500_000
MAX_CELLS = 80_000_000
ROWS_AT_ONCE = 50_000
KIND = pl.UInt8
NO_MARKS = marks.Marks()

NO_ROWS = pl.DataFrame(schema={"row": pl.UInt32, "hidden": pl.Boolean})


class Fault(str):
    """What an error cell shows, such as #N/A."""

    __slots__ = ()


type Value = int | float | str | bool | date | datetime | time | timedelta


def sheets_of(path: Path, suffix: str) -> Iterator[Sheet]:
    """Every worksheet, hidden ones too, in the order of the workbook. Raises Unreadable."""
    looker = {".xlsx": marks.of_xlsx, ".ods": marks.of_ods}.get(suffix)
    with ThreadPoolExecutor(1) as pool:
        looking = pool.submit(looker, path) if looker else None
        try:
            book = CalamineWorkbook.from_path(path)
            loaded = [
                (book.get_sheet_by_name(sheet.name), sheet.visible != SheetVisibleEnum.Visible)
                for sheet in book.sheets_metadata
                if sheet.typ == SheetTypeEnum.WorkSheet
            ]
        except PasswordError as trouble:
            raise refuse(problems.PASSWORD) from trouble
        found = looking.result() if looking else {}
    for sheet, hidden in loaded:
        yield _sheet(sheet, hidden, found.get(sheet.name, NO_MARKS))


def _sheet(sheet: CalamineSheet, hidden: bool, seen: marks.Marks) -> Sheet:
    left = sheet.start[1] if sheet.start else 0
    columns = left + sheet.width
    if columns > MAX_COLUMNS:
        raise refuse(problems.TOO_WIDE, sheet=sheet.name, columns=thousands(columns), most=MAX_COLUMNS)
    if sheet.total_height * columns > MAX_CELLS:
        raise refuse(problems.TOO_LARGE, size=f"{thousands(sheet.total_height * columns)} sel")
    frame = pl.concat([_frame(rows, done, left, columns) for done, rows in _parts(sheet, left, seen)] or [NO_ROWS])
    # Styled rows without a value are seen by the pass over the XML only.
    empty = max(seen.rows, sheet.total_height) - frame.height
    if empty >= MAX_EMPTY_ROWS:
        raise refuse(problems.TOO_MANY_EMPTY, sheet=sheet.name, empty=thousands(empty))
    is_hidden = pl.lit(True) if hidden else pl.col("row").is_in(list(seen.hidden))
    return Sheet(sheet.name, hidden, frame.with_columns(is_hidden.alias("hidden")))


def _parts(sheet: CalamineSheet, left: int, seen: marks.Marks) -> Iterator[tuple[int, list[list[Value]]]]:
    """(rows before it, rows): a part at a time, so that Python's objects never hold the whole sheet."""
    rows = sheet.iter_rows()
    done = 0
    while part := list(islice(rows, ROWS_AT_ONCE)):
        for (row, column), text in seen.errors.items():
            # calamine gives an error cell as an empty one; what the officer saw stood in the XML.
            if done < row <= done + len(part) and left <= column < left + sheet.width:
                part[row - done - 1][column - left] = Fault(text)
        yield done, part
        done += len(part)


def _frame(rows: Sequence[Sequence[Value]], done: int, left: int, columns: int) -> pl.DataFrame:
    cells = [("",) * len(rows)] * left + list(zip(*rows, strict=True))
    numbers = pl.int_range(done + 1, done + 1 + len(rows), dtype=pl.UInt32, eager=True).alias("row")
    series = [numbers, pl.Series("hidden", [False]).new_from_index(0, len(rows))]
    for number, column in enumerate(cells):
        texts, kinds = _column(column)
        series += [texts.alias(f"c{number}"), kinds.alias(f"k{number}")]
    frame = pl.DataFrame(series)
    filled = pl.any_horizontal(pl.col(f"k{number}") != Cell.EMPTY for number in range(columns))
    return frame if frame.select(filled.all()).item() else frame.filter(filled)


def _column(cells: Sequence[Value]) -> tuple[pl.Series, pl.Series]:
    if set(map(type, cells)) <= {str}:
        texts = pl.Series(values=cells, dtype=pl.String)
        return texts, (texts.str.strip_chars() != "").cast(KIND)
    told = [TELL[type(cell)](cell) for cell in cells]
    return (
        pl.Series(values=[text for text, _ in told], dtype=pl.String),
        pl.Series(values=[kind for _, kind in told], dtype=KIND),
    )


def _number(value: float) -> tuple[str, Cell]:
    """Whole numbers without a point, as the sheet shows them."""
    whole = value == value and abs(value) < 1e18 and value == int(value)
    return (str(int(value)) if whole else repr(value)), Cell.NUMBER


def _moment(value: datetime) -> tuple[str, Cell]:
    return (str(value.date()) if value.time() == time() else str(value)), Cell.DATE


TELL = {
    str: lambda value: (value, Cell.TEXT if value.strip() else Cell.EMPTY),
    Fault: lambda value: (str(value), Cell.ERROR),
    bool: lambda value: ("TRUE" if value else "FALSE", Cell.BOOL),
    int: _number,
    float: _number,
    date: lambda value: (str(value), Cell.DATE),
    datetime: _moment,
    time: lambda value: (str(value), Cell.TEXT),
    timedelta: lambda value: (str(value), Cell.TEXT),
}
