"""What officers fill in about batches, answers and contradictions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.accounts.access import scope, visible_to
from lindung.exchange.layouts import in_layout, known, out_layout
from lindung.intake.forms import MAX_UPLOAD
from lindung.intake.reading.formats import MIB, READABLE
from lindung.membership.models import Branch, Contradiction
from lindung.membership.queries import ANSWERS, LIST
from lindung.programmes.models import Programme
from lindung.regions.models import Region
from lindung.ui.fields import DayField


class SendForm(forms.Form):
    """Whom to send: asked by GET, so that the sheet with its numbers has an address of its own."""

    program = forms.ModelChoiceField(
        label=gettext_lazy("Program"), queryset=Programme.objects.none(), empty_label="–"
    )
    wilayah = forms.ModelChoiceField(
        label=gettext_lazy("Wilayah"),
        queryset=Region.objects.none(),
        empty_label="–",
        required=False,
        help_text=gettext_lazy("Hanya orang yang diusulkan dari wilayah ini; kosong: semua."),
    )
    wadah = forms.CharField(
        label=gettext_lazy("Wadah"),
        max_length=20,
        help_text=gettext_lazy("Kode wadah kelompok di BPJS, misalnya SG atau SD."),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_to(user, Programme.objects.order_by("-cover_from", "code"))
        self.fields["program"].queryset = seen  # type: ignore[attr-defined]
        codes = scope(user, "membership.send").codes
        inside = Region.objects.filter(Q(parent__in=codes) | Q(code__in=codes), retired_on=None)
        self.fields["wilayah"].queryset = inside.order_by("code")  # type: ignore[attr-defined]


class AgreeForm(forms.Form):
    """How many people the officer read on the sheet."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class FileForm(forms.Form):
    layout = forms.ChoiceField(label=gettext_lazy("Susunan berkas"))
    waiting = forms.BooleanField(label=gettext_lazy("Hanya yang belum dijawab"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = _layouts("out", LIST)  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Berkas jawaban"),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(READABLE)}),
        help_text=gettext_lazy("Satu baris untuk setiap orang: NIK, status, KPJ atau alasan. Sampai 50 MB."),
    )
    layout = forms.ChoiceField(label=gettext_lazy("Susunan berkas"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["layout"].choices = _layouts("in", ANSWERS)  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        given: UploadedFile = self.cleaned_data["file"]
        if (given.size or 0) > MAX_UPLOAD:
            raise forms.ValidationError(_("Berkas lebih besar dari %s MB. Bagilah.") % (MAX_UPLOAD // MIB))
        return given


class EndsForm(forms.Form):
    """Which ended memberships to write into a file."""

    program = forms.ModelChoiceField(
        label=gettext_lazy("Program"), queryset=Programme.objects.none(), empty_label="–"
    )
    cabang = forms.ModelChoiceField(
        label=gettext_lazy("Cabang BPJS"), queryset=Branch.objects.none(), empty_label="–"
    )
    sejak = DayField(label=gettext_lazy("Dicatat sejak"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = visible_to(user, Programme.objects.order_by("-cover_from", "code"))
        self.fields["program"].queryset = seen  # type: ignore[attr-defined]
        where = scope(user, "membership.send")
        served = Branch.objects.all() if where.whole else Branch.objects.filter(areas__district__in=where.codes)
        self.fields["cabang"].queryset = served.distinct().order_by("name")  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    stands = forms.ChoiceField(
        label=gettext_lazy("Yang berlaku menurut BPJS"),
        choices=Contradiction.Stands.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Atas kata siapa"),
        max_length=300,
        help_text=gettext_lazy("Nomor surat, nama petugas cabang, atau tanggal telepon."),
    )


def _layouts(direction: str, family: str) -> list[tuple[str, str]]:
    """Layouts of a family, `family` itself or `family-…`, the newest version of ours first."""
    made = [
        (name, out_layout(name) if direction == "out" else in_layout(name))
        for name in known(direction)
        if name.startswith(f"{family}-")
    ]
    unsure = _("belum dipastikan cabang")
    return [
        (name, f"{one.title} {name}" + ("" if one.verified else f" ({unsure})"))
        for name, one in sorted(made, key=lambda pair: (pair[1].code != family, pair[1].code, -pair[1].version))
    ]
