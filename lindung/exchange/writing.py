"""A frame of what a room offers → the bytes of the office's file."""

from __future__ import annotations

import io
import re
import zipfile

import polars as pl
from rustpy_xlsxwriter import write_worksheet

from lindung.exchange import problems
from lindung.exchange.layouts import Column, OutLayout
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands

DATED = "docProps/core.xml"
MOMENT = re.compile(rb">\d{4}-\d\d-\d\dT[\d:]+Z<")
FORMULA = r"^\s*[=+\-@\t\r]"
MEDIA = {"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv"}


def written(frame: pl.DataFrame, layout: OutLayout, kind: str | None = None) -> bytes:
    """The file as the layout says, `kind` xlsx or csv where it is not the layout's own.

    `frame` has a column for every field the layout names; `number` is added. A cell that a spreadsheet would take
    for a formula gets an apostrophe. Refused, every problem at once: EXCHANGE-03 too long, 04 no code, 05 missing.
    """
    numbered = frame.with_row_index("number", offset=1)
    if found := [problem for column in layout.columns for problem in _faults(numbered, column, layout)]:
        raise Refused(*found)
    cells = numbered.select(_cell(numbered, column).alias(column.title) for column in layout.columns)
    return tabled(cells, kind or layout.format, sheet=layout.sheet, delimiter=layout.delimiter)


def tabled(cells: pl.DataFrame, kind: str, *, sheet: str = "Lembar1", delimiter: str = ",") -> bytes:
    """A frame as the bytes of an xlsx or csv file, its titles the columns' names, no text a formula."""
    texts = [name for name, kind in cells.schema.items() if kind == pl.String]
    cells = cells.with_columns(neutral(pl.col(name)).alias(name) for name in texts)
    if kind == "csv":
        # The byte order mark tells Excel that this is UTF-8.
        return b"\xef\xbb\xbf" + cells.write_csv(separator=delimiter, line_terminator="\r\n").encode()
    target = io.BytesIO()
    write_worksheet(cells, target, sheet_name=sheet, freeze_row=1, bold_headers=True)
    _undate(target)
    return target.getvalue()


def _undate(book: io.BytesIO) -> None:
    """Take out the moment of writing: the same cells are the same bytes, and handed over twice are one message.

    Only the small members from the dated one on are written anew; the sheet before them stays as it is.
    """
    with zipfile.ZipFile(book, "a") as parts:
        last = parts.infolist()[parts.namelist().index(DATED) :]
        contents = {part.filename: parts.read(part) for part in last}
        contents[DATED] = MOMENT.sub(b">2000-01-01T00:00:00Z<", contents[DATED])
        for part in last:
            parts.filelist.remove(part)
            del parts.NameToInfo[part.filename]
        parts.start_dir = last[0].header_offset
        for name, content in contents.items():
            parts.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def neutral(text: pl.Expr) -> pl.Expr:
    """Text that no spreadsheet takes for a formula."""
    return pl.when(text.str.contains(FORMULA)).then(pl.lit("'") + text).otherwise(text)


def _cell(frame: pl.DataFrame, column: Column) -> pl.Expr:
    text = _text(frame, column)
    if column.codes:
        text = text.replace_strict(dict(column.codes), default=text, return_dtype=pl.String)
    return text.str.slice(0, column.limit) if column.limit and column.cut else text


def _text(frame: pl.DataFrame, column: Column) -> pl.Expr:
    if not column.field:
        return pl.lit(column.value)
    field = pl.col(column.field)
    if frame.schema[column.field] == pl.Date:
        return field.dt.strftime(column.form).fill_null("")
    return field.cast(pl.String).fill_null("")


def _faults(frame: pl.DataFrame, column: Column, layout: OutLayout) -> list[Problem]:
    if not column.field:
        return []
    text = _text(frame, column)
    found = []
    if column.required and (rows := _where(frame, text == "")):
        found.append(
            problems.MISSING.problem(
                column=column.title, layout=layout.code, count=thousands(len(rows)), row=rows[0]
            )
        )
    if column.codes:
        strange = frame.filter((text != "") & ~text.is_in(list(column.codes)))
        for value, count in strange.group_by(text.alias("value")).len().sort("value").rows():
            found.append(
                problems.NO_CODE.problem(
                    column=column.title, layout=layout.code, count=thousands(count), value=str(value)
                )
            )
    if (
        column.limit
        and not column.cut
        and (rows := _where(frame, _cell(frame, column).str.len_chars() > column.limit))
    ):
        found.append(
            problems.TOO_LONG.problem(
                column=column.title, limit=column.limit, count=thousands(len(rows)), row=rows[0]
            )
        )
    return found


def _where(frame: pl.DataFrame, wrong: pl.Expr) -> list[int]:
    return frame.filter(wrong)["number"].to_list()
