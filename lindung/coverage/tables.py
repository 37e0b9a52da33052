"""Lists of decisions and of the lines of a decree's annex."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from lindung.coverage import annex as paper
from lindung.nominations.models import DecreeLine
from lindung.nominations.tables import RegionFilters, nik_of
from lindung.programmes.models import Decree
from lindung.ui.tables import Column, Table

KINDS = {"decision": _("penetapan peserta"), "amendment": _("perubahan penetapan")}


class Decisions(Table):
    """Decrees that named people."""

    name, needs, title = "decisions", "coverage.read", _("Penetapan")
    columns = (
        Column("number", _("Nomor SK"), link="coverage:annex"),
        Column("kind", _("Tentang"), words=KINDS),
        Column("programme__code", _("Program")),
        Column("signed_on", _("Tanggal"), "date"),
        Column("signed_by", _("Ditandatangani oleh")),
        Column("lines", _("Baris lampiran"), "number"),
    )
    orders = {"tanggal": ("-signed_on", "pk"), "nomor": ("number", "pk")}
    empty = _("Belum ada SK penetapan.")

    def rows(self) -> QuerySet[Decree]:
        # Lines are numbered from 1 without a gap: the greatest number is how many there are.
        last = DecreeLine.objects.filter(decree=OuterRef("pk")).order_by("-number").values("number")[:1]
        return Decree.objects.filter(kind__in=KINDS).annotate(lines=Subquery(last))


class LineFilters(RegionFilters):
    capability = "coverage.read"
    q = forms.CharField(label=_("Nama"), required=False)

    field_order = ["q", "wilayah"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["program"]


ACTS = {"add": _("ditetapkan"), "remove": _("dikeluarkan")}


class Lines(Table):
    """The annex of a decree by name and address."""

    name, needs, title = "annex", "coverage.read", _("Lampiran SK")
    columns = (
        Column("number", _("Nomor"), "number"),
        Column("nomination__person__name", _("Nama"), link="nominations:nomination", link_key="nomination_id"),
        Column("nik", _("NIK"), "masked"),
        Column("nomination__village__name", _("Desa")),
        Column("nomination__village__parent__name", _("Kecamatan")),
        Column("act", _("Isi"), words=ACTS),
        Column("replaces__number", _("Baris yang diganti"), "number"),
        Column("proposed_by", _("Pengusul")),
        Column("verified_by", _("Pemeriksa")),
        Column("decided_by", _("Penetap")),
    )
    filters = LineFilters
    orders = {"nomor": ("number", "pk"), "nama": ("nomination__person__name", "pk")}
    empty = _("Tidak ada baris lampiran di wilayah Anda dengan saringan ini.")

    def rows(self) -> QuerySet[DecreeLine]:
        rows = DecreeLine.objects.filter(decree=self.of("sk"))
        return rows.annotate(nik=Subquery(nik_of("nomination__person_id")))

    def narrow(self, rows: QuerySet[DecreeLine], chosen: dict[str, Any]) -> QuerySet[DecreeLine]:
        if region := chosen.get("wilayah"):
            inside = Q(nomination__village__code__startswith=f"{region.pk}.") | Q(nomination__village=region)
            rows = rows.filter(inside)
        return rows.filter(nomination__person__name__icontains=chosen["q"]) if chosen.get("q") else rows


class Annex(Lines):
    """The annex as it is signed and handed round: the same lines on paper and as a workbook."""

    name = "annex-paper"
    papers = {
        "pdf": lambda table, tell: paper.pdf(table.decree, table.found, tell),
        "xlsx": lambda table, tell: paper.workbook(table.decree, table.found, tell),
    }

    @property
    def decree(self) -> Decree:
        return Decree.objects.select_related("programme").get(pk=self.of("sk"))

    @property
    def file_name(self) -> str:
        return f"lampiran-sk-{self.of('sk')}"
