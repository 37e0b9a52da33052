"""Dates as people in Indonesia write them."""

from __future__ import annotations

from datetime import date

MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def in_words(day: date) -> str:
    """25 Agustus 2025"""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def in_figures(day: date) -> str:
    """25/8/2025"""
    return f"{day.day}/{day.month}/{day.year}"


def age_on(born: date, day: date) -> int:
    """Completed years; one born on 29 February completes a year on 1 March of a common year."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
