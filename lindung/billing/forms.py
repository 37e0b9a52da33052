"""What finance and BPJS fill in about bills."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.billing.models import Difference
from lindung.membership.models import Branch
from lindung.programmes.models import Programme
from lindung.ui.fields import DayField, MonthField, RupiahField


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


class PayForm(forms.Form):
    rupiah = RupiahField(label=_("Jumlah dibayar"))
    reference = forms.CharField(
        label=_("Rujukan bank"), max_length=120,
        help_text=_("Rujukan yang sama dengan jumlah yang sama adalah pembayaran yang sama."),
    )  # fmt: skip
    sp2d = forms.CharField(label=_("Nomor SP2D"), max_length=120, required=False)
    surplus = forms.BooleanField(label=_("Simpan kelebihannya sebagai kelebihan bayar"), required=False)


OWNERS = [
    (Difference.Owner.US.value, _("Pemerintah daerah")),
    (Difference.Owner.BPJS.value, _("BPJS Ketenagakerjaan")),
    (Difference.Owner.BANK.value, _("Bank")),
]


class ExplainForm(forms.Form):
    owner = forms.ChoiceField(label=_("Yang membetulkan"), choices=OWNERS)
    reason = forms.CharField(label=_("Sebab"), max_length=300)
