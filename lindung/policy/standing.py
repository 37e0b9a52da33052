"""Was the person covered on that day, and is anything about it at the edge? Grace, lapse, back-dating, age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lindung.kernel.days import age_on
from lindung.kernel.month import Month
from lindung.policy import notices
from lindung.policy.law import Law, current
from lindung.policy.results import Notice

NO_BENEFIT = ("before", "lapsed")


@dataclass(frozen=True, slots=True)
class Standing:
    """`state` is covered, grace, lapsed, before (membership began later) or unknown (no paid_through)."""

    state: str
    grace_until: date | None
    warnings: tuple[Notice, ...]

    @property
    def entitled(self) -> bool:
        """False only where no benefit is due; in grace a person must look, yet the right exists."""
        return self.state not in NO_BENEFIT


def standing(
    *,
    on: date,
    member_since: date | None = None,
    registered_on: date | None = None,
    paid_through: date | None = None,
    born: date | None = None,
    ill_at_registration: bool = False,
    law: Law | None = None,
) -> Standing:
    """How the membership stands on the day of an event, from what BPJS states."""
    law = law or current()
    said: list[Notice] = []
    if registered_on and (member_since or registered_on) <= on < registered_on:
        backdated = law["backdated_cover"].at(on)
        said.append(notices.before_registration(on, registered_on, backdated))
    began = registered_on or member_since
    if ill_at_registration:
        said.append(notices.ill_at_registration(law.at("registration_working", began or on)))
    if born and began and age_on(born, began) >= (limit := law.at("age_below", began)).value:
        said.append(notices.too_old(age_on(born, began), limit))
    begun = member_since or registered_on
    if begun and on < begun:
        return Standing("before", None, (notices.before_membership(on, begun), *said))
    if paid_through is None:
        return Standing("unknown", None, tuple(said))
    return _paid(law, on, paid_through, said)


def _paid(law: Law, on: date, paid_through: date, said: list[Notice]) -> Standing:
    grace = law.at("grace_months", on)
    until = Month.of(paid_through).plus(grace.value).last
    if on <= paid_through:
        return Standing("covered", until, tuple(said))
    if on <= until:
        return Standing("grace", until, (notices.in_grace(paid_through, until, grace), *said))
    return Standing("lapsed", until, (notices.lapsed(paid_through, until, grace), *said))
