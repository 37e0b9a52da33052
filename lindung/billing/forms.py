"""What finance and BPJS fill in about bills."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lindung.billing.models import Bill, Difference, OutsideTotal
from lindung.exchange.layouts import in_layout, known
from lindung.exchange.uploads import SentField
from lindung.kernel.rupiah import thousands
from lindung.membership.models import Branch
from lindung.programmes.models import Funder, Programme
from lindung.ui.fields import DayField, MonthField, NumberField, RupiahField


class FreezeForm(forms.Form):
    programme = forms.ModelChoiceField(label=_("Program"), queryset=Programme.objects.none())
    branch = forms.ModelChoiceField(label=_("Cabang BPJS"), queryset=Branch.objects.none())
    first = MonthField(label=_("Bulan pertama"))
    last = MonthField(label=_("Bulan terakhir"))
    payment_code = forms.CharField(label=_("Kode iuran"), max_length=80)
    due_on = DayField(label=_("Jatuh tempo"))

    def __init__(self, *args: Any, programmes: Any, branches: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]
        self.fields["branch"].queryset = branches  # type: ignore[attr-defined]


class LookForm(forms.Form):
    """From which day, and of which programme, membership is looked at."""

    pada = DayField(label=_("Dilihat pada"), required=False)
    program = forms.ModelChoiceField(
        label=_("Program"), queryset=Programme.objects.none(), required=False, empty_label="–"
    )
    bulan = forms.IntegerField(label=_("Bulan dilanjutkan"), required=False, min_value=1, max_value=60)

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].queryset = programmes  # type: ignore[attr-defined]


class PayForm(forms.Form):
    rupiah = RupiahField(label=_("Jumlah dibayar"))
    reference = forms.CharField(
        label=_("Rujukan bank"), max_length=120,
        help_text=_("Rujukan yang sama dengan jumlah yang sama adalah pembayaran yang sama."),
    )  # fmt: skip
    sp2d = forms.CharField(label=_("Nomor SP2D"), max_length=120, required=False)
    agreed = forms.CharField(widget=forms.HiddenInput, required=False)


OWNERS = [
    (Difference.Owner.US.value, _("Pemerintah daerah")),
    (Difference.Owner.BPJS.value, _("BPJS Ketenagakerjaan")),
    (Difference.Owner.BANK.value, _("Bank")),
]


TICKED = "ticked"


class ExplainForm(forms.Form):
    """Which differences, and whose they are. `kinds`: `queries.kinds_of` the invoice."""

    kind = forms.ChoiceField(label=_("Selisih yang dijelaskan"))
    owner = forms.ChoiceField(label=_("Yang membetulkan"), choices=OWNERS)
    reason = forms.CharField(label=_("Sebab"), max_length=300)

    def __init__(self, *args: Any, kinds: Sequence[dict[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = dict(Difference.Kind.choices)
        every = _("Semua yang belum dijelaskan: %(kind)s (%(left)s)")
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            (TICKED, _("Yang dicentang dalam daftar")),
            *(
                (row["kind"], every % {"kind": told[row["kind"]], "left": thousands(row["left"])})
                for row in kinds
                if row["left"]
            ),
        ]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("kind") == TICKED and not self.data.getlist("number"):  # type: ignore[attr-defined]
            raise forms.ValidationError(_("Centang dulu selisih yang dijelaskan."))
        return found


class InvoiceForm(forms.Form):
    """BPJS's list of names. Layouts are data; an office's own stand beside ours."""

    paper = SentField(
        label=_("Rincian tagihan dari BPJS"),
        accept=".xlsx,.xls,.ods,.csv",
        help_text=_("Satu baris per orang dan bulan: NIK atau KPJ, nama, bulan, upah, iuran."),
    )
    layout = forms.ChoiceField(label=_("Susunan kolom"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = sorted((name for name in known("in") if name.startswith("bpjs-invoice")), reverse=True)
        self.fields["layout"].choices = [(name, _layout(name)) for name in names]  # type: ignore[attr-defined]


def _layout(name: str) -> str:
    layout = in_layout(name)
    words = {"title": layout.title, "version": layout.version}
    if layout.verified:
        return gettext("%(title)s, versi %(version)s") % words
    return gettext("%(title)s, versi %(version)s (belum pasti)") % words


class AskForm(forms.Form):
    reference = forms.CharField(label=_("Nomor surat kita kepada BPJS"), max_length=120)


class SettleForm(forms.Form):
    """How BPJS answered: money back, counted on another bill, or lost."""

    how = forms.ChoiceField(
        label=_("Bagaimana berakhir"),
        widget=forms.RadioSelect,
        choices=[
            ("refunded", _("Dikembalikan: BPJS mentransfer uangnya")),
            ("offset", _("Diperhitungkan: mengurangi tagihan lain program ini")),
            ("lost", _("Kerugian: BPJS menolak, uangnya tidak kembali")),
        ],
    )
    against = forms.ModelChoiceField(
        label=_("Tagihan yang dikurangi"), queryset=Bill.objects.none(), required=False
    )
    reference = forms.CharField(label=_("Nomor surat BPJS atau rujukan bank"), max_length=120)

    def __init__(self, *args: Any, bills: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["against"].queryset = bills  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if "how" in found and (found["how"] == "offset") != bool(found.get("against")):
            self.add_error("against", _("Pilih tagihannya bila diperhitungkan, dan hanya bila diperhitungkan."))
        return found


class TotalForm(forms.Form):
    """What BPJS states of a funder's month."""

    funder = forms.ModelChoiceField(label=_("Pembayar iuran"), queryset=Funder.objects.none())
    month = MonthField(label=_("Bulan perlindungan"))
    measure = forms.ChoiceField(label=_("Yang dihitung"), choices=OutsideTotal.Measure.choices)
    value = NumberField(label=_("Jumlah menurut BPJS"), least=0, help_text=_("Orang, atau rupiah."))
    as_of = DayField(label=_("Keadaan per tanggal"))
    source = forms.CharField(label=_("Sumber"), max_length=200, help_text=_("Surat atau laporan yang menyebutnya."))

    def __init__(self, *args: Any, funders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = funders  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Mengapa keliru"), max_length=300)
