"""Lists of bills and of their frozen lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Case, CharField, F, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import visible_to
from lindung.billing.models import Bill, BillLine, Payment
from lindung.programmes.models import Programme
from lindung.ui.tables import Column, Filters, Table

STATES = {"owed": _("belum lunas"), "paid": _("lunas"), "closed": _("ditutup")}

WHERE = {
    "owed": Q(paid_on=None, closure=None),
    "paid": Q(paid_on__isnull=False, closure=None),
    "closed": Q(closure__isnull=False),
}


class BillFilters(Filters):
    program = forms.ModelChoiceField(label=_("Program"), queryset=Programme.objects.none(), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[("", "–"), *STATES.items()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_to(self.user, Programme.objects.order_by("-cover_from", "code"))
        self.fields["program"].queryset = seen  # type: ignore[attr-defined]


class Bills(Table):
    """Premium bills: owed, paid, compared, closed."""

    name, needs, title = "bills", "billing.read", _("Tagihan iuran")
    columns = (
        Column("payment_code", _("Kode iuran"), link="billing:bill"),
        Column("programme__code", _("Program")),
        Column("branch__name", _("Cabang")),
        Column("month_from", _("Sejak"), "date"),
        Column("due_on", _("Jatuh tempo"), "date"),
        Column("people", _("Orang"), "number"),
        Column("rupiah", _("Jumlah"), "rupiah"),
        Column("owed", _("Sisa"), "rupiah"),
        Column("state", _("Keadaan"), words=STATES),
    )
    filters = BillFilters
    orders = {
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


class LineFilters(Filters):
    q = forms.CharField(label=_("Nama"), required=False)


class Lines(Table):
    """The frozen list of a bill: one person-month a line."""

    name, needs, title = "bill-lines", "billing.read", _("Daftar beku tagihan")
    columns = (
        Column("name", _("Nama")),
        Column("nik", _("NIK"), "masked"),
        Column("month", _("Bulan"), "date"),
        Column("enrolment__district__name", _("Kabupaten/kota")),
        Column("base", _("Dasar upah"), "rupiah"),
        Column("rupiah", _("Iuran"), "rupiah"),
    )
    filters = LineFilters
    orders = {"nama": ("name", "person_id", "month"), "bulan": ("month", "name", "person_id")}
    empty = _("Tidak ada baris di wilayah Anda dengan saringan ini.")

    def __init__(self, *args: Any, bill: int = 0) -> None:
        super().__init__(*args)
        self.bill = bill

    def rows(self) -> QuerySet[BillLine]:
        return BillLine.objects.filter(bill=self.bill) if self.bill else BillLine.objects.all()

    def narrow(self, rows: QuerySet[BillLine], chosen: dict[str, Any]) -> QuerySet[BillLine]:
        return rows.filter(name__icontains=chosen["q"]) if chosen.get("q") else rows
