"""Fields of forms for what every room asks: a day, a month, rupiah, a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from lindung.kernel.month import Month
from lindung.kernel.rupiah import parse_rupiah, thousands


class DayField(forms.DateField):
    """A day, by the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)


class MonthField(forms.CharField):
    """A month; its value is a kernel Month."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "month", "placeholder": "2025-07"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Month.parse(text)
        except ValueError:
            raise ValidationError(_("Tulis tahun dan bulan, misalnya 2025-07.")) from None

    def prepare_value(self, value: Any) -> Any:
        return str(Month.of(value)) if isinstance(value, date) else value


class RupiahField(forms.CharField):
    """Whole rupiah, written with or without points and Rp; its value is an int."""

    def __init__(self, *, least: int = 1, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        self.least = least
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            amount = parse_rupiah(text)
        except ValueError:
            raise ValidationError(_("Tulis rupiah bulat, misalnya 10.080.000.")) from None
        if not self.least <= amount < 10**15:
            raise ValidationError(_("Isi %(least)s atau lebih.") % {"least": thousands(self.least)})
        return amount

    def prepare_value(self, value: Any) -> Any:
        return thousands(value) if isinstance(value, int) else value


class NumberField(RupiahField):
    """A whole number, written with or without points."""


class PaperField(forms.FileField):
    """A signed paper as PDF or picture."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.ClearableFileInput(attrs={"accept": "application/pdf,image/jpeg,image/png"})
        )
        super().__init__(**kwargs)
