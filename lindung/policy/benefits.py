"""What the law promises for an event: death, work accident, total disability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from lindung.policy import accidents, deaths, notices
from lindung.policy.facts import (
    CAUSES,
    EVENTS,
    NATURAL,
    SEGMENTS,
    SUDDEN,
    Child,
    at_least,
    is_tier_base,
    known,
    wage_base,
)
from lindung.policy.inheritance import heirs
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
    segment: str = "bpu",
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
    family: Sequence[str] | None = None,
    ill_at_registration: bool = False,
    law: Law | None = None,
) -> Benefit:
    """An estimate for an event on the day `on`. `start` is another name for member_since, as BPJS states it.

    Without a base the first tier is taken. A scholarship is counted only when children are given, and through
    JKM only when the paid months are. `family` are the relations of those alive (see `heirs`).
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
    facts = _Event(law, on, event, cause, route, wage, costs or Costs())
    parts = [Part(warnings=stand.warnings), _about_base(facts, tiers, known("Segmen", segment, SEGMENTS))]
    if route == "jkk":
        parts.append(_from_work(facts, tiers))
    elif event == "death":
        lines, warned = deaths.natural(law, on, deaths.Months(began, paid_months, unbroken_months))
        parts.append(Part(tuple(lines), warned))
    else:
        parts.append(Part(undecided=(notices.not_from_work(),)))
    if family is not None and event == "death":
        parts = [*_for_heirs(facts, parts, family)]
    if children and event != "accident":
        parts.append(_school(facts, children, paid_months, unbroken_months))
    return benefit_of(
        [line for part in parts for line in part.lines],
        [notice for part in parts for notice in part.warnings],
        [notice for part in parts for notice in part.undecided],
    )


class _Event(NamedTuple):
    law: Law
    on: date
    event: str
    cause: str
    route: str
    base: int
    costs: Costs


class Part(NamedTuple):
    """What one rule contributes to the answer."""

    lines: tuple[Line, ...] = ()
    warnings: tuple[Notice, ...] = ()
    undecided: tuple[Notice, ...] = ()


def _about_base(facts: _Event, tiers: Value, segment: str) -> Part:
    said: list[Notice] = []
    if facts.route == "jkk" and not is_tier_base(tiers, facts.base):
        said.append(notices.base_not_in_table(facts.base, tiers))
    if segment != "bpu":
        said.append(notices.other_segment(facts.law.at("wage_earner_tariff", facts.on)))
    return Part(warnings=tuple(said))


def _from_work(facts: _Event, tiers: Value) -> Part:
    law, on, event, cause, _, base, costs = facts
    lines = [
        *accidents.expenses(law, on, costs, base),
        *accidents.lasting(law, on, event, costs, base),
    ]
    return Part(
        tuple(_with_tiers(line, tiers) for line in lines),
        tuple(accidents.cautions(law, on, cause, costs)),
        tuple(accidents.undecided(law, on, event)),
    )


def _for_heirs(facts: _Event, parts: list[Part], family: Sequence[str]) -> Iterator[Part]:
    """Where nobody but whoever arranged the burial is left, the funeral alone is paid."""
    found = heirs(on=facts.on, family=family, law=facts.law)
    for part in parts:
        kept = [line for line in part.lines if not found.funeral_only or line.code.endswith("_funeral")]
        yield part._replace(lines=tuple(kept))
    yield Part(warnings=found.warnings)


def _school(facts: _Event, children: Sequence[Child], paid: int | None, unbroken: int | None) -> Part:
    if facts.route == "jkm" and paid is None:
        needed = facts.law.at("scholarship_jkm_months", facts.on)
        return Part(warnings=(notices.contributions_unknown(needed),))
    found = scholarship(
        on=facts.on,
        route=facts.route,
        children=children,
        paid_months=paid,
        unbroken_months=unbroken,
        law=facts.law,
    )
    return Part(found.lines, tuple(notice for notice in found.warnings if notice.code != "unverified"))


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
