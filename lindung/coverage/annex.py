"""A decree's annex by name and address, numbered, as PDF and as workbook."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import xlsxwriter
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import override

from lindung.kernel.days import in_words
from lindung.kernel.rupiah import thousands
from lindung.nominations.models import DecreeLine
from lindung.people.nik import mask
from lindung.programmes.models import Decree
from lindung.ui.typesetting import typeset

TEMPLATE = Path(__file__).resolve().parent / "sheets" / "annex.typ"
HEADS = ("No.", "Nama", "NIK", "Desa/kelurahan", "Kecamatan", "Kabupaten/kota", "Keterangan")
WIDTHS = (7, 32, 20, 24, 24, 24, 40)


class Line(NamedTuple):
    """One line as printed; NIK masked in the middle."""

    number: int
    name: str
    nik: str
    village: str
    subdistrict: str
    district: str
    note: str


def lines(rows: QuerySet[DecreeLine]) -> Iterator[Line]:
    """`rows` annotated with `nik`, in the order of the annex."""
    fields = (
        "number", "nomination__person__name", "nik", "nomination__village__name",
        "nomination__village__parent__name", "nomination__district__name", "act", "replaces__number",
        "replaces__decree__number",
    )  # fmt: skip
    for number, name, nik, village, subdistrict, district, act, replaced, by in (
        rows.order_by("number").values_list(*fields).iterator(chunk_size=5_000)
    ):
        note = ""
        if act == DecreeLine.Act.REMOVE:
            note = f"dikeluarkan (baris {thousands(replaced)}, SK {by})"
        elif replaced:
            note = f"menggantikan baris {thousands(replaced)}, SK {by}"
        yield Line(number, name, mask(nik or ""), village, subdistrict, district, note)


def pdf(decree: Decree, rows: QuerySet[DecreeLine]) -> bytes:
    """The annex to sign, on A4 across; head and page numbers on every page. Indonesian, whoever asks for it."""
    with override(settings.LANGUAGE_CODE):
        about = f"{decree.get_kind_display().capitalize()} program {decree.programme.name}"
    words = {
        "head": f"Lampiran Keputusan {decree.signed_by}",
        "number": decree.number,
        "day": in_words(decree.signed_on),
        "about": about,
        "heads": HEADS,
        "rows": [[thousands(line.number), *line[1:]] for line in lines(rows)],
    }
    return typeset(TEMPLATE, words)


def workbook(decree: Decree, rows: QuerySet[DecreeLine]) -> bytes:
    """The same lines as a workbook; no cell can become a formula."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"constant_memory": True, "strings_to_formulas": False}) as book:
        page = book.add_worksheet("Lampiran")
        bold = book.add_format({"bold": True})
        for column, width in enumerate(WIDTHS):
            page.set_column(column, column, width)
        page.write_string(0, 0, f"Lampiran Keputusan {decree.signed_by}", bold)
        page.write_string(1, 0, f"Nomor {decree.number}, {in_words(decree.signed_on)}")
        page.write_row(3, 0, HEADS, bold)
        page.freeze_panes(4, 0)
        for row, line in enumerate(lines(rows), start=4):
            page.write_number(row, 0, line.number)
            for column, text in enumerate(line[1:], start=1):
                page.write_string(row, column, str(text))
    return kept.getvalue()
