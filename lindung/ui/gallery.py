"""What the page of components shows: invented, and the same every time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.utils.translation import gettext as _

from lindung.kernel.problem import Problem, Severity
from lindung.regions.models import Region
from lindung.ui.maps import Spot, drawn
from lindung.ui.tables import Column, Filters, Table


class SampleFilters(Filters):
    q = forms.CharField(label="Nama desa", required=False)


class Sample(Table):
    """Villages of one subdistrict: public names."""

    name, needs, title = "gallery", "ui.gallery", "Desa"
    columns = (Column("name", "Desa"), Column("code", "Kode"), Column("population", "Penduduk", "number"))
    filters = SampleFilters
    orders = {"nama": ("name", "code"), "penduduk": ("population", "code")}
    empty = "Tidak ada desa bernama begitu."
    per_page = 8

    @property
    def found(self) -> Any:  # type: ignore[override]
        """Regions are public: no row of them is hidden from anybody."""
        self.form.is_valid()
        asked = getattr(self.form, "cleaned_data", {}).get("q", "")
        return Region.objects.filter(parent="53.21.01", name__icontains=asked)


class SampleForm(forms.Form):
    nik = forms.CharField(label="NIK", help_text="16 angka, seperti di KTP.")
    name = forms.CharField(label="Nama lengkap")
    phone = forms.CharField(label="Telepon", required=False)
    sure = forms.BooleanField(label="Sudah dicocokkan dengan KTP")


def samples() -> dict[str, Any]:
    form = SampleForm({"nik": "532101", "name": "Maria Hoar"})
    form.is_valid()
    form.add_error("nik", "15 angka, seharusnya 16. Periksa KTP.")
    return {
        "stats": [
            {"value": "4.475", "label": "kartu diserahkan", "trend": "+312 sejak kemarin"},
            {"value": "Rp10.080.000.000", "label": "anggaran", "trend": "82,4 % terpakai"},
            {"value": "37", "label": "baris menunggu", "href": "#daftar"},
        ],
        "funnel": [
            {"label": label, "count": count, "most": 4480}
            for label, count in {"Kursi": 4480, "Diusulkan": 4420, "Ditetapkan SK": 3900, "Terdaftar": 3611}.items()
        ],
        "picture": drawn(_villages()),
        "key": [(0, "belum ada"), (1, "sedikit"), (3, "separuh"), (5, "semua")],
        "told": "Kecamatan Wewiku dan sekitarnya: setiap titik satu desa.",
        "months": _months(),
        "table": Sample(AnonymousUser(), QueryDict()),
        "problems": [
            Problem(
                "NIK-03",
                Severity.ERROR,
                "NIK 15 angka, seharusnya 16.",
                "Periksa KTP, lalu perbaiki barisnya.",
                file="malaka.xlsx",
                sheet="Wewiku",
                row=214,
                column="NIK",
                value="532101*********",
            ),
            Problem("PLACE-02", Severity.LOOK, "Ada dua desa bernama Barene.", "Pilih desa yang dimaksud.", row=9),
        ],
        "events": [
            {"on": "25 Agustus 2025", "title": "Kartu diterima orangnya", "note": "Betun", "kind": "done"},
            {"on": "1 Juli 2025", "title": "Perlindungan mulai", "note": "APBD Provinsi"},
            {"on": "2 Juni 2025", "title": "Diusulkan", "note": "malaka.xlsx baris 214", "href": "#daftar"},
        ],
        "compared": [
            {"label": "Nama", "left": "Maria Hoar", "right": "Maria Hoat", "same": False, "note": "satu huruf"},
            {"label": "Lahir", "left": "17/8/1985", "right": "17/8/1985", "same": True},
        ],
        "form": form,
        "consequences": [("1.284", "orang ditetapkan"), ("7.704", "bulan"), ("Rp129.427.200", "iuran")],
    }


def _villages() -> list[Spot]:
    found = Region.objects.filter(code__startswith="53.21.", kind="village", latitude__isnull=False)
    return [
        Spot(village.latitude or 0, village.longitude or 0, turn % 6, village.name)
        for turn, village in enumerate(found)
    ]


def _months() -> list[dict[str, str]]:
    paid = [
        "",
        "",
        "",
        "self",
        "self",
        "self",
        "province",
        "province",
        "province",
        "district",
        "company",
        "village",
    ]
    names = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
    letters = {"province": "P", "district": "K", "village": "D", "company": "C", "self": "M"}
    return [
        {"label": name, "full": f"{name} 2025", "funder": funder, "letter": letters.get(funder, ""),
         "note": _("dibayar") if funder else _("tidak dilindungi")}
        for name, funder in zip(names, paid, strict=True)
    ]  # fmt: skip
