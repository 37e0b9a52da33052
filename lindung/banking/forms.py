"""What officers fill in about accounts, statements and payments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import Scope, scope, visible_to
from lindung.banking.models import Bank, PaymentOrder
from lindung.billing.models import Bill
from lindung.exchange.layouts import known
from lindung.exchange.uploads import SentField
from lindung.programmes.models import Funder, Programme
from lindung.regions.models import Region
from lindung.ui.fields import DayField, RupiahField

SHEETS = ".xlsx,.xls,.ods,.csv"
CHOOSE = _("– pilih –")
FORMATS = [("", _("seperti susunannya")), ("xlsx", "Excel"), ("csv", "CSV")]


def districts(where: Scope) -> Any:
    """The districts of a scope, and those it lies in where it is smaller than one."""
    rows = Region.objects.filter(retired_on=None, code__regex=r"^\d{2}\.\d{2}$").order_by("name")
    if where.whole:
        return rows.filter(code__regex=rf"^({'|'.join(code for code in where.codes if len(code) == 2)})\.")
    return rows.filter(code__in=[code[:5] for code in where.codes])


def purses(user: Any, capability: str) -> Any:
    """Funders for whom this person may act; those of no region only from a whole province."""
    where = scope(user, capability)
    own = [
        funder.pk
        for funder in Funder.objects.all()
        if (funder.region_id in where if funder.region_id else where.whole)
    ]
    return Funder.objects.filter(pk__in=own).order_by("name")


def layouts(direction: str, code: str) -> list[tuple[str, str]]:
    """Layouts of one purpose, ours and the office's own; the newest first."""
    names = [name for name in known(direction) if name.rpartition("-")[0].startswith(code)]
    return [(name, name) for name in sorted(names, reverse=True)]


class AskForm(forms.Form):
    """Whose accounts are asked of which bank."""

    program = forms.ModelChoiceField(label=_("Program"), queryset=Programme.objects.none(), empty_label=CHOOSE)
    bank = forms.ModelChoiceField(label=_("Bank"), queryset=Bank.objects.none(), empty_label=CHOOSE)
    wilayah = forms.ModelChoiceField(
        label=_("Kabupaten/kota"), queryset=Region.objects.none(), required=False,
        empty_label=_("seluruh wilayah program"),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = scope(user, "banking.send")
        fields: dict[str, Any] = self.fields
        fields["program"].queryset = visible_to(user, Programme.objects.order_by("-cover_from", "code"))
        fields["bank"].queryset = Bank.objects.order_by("name")
        fields["wilayah"].queryset = districts(where)
        fields["wilayah"].required = not where.whole


class WriteForm(forms.Form):
    """In which layout and form the list is written."""

    layout = forms.ChoiceField(label=_("Susunan berkas"))
    format = forms.ChoiceField(label=_("Bentuk"), choices=FORMATS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = layouts("out", "bank-requests")  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """The bank's answers: number and branch, or a reason."""

    file = SentField(
        label=_("Berkas jawaban bank"), accept=SHEETS, help_text=_("Excel, ODS atau CSV sampai 64 MB.")
    )
    layout = forms.ChoiceField(label=_("Susunan berkas"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = layouts("in", "bank-answer")  # type: ignore[attr-defined]


class BankAnswerForm(AnswerForm):
    """Answers for several batches of one bank."""

    bank = forms.ModelChoiceField(label=_("Bank"), queryset=Bank.objects.order_by("name"), empty_label=CHOOSE)
    field_order = ["bank"]


class ConsentForm(forms.Form):
    file = SentField(
        label=_("Daftar kesediaan"), accept=SHEETS,
        help_text=_("Kolom NIK dan BERSEDIA (YA atau TIDAK). Kata terbaru seseorang yang berlaku."),
    )  # fmt: skip


class SettleForm(forms.Form):
    """How a line in doubt ends, and on whose word."""

    taken = forms.ChoiceField(
        label=_("Bagaimana diselesaikan?"), widget=forms.RadioSelect,
        choices=[("yes", _("Orangnya sama: catat rekening ini")), ("no", _("Jangan pakai jawaban ini"))],
    )  # fmt: skip
    note = forms.CharField(
        label=_("Atas dasar apa"), max_length=300, help_text=_("Surat, nama petugas bank, atau percakapan.")
    )

    def __init__(self, *args: Any, may_take: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_take:
            del self.fields["taken"]


class BooksForm(forms.Form):
    """Whose books a branch of the bank prints."""

    bank = forms.ModelChoiceField(label=_("Bank"), queryset=Bank.objects.order_by("name"), empty_label=CHOOSE)
    branch = forms.ChoiceField(label=_("Cabang bank"))
    since = DayField(label=_("Dibuka sejak"))
    wilayah = forms.ModelChoiceField(
        label=_("Kabupaten/kota"), queryset=Region.objects.none(), required=False,
        empty_label=_("semua kabupaten/kota"),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, branches: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        where = scope(user, "banking.send")
        fields: dict[str, Any] = self.fields
        fields["branch"].choices = [(one, one) for one in branches]
        fields["wilayah"].queryset = districts(where)
        fields["wilayah"].required = not where.whole


class StatementForm(forms.Form):
    """A statement of an account of a government unit."""

    bank = forms.ModelChoiceField(label=_("Bank"), queryset=Bank.objects.order_by("name"), empty_label=CHOOSE)
    funder = forms.ModelChoiceField(label=_("Pemilik rekening"), queryset=Funder.objects.none(), empty_label=CHOOSE)
    file = SentField(
        label=_("Rekening koran"), accept=f".xml,.sta,.txt,.940,{SHEETS}",
        help_text=_("camt.053, MT940, atau lembar kerja dengan kolom tanggal, uraian dan mutasi."),
    )  # fmt: skip
    account = forms.RegexField(
        label=_("Nomor rekening"), regex=r"^[0-9]{6,34}$", required=False,
        help_text=_("Hanya bila berkasnya lembar kerja, yang tidak menyebut nomornya."),
        error_messages={"invalid": _("Tulis angka saja, 6 sampai 34.")},
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = purses(user, "billing.pay")  # type: ignore[attr-defined]


class BillForm(forms.Form):
    bill = forms.ModelChoiceField(label=_("Tagihan yang dibayar"), queryset=Bill.objects.none(), empty_label=CHOOSE)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_to(user, Bill.objects.filter(closure=None).order_by("-due_on", "payment_code"))
        self.fields["bill"].queryset = seen  # type: ignore[attr-defined]
        self.fields["bill"].label_from_instance = lambda bill: bill.payment_code  # type: ignore[attr-defined]


class TransferForm(forms.Form):
    reference = forms.CharField(
        label=_("Rujukan transfer"), max_length=40, help_text=_("Seperti pada perintah bayar, misalnya T12-000003.")
    )


class ExplainForm(forms.Form):
    explanation = forms.CharField(
        label=_("Apa mutasi ini"), max_length=300, help_text=_("Misalnya biaya administrasi Agustus, jasa giro.")
    )


class OrderForm(forms.Form):
    """Whom to pay: a list, or one person."""

    payer = forms.ModelChoiceField(label=_("Pembayar"), queryset=Funder.objects.none(), empty_label=CHOOSE)
    bank = forms.ModelChoiceField(label=_("Bank"), queryset=Bank.objects.order_by("name"), empty_label=CHOOSE)
    reference = forms.CharField(
        label=_("Nomor perintah"), max_length=60, help_text=_("Nomor yang sama adalah perintah yang sama.")
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=PaymentOrder.Kind.choices)
    purpose = forms.CharField(
        label=_("Tujuan"), max_length=140,
        help_text=_("Setiap orang menerima satu tujuan dari satu pembayar satu kali."),
    )  # fmt: skip
    debit_account = forms.RegexField(
        label=_("Rekening sumber"), regex=r"^[0-9]{6,34}$",
        error_messages={"invalid": _("Tulis angka saja, 6 sampai 34.")},
    )  # fmt: skip
    execute_on = DayField(label=_("Tanggal bayar"))
    file = SentField(
        label=_("Daftar penerima"), accept=SHEETS, required=False, help_text=_("Kolom NIK dan RUPIAH.")
    )
    nik = forms.RegexField(
        label=_("atau NIK satu orang"), regex=r"^[0-9]{16}$", required=False,
        error_messages={"invalid": _("NIK terdiri dari 16 angka.")},
    )  # fmt: skip
    rupiah = RupiahField(label=_("Jumlah untuk orang itu"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["payer"].queryset = purses(user, "banking.order")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        one = bool(filled.get("nik") or filled.get("rupiah"))
        if bool(filled.get("file")) == one and not self.errors:
            raise forms.ValidationError(
                _("Unggah satu daftar, atau isi NIK dan jumlah satu orang; jangan keduanya.")
            )
        if one and not (filled.get("nik") and filled.get("rupiah")) and not self.errors:
            raise forms.ValidationError(_("Isi NIK dan jumlahnya."))
        return filled


class WithdrawForm(forms.Form):
    note = forms.CharField(label=_("Mengapa perintah ini ditarik"), max_length=300)


class StatusForm(forms.Form):
    bank = forms.ModelChoiceField(label=_("Bank"), queryset=Bank.objects.order_by("name"), empty_label=CHOOSE)
    file = SentField(label=_("Laporan bank (pain.002)"), accept=".xml", help_text=_("Berkas XML sampai 64 MB."))


class ResolveForm(forms.Form):
    """How a dispute ends."""

    state = forms.ChoiceField(
        label=_("Bagaimana berakhir?"), widget=forms.RadioSelect,
        choices=[("paid", _("Uangnya sampai")), ("rejected", _("Uangnya tidak sampai; boleh diperintahkan lagi"))],
    )  # fmt: skip
    note = forms.CharField(label=_("Atas dasar apa"), max_length=300)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Alasan melihat nomor utuh"), max_length=200, help_text=_("Dicatat bersama nama Anda.")
    )
