"""A village as officers write it: its name, the subdistrict after a comma where there are several, or its code."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.regions.queries import search

LEAD = 0.15  # by how much the best name must lead the next
SURE = 0.5
OFFERED = 5


class VillageField(forms.CharField):
    """Gives the village's code. `within`: code of the region it must lie in; empty for anywhere."""

    within = ""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("Nama desa, kecamatan: Barene, Malaka Tengah. Atau kodenya."))
        super().__init__(max_length=120, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        found = [place for place in search(text, self.within) if place.kind == "village"]
        exact = [place for place in found if place.code == text.strip()]
        if exact:
            return str(exact[0].code)
        if not found or found[0].score < SURE:
            raise forms.ValidationError(_("Tidak ada desa yang cocok. Periksa ejaan, atau tulis kode desanya."))
        near = [place for place in found if place.score > found[0].score - LEAD]
        if len(near) > 1:
            told = "; ".join(f"{place.name}, {place.above} ({place.code})" for place in near[:OFFERED])
            raise forms.ValidationError(_("Ada beberapa desa begitu: %(told)s. Tulis kodenya.") % {"told": told})
        return found[0].code
