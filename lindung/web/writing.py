"""A list as the bytes of a file. What begins like a formula is written as text: no cell ever computes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import BytesIO, StringIO

import xlsxwriter

from lindung.ui.tables import Table

EXCEL_ROWS = 1_048_575  # of one sheet, without the head
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def forms_of(table: Table) -> tuple[str, ...]:
    """Endings of the files this list can be written as: its own papers, or the plain ones."""
    return tuple(table.papers) or ("xlsx", "csv")


def written(table: Table, form: str, tell: Callable[[int], None]) -> bytes:
    """The list as a file with this ending; `tell` hears how many rows are written."""
    if form in table.papers:
        return table.papers[form](table, tell)
    return _csv(table, tell) if form == "csv" else _xlsx(table, tell)


def _xlsx(table: Table, tell: Callable[[int], None]) -> bytes:
    made = BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1})
    number = book.add_format({"num_format": "#,##0"})
    for at, column in enumerate(table.columns):
        sheet.write_string(0, at, str(column.label), head)
        sheet.set_column(at, at, 14 if column.right else 24)
    sheet.freeze_panes(1, 0)
    for row, line in enumerate(table.plain_lines(), start=1):
        for at, value in enumerate(line):
            if isinstance(value, int):
                sheet.write_number(row, at, value, number)
            elif value is not None:
                sheet.write_string(row, at, value)
        tell(row)
    book.close()
    return made.getvalue()


def _csv(table: Table, tell: Callable[[int], None]) -> bytes:
    """With semicolons and a mark of UTF-8, as Excel in Indonesia opens it by a double click."""
    made = StringIO()
    writer = csv.writer(made, delimiter=";")
    writer.writerow([str(column.label) for column in table.columns])
    for row, line in enumerate(table.plain_lines(), start=1):
        writer.writerow([_harmless(value) for value in line])
        tell(row)
    return made.getvalue().encode("utf-8-sig")


def _harmless(value: str | int | None) -> str | int | None:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
