"""How these offices read and write a list: their own few lines, not ours."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import write_worksheet

Row = Sequence[Any]


def opened(path: Path) -> pl.DataFrame:
    """The first sheet, or the .csv, as text; the first row names the columns."""
    if path.suffix == ".csv":
        return pl.read_csv(path, separator=";", infer_schema=False).with_columns(pl.all().fill_null(""))
    head, *rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    columns = zip(*rows, strict=True) if rows else ([] for _ in head)
    return pl.DataFrame({str(title): _texts(cells) for title, cells in zip(head, columns, strict=True)})


def _texts(cells: Sequence[Any]) -> pl.Series:
    """Columns of nothing but text, which most are, are stripped at once."""
    if set(map(type, cells)) <= {str}:
        return pl.Series(cells, dtype=pl.String).str.strip_chars()
    return pl.Series([_text(cell) for cell in cells], dtype=pl.String)


def _text(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def write(
    path: Path, titles: Sequence[str], frame: pl.DataFrame, encoding: str = "utf-8", delimiter: str = ";"
) -> Path:
    """`frame`'s columns under `titles`, as the ending of `path` says; what the encoding lacks becomes "?"."""
    named = frame.select(pl.col(column).alias(title) for column, title in zip(frame.columns, titles, strict=True))
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        write_worksheet(named, str(path), sheet_name="Data")
        return path
    with path.open("w", encoding=encoding, errors="replace", newline="") as stream:
        out = csv.writer(stream, delimiter=delimiter)
        out.writerow(named.columns)
        out.writerows(named.iter_rows())
    return path
