"""What officers fill in about a person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.people.models import Occupation, Person, Sex
from lindung.people.nik import LENGTH, NotANik, parse
from lindung.regions.forms import VillageField

MARITAL = ("Belum Kawin", "Kawin", "Cerai Hidup", "Cerai Mati")
EARLIEST = "1900-01-01"


def day_field(**kwargs: Any) -> forms.DateField:
    return forms.DateField(
        widget=forms.DateInput(attrs={"type": "date", "min": EARLIEST}, format="%Y-%m-%d"), **kwargs
    )


def nik_field(label: Any) -> forms.CharField:
    typed = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.CharField(
        label=label, max_length=40, help_text=gettext_lazy("16 angka, seperti di KTP."), widget=typed
    )


def source_field(label: Any) -> forms.CharField:
    """On what it rests: every change says it."""
    help_text = gettext_lazy("Surat, KTP, KK atau orang yang menyatakannya.")
    return forms.CharField(label=label, max_length=200, min_length=3, help_text=help_text)


def clean_nik(text: str) -> str:
    """16 figures. Raises ValidationError in words for people."""
    try:
        return parse(text).digits
    except NotANik as trouble:
        figures = sum(sign.isdigit() for sign in text)
        words = _("NIK ini tidak mungkin ada. Periksa angka tanggal lahir dan daerahnya di KTP.")
        if figures != LENGTH:
            words = _("%(figures)s angka, seharusnya 16. Salin dari KTP.") % {"figures": figures}
        raise forms.ValidationError(words) from trouble


class RecordForm(forms.Form):
    """What a person's record says, to be put right."""

    name = forms.CharField(
        label=gettext_lazy("Nama lengkap"), max_length=120, help_text=gettext_lazy("Seperti di KTP.")
    )
    birth_date = day_field(label=gettext_lazy("Tanggal lahir"), required=False)
    birth_place = forms.CharField(label=gettext_lazy("Tempat lahir"), max_length=80, required=False)
    sex = forms.ChoiceField(
        label=gettext_lazy("Jenis kelamin"), required=False,
        choices=[("", "–"), (Sex.MALE, gettext_lazy("Laki-laki")), (Sex.FEMALE, gettext_lazy("Perempuan"))],
    )  # fmt: skip
    marital = forms.ChoiceField(
        label=gettext_lazy("Status kawin"), required=False, choices=[("", "–"), *((one, one) for one in MARITAL)]
    )
    mother_name = forms.CharField(label=gettext_lazy("Nama ibu kandung"), max_length=120, required=False)
    phone = forms.RegexField(
        r"^\+?[0-9 \-]{8,18}$", label=gettext_lazy("Telepon"), required=False,
        error_messages={"invalid": gettext_lazy("Tulis nomornya saja, misalnya 081234567890.")},
    )  # fmt: skip

    def clean_birth_date(self) -> Any:
        born = self.cleaned_data["birth_date"]
        if born and born > timezone.localdate():
            raise forms.ValidationError(_("Tanggal ini belum terjadi."))
        return born

    def clean_sex(self) -> str | None:
        return self.cleaned_data["sex"] or None

    def clean_phone(self) -> str:
        digits = "".join(sign for sign in self.cleaned_data["phone"] if sign.isdigit())
        return "+62" + digits.removeprefix("62").removeprefix("0") if digits else ""


class CorrectionForm(RecordForm):
    """The record as it stands, the reason, and which state of it the officer saw."""

    source = source_field(gettext_lazy("Dasar perbaikan"))
    version = forms.CharField(widget=forms.HiddenInput)

    field_order = ["name", "birth_date"]


class NikForm(forms.Form):
    nik = nik_field(gettext_lazy("NIK yang benar"))
    source = source_field(gettext_lazy("Dasar perbaikan"))

    def clean_nik(self) -> str:
        return clean_nik(self.cleaned_data["nik"])


class AddressForm(forms.Form):
    village = VillageField(label=gettext_lazy("Desa/kelurahan"))
    street = forms.CharField(label=gettext_lazy("Jalan atau dusun"), max_length=120, required=False)
    rt = forms.CharField(label="RT", max_length=3, required=False)
    rw = forms.CharField(label="RW", max_length=3, required=False)
    source = source_field(gettext_lazy("Dasar perbaikan"))


class NewcomerForm(RecordForm):
    """A person who stood on no list."""

    nik = nik_field("NIK")
    village = VillageField(label=gettext_lazy("Desa/kelurahan"))
    street = forms.CharField(label=gettext_lazy("Jalan atau dusun"), max_length=120, required=False)
    occupation = forms.ModelChoiceField(
        Occupation.objects.order_by("name"), label=gettext_lazy("Pekerjaan"), required=False
    )
    source = source_field(gettext_lazy("Dasar"))

    field_order = ["nik", "name", "birth_date", "birth_place", "sex", "village", "street", "occupation"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["birth_date"].required = True
        self.fields["occupation"].label_from_instance = lambda one: one.name  # type: ignore[attr-defined]

    def clean_nik(self) -> str:
        return clean_nik(self.cleaned_data["nik"])


class DeathForm(forms.Form):
    died_on = day_field(label=gettext_lazy("Tanggal meninggal"))
    source = source_field(gettext_lazy("Siapa atau surat apa yang menyatakannya"))


class MoveForm(forms.Form):
    moved_on = day_field(label=gettext_lazy("Tanggal pindah"))
    village = VillageField(label=gettext_lazy("Desa/kelurahan baru"), required=False)
    place = forms.CharField(label=gettext_lazy("Atau tempat di luar provinsi"), max_length=120, required=False)
    source = source_field(gettext_lazy("Siapa atau surat apa yang menyatakannya"))

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        if not self.errors and bool(filled.get("village")) == bool(filled.get("place")):
            raise forms.ValidationError(_("Isi desa yang baru, atau tempat di luar provinsi: salah satu."))
        return filled


class RevealForm(forms.Form):
    """Which number, and what for."""

    what = forms.ChoiceField(label=gettext_lazy("Nomor"), choices=())
    reason = forms.CharField(
        label=gettext_lazy("Untuk apa"),
        max_length=200,
        help_text=gettext_lazy("Alasan ini dicatat bersama nama Anda."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = choices  # type: ignore[attr-defined]


def initial_of(person: Person, version: str) -> dict[str, Any]:
    names = ("name", "birth_date", "birth_place", "sex", "marital", "mother_name", "phone")
    return {name: getattr(person, name) for name in names} | {"version": version}
