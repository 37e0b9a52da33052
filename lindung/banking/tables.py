"""Lists of this room: accounts asked for and answers in doubt; statements and movements; payments to people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Right
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import visible_to
from lindung.banking.models import (
    Account,
    AccountBatch,
    AccountRequest,
    Contradiction,
    PaymentOrder,
    Statement,
    StatementEntry,
    Transfer,
)
from lindung.programmes.tables import OfProgramme
from lindung.ui.tables import Column, Filters, Table

ANY = ("", "–")
STATES = {"asked": _("menunggu bank"), "opened": _("dibuka"), "refused": _("ditolak bank")}
DOUBTS = {
    "BANK-01": _("tidak pernah diminta"), "BANK-02": _("jawaban tidak lengkap"), "BANK-03": _("nomor salah"),
    "BANK-04": _("dijawab dua kali"), "BANK-05": _("berlawanan"), "BANK-06": _("nomor milik orang lain"),
    "BANK-18": _("nama berbeda"),
}  # fmt: skip
SETTLED = {"open": _("belum selesai"), "taken": _("dipakai"), "dropped": _("tidak dipakai")}
KNOWN = {
    "unknown": _("belum dikenal"), "payment": _("iuran"), "transfer": _("transfer"), "explained": _("dijelaskan"),
}  # fmt: skip
PAID = {
    "ordered": _("menunggu bank"), "paid": _("dibayar"), "rejected": _("ditolak bank"), "disputed": _("sengketa"),
}  # fmt: skip

UNKNOWN = Q(payment=None, transfer=None, explained_on=None)


def tail(path: str) -> Concat:
    """The last four figures of an account number: the whole never leaves the database for a list."""
    return Concat(Value("••••"), Right(path, 4), output_field=CharField())


def counted(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of `rows` belong to the outer row, by the relation `by`."""
    own = rows.filter(**{by: OuterRef("pk")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(own, output_field=IntegerField()), 0)


def chosen_by[M: Model](form: Filters, name: str, rows: QuerySet[M]) -> None:
    """The choices of a filter are those the person may see."""
    form.fields[name].queryset = visible_to(form.user, rows)  # type: ignore[attr-defined]


class Hidden(forms.IntegerField):
    """Which one thing a list is of; it stands in the address, so that the export writes the same rows."""

    def __init__(self) -> None:
        super().__init__(required=False, min_value=1, widget=forms.HiddenInput)


class BatchFilters(OfProgramme):
    keadaan = forms.ChoiceField(
        label=_("Keadaan"), required=False, choices=[ANY, ("asked", _("ada yang menunggu bank"))]
    )


class Batches(Table):
    """Batches of accounts asked, with what became of the people one may see."""

    name, needs, title = "account-batches", "banking.read", _("Rekening bank")
    columns = (
        Column("pk", _("Kiriman"), "number", link="banking:batch"),
        Column("asked_on", _("Diminta"), "date"),
        Column("bank__name", _("Bank")),
        Column("programme__code", _("Program")),
        Column("region__name", _("Wilayah")),
        Column("own", _("Orang"), "number"),
        Column("waiting", _("Menunggu"), "number"),
        Column("opened", _("Dibuka"), "number"),
        Column("refused", _("Ditolak"), "number"),
    )
    filters = BatchFilters
    orders = {"nomor": ("-pk",), "tanggal": ("-asked_on", "-pk"), "menunggu": ("waiting", "pk")}
    empty = _("Belum ada rekening yang diminta dengan saringan ini.")

    def rows(self) -> QuerySet[AccountBatch]:
        seen = visible_to(self.user, AccountRequest.objects.all())
        state = AccountRequest.State
        return AccountBatch.objects.annotate(
            own=counted(seen, "batch"),
            waiting=counted(seen.filter(state=state.ASKED), "batch"),
            opened=counted(seen.filter(state=state.OPENED), "batch"),
            refused=counted(seen.filter(state=state.REFUSED), "batch"),
        )

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        if programme := chosen.get("program"):
            rows = rows.filter(programme=programme)
        return rows.filter(waiting__gt=0) if chosen.get("keadaan") else rows


class RequestFilters(Filters):
    q = forms.CharField(label=_("Nama"), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[ANY, *STATES.items()])
    kiriman = Hidden()


class Requests(Table):
    """People for whom an account was asked, and how the bank answered."""

    name, needs, title = "account-requests", "banking.read", _("Orang yang dimintakan rekening")
    columns = (
        Column("person__name", _("Nama"), link="web:person", link_key="person_id"),
        Column("nik", _("NIK"), "masked"),
        Column("enrolment__district__name", _("Kabupaten/kota")),
        Column("asked_on", _("Diminta"), "date"),
        Column("state", _("Keadaan"), words=STATES),
        Column("answered_on", _("Dijawab"), "date"),
        Column("number", _("Rekening")),
        Column("reason", _("Alasan bank")),
    )
    filters = RequestFilters
    orders = {"kiriman": ("-pk",), "nama": ("person__name", "pk"), "dijawab": ("answered_on", "pk")}
    empty = _("Tidak ada orang dengan saringan ini.")

    def rows(self) -> QuerySet[AccountRequest]:
        held = Account.objects.filter(opened_for=OuterRef("enrolment"), bank=OuterRef("bank"))
        shown = Case(When(state="opened", then=Subquery(held.values(shown=tail("number"))[:1])))
        return AccountRequest.objects.annotate(number=shown)

    def narrow(self, rows: QuerySet[AccountRequest], chosen: dict[str, Any]) -> QuerySet[AccountRequest]:
        if batch := chosen.get("kiriman"):
            rows = rows.filter(batch=batch)
        if state := chosen.get("keadaan"):
            rows = rows.filter(state=state)
        return rows.filter(person__name__icontains=chosen["q"]) if chosen.get("q") else rows


class DoubtFilters(Filters):
    apa = forms.ChoiceField(label=_("Perkara"), required=False, choices=[ANY, *DOUBTS.items()])
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[ANY, *SETTLED.items()])
    kiriman = Hidden()


class Doubts(Table):
    """Lines of the bank's answers that were not taken."""

    name, needs, title = "account-doubts", "banking.read", _("Jawaban bank yang diragukan")
    columns = (
        Column("code", _("Perkara"), words=DOUBTS, link="banking:doubt"),
        Column("request__person__name", _("Diminta untuk")),
        Column("name", _("Ditulis bank")),
        Column("value", _("NIK")),
        Column("source", _("Berkas")),
        Column("line", _("Baris"), "number"),
        Column("found_on", _("Tanggal"), "date"),
        Column("standing", _("Keadaan"), words=SETTLED),
    )
    filters = DoubtFilters
    orders = {"tanggal": ("-found_on", "-pk"), "berkas": ("source", "line"), "perkara": ("code", "pk")}
    empty = _("Tidak ada jawaban yang diragukan dengan saringan ini.")

    def rows(self) -> QuerySet[Contradiction]:
        return Contradiction.objects.annotate(standing=Coalesce("settled", Value("open"), output_field=CharField()))

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        if batch := chosen.get("kiriman"):
            rows = rows.filter(request__batch=batch)
        if code := chosen.get("apa"):
            rows = rows.filter(code=code)
        return rows.filter(standing=chosen["keadaan"]) if chosen.get("keadaan") else rows


class Statements(Table):
    """Statements of our accounts that were entered."""

    name, needs, title = "statements", "banking.money.read", _("Rekening koran")
    columns = (
        Column("message__name", _("Berkas"), link="banking:statement"),
        Column("entered_on", _("Dimasukkan"), "date"),
        Column("bank__name", _("Bank")),
        Column("funder__name", _("Pemilik rekening")),
        Column("shown", _("Rekening")),
        Column("movements", _("Mutasi"), "number"),
        Column("unknown", _("Belum dikenal"), "number"),
    )
    orders = {"masuk": ("-pk",), "berkas": ("message__name", "pk"), "belum": ("unknown", "pk")}
    empty = _("Belum ada rekening koran di wilayah Anda.")

    def rows(self) -> QuerySet[Statement]:
        entries = StatementEntry.objects.all()
        return Statement.objects.annotate(
            shown=tail("account"),
            movements=counted(entries, "statement"),
            unknown=counted(entries.filter(UNKNOWN), "statement"),
        )


class EntryFilters(Filters):
    q = forms.CharField(label=_("Uraian"), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[ANY, *KNOWN.items()])
    koran = Hidden()


class Entries(Table):
    """Movements on our accounts and what each of them is."""

    name, needs, title = "movements", "banking.money.read", _("Mutasi rekening")
    columns = (
        Column("on", _("Tanggal"), "date", link="banking:movement"),
        Column("text", _("Uraian bank")),
        Column("rupiah", _("Jumlah"), "rupiah"),
        Column("reference", _("Rujukan bank")),
        Column("standing", _("Keadaan"), words=KNOWN),
        Column("what", _("Adalah")),
    )
    filters = EntryFilters
    orders = {"tanggal": ("-on", "-pk"), "jumlah": ("rupiah", "pk")}
    empty = _("Tidak ada mutasi dengan saringan ini.")

    def rows(self) -> QuerySet[StatementEntry]:
        standing = Case(
            When(payment__isnull=False, then=Value("payment")),
            When(transfer__isnull=False, then=Value("transfer")),
            When(explained_on__isnull=False, then=Value("explained")), default=Value("unknown"),
            output_field=CharField(),
        )  # fmt: skip
        what = Coalesce("payment__bill__payment_code", "transfer__reference", F("explanation"))
        return StatementEntry.objects.annotate(standing=standing, what=what)

    def narrow(self, rows: QuerySet[Any], chosen: dict[str, Any]) -> QuerySet[Any]:
        if statement := chosen.get("koran"):
            rows = rows.filter(statement=statement)
        if state := chosen.get("keadaan"):
            rows = rows.filter(UNKNOWN) if state == "unknown" else rows.filter(standing=state)
        return rows.filter(text__icontains=chosen["q"]) if chosen.get("q") else rows


class OrderFilters(Filters):
    q = forms.CharField(label=_("Nomor atau tujuan"), required=False)


class Orders(Table):
    """Orders to pay people, and what became of their transfers."""

    name, needs, title = "payment-orders", "banking.money.read", _("Perintah bayar")
    columns = (
        Column("reference", _("Nomor"), link="banking:order"),
        Column("payer__name", _("Pembayar")),
        Column("purpose", _("Tujuan")),
        Column("execute_on", _("Tanggal bayar"), "date"),
        Column("transfers_ordered", _("Orang"), "number"),
        Column("rupiah", _("Jumlah"), "rupiah"),
        Column("waiting", _("Menunggu"), "number"),
        Column("paid", _("Dibayar"), "number"),
        Column("rejected", _("Ditolak"), "number"),
        Column("disputed", _("Sengketa"), "number"),
    )
    filters = OrderFilters
    orders = {"baru": ("-pk",), "tanggal": ("-execute_on", "-pk"), "jumlah": ("rupiah", "pk")}
    empty = _("Belum ada perintah bayar di wilayah Anda.")

    def rows(self) -> QuerySet[PaymentOrder]:
        states = {"waiting": "ordered", "paid": "paid", "rejected": "rejected", "disputed": "disputed"}
        return PaymentOrder.objects.annotate(
            **{name: counted(Transfer.objects.filter(state=state), "order") for name, state in states.items()}
        )

    def narrow(self, rows: QuerySet[PaymentOrder], chosen: dict[str, Any]) -> QuerySet[PaymentOrder]:
        word = chosen.get("q")
        return rows.filter(Q(reference__icontains=word) | Q(purpose__icontains=word)) if word else rows


class TransferFilters(Filters):
    q = forms.CharField(label=_("Nama"), required=False)
    keadaan = forms.ChoiceField(label=_("Keadaan"), required=False, choices=[ANY, *PAID.items()])
    perintah = Hidden()


class Transfers(Table):
    """Payments to people, one line a person."""

    name, needs, title = "transfers", "banking.money.read", _("Transfer kepada orang")
    columns = (
        Column("name", _("Nama"), link="banking:transfer"),
        Column("reference", _("Rujukan")),
        Column("purpose", _("Tujuan")),
        Column("shown", _("Rekening")),
        Column("rupiah", _("Jumlah"), "rupiah"),
        Column("state", _("Keadaan"), words=PAID),
        Column("settled_on", _("Dijawab"), "date"),
        Column("reason", _("Keterangan")),
    )
    filters = TransferFilters
    orders = {"rujukan": ("reference",), "nama": ("name", "pk"), "jumlah": ("rupiah", "pk")}
    empty = _("Tidak ada transfer dengan saringan ini.")

    def rows(self) -> QuerySet[Transfer]:
        return Transfer.objects.annotate(shown=tail("account__number"))

    def narrow(self, rows: QuerySet[Transfer], chosen: dict[str, Any]) -> QuerySet[Transfer]:
        if order := chosen.get("perintah"):
            rows = rows.filter(order=order)
        if state := chosen.get("keadaan"):
            rows = rows.filter(state=state)
        return rows.filter(name__icontains=chosen["q"]) if chosen.get("q") else rows
