"""Words a caller may use for facts, and the checks that they can be."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.policy.law import Law, Value
from lindung.policy.problems import OUT_OF_RANGE, TWO_BASES, UNKNOWN_WORD

PAYERS = ("apbn", "apbd", "village", "company", "self")
SEGMENTS = ("bpu", "wage_earner")
SECTORS = ("transport", "other")
PARTS = ("jkk", "jkm", "jht")
EVENTS = ("death", "accident", "total-disability")
NATURAL = "natural"
WORK_CAUSES = ("work-accident", "work-disease")
SUDDEN = "sudden-at-work"
CAUSES = (NATURAL, *WORK_CAUSES, SUDDEN)


@dataclass(frozen=True, slots=True)
class Child:
    """A child who may get a scholarship. Without a level the age tells it; without both, all years count.

    `level_year` is the year already begun at that level: 1 is the first. `wage_months` are the latest
    months on end that the child worked for a wage.
    """

    born: date | None = None
    level: str | None = None
    level_year: int = 1
    married: bool = False
    working: bool = False
    wage_months: int | None = None
    name: str = ""


def known(fact: str, given: str, words: Iterable[str]) -> str:
    """The word itself (dashes and underscores alike), or a refusal that names the words there are."""
    spelled = {word.replace("_", "-"): word for word in words}
    try:
        return spelled[given.replace("_", "-")]
    except KeyError:
        raise Refused(UNKNOWN_WORD.problem(fact=fact, given=given, known=", ".join(spelled.values()))) from None


def at_least(fact: str, given: int, least: int) -> int:
    if isinstance(given, bool) or not isinstance(given, int):
        raise Refused(OUT_OF_RANGE.problem(fact=fact, given=given, rule="Isi bilangan bulat."))
    if given < least:
        raise Refused(OUT_OF_RANGE.problem(fact=fact, given=given, rule=f"Isi {least} atau lebih."))
    return given


def wage_base(law: Law, day: date, income: int | None, tier: int | None, base: int | None) -> tuple[int, Value]:
    """The base by income (lower bound of the tier), by tier number, or as typed; the first tier otherwise."""
    given = {"income": income, "tier": tier, "base": base}
    if sum(fact is not None for fact in given.values()) > 1:
        raise Refused(TWO_BASES.problem(given=", ".join(name for name in given if given[name] is not None)))
    tiers = law.at("jkk_tiers", day)
    if base is not None:
        return at_least("Dasar penghasilan", base, 1), tiers
    if tier is not None:
        if not 1 <= tier <= len(tiers.value):
            rule = f"Golongan bernomor 1 sampai {len(tiers.value)}."
            raise Refused(OUT_OF_RANGE.problem(fact="Golongan", given=tier, rule=rule))
        return tiers.value[tier - 1]["base"], tiers
    earned = at_least("Penghasilan", income or 0, 0)
    fitting = [row for row in tiers.value if row["from"] <= earned]
    return fitting[-1]["base"], tiers


def is_tier_base(tiers: Value, base: int) -> bool:
    return any(row["base"] == base for row in tiers.value)


def month_of(on: date | Month) -> Month:
    return on if isinstance(on, Month) else Month.of(on)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the month's last day where that day does not exist."""
    month = Month.of(day).plus(months)
    return date(month.year, month.number, min(day.day, calendar.monthrange(month.year, month.number)[1]))
