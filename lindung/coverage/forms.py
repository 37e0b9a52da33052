"""What a decider fills in: the decree, and the numbers agreed to."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from lindung.programmes.forms import DecreeForm
from lindung.ui.fields import PaperField


class DecideForm(DecreeForm):
    paper = PaperField(
        label=_("Pindaian SK"),
        required=False,
        help_text=_("PDF, JPEG atau PNG, paling besar 10 MiB; boleh menyusul."),
    )
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
