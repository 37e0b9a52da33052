"""The papers of an event as PDF and Excel: seats and receipts, invitations, minutes, a leaflet. Typst sets them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
import xlsxwriter
import zxingcpp

from lindung.distribution.proof.printing import TEMPLATES, fonts

CODE_VERSION = 2  # of the QR code of a line: 25 modules, 38 letters
SIDE = 17 + 4 * CODE_VERSION
HEADS = (
    "Kursi",
    "Kode",
    "Nama",
    "Desa/kelurahan",
    "Menunggu",
    "Panggung",
    "Hadir",
    "Kartu diterima",
    "Buku diterima",
)


def line_code(event: int, enrolment: int) -> str:
    """What the QR code of a line says; a scanner types it into the entry form."""
    return f"LD-{event}-{enrolment}"


def typeset(template: str, words: Mapping[str, Any], codes: Sequence[str] = ()) -> bytes:
    """A PDF of `sheets/<template>.typ` with these words, and a QR code for each of `codes`."""
    with TemporaryDirectory(prefix="lindung-paper-") as place:
        folder = Path(place)
        for name in ("base.typ", f"{template}.typ"):
            shutil.copy(TEMPLATES / name, folder)
        about = dict(words) | {"side": SIDE}
        (folder / "data.json").write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")
        (folder / "codes.bin").write_bytes(b"".join(_pixels(code) for code in codes))
        found = typst.compile(folder / f"{template}.typ", root=folder, font_paths=fonts())
    assert isinstance(found, bytes)  # noqa: S101  (without `output` the bytes are given back)
    return found


def _pixels(words: str) -> bytes:
    code = zxingcpp.create_barcode(words, zxingcpp.QRCode, ec_level="M", data_mask=3, version=CODE_VERSION)
    return bytes(memoryview(code.to_image(1, add_hrt=False, add_quiet_zones=False)))


def workbook(title: str, rows: Sequence[Sequence[object]]) -> bytes:
    """The seat list as .xlsx; every text is text, so that no name can become a formula."""
    stream = BytesIO()
    with xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet("Daftar hadir")
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": 14}))
        for column, head in enumerate(HEADS):
            sheet.write_string(2, column, head, bold)
        for number, row in enumerate(rows, 3):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, column, value)
                else:
                    sheet.write_string(number, column, str(value))
        sheet.set_column(2, 3, 30)
        sheet.freeze_panes(3, 0)
        sheet.autofilter(2, 0, 2 + len(rows), len(HEADS) - 1)
    return stream.getvalue()
