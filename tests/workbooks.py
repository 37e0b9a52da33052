"""One of each thing this room's addresses name, in a region; the same one when asked again."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from lindung.accounts.services import actor_of
from lindung.intake.filing import filing
from lindung.intake.layouts import table_of
from lindung.intake.models import Arrival, Delivery, File, Letter
from lindung.intake.reading import Book, read
from lindung.intake.services.receiving import Examined, take_in
from lindung.intake.tests import makers
from lindung.programmes.models import Programme
from tests import cast
from tests.officers import officer

MESSY = [
    ["NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "DESA/KELURAHAN", "KECAMATAN", "KABUPATEN/KOTA"],
    ["5321014107900001", "Maria Hoar Bria", "01-07-1990", "Wehali", "Malaka Tengah", "Malaka"],
    ["53210101079000", "Yohanes Bria", "01-07-1990", "Wehali", "Malaka Tengah", "Malaka"],
    ["5321014107900003", "Agustina Luruk", "01-07-1990", "Kota Antah", "Malaka Tengah", "Malaka"],
]


@cache
def messy_book() -> Book:
    """One row good, one rejected for its NIK, one parked for its village; read once."""
    with TemporaryDirectory() as folder:
        return read(makers.xlsx(Path(folder) / "wehali.xlsx", MESSY))


def a_file(region: str) -> int:
    if there := File.objects.filter(region=region).first():
        return there.pk
    book, scope = messy_book(), f"CONTOH-{region}"
    programme = Programme.objects.filter(code=scope).first() or cast.district_programme(
        seats=9, district=region, code=scope
    )
    layout = filing("nominations")
    meaning = layout.context(programme.code, region)
    table = table_of(book, layout.columns)
    examined = Examined(book, table, layout.judge(table, meaning), layout, scope, region, meaning)
    by = actor_of(officer("operator", region))
    return take_in(examined=examined, actor=by, on=cast.LAUNCH, letter="460/118").file


def a_row(region: str) -> str:
    return f"{a_file(region)}-2"


def a_delivery(region: str) -> int:
    if there := Delivery.objects.filter(region=region).first():
        return there.pk
    delivery = Delivery.objects.create(
        token=uuid4(),
        layout="nominations",
        scope="NTT-2025",
        region_id=region,
        letter="460/118",
        by=officer("operator", region),
        on=cast.LAUNCH,
    )
    Letter.objects.create(
        delivery=delivery, name="surat.pdf", media="application/pdf", sha256="0" * 64, content=b"%PDF-"
    )
    told = {"code": "INTAKE-04", "severity": "error", "message": "Berkas rusak.", "remedy": "Simpan ulang."}
    Arrival.objects.create(
        delivery=delivery,
        number=1,
        name="rusak.xlsx",
        size=5,
        content=b"rusak",
        state=Arrival.State.REFUSED,
        problems=[told],
    )
    return delivery.pk


def an_arrival(region: str) -> int:
    return Arrival.objects.get(delivery=a_delivery(region)).pk
