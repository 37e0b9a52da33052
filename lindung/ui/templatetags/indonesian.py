"""Numbers, money and dates as PUEBI writes them."""

from datetime import date

from django import template

from lindung.kernel.rupiah import rupiah, thousands
from lindung.ui.days import in_words
from lindung.ui.tables import masked

register = template.Library()
WITHHELD = "∗"  # what stands for a figure that the page does not show; the page says so beneath


@register.filter("rupiah")
def in_rupiah(amount: int | None) -> str:
    return WITHHELD if amount is None else rupiah(int(amount))


@register.filter("thousands")
def in_thousands(number: int | None) -> str:
    return WITHHELD if number is None else thousands(int(number))


@register.filter("tanggal")
def tanggal(day: date) -> str:
    return in_words(day)


@register.filter("masked")
def nik_masked(number: str | None) -> str:
    return masked(number or "")


@register.filter("bulan")
def bulan(day: date) -> str:
    """Juli 2025"""
    return tanggal(day).split(" ", 1)[1]


@register.filter("persen")
def persen(part: int, whole: int) -> str:
    """82,4 %; a dash where there is no whole."""
    return f"{100 * part / whole:.1f} %".replace(".", ",") if whole else "–"


@register.filter("get_name")
def get_name(row: dict[str, object], key: str) -> object:
    """The value of a key that the template only knows by name."""
    return row[key]
