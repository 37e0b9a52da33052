"""A decree's annex by name and address, numbered, as PDF and as workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import batched
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import override
from pypdf import PdfReader, PdfWriter

from lindung.kernel.days import in_words
from lindung.kernel.rupiah import thousands
from lindung.nominations.models import DecreeLine
from lindung.people.nik import mask
from lindung.programmes.models import Decree
from lindung.ui.typesetting import typeset

TEMPLATE = Path(__file__).resolve().parent / "sheets" / "annex.typ"
HEADS = ("No.", "Nama", "NIK", "Desa/kelurahan", "Kecamatan", "Kabupaten/kota", "Keterangan")
PART = 2_500  # lines that are set at once: about 50 pages, 250 MB of memory
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


def lines(rows: QuerySet[DecreeLine], tell: Callable[[int], None]) -> Iterator[Line]:
    """`rows` annotated with `nik`, in the order of the annex; `tell` hears how many are read."""
    fields = (
        "number", "nomination__person__name", "nik", "nomination__village__name",
        "nomination__village__parent__name", "nomination__district__name", "act", "replaces__number",
        "replaces__decree__number",
    )  # fmt: skip
    found = rows.order_by("number").values_list(*fields).iterator(chunk_size=5_000)
    for done, (number, name, nik, village, subdistrict, district, act, replaced, by) in enumerate(found, start=1):
        note = ""
        if act == DecreeLine.Act.REMOVE:
            note = f"dikeluarkan (baris {thousands(replaced)}, SK {by})"
        elif replaced:
            note = f"menggantikan baris {thousands(replaced)}, SK {by}"
        yield Line(number, name, mask(nik or ""), village, subdistrict, district.removeprefix("Kabupaten "), note)
        tell(done)


def pdf(decree: Decree, rows: QuerySet[DecreeLine], tell: Callable[[int], None]) -> bytes:
    """The annex to sign, on A4 across; head and page numbers on every page.

    Set in parts, so that a hundred thousand lines take no more memory than one part of them.
    """
    parts = list(batched(lines(rows, lambda _done: None), PART)) or [()]
    bound, done = PdfWriter(), 0
    for part in parts:
        place = {"first": len(bound.pages) + 1, "opening": not done, "closing": part is parts[-1]}
        made = PdfReader(BytesIO(typeset(TEMPLATE, _words(decree, part) | place)))
        bound.append(made, import_outline=False)
        done += len(part)
        tell(done)
    bound.add_metadata({"/Title": f"Lampiran Keputusan {decree.signed_by} {decree.number}"})
    kept = BytesIO()
    bound.write(kept)
    return kept.getvalue()


def _words(decree: Decree, part: Sequence[Line]) -> dict[str, Any]:
    """In Indonesian, whoever asks for it."""
    with override(settings.LANGUAGE_CODE):
        about = f"{decree.get_kind_display().capitalize()} program {decree.programme.name}"
    return {
        "head": f"Lampiran Keputusan {decree.signed_by}",
        "signed_by": decree.signed_by,
        "number": decree.number,
        "day": in_words(decree.signed_on),
        "about": about,
        "heads": HEADS,
        "rows": [[thousands(line.number), *line[1:]] for line in part],
    }


def workbook(decree: Decree, rows: QuerySet[DecreeLine], tell: Callable[[int], None]) -> bytes:
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
        for row, line in enumerate(lines(rows, tell), start=4):
            page.write_number(row, 0, line.number)
            for column, text in enumerate(line[1:], start=1):
                page.write_string(row, column, str(text))
    return kept.getvalue()
