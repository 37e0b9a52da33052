"""What is asked at the law desk. Nothing of it is kept."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

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
