"""What officers fill in about programmes, agreements, decrees and quotas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.programmes.models import Funder
from lindung.programmes.queries import Quota, Row
from lindung.ui.fields import DayField, MonthField, NumberField, PaperField, RupiahField


class ProgrammeForm(forms.Form):
    code = forms.RegexField(
        label=_("Kode"), regex=r"^[A-Z0-9][A-Z0-9.\-]{2,39}$",
        help_text=_("Huruf besar, angka, tanda hubung; misalnya NTT-2026."),
    )  # fmt: skip
    name = forms.CharField(label=_("Nama program"), max_length=200)
    funder = forms.ModelChoiceField(label=_("Pembayar iuran"), queryset=Funder.objects.none())
    territory = forms.CharField(label=_("Kode wilayah"), help_text=_("Misalnya 53.21 untuk Kabupaten Malaka."))
    cover_from = MonthField(label=_("Bulan pertama"))
    months = forms.IntegerField(label=_("Banyak bulan"), min_value=1, max_value=12)
    age_from = forms.IntegerField(label=_("Usia termuda"), min_value=0, max_value=64, initial=18)

    def __init__(self, *args: Any, funders: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["funder"].queryset = funders  # type: ignore[attr-defined]


class AgreementForm(forms.Form):
    number = forms.CharField(label=_("Nomor PKS"), max_length=120)
    signed_on = DayField(label=_("Tanggal tanda tangan"))
    cover_from = DayField(label=_("Berlaku sejak"))
    cover_to = DayField(label=_("Berlaku sampai"))
    backdating_letter = forms.CharField(
        label=_("Surat izin berlaku mundur"), required=False, max_length=120,
        help_text=_("Wajib bila berlaku sebelum ditandatangani."),
    )  # fmt: skip
    paper = PaperField(
        label=_("Pindaian PKS"), required=False, help_text=_("PDF, JPEG atau PNG, paling besar 10 MiB.")
    )

    def clean(self) -> dict[str, Any]:
        filled = super().clean() or {}
        first, last = filled.get("cover_from"), filled.get("cover_to")
        if first and last and last < first:
            self.add_error("cover_to", _("Harus sesudah tanggal berlaku sejak."))
        return filled


class PaperForm(forms.Form):
    paper = PaperField(label=_("Pindaian"), help_text=_("PDF, JPEG atau PNG, paling besar 10 MiB."))


class DecreeForm(forms.Form):
    """The decree behind an act; every form that acts by a decree begins with it."""

    number = forms.CharField(label=_("Nomor SK"), max_length=120)
    signed_on = DayField(label=_("Tanggal SK"))
    signed_by = forms.CharField(
        label=_("Ditandatangani oleh"), max_length=120, help_text=_("Misalnya Bupati Malaka.")
    )


class QuotaForm(DecreeForm):
    """Seats and rupiah of a region and of those directly in it; beside each, hidden, what the officer saw."""

    def __init__(self, *args: Any, rows: Sequence[Row], fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows, self.fixed = rows, fixed
        for row in rows:
            if row.own and fixed:
                continue
            for kind, field, value in (("k", NumberField, row.quota.seats), ("r", RupiahField, row.quota.rupiah)):
                label = _("Kursi %s") if kind == "k" else _("Anggaran %s")
                shown = field(label=label % row.name, least=0, initial=value)
                shown.widget.attrs |= {"aria-label": label % row.name, "autocomplete": "off"}
                self.fields[f"{kind}-{row.region}"] = shown
                self.fields[f"{kind}-{row.region}-dulu"] = forms.IntegerField(
                    widget=forms.HiddenInput, initial=value
                )

    def lines(self) -> list[dict[str, Any]]:
        return [
            {
                "row": row,
                "seats": self._bound(f"k-{row.region}"),
                "rupiah": self._bound(f"r-{row.region}"),
                "hidden": [self._bound(f"k-{row.region}-dulu"), self._bound(f"r-{row.region}-dulu")],
            }
            for row in self.rows
        ]

    def _bound(self, name: str) -> Any:
        return self[name] if name in self.fields else None

    def decree_fields(self) -> list[Any]:
        return [self[name] for name in ("number", "signed_on", "signed_by")]

    def quotas(self, suffix: str = "", given: Mapping[str, Any] | None = None) -> dict[str, Quota]:
        """Region → quota: as wanted, or with suffix "-dulu" as seen; what was not filled in stays as it is."""
        filled = self.cleaned_data if given is None else given
        told = {}
        for row in self.rows:
            seats, rupiah = filled.get(f"k-{row.region}{suffix}"), filled.get(f"r-{row.region}{suffix}")
            told[row.region] = Quota(
                row.quota.seats if seats is None else seats, row.quota.rupiah if rupiah is None else rupiah
            )
        return told

    @property
    def rows_wrong(self) -> list[str]:
        names = {"number", "signed_on", "signed_by"}
        return [name for name in self.errors if name not in names]
