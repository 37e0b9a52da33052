"""Members by what is paid for them, and seats by the day they end."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import scope
from lindung.billing.queries.members import covered, endings, held_by, lapsing, last_months, paid
from lindung.billing.queries.standing import grace_months
from lindung.kernel.month import Month
from lindung.membership.models import Registration
from lindung.nominations.models import Enrolment
from lindung.programmes.tables import OfProgramme
from lindung.regions.models import Region
from lindung.ui.fields import DayField
from lindung.ui.tables import Column, Table

ANY = ("", "–")
STATES = {
    "paid": _("iuran lunas"),
    "grace": _("masa tenggang"),
    "lapsed": _("nonaktif"),
    "unpaid": _("belum dibayar"),
}
GAPS = {
    "ends": _("tidak ada pembayar bulan berikutnya"),
    "lapses": _("masa tenggang habis"),
}
NEXT = {"no": _("belum ada pembayar berikut"), "yes": _("sudah ada pembayar berikut")}


class DayFilters(OfProgramme):
    """The day it is looked at from, a programme and a district of one's own."""

    field_order = ("pada",)
    pada = DayField(label=_("Dilihat pada"), required=False)
    wilayah = forms.ModelChoiceField(
        label=_("Kabupaten/kota"), queryset=Region.objects.none(), required=False, empty_label="–"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = scope(self.user, "membership.read").codes
        inside = Region.objects.filter(Q(parent__in=codes) | Q(code__in=codes), retired_on=None)
        districts = inside.filter(kind=Region.Kind.DISTRICT)
        self.fields["wilayah"].queryset = districts.order_by("code")  # type: ignore[attr-defined]


def day_of(table: Table) -> date:
    """The day a list is looked at from; without one: today."""
    table.form.is_valid()
    return getattr(table.form, "cleaned_data", {}).get("pada") or timezone.localdate()


class MemberFilters(DayFilters):
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[ANY, *STATES.items()])
    celah = forms.ChoiceField(label=_("Akan berhenti karena"), required=False, choices=[ANY, *GAPS.items()])
    dalam = forms.IntegerField(label=_("Dalam hari"), required=False, min_value=1, max_value=366)
    q = forms.CharField(label=_("Nama"), required=False)


class Members(Table):
    """Whom BPJS has accepted and who has not ended: one line each, with the last month paid."""

    name, needs, title = "members", "membership.read", _("Peserta menurut iuran")
    columns = (
        Column("enrolment__person__name", _("Nama"), link="web:person", link_key="enrolment__person_id"),
        Column("nik", _("NIK"), "masked"),
        Column("enrolment__district__name", _("Kabupaten/kota")),
        Column("enrolment__programme__code", _("Program")),
        Column("state", _("Keadaan"), words=STATES),
        Column("paid_through", _("Lunas sampai bulan"), "date"),
        Column("held_through", _("Ditanggung sampai bulan"), "date"),
    )
    filters = MemberFilters
    orders = {"nama": ("enrolment__person__name", "pk"), "lunas": ("paid_through", "pk")}
    empty = _("Tidak ada peserta dengan saringan ini.")

    def rows(self) -> QuerySet[Registration]:
        on, month = day_of(self), Month.of(day_of(self))
        known = Registration.objects.filter(answer=Registration.Answer.ACCEPTED, answered_on__lte=on)
        alive = known.filter(Q(enrolment__ended_on=None) | Q(enrolment__ended_on__gt=on))
        same = alive.filter(enrolment__person=OuterRef("enrolment__person"))
        later = same.filter(
            Q(enrolment__cover_to__gt=OuterRef("enrolment__cover_to"))
            | Q(enrolment__cover_to=OuterRef("enrolment__cover_to"), pk__gt=OuterRef("pk"))
        )
        newest = paid(on).order_by("-month").values("month")[:1]
        state = Case(
            When(Exists(paid(on, month)), then=Value("paid")),
            When(Exists(paid(on, month.plus(-grace_months(on)))), then=Value("grace")),
            When(Exists(paid(on)), then=Value("lapsed")),
            default=Value("unpaid"), output_field=CharField(),
        )  # fmt: skip
        held = held_by(OuterRef("enrolment__person"), on)
        return alive.filter(~Exists(later)).annotate(
            state=state, paid_through=Subquery(newest), held_through=Subquery(held)
        )  # fmt: skip

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        on, month = day_of(self), Month.of(day_of(self))
        rows = _placed(rows, chosen, "enrolment__")
        if asked := chosen.get("q"):
            rows = rows.filter(enrolment__person__name__icontains=asked)
        graced = month.plus(-grace_months(on))
        if state := chosen.get("keadaan"):
            rows = rows.filter(
                {
                    "paid": Exists(paid(on, month)),
                    "grace": Exists(paid(on, graced)) & ~Exists(paid(on, month)),
                    "lapsed": Exists(paid(on)) & ~Exists(paid(on, graced)),
                    "unpaid": ~Exists(paid(on)),
                }[state]
            )
        within = chosen.get("dalam") or 60
        if chosen.get("celah") == "ends":
            rows = rows.filter(held_through__in=last_months(on, within))
        if chosen.get("celah") == "lapses":
            rows = rows.filter(lapsing(on, within))
        return rows


class EndingFilters(DayFilters):
    bulan = forms.CharField(label=_("Berhenti pada"), required=False, widget=DayField().widget)
    penerus = forms.ChoiceField(label=_("Sesudahnya"), required=False, choices=[ANY, *NEXT.items()])
    q = forms.CharField(label=_("Nama"), required=False)

    def clean_bulan(self) -> date | None:
        text = self.cleaned_data["bulan"]
        try:
            return Month.parse(text[:7]).first if text else None
        except ValueError:
            raise forms.ValidationError(_("Tulis tahun dan bulan, misalnya 2025-07.")) from None


class Endings(Table):
    """Seats held on a day: when cover by them stops, and who pays on."""

    name, needs, title = "endings", "membership.read", _("Siapa kehilangan perlindungan")
    columns = (
        Column("person__name", _("Nama"), link="web:person", link_key="person_id"),
        Column("nik", _("NIK"), "masked"),
        Column("district__name", _("Kabupaten/kota")),
        Column("programme__code", _("Program")),
        Column("loses_on", _("Berhenti pada"), "date"),
        Column("next", _("Sesudahnya"), words=NEXT),
        Column("next_programme", _("Program berikut")),
    )
    filters = EndingFilters
    orders = {"berhenti": ("loses_on", "person__name", "pk"), "nama": ("person__name", "pk")}
    empty = _("Tidak ada orang dengan saringan ini.")

    def rows(self) -> QuerySet[Enrolment]:
        on = day_of(self)
        after = covered(OuterRef("person"), OuterRef("loses_on"), on)
        nik = Registration.objects.filter(enrolment=OuterRef("pk")).values("nik")[:1]
        return endings(on).annotate(
            nik=Subquery(nik),
            next=Case(When(Exists(after), then=Value("yes")), default=Value("no"), output_field=CharField()),
            next_programme=Subquery(after.values("enrolment__programme__code")[:1]),
        )

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        rows = _placed(rows, chosen)
        if asked := chosen.get("q"):
            rows = rows.filter(person__name__icontains=asked)
        if day := chosen.get("bulan"):
            rows = rows.filter(loses_on=day)
        return rows.filter(next=chosen["penerus"]) if chosen.get("penerus") else rows


def _placed(rows: QuerySet[Any], chosen: dict[str, Any], path: str = "") -> QuerySet[Any]:
    for name, field in (("program", "programme"), ("wilayah", "district")):
        if chosen.get(name):
            rows = rows.filter(**{f"{path}{field}": chosen[name]})
    return rows
