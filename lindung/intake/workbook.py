"""Workbooks for the officer: the file back with its problems shown in place, and the template to fill in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from lindung.intake.layouts import Column, Header, Layout
from lindung.intake.reading import Book, Cell, Sheet
from lindung.kernel.problem import Severity

COLOURS = {Severity.ERROR: "#F3CFCB", Severity.LOOK: "#FFE9B8", Severity.WARNING: "#DCE5F2"}
WORST_FIRST = (Severity.ERROR, Severity.LOOK, Severity.WARNING)
DATE_FORMAT = "dd-mm-yyyy"
KEY_TITLE = "Kunci"
TEMPLATE_ROWS = 5_000
MAX_LIST = 250  # characters Excel allows in a list written into the validation itself

type Found = Mapping[tuple[str, int], Sequence[Mapping[str, str]]]


def write_back(
    out: Path,
    book: Book,
    headers: Sequence[Header],
    rows: pl.DataFrame,
    problems: pl.DataFrame,
    key: Callable[[int], str] | None = None,
) -> None:
    """Write the file as it came, problem cells coloured and commented.

    `rows`: number, sheet, sheet_row of the rows of data. `key`: gives each of them its key, in a column Kunci.
    """
    found: dict[tuple[str, int], list[Mapping[str, str]]] = defaultdict(list)
    for problem in problems.filter(pl.col("number").is_not_null()).iter_rows(named=True):
        found[problem["sheet"], problem["row"]].append(problem)
    numbers = {
        (sheet, row): number for number, sheet, row in rows.select("number", "sheet", "sheet_row").iter_rows()
    }
    by_sheet = {header.sheet: header for header in headers}
    with xlsxwriter.Workbook(str(out), {"constant_memory": True, "strings_to_formulas": False}) as made:
        styles = _Styles(made)
        for name, sheet in zip(_sheet_names(book.sheets), book.sheets, strict=True):
            page = made.add_worksheet(name)
            if sheet.hidden:
                page.hide()
            header = by_sheet.get(sheet.name)
            keys = {row: key(number) for (of, row), number in numbers.items() if of == sheet.name} if key else {}
            _Page(page, sheet, header, styles).write(found, keys)


class _Styles:
    """The few formats of a workbook: a new one for every cell would stall it."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._plain = {None: None} | {
            severity: book.add_format({"bg_color": colour}) for severity, colour in COLOURS.items()
        }
        self._dates = {None: book.add_format({"num_format": DATE_FORMAT})} | {
            severity: book.add_format({"bg_color": colour, "num_format": DATE_FORMAT})
            for severity, colour in COLOURS.items()
        }

    def of(self, severity: Severity | None, kind: int) -> Format | None:
        return (self._dates if kind == Cell.DATE else self._plain)[severity]


class _Page:
    """One sheet of the workbook that goes back."""

    def __init__(self, page: Worksheet, sheet: Sheet, header: Header | None, styles: _Styles) -> None:
        self.page, self.sheet, self.header, self.styles = page, sheet, header, styles
        positions = header.positions if header else {}
        self.columns = {header.titles[key]: position for key, position in positions.items()} if header else {}
        self.key_column = positions.get("kunci", sheet.width)

    def write(self, found: Found, keys: Mapping[int, str]) -> None:
        if self.header:
            self.page.freeze_panes(self.header.row, 0)
        self.page.set_column(0, self.sheet.width, 16)
        for row, hidden, *cells in self.sheet.frame.iter_rows():
            problems = found.get((self.sheet.name, row), ())
            if hidden and not problems:
                self.page.set_row(row - 1, None, None, {"hidden": True})
            self._write_row(row - 1, cells, self._by_position(problems, cells))
            if row in keys:
                self.page.write_string(row - 1, self.key_column, keys[row])
            elif keys and self.header and row == self.header.row:
                self.page.write_string(row - 1, self.key_column, KEY_TITLE)

    def _by_position(
        self, problems: Sequence[Mapping[str, str]], cells: Sequence[str | int]
    ) -> dict[int, list[Mapping[str, str]]]:
        """Problems by column; one of a column the sheet lacks stands at the row's first filled cell."""
        first = next((index for index, kind in enumerate(cells[1::2]) if kind != Cell.EMPTY), 0)
        placed: dict[int, list[Mapping[str, str]]] = defaultdict(list)
        for problem in problems:
            placed[self.columns.get(problem["column"], first)].append(problem)
        return placed

    def _write_row(
        self, row: int, cells: Sequence[str | int], placed: Mapping[int, Sequence[Mapping[str, str]]]
    ) -> None:
        for column, (text, kind) in enumerate(zip(cells[::2], cells[1::2], strict=True)):
            problems = placed.get(column, ())
            worst = next((each for each in WORST_FIRST if any(p["severity"] == each for p in problems)), None)
            _write_cell(self.page, row, column, str(text), int(kind), self.styles.of(worst, int(kind)))
            if problems:
                words = "\n".join(f"{p['code']} {p['message']} {p['remedy']}" for p in problems)
                self.page.write_comment(row, column, words, {"x_scale": 2, "y_scale": 1 + len(problems) / 2})


def _write_cell(page: Worksheet, row: int, column: int, text: str, kind: int, style: Format | None) -> None:
    """The value as it was. Text never becomes a formula, whatever sign it begins with."""
    if kind == Cell.NUMBER:
        page.write_number(row, column, float(text), style)
    elif kind == Cell.BOOL:
        page.write_boolean(row, column, text == "TRUE", style)
    elif kind == Cell.DATE and text >= "1900-03-01":
        page.write_datetime(row, column, _moment(text), style)
    elif kind != Cell.EMPTY:
        page.write_string(row, column, text, style)
    elif style:
        page.write_blank(row, column, None, style)


def _moment(text: str) -> date:
    return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)


def _sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    """Names Excel accepts: at most 31 characters, without []:*?/\\, no two alike."""
    names: list[str] = []
    for sheet in sheets:
        name = re.sub(r"[\[\]:*?/\\]", " ", sheet.name).strip("' ")[:31] or "Lembar"
        taken = {other.lower() for other in names}
        names.append(name if name.lower() not in taken else f"{name[:26]} {len(names) + 1}")
    return names


def write_template(out: Path, layout: Layout, choices: Mapping[str, Sequence[str]]) -> None:
    """An empty list with validation, and a sheet that explains each column.

    `choices`: lists of a column beyond those the layout itself names, e.g. occupations.
    """
    columns = [column for column in layout.columns if column.template]
    with xlsxwriter.Workbook(str(out)) as book:
        title = book.add_format({"bold": True, "bg_color": "#23395D", "font_color": "#FFFFFF", "text_wrap": True})
        needed = book.add_format({"bold": True, "bg_color": "#9C2F2B", "font_color": "#FFFFFF", "text_wrap": True})
        text = book.add_format({"num_format": "@"})
        page = book.add_worksheet("Usulan")
        helped = book.add_worksheet("Petunjuk")
        listed = book.add_worksheet("Daftar")
        listed.hide()
        page.freeze_panes(1, 0)
        for position, column in enumerate(columns):
            # Everything is text: a number cell would lose the last figures of a NIK, a date cell its order.
            page.set_column(position, position, max(12, len(column.title) + 2), text)
            page.write_string(0, position, column.title, needed if column.required else title)
            if column.help:
                page.write_comment(0, position, column.help)
            _validate(page, listed, position, column, choices.get(column.key, column.choices))
        _explain(helped, columns, title)


def template_of(layout: Layout, choices: Mapping[str, Sequence[str]]) -> bytes:
    """The empty list as bytes, to be handed out on a page."""
    with TemporaryDirectory(prefix="lindung-") as folder:
        path = Path(folder) / "templat.xlsx"
        write_template(path, layout, choices)
        return path.read_bytes()


def _validate(page: Worksheet, listed: Worksheet, position: int, column: Column, choices: Sequence[str]) -> None:
    if column.kind in ("nik", "kk"):
        page.data_validation(
            1,
            position,
            TEMPLATE_ROWS,
            position,
            {
                "validate": "length",
                "criteria": "==",
                "value": 16,
                "error_title": column.title,
                "error_message": f"{column.title} terdiri dari 16 angka.",
                "error_type": "warning",
            },
        )
    if not choices:
        return
    source: str | list[str] = list(choices)
    if len(",".join(choices)) > MAX_LIST:
        for row, choice in enumerate(choices):
            listed.write_string(row, position, choice)
        letter = xlsxwriter.utility.xl_col_to_name(position)
        source = f"=Daftar!${letter}$1:${letter}${len(choices)}"
    page.data_validation(
        1,
        position,
        TEMPLATE_ROWS,
        position,
        {"validate": "list", "source": source, "error_type": "warning", "error_message": "Pilih dari daftar."},
    )


def _explain(page: Worksheet, columns: Sequence[Column], title: Format) -> None:
    page.set_column(0, 0, 32)
    page.set_column(1, 1, 8)
    page.set_column(2, 2, 90)
    for position, word in enumerate(("Kolom", "Wajib", "Cara mengisi")):
        page.write_string(0, position, word, title)
    for row, column in enumerate(columns, start=1):
        page.write_string(row, 0, column.title)
        page.write_string(row, 1, "ya" if column.required else "")
        example = f" Contoh: {column.example}" if column.example else ""
        page.write_string(row, 2, f"{column.help}{example}")
