"""Dates in words, in the language of the page. What is stored or printed to be signed uses `kernel.days`."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language

from lindung.kernel import days


def in_words(day: date) -> str:
    """25 Agustus 2025; 25 August 2025"""
    return days.in_words(day) if get_language() == settings.LANGUAGE_CODE else date_format(day, "j F Y")
