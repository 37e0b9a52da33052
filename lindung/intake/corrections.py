"""Rows of a corrected file and the rows they replace, found by their key."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.intake import problems
from lindung.intake.judgement import PROBLEM_SCHEMA, Judgement, told
from lindung.intake.keys import read_key
from lindung.intake.layouts import Table
from lindung.intake.reading import Book
from lindung.kernel.problem import Kind

LINKS = pl.Schema({"number": pl.UInt32, "corrects_file_id": pl.Int64, "corrects_number": pl.Int64})
NAMED = """
SELECT r.file_id, r.number, r.cells,
    EXISTS (SELECT FROM intake_row c WHERE (c.corrects_file_id, c.corrects_number) = (r.file_id, r.number))
FROM unnest(%(files)s::bigint[], %(numbers)s::int[]) AS named (file_id, number)
JOIN intake_row r USING (file_id, number)
JOIN intake_file f ON f.id = r.file_id
WHERE f.layout = %(layout)s AND f.scope = %(scope)s
    AND (%(region)s = '' OR f.region_id = %(region)s OR starts_with(f.region_id, %(region)s || '.'))
"""


@dataclass(frozen=True, slots=True)
class Corrections:
    """`links`: which row each row corrects; `problems`: keys that name nothing, or a row corrected before."""

    links: pl.DataFrame
    problems: pl.DataFrame


def corrections(
    cursor: CursorWrapper,
    book: Book,
    table: Table,
    judgement: Judgement,
    *,
    layout: str,
    scope: str,
    region: str = "",
) -> Corrections:
    """Look up the keys of a corrected file. A row sent back unchanged corrects nothing.

    `region`: nothing but lists of this region may be corrected.
    """
    keyed = judgement.frame.filter(pl.col("key").is_not_null()).select("number", "sheet", "sheet_row", "key")
    if keyed.is_empty():
        return Corrections(LINKS.to_frame(), PROBLEM_SCHEMA.to_frame())
    named = {number: read_key(key) for number, key in keyed.select("number", "key").iter_rows()}
    wanted = sorted({key for key in named.values() if key})
    cursor.execute(
        NAMED,
        {
            "files": [file for file, _ in wanted],
            "numbers": [number for _, number in wanted],
            "layout": layout,
            "scope": scope,
            "region": region,
        },
    )
    known = {(file, number): (tuple(cells), used) for file, number, cells, used in cursor.fetchall()}
    sent = _cells_without_key(book, table, keyed)
    links: list[tuple[int, int, int]] = []
    faults: dict[str, list[int]] = {"unknown": [], "used": [], "twice": []}
    seen: set[tuple[int, int]] = set()
    for number, key in named.items():
        if key is None or key not in known:
            faults["unknown"].append(number)
        elif key in seen:
            faults["twice"].append(number)
        elif sent[number] != _trimmed(known[key][0]):
            if known[key][1]:
                faults["used"].append(number)
            else:
                links.append((number, *key))
        if key:
            seen.add(key)
    return Corrections(pl.DataFrame(links, schema=LINKS, orient="row"), _told(keyed, faults))


def _cells_without_key(book: Book, table: Table, keyed: pl.DataFrame) -> dict[int, tuple[str, ...]]:
    """{number: the row's cells as they would stand without the key column}."""
    sent: dict[int, tuple[str, ...]] = {}
    positions = {header.sheet: header.positions.get("kunci") for header in table.headers}
    for sheet in book.sheets:
        rows = keyed.filter(pl.col("sheet") == sheet.name)
        if rows.is_empty():
            continue
        names = [name for name in sheet.texts if name != f"c{positions[sheet.name]}"]
        cells = rows.select("number", "sheet_row").join(
            sheet.frame.select(pl.col("row").alias("sheet_row"), *names), on="sheet_row", how="left"
        )
        sent |= {row[0]: _trimmed(row[2:]) for row in cells.iter_rows()}
    return sent


def _trimmed(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max((index for index, cell in enumerate(cells, start=1) if cell), default=0)
    return cells[:last]


def _told(keyed: pl.DataFrame, faults: dict[str, list[int]]) -> pl.DataFrame:
    kinds: dict[str, Kind] = {
        "unknown": problems.UNKNOWN_KEY,
        "used": problems.KEY_USED,
        "twice": problems.KEY_TWICE,
    }
    keyed = keyed.with_columns(pl.col("sheet_row").first().over("key").alias("first"))
    return pl.concat(
        told(
            kind,
            keyed.filter(pl.col("number").is_in(faults[fault])),
            column="Kunci",
            value=pl.col("key"),
            first=pl.col("first"),
        )
        for fault, kind in kinds.items()
    )
