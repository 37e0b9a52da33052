"""What is asked at the law desk, of which nothing is kept; a person typed in and proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import has, visible_to
from lindung.people.forms import NewcomerForm
from lindung.programmes.models import Programme
from lindung.ui.fields import DayField, RupiahField

PAYERS = [
    ("apbd", _("APBD")),
    ("apbn", _("APBN")),
    ("village", _("Dana desa")),
    ("company", _("Perusahaan")),
    ("self", _("Sendiri (mandiri)")),
]
SECTORS = [("other", _("Bukan transportasi")), ("transport", _("Transportasi"))]
EVENTS = [
    ("death", _("Meninggal")),
    ("accident", _("Kecelakaan kerja")),
    ("total-disability", _("Cacat total tetap")),
]
CAUSES = [
    ("", _("Belum diketahui")),
    ("natural", _("Bukan karena kerja")),
    ("work-accident", _("Kecelakaan kerja")),
    ("work-disease", _("Penyakit akibat kerja")),
    ("sudden-at-work", _("Mendadak di tempat kerja")),
]


class PremiumForm(forms.Form):
    on = DayField(label=_("Bulan mulai (tanggal mana pun)"))
    payer = forms.ChoiceField(label=_("Siapa yang membayar"), choices=PAYERS)
    sector = forms.ChoiceField(label=_("Bidang kerja"), choices=SECTORS)
    months = forms.IntegerField(label=_("Banyak bulan"), min_value=1, max_value=60, initial=12)
    income = RupiahField(
        label=_("Penghasilan sebulan"), required=False, least=0,
        help_text=_("Kosong: golongan terendah, seperti program pekerja rentan."),
    )  # fmt: skip


class BenefitForm(forms.Form):
    on = DayField(label=_("Tanggal kejadian"))
    event = forms.ChoiceField(label=_("Kejadian"), choices=EVENTS)
    cause = forms.ChoiceField(label=_("Sebab"), choices=CAUSES, required=False)
    member_since = DayField(label=_("Peserta sejak"), required=False, help_text=_("Menurut BPJS Ketenagakerjaan."))
    paid_through = DayField(label=_("Iuran lunas sampai"), required=False)
    paid_months = forms.IntegerField(label=_("Banyak bulan lunas"), min_value=0, max_value=600, required=False)
    children = forms.IntegerField(label=_("Anak yang bersekolah"), min_value=0, max_value=10, required=False)


class ProposedForm(NewcomerForm):
    """A person who stood on no list, and the programme they are proposed for, by who may propose."""

    programme = forms.ModelChoiceField(
        label=_("Usulkan untuk program"), queryset=Programme.objects.none(), required=False,
        help_text=_("Kosong: hanya masuk registri, belum diusulkan."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has(user, "nominations.propose"):
            del self.fields["programme"]
            return
        seen = visible_to(user, Programme.objects.order_by("-cover_from", "code"))
        self.fields["programme"].queryset = seen  # type: ignore[attr-defined]
        self.fields["programme"].label_from_instance = lambda one: f"{one.code} · {one.name}"  # type: ignore[attr-defined]
