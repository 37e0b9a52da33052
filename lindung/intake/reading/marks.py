"""What calamine does not tell of a workbook: hidden rows, error cells, and how many rows are empty.

A light pass over the sheet's XML, a few rows at a time; it runs beside calamine, which works without the GIL.
"""

from __future__ import annotations

import html
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath

CHUNK = 1 << 20
ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
NUMBER = re.compile(rb'\br="(\d+)"')
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]+)(\d+)"[^>]*>(?:(?!</(?:\w+:)?c>).)*?'
                        rb"<(?:\w+:)?v>([^<]*)</", re.DOTALL)  # fmt: skip
SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
ODS_TAG = re.compile(rb"<table:(table|table-row)(?=[\s/>])([^>]*)>")
ODS_REPEATED = re.compile(rb'table:number-rows-repeated="(\d+)"')
ODS_HIDDEN = re.compile(rb'table:visibility="(?:collapse|filter)"')
ODS_NAME = re.compile(rb'table:name="([^"]*)"')


@dataclass(slots=True)
class Marks:
    """Hidden rows (1-based), error cells {(row, column): text}, and the number of row elements."""

    hidden: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    rows: int = 0


def of_xlsx(path: Path) -> dict[str, Marks]:
    """Marks of every worksheet by its name."""
    with zipfile.ZipFile(path) as archive:
        return {name: _of_sheet(archive, part) for name, part in _parts(archive).items()}


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    names = set(archive.namelist())
    if "xl/_rels/workbook.xml.rels" not in names:
        return {}
    book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
    relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in RELATION.findall(relations)}
    found = {}
    for tag in SHEET.findall(book):
        target = targets.get(_attribute(tag, r"\w+:id"), "")
        part = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if part in names:
            found[html.unescape(_attribute(tag, "name"))] = part
    return found


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _of_sheet(archive: zipfile.ZipFile, part: str) -> Marks:
    marks = Marks()
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            # Whole rows only: what follows the last row's beginning waits for the next chunk.
            chunk = rest + chunk
            cut = chunk.rfind(b"<row")
            cut = cut if cut > 0 else len(chunk)
            _look(chunk[:cut], marks)
            rest = chunk[cut:]
    _look(rest, marks)
    return marks


def _look(rows: bytes, marks: Marks) -> None:
    if b'hidden="' not in rows and b't="e"' not in rows:
        marks.rows += rows.count(b"<row ")
        return
    for found in ROW.finditer(rows):
        marks.rows += 1
        if HIDDEN.search(found[1]):
            number = NUMBER.search(found[1])
            marks.hidden.add(int(number[1]) if number else marks.rows)
    for letters, row, text in ERROR_CELL.findall(rows):
        marks.errors[int(row), column_index(letters.decode())] = html.unescape(text.decode("utf-8", "replace"))


def column_index(letters: str) -> int:
    """0 for A, 26 for AA."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def of_ods(path: Path) -> dict[str, Marks]:
    """Hidden rows of every table of an OpenDocument spreadsheet, by its name."""
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    sheets: dict[str, Marks] = {}
    marks, row = Marks(), 0
    for tag, attributes in ODS_TAG.findall(content):
        if tag == b"table":
            name = ODS_NAME.search(attributes)
            marks, row = Marks(), 0
            sheets[html.unescape(name[1].decode("utf-8", "replace")) if name else ""] = marks
        elif tag == b"table-row":
            repeated = ODS_REPEATED.search(attributes)
            count = int(repeated[1]) if repeated else 1
            if ODS_HIDDEN.search(attributes):
                # Beyond a million the sheet has no rows: a hostile count must not fill the memory.
                marks.hidden.update(range(row + 1, min(row + count, 1_048_576) + 1))
            row += count
    return sheets
