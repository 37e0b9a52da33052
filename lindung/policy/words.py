"""Every sentence in two languages, and days and rupiah as both write them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from lindung.kernel import days
from lindung.kernel.rupiah import rupiah


class Text(NamedTuple):
    id: str
    en: str

    def in_(self, lang: str) -> str:
        return self.en if lang == "en" else self.id

    def __str__(self) -> str:
        return self.id


def day_in(day: date, lang: str) -> str:
    return f"{day.day} {day:%B} {day.year}" if lang == "en" else days.in_words(day)


def percent(per_mille: int) -> Text:
    """1000 ‰ → 100 %; 45 ‰ → 4,5 % and 4.5 %."""
    whole, tenth = divmod(per_mille, 10)
    return Text(f"{whole},{tenth} %", f"{whole}.{tenth}%") if tenth else Text(f"{whole} %", f"{whole}%")


def fill(id: str, en: str, **facts: object) -> Text:
    """Both templates filled with the same facts; a date, a Text or a number of rupiah in each its way."""
    return Text(id.format(**_in("id", facts)), en.format(**_in("en", facts)))


class Rp(int):
    """Marks a whole number as rupiah for `fill`."""


def _in(lang: str, facts: dict[str, object]) -> dict[str, object]:
    return {name: _word(lang, fact) for name, fact in facts.items()}


def _word(lang: str, fact: object) -> object:
    match fact:
        case Text():
            return fact.in_(lang)
        case Rp():
            return rupiah(int(fact))
        case date():
            return day_in(fact, lang)
    return fact
