"""What the law promises for an event: death, work accident, total disability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from lindung.policy import accidents, deaths, notices
from lindung.policy.facts import (
    CAUSES,
    EVENTS,
    NATURAL,
    SUDDEN,
    Child,
    at_least,
    is_tier_base,
    known,
    wage_base,
)
from lindung.policy.law import Law, Value, current
from lindung.policy.results import Benefit, Line, Notice, benefit_of
from lindung.policy.scholarships import scholarship
from lindung.policy.standing import standing


@dataclass(frozen=True, slots=True)
class Costs:
    """What an accident cost and did, as receipts and doctors state it; rupiah, days and percent."""

    treatment: int = 0
    transport: Mapping[str, int] = field(default_factory=dict)
    days_unable: int = 0
    anatomical: Sequence[str] = ()
    functional: Mapping[str, int] = field(default_factory=dict)
    home_care: int = 0
    home_care_months: int = 0
    prosthesis: int = 0
    dental: int = 0
    glasses: int = 0
    hearing_aid: int = 0


def benefit(
    *,
    on: date,
    event: str = "death",
    cause: str | None = None,
    start: date | None = None,
    member_since: date | None = None,
    registered_on: date | None = None,
    paid_through: date | None = None,
    paid_months: int | None = None,
    unbroken_months: int | None = None,
    born: date | None = None,
    income: int | None = None,
    tier: int | None = None,
    base: int | None = None,
    costs: Costs | None = None,
    children: Sequence[Child] = (),
    ill_at_registration: bool = False,
    law: Law | None = None,
) -> Benefit:
    """An estimate for an event on the day `on`. `start` is another name for member_since, as BPJS states it.

    Without a base the first tier is taken. A scholarship is counted only when children are given.
    """
    law = law or current()
    event = known("Kejadian", event, EVENTS)
    cause = known("Sebab", cause or (NATURAL if event == "death" else "work-accident"), CAUSES)
    began = member_since or start
    for fact, count in (("Bulan dibayar", paid_months), ("Bulan tanpa putus", unbroken_months)):
        if count is not None:
            at_least(fact, count, 0)
    stand = standing(
        on=on,
        member_since=began,
        registered_on=registered_on,
        paid_through=paid_through,
        born=born,
        ill_at_registration=ill_at_registration,
        law=law,
    )
    if not stand.entitled:
        return benefit_of((), stand.warnings)
    wage, tiers = wage_base(law, on, income, tier, base)
    route = _route(law, on, event, cause)
    said: list[Notice] = list(stand.warnings)
    if route == "jkk" and not is_tier_base(tiers, wage):
        said.append(notices.base_not_in_table(wage, tiers))
    lines: list[Line] = []
    undecided: list[Notice] = []
    if route == "none":
        undecided.append(notices.not_from_work())
    if event == "death" and route == "jkm":
        months = deaths.Months(began, paid_months, unbroken_months)
        paid, warned = deaths.natural(law, on, months)
        lines += paid
        said += warned
    if route == "jkk":
        lines += accidents.expenses(law, on, costs or Costs(), wage)
        lines += accidents.lasting(law, on, event, costs or Costs(), wage)
        lines = [_with_tiers(line, tiers) for line in lines]
        said += accidents.cautions(law, on, cause, costs or Costs())
        undecided += accidents.undecided(law, on, event)
    if children and (event != "accident"):
        school = scholarship(
            on=on,
            route=route,
            children=children,
            paid_months=paid_months,
            unbroken_months=unbroken_months,
            law=law,
        )
        lines += school.lines
        said += [notice for notice in school.warnings if notice.code != "unverified"]
    return benefit_of(lines, said, undecided)


def _route(law: Law, on: date, event: str, cause: str) -> str:
    """Which programme answers; an accident or disability that did not come from work has none."""
    if cause == SUDDEN:
        return str(law.at("jkk_sudden_death", on).value)
    if cause == NATURAL:
        return "jkm" if event == "death" else "none"
    return "jkk"


def _with_tiers(line: Line, tiers: Value) -> Line:
    """A line that rests on the wage base rests on the table of tiers too."""
    rests = any(name == "base" for name, _ in line.inputs)
    return replace(line, sources=(*line.sources, tiers)) if rests else line
