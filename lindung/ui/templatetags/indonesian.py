"""Numbers, money and dates as PUEBI writes them."""

from datetime import date

from django import template

from lindung.kernel.days import in_words
from lindung.kernel.rupiah import rupiah, thousands

register = template.Library()
register.filter("rupiah", lambda amount: rupiah(int(amount)))
register.filter("thousands", lambda number: thousands(int(number)))


@register.filter("tanggal")
def tanggal(day: date) -> str:
    return in_words(day)


@register.filter("persen")
def persen(part: int, whole: int) -> str:
    """82,4 %; a dash where there is no whole."""
    return f"{100 * part / whole:.1f} %".replace(".", ",") if whole else "–"


@register.filter("get_name")
def get_name(row: dict[str, object], key: str) -> object:
    """The value of a key that the template only knows by name."""
    return row[key]
