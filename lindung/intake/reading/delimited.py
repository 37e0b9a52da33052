"""Text with delimiters → one sheet, whatever the delimiter and encoding."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import islice
from pathlib import Path

import polars as pl

from lindung.intake import problems
from lindung.intake.reading.book import Cell, Sheet
from lindung.intake.reading.formats import refuse
from lindung.intake.reading.spreadsheet import KIND, MAX_COLUMNS, MAX_EMPTY_ROWS
from lindung.kernel.rupiah import thousands

DELIMITERS = (";", ",", "\t", "|")
BINARY = (1, 2, 3, 4, 5, 6, 7, 8, 14, 15, 16)  # control characters that no text has
LOOKED_AT = 60
FIELD_LIMIT = 32_767  # as much as a cell of a workbook holds
NOWHERE = "\0"  # what stands in no text that is let pass


def sheet_of(path: Path) -> Sheet:
    """The one sheet of a .csv, named after the file. Rows carry the line number on which they begin."""
    text = decoded(path.read_bytes())
    csv.field_size_limit(FIELD_LIMIT)
    try:
        delimiter, skipped = delimiter_of(text)
        numbered = _quoted(text, delimiter, skipped) if '"' in text else _plain(text, delimiter, skipped)
    except csv.Error as trouble:
        raise refuse(
            problems.NOT_A_LIST, reason="ada sel yang terlalu panjang atau tanda kutip yang tidak ditutup"
        ) from trouble
    filled = numbered.filter(pl.col("cells").list.eval(pl.element().str.strip_chars() != "").list.any())
    if numbered.height - filled.height >= MAX_EMPTY_ROWS:
        empty = thousands(numbered.height - filled.height)
        raise refuse(problems.TOO_MANY_EMPTY, sheet=path.stem, empty=empty)
    if (width := filled.select(pl.col("cells").list.len().max()).item() or 0) > MAX_COLUMNS:
        raise refuse(problems.TOO_WIDE, sheet=path.stem, columns=thousands(width), most=MAX_COLUMNS)
    return Sheet(path.stem, False, _frame(filled, width))


def decoded(content: bytes) -> str:
    """Text from UTF-8 (with or without BOM), UTF-16 (either order) or Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif content[1:200:2].count(0) > content[:200:2].count(0) + 20:
        encodings = ["utf-16-le"]
    elif content[:200:2].count(0) > content[1:200:2].count(0) + 20:
        encodings = ["utf-16-be"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text or any(chr(code) in text[:20_000] for code in BINARY):
            break
        return text
    raise refuse(problems.NOT_A_LIST, reason="isinya bukan teks")


def delimiter_of(text: str) -> tuple[str, int]:
    """(delimiter, lines to skip): Excel's own "sep=;" line wins, else what splits most lines most evenly."""
    first, _, _ = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        return first.strip()[-1], 1
    lines = text[:200_000].splitlines()[:LOOKED_AT]

    def evenness(delimiter: str) -> int:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        return max((width * times for width, times in widths.items()), default=0)

    return max(DELIMITERS, key=evenness), 0


def _quoted(text: str, delimiter: str, skipped: int) -> pl.DataFrame:
    """Lines and their cells as csv reads them: a cell in quotation marks may hold delimiters and whole lines."""
    reader = csv.reader(islice(text.splitlines(keepends=True), skipped, None), delimiter=delimiter)
    begins, lines, rows = skipped + 1, [], []
    for row in reader:
        lines.append(begins)
        rows.append(NOWHERE.join(row))
        begins = skipped + reader.line_num + 1
    return _split(rows, pl.Series(lines, dtype=pl.UInt32), NOWHERE)


def _plain(text: str, delimiter: str, skipped: int) -> pl.DataFrame:
    """The same where no quotation mark stands: a line is a row. A long list is read in a fifth of the time."""
    rows = [line.rstrip("\r\n") for line in text.splitlines(keepends=True)[skipped:]]
    found = _split(rows, pl.int_range(skipped + 1, skipped + 1 + len(rows), dtype=pl.UInt32, eager=True), delimiter)
    long = found.filter(pl.col("cells").list.eval(pl.element().str.len_chars() > FIELD_LIMIT).list.any())
    if long.height:
        raise csv.Error(f"a cell of line {long['row'][0]} is too long")
    return found


def _split(rows: list[str], lines: pl.Series, delimiter: str) -> pl.DataFrame:
    return pl.DataFrame({"row": lines, "cells": pl.Series(rows, dtype=pl.String).str.split(delimiter)})


def _frame(rows: pl.DataFrame, width: int) -> pl.DataFrame:
    texts = [
        pl.col("cells").list.get(number, null_on_oob=True).fill_null("").alias(f"c{number}")
        for number in range(width)
    ]
    frame = rows.select("row", *texts)
    kinds = [
        ((pl.col(f"c{number}").str.strip_chars() != "").cast(KIND) * int(Cell.TEXT)).alias(f"k{number}")
        for number in range(width)
    ]
    pairs = [name for number in range(width) for name in (f"c{number}", f"k{number}")]
    return frame.with_columns(pl.lit(False).alias("hidden"), *kinds).select("row", "hidden", *pairs)
