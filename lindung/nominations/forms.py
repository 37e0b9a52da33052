"""What a verifier fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.nominations.models import Check

KINDS = {
    Check.Kind.POPULATION: _("NIK di Dukcapil"),
    Check.Kind.WORK: _("Pekerjaan dan usia"),
    Check.Kind.MEMBERSHIP: _("Kepesertaan aktif di BPJS Ketenagakerjaan"),
    Check.Kind.WELFARE: _("Desil DTSEN"),
    Check.Kind.VILLAGE: _("Musyawarah desa"),
}


class CheckForm(forms.Form):
    """The result of one check: of the ticked, or of everybody who has none of this kind today."""

    kind = forms.ChoiceField(label=_("Pemeriksaan"), choices=[(kind.value, words) for kind, words in KINDS.items()])
    source = forms.CharField(
        label=_("Dasar"), max_length=200, help_text=_("Daftar, surat atau berita acara, misalnya BA 12/VIII/2025.")
    )
