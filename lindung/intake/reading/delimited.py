"""Text with delimiters → one sheet, whatever the delimiter and encoding."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice, zip_longest
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


def sheet_of(path: Path) -> Sheet:
    """The one sheet of a .csv, named after the file. Rows carry the line number on which they begin."""
    text = decoded(path.read_bytes())
    csv.field_size_limit(FIELD_LIMIT)
    try:
        delimiter, skipped = delimiter_of(text)
        numbered = list(_rows(text, delimiter, skipped))
    except csv.Error as trouble:
        raise refuse(
            problems.NOT_A_LIST, reason="ada sel yang terlalu panjang atau tanda kutip yang tidak ditutup"
        ) from trouble
    filled = [(line, row) for line, row in numbered if any(cell.strip() for cell in row)]
    if len(numbered) - len(filled) >= MAX_EMPTY_ROWS:
        empty = thousands(len(numbered) - len(filled))
        raise refuse(problems.TOO_MANY_EMPTY, sheet=path.stem, empty=empty)
    if (width := max((len(row) for _, row in filled), default=0)) > MAX_COLUMNS:
        raise refuse(problems.TOO_WIDE, sheet=path.stem, columns=thousands(width), most=MAX_COLUMNS)
    return Sheet(path.stem, False, _frame(filled))


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


def _rows(text: str, delimiter: str, skipped: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(islice(text.splitlines(keepends=True), skipped, None), delimiter=delimiter)
    begins = skipped + 1
    for row in reader:
        yield begins, row
        begins = skipped + reader.line_num + 1


def _frame(rows: list[tuple[int, list[str]]]) -> pl.DataFrame:
    columns = list(zip_longest(*(row for _, row in rows), fillvalue=""))
    frame = pl.DataFrame({"row": pl.Series(values=[line for line, _ in rows], dtype=pl.UInt32)})
    texts = [pl.Series(f"c{number}", cells, dtype=pl.String) for number, cells in enumerate(columns)]
    kinds = [
        (text.str.strip_chars() != "").cast(KIND).alias(f"k{number}") * int(Cell.TEXT)
        for number, text in enumerate(texts)
    ]
    pairs = [series for pair in zip(texts, kinds, strict=True) for series in pair]
    return frame.with_columns(pl.lit(False).alias("hidden"), *pairs)
