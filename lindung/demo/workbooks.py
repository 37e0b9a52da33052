"""Lists of nominations as offices really make them, with the fate planted for every row."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
from rustpy_xlsxwriter import write_worksheets

from lindung.demo.cells import Cell, columns_of
from lindung.demo.plants import code_of, fate_of
from lindung.demo.styles import Style

LONGEST_SHEET_NAME = 31


class Sheet(NamedTuple):
    """One sheet before it is written: its people and their cells, row by row."""

    name: str
    people: pl.DataFrame
    rows: list[tuple[Cell, ...]]


def write_workbook(path: Path, people: pl.DataFrame, style: Style, rng: random.Random) -> pl.DataFrame:
    """Write `people` in village order to an .xlsx or .csv; give each row's sheet, number, person, plant and fate.

    The one sheet of a CSV bears the file's name; its row is the line. Raises ValueError when `people` is empty.
    """
    if people.is_empty():
        raise ValueError(f"{path.name}: nobody to write")
    ordered = people.sort("village_code", maintain_order=True)
    rows = list(zip(*columns_of(ordered, style, rng), strict=True))
    if path.suffix == ".csv":
        sheets = [Sheet(path.stem, ordered, rows)]
        _write_csv(path, sheets[0], style)
    else:
        sheets = _by_subdistrict(ordered, rows) if style.sheet_per_subdistrict else [Sheet("Sheet1", ordered, rows)]
        _write_xlsx(path, sheets, style)
    return pl.concat([_planted(sheet, style) for sheet in sheets])


def _by_subdistrict(people: pl.DataFrame, rows: list[tuple[Cell, ...]]) -> list[Sheet]:
    sheets: list[Sheet] = []
    taken: set[str] = set()
    start = 0
    for part in _parts(people):
        name = str(part["subdistrict"][0])[:LONGEST_SHEET_NAME]
        if name.casefold() in taken:
            name = str(part["village_code"][0])[:8]
        taken.add(name.casefold())
        sheets.append(Sheet(name, part, rows[start : start + part.height]))
        start += part.height
    return sheets


def _parts(people: pl.DataFrame) -> list[pl.DataFrame]:
    return people.with_columns(part=pl.col("village_code").str.slice(0, 8)).partition_by(
        "part", maintain_order=True
    )


def _planted(sheet: Sheet, style: Style) -> pl.DataFrame:
    """Where each person stands and what must become of the row."""
    turn = pl.int_range(pl.len())
    gaps = turn // style.empty_row_every if style.empty_row_every else 0
    plants = sheet.people["plant"]
    return sheet.people.select(
        pl.lit(sheet.name).alias("sheet"),
        (turn + gaps + _first_row(style) + 1).cast(pl.Int64).alias("row"),
        "person",
        "nik",
        "plant",
        pl.Series("fate", [fate_of(plant) for plant in plants], dtype=pl.String),
        pl.Series("code", [code_of(plant) for plant in plants], dtype=pl.String),
    )


def _first_row(style: Style) -> int:
    """0-based place of the first person: below the titles, an empty row and the header."""
    return len(style.titles) + 2 if style.titles else 1


def _lines(sheet: Sheet, style: Style) -> Iterator[tuple[Cell, ...]]:
    """The rows with the empty ones between them and the totals below."""
    width = len(style.headers)
    for turn, row in enumerate(sheet.rows):
        if turn and style.empty_row_every and turn % style.empty_row_every == 0:
            yield (None,) * width
        yield row
    if style.totals_row:
        yield ("JUMLAH", len(sheet.rows), *(None,) * (width - 2))


def _write_xlsx(path: Path, sheets: list[Sheet], style: Style) -> None:
    headers = list(style.headers.values())
    records: list[tuple[str, Any]] = [
        (sheet.name, [dict(zip(headers, line, strict=True)) for line in _lines(sheet, style)]) for sheet in sheets
    ]
    names = [sheet.name for sheet in sheets]
    title: list[Any] = [(row, 0, row, len(headers) - 1, text) for row, text in enumerate(style.titles)]
    write_worksheets(
        records,
        str(path),
        header_row=dict.fromkeys(names, _first_row(style) - 1),
        merge_ranges=dict.fromkeys(names, title) if title else None,
        row_heights={name: _hidden(style, len(lines)) for name, lines in records}
        if style.hidden_row_every
        else None,
        bold_headers=True,
        datetime_format="dd/mm/yyyy",
    )


def _hidden(style: Style, count: int) -> dict[int, float]:
    """A row of no height is what Excel writes for a hidden one."""
    return {_first_row(style) + turn: 0.0 for turn in range(style.hidden_row_every, count, style.hidden_row_every)}


def _write_csv(path: Path, sheet: Sheet, style: Style) -> None:
    with path.open("w", encoding=style.encoding, errors="replace", newline="") as handle:
        out = csv.writer(handle, delimiter=style.delimiter)
        out.writerows([text] for text in style.titles)
        if style.titles:
            out.writerow([])
        out.writerow(title.replace("\n", " ") for title in style.headers.values())
        out.writerows(map(_as_text, line) for line in _lines(sheet, style))


def _as_text(cell: Cell) -> str | int:
    """What Excel leaves in a CSV: dates as shown, a long number in scientific notation."""
    if isinstance(cell, date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float):
        return f"{cell:.5E}".replace(".", ",")
    return "" if cell is None else cell
