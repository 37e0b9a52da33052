"""Lists of bills, of their frozen lines, of what is late, differs or is to be claimed back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import (
    Case,
    CharField,
    DateField,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import visible_to
from lindung.billing.models import Bill, BillLine, Credit, Difference, Payment, Surplus
from lindung.billing.queries import both_sides
from lindung.kernel.rupiah import rupiah, thousands
from lindung.membership.models import Branch
from lindung.programmes.tables import OfProgramme
from lindung.ui.tables import Cell, Column, Filters, Table

STATES = {"owed": _("belum lunas"), "paid": _("lunas"), "closed": _("ditutup")}

WHERE = {
    "owed": Q(paid_on=None, closure=None),
    "paid": Q(paid_on__isnull=False, closure=None),
    "closed": Q(closure__isnull=False),
}


class BillFilters(OfProgramme):
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[("", "–"), *STATES.items()])


class Bills(Table):
    """Premium bills: owed, paid, compared, closed."""

    name, needs, title = "bills", "billing.read", _("Tagihan iuran")
    columns = (
        Column("payment_code", _("Kode iuran"), link="billing:bill"),
        Column("programme__code", _("Program")),
        Column("branch__name", _("Cabang")),
        Column("month_from", _("Sejak"), "month"),
        Column("due_on", _("Jatuh tempo"), "date"),
        Column("people", _("Orang"), "number"),
        Column("rupiah", _("Jumlah"), "rupiah"),
        Column("owed", _("Sisa"), "rupiah"),
        Column("state", _("Keadaan"), words=STATES),
    )
    filters: ClassVar[type[Filters]] = BillFilters
    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "tempo": ("-due_on", "pk"),
        "kode": ("payment_code",),
        "jumlah": ("rupiah", "pk"),
        "sisa": ("owed", "pk"),
    }
    empty = _("Tidak ada tagihan dengan saringan ini.")

    def rows(self) -> QuerySet[Bill]:
        paid = Payment.objects.filter(bill=OuterRef("pk")).values("bill").annotate(sum=Sum("rupiah")).values("sum")
        state = Case(
            When(closure__isnull=False, then=Value("closed")), When(paid_on__isnull=False, then=Value("paid")),
            default=Value("owed"), output_field=CharField(),
        )  # fmt: skip
        return Bill.objects.annotate(owed=F("rupiah") - Coalesce(Subquery(paid), 0), state=state)

    def narrow(self, rows: QuerySet[Bill], chosen: dict[str, Any]) -> QuerySet[Bill]:
        if programme := chosen.get("program"):
            rows = rows.filter(programme=programme)
        return rows.filter(WHERE[chosen["keadaan"]]) if chosen.get("keadaan") else rows


# Days a bill is late; the law's three months of grace end with the third.
AGES = {"30": _("1–30 hari"), "60": _("31–60 hari"), "90": _("61–90 hari"), "lebih": _("lebih dari 90 hari")}


class ArrearsFilters(OfProgramme):
    cabang = forms.ModelChoiceField(label=_("Cabang BPJS"), queryset=Branch.objects.none(), required=False)
    umur = forms.ChoiceField(label=_("Terlambat"), required=False, choices=[("", "–"), *AGES.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_to(self.user, Bill.objects.order_by()).values("branch")
        self.fields["cabang"].queryset = Branch.objects.filter(pk__in=seen).order_by("name")  # type: ignore[attr-defined]


class Arrears(Bills):
    """Bills past their day with something still owed, the longest overdue first."""

    name, title = "arrears", _("Tunggakan iuran")
    columns = (
        Column("payment_code", _("Kode iuran"), link="billing:bill"),
        Column("programme__code", _("Program")),
        Column("branch__name", _("Cabang")),
        Column("due_on", _("Jatuh tempo"), "date"),
        Column("late", _("Hari lewat"), "number"),
        Column("age", _("Terlambat"), words=AGES),
        Column("people", _("Orang"), "number"),
        Column("rupiah", _("Jumlah"), "rupiah"),
        Column("owed", _("Sisa"), "rupiah"),
    )
    filters = ArrearsFilters
    orders = {"tempo": ("due_on", "pk"), "kode": ("payment_code",), "cabang": ("branch__name", "due_on", "pk"),
              "program": ("programme__code", "due_on", "pk"), "sisa": ("owed", "pk")}  # fmt: skip
    empty = _("Tidak ada tunggakan dengan saringan ini.")

    def rows(self) -> QuerySet[Bill]:
        today = Value(timezone.localdate(), DateField())
        late = Func(
            Cast(today, DateField()), F("due_on"), template="(%(expressions)s)", arg_joiner=" - ",
            output_field=IntegerField(),
        )  # fmt: skip
        age = Case(
            When(late__lte=30, then=Value("30")), When(late__lte=60, then=Value("60")),
            When(late__lte=90, then=Value("90")), default=Value("lebih"), output_field=CharField(),
        )  # fmt: skip
        return super().rows().annotate(late=late).annotate(age=age).filter(paid_on=None, late__gt=0)

    def narrow(self, rows: QuerySet[Bill], chosen: dict[str, Any]) -> QuerySet[Bill]:
        if branch := chosen.get("cabang"):
            rows = rows.filter(branch=branch)
        if age := chosen.get("umur"):
            rows = rows.filter(Q(("age", age)))
        return super().narrow(rows, chosen)

    def by_age(self) -> list[dict[str, Any]]:
        """Bills and rupiah owed by how long they are late, with these filters."""
        counted: dict[str, list[int]] = {}
        for age, owed in self.found.order_by().values_list("age", "owed"):
            counted.setdefault(age, []).append(owed)
        return [
            {
                "value": rupiah(sum(counted[age])),
                "label": words,
                "trend": _("%s tagihan") % thousands(len(counted[age])),
                "href": self.address(umur=age, hal=None),
            }
            for age, words in AGES.items()
            if age in counted
        ]


class BillLineFilters(Filters):
    """`tagihan` stands in the query, so that the file is of the same bill as the page."""

    q = forms.CharField(label=_("Nama"), required=False)
    tagihan = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Lines(Table):
    """The frozen list of a bill: one person-month a line."""

    name, needs, title = "bill-lines", "billing.read", _("Daftar beku tagihan")
    columns = (
        Column("name", _("Nama"), link="web:person", link_key="person_id"),
        Column("nik", _("NIK"), "masked"),
        Column("month", _("Bulan"), "month"),
        Column("enrolment__district__name", _("Kabupaten/kota")),
        Column("base", _("Dasar upah"), "rupiah"),
        Column("rupiah", _("Iuran"), "rupiah"),
    )
    filters = BillLineFilters
    orders = {"nama": ("name", "person_id", "month"), "bulan": ("month", "name", "person_id")}
    empty = _("Tidak ada baris di wilayah Anda dengan saringan ini.")

    def rows(self) -> QuerySet[BillLine]:
        return BillLine.objects.all()

    def narrow(self, rows: QuerySet[BillLine], chosen: dict[str, Any]) -> QuerySet[BillLine]:
        rows = rows.filter(bill=chosen.get("tagihan", 0))
        return rows.filter(name__icontains=chosen["q"]) if chosen.get("q") else rows


EXPLAINED = {"belum": _("belum dijelaskan"), "sudah": _("dijelaskan")}


class DifferenceFilters(Filters):
    beda = forms.ChoiceField(label=_("Beda apa"), required=False, choices=[("", "–"), *Difference.Kind.choices])
    sebab = forms.ChoiceField(label=_("Sebab"), required=False, choices=[("", "–"), *EXPLAINED.items()])
    rincian = forms.IntegerField(widget=forms.HiddenInput, required=False)


class Differences(Table):
    """How one list of BPJS differs from its bill; what nobody explained stands first."""

    name, needs, title = "bill-differences", "billing.read", _("Selisih dengan daftar BPJS")
    columns = (
        Column("number", _("Nomor"), "number"),
        Column("kind", _("Beda apa"), words=dict(Difference.Kind.choices)),
        Column("name", _("Nama"), link="web:person", link_key="person_id"),
        Column("nik", _("NIK"), "masked"),
        Column("month", _("Bulan"), "month"),
        Column("row", _("Baris BPJS"), "number"),
        Column("ours", _("Menurut kita")),
        Column("theirs", _("Menurut BPJS")),
        Column("rupiah", _("Selisih rupiah"), "rupiah"),
        Column("owner", _("Yang membetulkan"), words=dict(Difference.Owner.choices)),
        Column("reason", _("Sebab")),
    )
    filters = DifferenceFilters
    orders = {
        "terbuka": ("explained", "number"),
        "nomor": ("number",),
        "nama": ("name", "number"),
        "rupiah": ("rupiah", "number"),
    }
    empty = _("Tidak ada selisih dengan saringan ini.")

    def rows(self) -> QuerySet[Difference]:
        explained = Case(When(owner=None, then=Value(0)), default=Value(1), output_field=IntegerField())
        return Difference.objects.annotate(explained=explained)

    def narrow(self, rows: QuerySet[Difference], chosen: dict[str, Any]) -> QuerySet[Difference]:
        rows = rows.filter(invoice=chosen.get("rincian", 0))
        if kind := chosen.get("beda"):
            rows = rows.filter(kind=kind)
        return rows.filter(owner__isnull=chosen["sebab"] == "belum") if chosen.get("sebab") else rows

    def lines(self) -> Iterator[list[Cell]]:
        for row in self.page.object_list:
            yield [self._cell(column, _both(row)) for column in self.columns]

    def plain_lines(self) -> Iterator[list[str | int | None]]:
        for row in self.ordered.iterator(chunk_size=5_000):
            yield [column.plain(_both(row)[column.key]) for column in self.columns]

    def numbered(self) -> Iterator[dict[str, Any]]:
        """The rows of this page with what a template needs to tick them."""
        for row in self.page.object_list:
            yield {
                "number": row["number"],
                "open": row["owner"] is None,
                "cells": [self._cell(column, _both(row)) for column in self.columns[1:]],
            }


def _both(row: dict[str, Any]) -> dict[str, Any]:
    ours, theirs = both_sides(row["kind"], row["ours"], row["theirs"])
    return {**row, "ours": ours, "theirs": theirs}


class CreditFilters(OfProgramme):
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[("", "–"), *Credit.State.choices])
    q = forms.CharField(label=_("Nama"), required=False)


class Credits(Table):
    """Billed months that were reversed since: rupiah to claim back from BPJS."""

    name, needs, title = "credits", "billing.read", _("Kredit iuran")
    columns = (
        Column("line__name", _("Nama"), link="web:person", link_key="person_id"),
        Column("line__nik", _("NIK"), "masked"),
        Column("month", _("Bulan"), "month"),
        Column("line__bill__programme__code", _("Program")),
        Column("line__bill__payment_code", _("Tagihan"), link="billing:bill", link_key="line__bill_id"),
        Column("rupiah", _("Rupiah"), "rupiah"),
        Column("opened_on", _("Sejak"), "date"),
        Column("state", _("Keadaan"), words=dict(Credit.State.choices)),
        Column("asked_reference", _("Surat kita")),
        Column("settled_reference", _("Jawaban BPJS")),
    )
    filters = CreditFilters
    orders = {"sejak": ("opened_on", "person_id", "month"), "nama": ("line__name", "person_id", "month"),
              "bulan": ("month", "person_id"), "rupiah": ("rupiah", "person_id", "month")}  # fmt: skip
    empty = _("Tidak ada kredit dengan saringan ini.")

    def rows(self) -> QuerySet[Credit]:
        return Credit.objects.all()

    def narrow(self, rows: QuerySet[Credit], chosen: dict[str, Any]) -> QuerySet[Credit]:
        if programme := chosen.get("program"):
            rows = rows.filter(line__bill__programme=programme)
        if state := chosen.get("keadaan"):
            rows = rows.filter(state=state)
        return rows.filter(line__name__icontains=chosen["q"]) if chosen.get("q") else rows


class SurplusFilters(OfProgramme):
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[("", "–"), *Surplus.State.choices])


class Surpluses(Table):
    """Money that reached BPJS beyond a bill."""

    name, needs, title = "surpluses", "billing.read", _("Kelebihan bayar")
    columns = (
        Column("reference", _("Rujukan bayar"), link="billing:surplus"),
        Column("bill__programme__code", _("Program")),
        Column("bill__payment_code", _("Tagihan"), link="billing:bill", link_key="bill_id"),
        Column("on", _("Dibayar"), "date"),
        Column("rupiah", _("Kelebihan"), "rupiah"),
        Column("state", _("Keadaan"), words=dict(Surplus.State.choices)),
        Column("settled_on", _("Selesai"), "date"),
        Column("settled_reference", _("Surat atau rujukan")),
    )
    filters = SurplusFilters
    orders = {"dibayar": ("-on", "pk"), "rupiah": ("rupiah", "pk")}
    empty = _("Tidak ada kelebihan bayar dengan saringan ini.")

    def rows(self) -> QuerySet[Surplus]:
        return Surplus.objects.all()

    def narrow(self, rows: QuerySet[Surplus], chosen: dict[str, Any]) -> QuerySet[Surplus]:
        if programme := chosen.get("program"):
            rows = rows.filter(bill__programme=programme)
        return rows.filter(state=chosen["keadaan"]) if chosen.get("keadaan") else rows
