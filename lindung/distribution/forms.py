"""What officers fill in about events."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from lindung.accounts.access import scope
from lindung.distribution.models import Event
from lindung.programmes.models import Programme
from lindung.regions.models import Region
from lindung.ui.fields import DayField, NumberField

PLAN = "distribution.plan"
KINDS = {
    Event.Kind.HANDOVER: _("Penyerahan"),
    Event.Kind.LAUNCH: _("Peluncuran"),
    Event.Kind.AWARD: _("Penghargaan"),
}


def places_for(user: Any) -> QuerySet[Region]:
    """Where this person may plan: the own regions and two levels further down, a province's districts alone."""
    where = scope(user, PLAN)
    found = Q(pk__in=where.codes) | Q(parent__in=where.codes)
    if not where.whole:
        found |= Q(parent__parent__in=where.codes)
    return Region.objects.filter(found, retired_on=None).order_by("code")


class OfficialsField(forms.CharField):
    """Names with offices, one a line; its value is a list."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000, **kwargs)

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class EventForm(forms.Form):
    """A plan that is changed; programme and kind stay."""

    name = forms.CharField(label=_("Nama acara"), max_length=160)
    place = forms.CharField(label=_("Tempat"), max_length=160, help_text=_("Gedung, kantor atau desa."))
    region = forms.ModelChoiceField(label=_("Untuk wilayah"), queryset=Region.objects.none())
    held_on = DayField(label=_("Tanggal"))
    officials = OfficialsField(label=_("Pejabat yang hadir"), help_text=_("Satu baris satu orang: nama, jabatan."))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = places_for(user)  # type: ignore[attr-defined]

    def clean_region(self) -> str:
        return str(self.cleaned_data["region"].code)


class NewEventForm(EventForm):
    programme = forms.ModelChoiceField(label=_("Program"), queryset=Programme.objects.none())
    kind = forms.ChoiceField(label=_("Jenis"), choices=list(KINDS.items()))
    field_order = ("programme", "kind")

    def __init__(self, *args: Any, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes  # type: ignore[attr-defined]


class InviteForm(forms.Form):
    on_stage = NumberField(label=_("Penerima simbolis di panggung"), least=0)
