"""May this person be registered on that day?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lindung.kernel.days import age_on
from lindung.policy.law import Law, Value, current
from lindung.policy.results import Notice, doubts, source_as_dict
from lindung.policy.words import fill


@dataclass(frozen=True, slots=True)
class Eligibility:
    """`reasons` say why not; `warnings` what to look at. `sources` are the rules applied."""

    eligible: bool
    age: int
    reasons: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    sources: tuple[Value, ...]

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "eligible": self.eligible,
            "age": self.age,
            "reasons": [notice.text.in_(lang) for notice in self.reasons],
            "warnings": [notice.text.in_(lang) for notice in self.warnings],
            "sources": [source_as_dict(source) for source in self.sources],
        }


def age_limits(on: date, law: Law | None = None) -> tuple[int, int]:
    """From this age, and below that one: (18, 65) means 18 to under 65."""
    law = law or current()
    return law.at("age_minimum", on).value, law.at("age_below", on).value


def eligibility(
    *,
    born: date,
    on: date,
    min_age: int | None = None,
    age_below: int | None = None,
    alive: bool = True,
    working: bool = True,
    well: bool = True,
    already_covered: bool = False,
    law: Law | None = None,
) -> Eligibility:
    """By the law's ages and by a programme's own where it is stricter; the law's limit always stands."""
    law = law or current()
    lowest, limit = law.at("age_minimum", on), law.at("age_below", on)
    state = law.at("registration_working", on)
    age = age_on(born, on)
    reasons = [*_ages(age, max(lowest.value, min_age or 0), min(limit.value, age_below or age + limit.value))]
    if not alive:
        reasons.append(Notice("dead", fill("Orang ini sudah meninggal.", "This person has died."), state))
    if not (working and well):
        reasons.append(_not_working(state))
    if already_covered:
        reasons.append(_covered(state))
    return Eligibility(not reasons, age, tuple(reasons), doubts((lowest, limit)), (lowest, limit, state))


def _ages(age: int, lowest: int, below: int) -> list[Notice]:
    if age < lowest:
        words = fill("Umur {a} tahun; paling rendah {n} tahun.", "Age {a}; at least {n}.", a=age, n=lowest)
        return [Notice("too-young", words)]
    if age >= below:
        words = fill("Umur {a} tahun; harus di bawah {n} tahun.", "Age {a}; must be below {n}.", a=age, n=below)
        return [Notice("too-old", words)]
    return []


def _not_working(rule: Value) -> Notice:
    words = fill(
        "Harus sedang bekerja dan sehat untuk bekerja saat didaftarkan.",
        "Must be working and fit to work when registered.",
    )
    return Notice("not-working", words, rule)


def _covered(rule: Value) -> Notice:
    words = fill(
        "Sudah terlindungi pembayar lain pada masa ini.", "Already covered by another payer for this time."
    )
    return Notice("already-covered", words, rule)
