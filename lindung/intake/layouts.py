"""Layouts are data: which columns a file may have, by which names; and finding them in what officers made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import polars as pl
import yaml
from rapidfuzz import fuzz, process

from lindung.intake import problems
from lindung.intake.reading import Book, Cell, Sheet, Unreadable
from lindung.kernel.problem import Problem

HEADER_WITHIN = 40  # rows of a sheet in which its header must begin
FUZZY_FROM = 7  # shorter titles differ by one letter too easily: RT and RW, NO HP and NO KK
FUZZY_SCORE = 88
FUZZY_LEAD = 6
TOTALS = r"^(SUB ?TOTAL|GRAND TOTAL|TOTAL|JUMLAH|REKAPITULASI)\b"
CLOSING = (
    r"^(MENGETAHUI|MENYETUJUI|DISETUJUI|DIKETAHUI|KEPALA DESA|LURAH|CAMAT|BUPATI|PJ|NIP|CATATAN|KETERANGAN|KET)\b"
)


def folded(title: str) -> str:
    """Upper case, letters and figures, nothing in brackets: "Jenis\\nKelamin (L/P)*" → "JENIS KELAMIN"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().upper()
    bare = re.sub(r"[^A-Z0-9]+", " ", re.sub(r"\([^)]*\)?", " ", plain)).strip()
    return bare or re.sub(r"[^A-Z0-9]+", " ", plain).strip()


@dataclass(frozen=True, slots=True)
class Column:
    """One column a layout knows."""

    key: str
    title: str
    kind: str = "text"
    required: bool = False
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    template: bool = True


@dataclass(frozen=True)
class Layout:
    """A set of columns. `anchors`: groups of keys; a header names a key of each group, `least` keys in all."""

    code: str
    title: str
    columns: tuple[Column, ...]
    anchors: tuple[tuple[str, ...], ...] = field(default=())
    least: int = 2

    @classmethod
    def load(cls, path: Path) -> Layout:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        columns = tuple(
            Column(
                **{
                    **entry,
                    "synonyms": tuple(entry.get("synonyms", ())),
                    "choices": tuple(entry.get("choices", ())),
                }
            )
            for entry in raw["columns"]
        )
        return cls(raw["code"], raw["title"], columns, tuple(tuple(group) for group in raw["anchors"]))

    def __getitem__(self, key: str) -> Column:
        return self._by_key[key]

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for column in self.columns:
            for name in (column.title, *column.synonyms):
                names.setdefault(folded(name), column.key)
        return names

    def key_of(self, title: str) -> tuple[str, float] | None:
        """(key, score) of the column this title means: its exact name 100, a slip of the pen less; or None."""
        name = folded(title)
        if not name or len(name) > 80:
            return None
        if name in self._names:
            return self._names[name], 100.0
        if len(name) < FUZZY_FROM:
            return None
        near = process.extract(name, list(self._names), scorer=fuzz.ratio, score_cutoff=70, limit=6)
        ranked = [(self._names[found], score) for found, score, _ in near]
        rivals = [score for key, score in ranked if key != ranked[0][0]]
        if not ranked or ranked[0][1] < FUZZY_SCORE or (rivals and ranked[0][1] - rivals[0] < FUZZY_LEAD):
            return None
        return ranked[0]

    def columns_in(self, titles: Sequence[str]) -> dict[str, int]:
        """{key: position} of the columns these titles name; the better name wins a key, then the first."""
        found: dict[str, tuple[float, int]] = {}
        for position, title in enumerate(titles):
            match = self.key_of(title)
            if match and (match[0] not in found or match[1] > found[match[0]][0]):
                found[match[0]] = (match[1], position)
        return {key: position for key, (_, position) in found.items()}

    def is_header(self, keys: Mapping[str, int]) -> bool:
        return len(keys) >= self.least and all(any(key in keys for key in group) for group in self.anchors)


@dataclass(frozen=True, slots=True)
class Header:
    """Where a sheet's columns are: the last row of the header, {key: position}, {key: title as written}.

    `row_titles`: the title of every column in order, also of those the layout does not know.
    """

    sheet: str
    row: int
    positions: Mapping[str, int]
    titles: Mapping[str, str]
    row_titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of data of a whole file.

    `frame`: number (from 1 within the file), sheet, sheet_row, hidden, and for every key of the layout its raw text
    and, as `key.kind`, the kind of the cell (Cell).
    """

    frame: pl.DataFrame
    headers: tuple[Header, ...]
    problems: tuple[Problem, ...]

    def title(self, key: str, layout: Layout) -> pl.Expr:
        """The column's title as the row's own sheet writes it."""
        written = {header.sheet: header.titles[key] for header in self.headers if key in header.titles}
        default = layout[key].title
        return pl.col("sheet").replace_strict(written, default=default, return_dtype=pl.String)


def table_of(book: Book, layout: Layout) -> Table:
    """The rows of data of every sheet that has a header. Raises Unreadable when none has, or none has rows."""
    frames, headers, trouble = [], [], []
    for sheet in book.sheets:
        if header := find_header(sheet, layout):
            headers.append(header)
            frames.append(_rows(sheet, header, layout))
        elif _looks_like_data(sheet):
            trouble.append(problems.SHEET_LEFT_OUT.problem(sheet=sheet.name))
    if not headers:
        if not any(sheet.frame.height for sheet in book.sheets):
            raise Unreadable(problems.NO_ROWS.problem())
        wanted = " dan ".join(layout[group[0]].title for group in layout.anchors)
        raise Unreadable(problems.NO_HEADER.problem(wanted=wanted))
    frame = pl.concat(frames).with_row_index("number", offset=1)
    if frame.is_empty():
        raise Unreadable(problems.NO_ROWS.problem())
    return Table(frame, tuple(headers), tuple(trouble))


def find_header(sheet: Sheet, layout: Layout) -> Header | None:
    """The first row that names enough columns; a second row under merged titles completes it."""
    rows = sheet.frame.head(HEADER_WITHIN).select("row", *sheet.texts).rows()
    for index, (row, *titles) in enumerate(rows):
        keys = layout.columns_in(titles)
        below = rows[index + 1] if index + 1 < len(rows) else None
        if below and below[0] == row + 1:
            merged = [under or over for over, under in zip(titles, below[1:], strict=True)]
            both = layout.columns_in(merged)
            if len(both) > len(keys) and layout.is_header(both) and _only_titles(below[1:]):
                return _header(sheet, below[0], both, merged)
        if layout.is_header(keys):
            return _header(sheet, row, keys, titles)
    return None


def _header(sheet: Sheet, row: int, keys: Mapping[str, int], titles: Sequence[str]) -> Header:
    plain = tuple(re.sub(r"\s+", " ", title).strip() for title in titles)
    return Header(sheet.name, row, keys, {key: plain[position] for key, position in keys.items()}, plain)


def _only_titles(cells: Sequence[str]) -> bool:
    return not any(re.search(r"\d{5}", cell) for cell in cells)


def _looks_like_data(sheet: Sheet) -> bool:
    long_number = pl.any_horizontal(
        pl.lit(False), *(pl.col(name).str.contains(r"^\D?\d{15,17}$") for name in sheet.texts)
    )
    return bool(sheet.frame.select(long_number.sum() >= 1).item()) if sheet.frame.height else False


def _rows(sheet: Sheet, header: Header, layout: Layout) -> pl.DataFrame:
    """The sheet's rows under its header, with one column per key of the layout."""
    below = sheet.frame.filter(pl.col("row") > header.row)
    below = below.filter(~_numbers_columns(sheet, min(header.positions.values())))
    # A row with a number like a NIK is never a header; without it a long list is not spelt out cell by cell.
    titles = below.filter(~_data(header, layout)).filter(_repeats_header(header))
    if titles.height:
        below = below.join(titles.select("row"), on="row", how="anti", maintain_order="left")
    below = below.filter(~_closes(below, sheet, header, layout))
    columns: list[pl.Expr] = [
        pl.lit(sheet.name).alias("sheet"),
        pl.col("row").alias("sheet_row"),
        pl.col("hidden"),
    ]
    for column in layout.columns:
        position = header.positions.get(column.key)
        present = position is not None
        columns += [
            (pl.col(f"c{position}") if present else pl.lit(None, pl.String)).alias(column.key),
            (pl.col(f"k{position}") if present else pl.lit(Cell.EMPTY, pl.UInt8)).alias(f"{column.key}.kind"),
        ]
    return below.select(columns)


def _repeats_header(header: Header) -> pl.Expr:
    """The header printed again at the top of a page."""
    same = [
        _plain(f"c{position}") == pl.lit(folded(header.titles[key])) for key, position in header.positions.items()
    ]
    return pl.sum_horizontal(same) * 2 > len(same)


def _numbers_columns(sheet: Sheet, first: int) -> pl.Expr:
    """The row of column numbers under a header: 1, 2, 3 … or (1), (2), (3) …"""
    numbered = [
        pl.col(name).str.strip_chars("() \t").eq(str(position)) | pl.col(name).eq("")
        for position, name in enumerate(sheet.texts, start=1 - first)
    ]
    filled = [pl.col(name).ne("") for name in sheet.texts]
    return pl.all_horizontal(numbered) & (pl.sum_horizontal(filled) >= 3)


def _closes(below: pl.DataFrame, sheet: Sheet, header: Header, layout: Layout) -> pl.Series:
    """Totals rows, and signatures and notes under the list. A row with a number like a NIK is never one."""
    first = pl.coalesce(pl.when(pl.col(name).str.strip_chars() != "").then(name) for name in sheet.texts)
    below = below.with_columns(data=_data(header, layout))
    # Only what is no data is read in words.
    words = below.filter(~pl.col("data")).select("row", first=_plain(first))
    below = below.join(words, on="row", how="left", maintain_order="left")
    sparse = pl.sum_horizontal(pl.col(name).str.strip_chars() != "" for name in sheet.texts)
    seen = below.select(
        pl.col("first").str.contains(TOTALS).fill_null(False).alias("total"),
        (pl.col("first").str.contains(f"{TOTALS}|{CLOSING}").fill_null(False) & (sparse <= 3)).alias("closing"),
        pl.col("data"),
        (sparse <= 2).alias("sparse"),
    ).with_row_index()
    last = seen.filter("data")["index"].max()
    after_list = pl.col("index") > (last if isinstance(last, int) else -1)
    under = (pl.col("closing") & after_list).cum_max() & after_list & pl.col("sparse")
    return seen.select(pl.col("total") | under | (pl.col("closing") & after_list)).to_series()


def _data(header: Header, layout: Layout) -> pl.Expr:
    """Rows with a number like a NIK where the list's key stands."""
    anchors = [f"c{header.positions[group[0]]}" for group in layout.anchors if group[0] in header.positions]
    return pl.any_horizontal(pl.lit(False), *(pl.col(name).str.count_matches(r"\d") >= 8 for name in anchors))


def _plain(text: pl.Expr | str) -> pl.Expr:
    text = pl.col(text) if isinstance(text, str) else text
    bare = text.str.to_uppercase().str.replace_all(r"\([^)]*\)?", " ").str.replace_all(r"[^A-Z0-9]+", " ")
    return bare.str.strip_chars()
