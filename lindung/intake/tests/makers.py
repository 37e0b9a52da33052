"""Files as officers make them, and as they should not be: every test writes real ones."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

type Rows = Sequence[Sequence[object]]

ODS_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.2"><office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>
</office:document-content>"""
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
ODS_MANIFEST = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'


def xlsx(path: Path, rows: Rows, *, sheet: str = "Data", hidden: Iterable[int] = ()) -> Path:
    """A workbook of one sheet; `hidden`: 1-based rows that are hidden."""
    return xlsx_sheets(path, {sheet: rows}, hidden=hidden)


def xlsx_sheets(path: Path, sheets: Mapping[str, Rows], *, hidden: Iterable[int] = ()) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        dated = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        page.write_datetime(number, column, value, dated)
                    elif isinstance(value, str):
                        page.write_string(number, column, value)
                    elif value is not None:
                        page.write(number, column, value)
            for number in hidden:
                page.set_row(number - 1, None, None, {"hidden": True})
    return path


def xls(path: Path, rows: Rows) -> Path:
    book = xlwt.Workbook()
    page = book.add_sheet("Data")
    dated = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write(number, column, value, dated)
            elif value is not None:
                page.write(number, column, value)
    book.save(str(path))
    return path


def ods(path: Path, rows: Rows, *, hidden: Iterable[int] = ()) -> Path:
    hidden = set(hidden)
    lines = []
    for number, row in enumerate(rows, start=1):
        shut = ' table:visibility="collapse"' if number in hidden else ""
        lines.append(f"<table:table-row{shut}>{''.join(_ods_cell(value) for value in row)}</table:table-row>")
    table = f'<table:table table:name="Data">{"".join(lines)}</table:table>'
    return zipped(path, ods_parts(table))


def ods_parts(tables: str) -> dict[str, str | bytes]:
    return {
        "mimetype": ODS_TYPE,
        "META-INF/manifest.xml": ODS_MANIFEST,
        "content.xml": ODS_CONTENT.format(tables=tables),
    }


def _ods_cell(value: object) -> str:
    if value is None or value == "":
        return "<table:table-cell/>"
    if isinstance(value, date):
        return f'<table:table-cell office:value-type="date" office:date-value="{value}"/>'
    if isinstance(value, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(value))}</text:p></table:table-cell>'


def text(path: Path, rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8", before: str = "") -> Path:
    """A .csv; dates as 17/08/1985, which is how an Indonesian Excel saves them."""
    lines = io.StringIO()
    writer = csv.writer(lines, delimiter=delimiter)
    for row in rows:
        writer.writerow([value.strftime("%d/%m/%Y") if isinstance(value, date) else value for value in row])
    path.write_bytes((before + lines.getvalue()).encode(encoding))
    return path


def zipped(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def xlsx_parts(sheet: str | bytes) -> dict[str, str | bytes]:
    """The parts of the smallest workbook around one sheet's XML."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{types}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }


def sheet_xml(rows: str) -> str:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?><worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>'
