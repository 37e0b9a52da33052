"""Lists of programmes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, OuterRef, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import visible_to
from lindung.programmes.models import Budget, Programme, Seats
from lindung.ui.tables import Column, Filters, Table


class OfProgramme(Filters):
    """One of the programmes the person may see; the filter of every list whose rows belong to one."""

    program = forms.ModelChoiceField(
        label=_("Program"), queryset=Programme.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_to(self.user, Programme.objects.order_by("-cover_from", "code"))
        self.fields["program"].queryset = seen  # type: ignore[attr-defined]


class ProgrammeFilters(Filters):
    q = forms.CharField(label=_("Nama atau kode"), required=False)
    year = forms.TypedChoiceField(label=_("Tahun"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_to(self.user, Programme.objects.all())
        years = seen.order_by("-year").values_list("year", flat=True).distinct()
        self.fields["year"].choices = [("", "–"), *((year, year) for year in years)]  # type: ignore[attr-defined]


class Programmes(Table):
    name, needs, title = "programmes", "programmes.read", _("Program dan kuota")
    columns = (
        Column("name", _("Program"), link="programmes:programme"),
        Column("code", _("Kode")),
        Column("funder__name", _("Pembayar")),
        Column("cover_from", _("Mulai"), "date"),
        Column("months", _("Bulan"), "number"),
        Column("all_seats", _("Kursi"), "number"),
        Column("all_rupiah", _("Anggaran"), "rupiah"),
        Column("all_committed", _("Terikat SK"), "rupiah"),
    )
    filters = ProgrammeFilters
    orders = {"mulai": ("-cover_from", "code"), "nama": ("name", "code"), "kode": ("code",)}
    empty = _("Belum ada program di wilayah Anda.")

    def rows(self) -> QuerySet[Programme]:
        seats = Seats.objects.filter(programme=OuterRef("pk"), month=OuterRef("cover_from"))
        budget = Budget.objects.filter(programme=OuterRef("pk")).values("programme")
        return Programme.objects.annotate(
            all_seats=Subquery(seats.values("programme").annotate(sum=Sum("seats")).values("sum")),
            all_rupiah=Subquery(budget.annotate(sum=Sum("rupiah")).values("sum")),
            all_committed=Subquery(budget.annotate(sum=Sum(F("committed"))).values("sum")),
        )

    def narrow(self, rows: QuerySet[Programme], chosen: dict[str, Any]) -> QuerySet[Programme]:
        if asked := chosen.get("q"):
            rows = rows.filter(name__icontains=asked) | rows.filter(code__icontains=asked)
        return rows.filter(year=chosen["year"]) if chosen.get("year") else rows
