"""Scholarships for the children of a member who died or became totally disabled, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from lindung.kernel.days import age_on
from lindung.kernel.problem import Refused
from lindung.policy import notices
from lindung.policy.facts import Child, at_least, known
from lindung.policy.law import Law, Value, current
from lindung.policy.problems import OUT_OF_RANGE
from lindung.policy.results import Benefit, Line, Notice, benefit_of
from lindung.policy.words import Rp, Text, fill

ROUTES = ("jkm", "jkk", "none")


def scholarship(
    *,
    on: date,
    route: str = "jkm",
    children: Sequence[Child] = (),
    paid_months: int | None = None,
    unbroken_months: int | None = None,
    law: Law | None = None,
) -> Benefit:
    """The most that may be paid over the years for these children; it is asked for and paid every year."""
    law = law or current()
    route = known("Jalur", route, ROUTES)
    if route == "none" or not children:
        return benefit_of((), ())
    needed = law.at(f"scholarship_{route}_months", on)
    paid = None if paid_months is None else at_least("Bulan dibayar", paid_months, 0)
    if needed.value and paid is not None and paid < needed.value:
        return benefit_of((), [notices.contributions_short(paid, needed)])
    said = [*_contributions(needed, paid, unbroken_months)]
    levels, places = law.at("scholarship_levels", on), law.at("scholarship_children", on)
    lines: list[Line] = []
    taken = 0
    for number, child in enumerate(children, start=1):
        if refusal := _not_eligible(law, on, number, child):
            said.append(refusal)
        elif taken == places.value:
            said.append(notices.child_beyond_number(number, places))
        else:
            taken += 1
            lines += _child_lines(law, on, number, child, (levels, places, needed))
            said += _at_the_edge(law, on, number, child)
    if lines:
        said.append(notices.paid_yearly(levels))
    return benefit_of(lines, said)


def _contributions(needed: Value, paid: int | None, unbroken: int | None) -> Iterator[Notice]:
    if not needed.value:
        return
    if paid is None:
        yield notices.contributions_unknown(needed)
    elif unbroken is not None and unbroken < needed.value:
        yield notices.contributions_broken(paid, unbroken, needed)


def _not_eligible(law: Law, on: date, number: int, child: Child) -> Notice | None:
    limit, status = law.at("scholarship_age_below", on), law.at("scholarship_status", on)
    if child.born and on < child.born:
        rule = "Tanggal lahir anak tidak boleh sesudah kejadian."
        raise Refused(OUT_OF_RANGE.problem(fact="Tanggal lahir anak", given=child.born, rule=rule))
    if child.born and age_on(child.born, on) >= limit.value:
        return notices.child_too_old(number, limit)
    if child.married:
        return notices.child_status(number, Text("sudah menikah", "is married"), status)
    if child.working and not _work_allowed(law, on, child):
        return notices.child_status(number, Text("sudah bekerja", "works"), status)
    return None


def _work_allowed(law: Law, on: date, child: Child) -> bool:
    allowed = law["scholarship_wage_months"].at(on)
    return allowed is not None and child.wage_months is not None and child.wage_months <= allowed.value


def _at_the_edge(law: Law, on: date, number: int, child: Child) -> Iterator[Notice]:
    if child.working:
        yield notices.child_works_briefly(number, law.at("scholarship_wage_months", on))


def _child_lines(
    law: Law, on: date, number: int, child: Child, sources: tuple[Value, Value, Value]
) -> Iterator[Line]:
    limit = law.at("scholarship_age_below", on)
    for row, years in _years(on, child, sources[0].value, limit.value):
        who = child.name or str(number)
        yield Line(
            code="scholarship",
            label=Text(f"Beasiswa anak {who}: {row['id']}", f"Scholarship, child {who}: {row['en']}"),
            amount=row["amount"] * years,
            formula=fill("{n} × {a}", "{n} × {a}", n=years, a=Rp(row["amount"])),
            sources=(*sources, *([limit] if child.born else [])),
            inputs=(("child", who), ("level", row["code"]), ("years", years)),
        )


def _years(
    on: date, child: Child, levels: Sequence[Mapping[str, Any]], age_below: int
) -> Iterator[tuple[Mapping[str, Any], int]]:
    """Years left at each level, one level after another, while the child is below the age limit."""
    age = None if child.born is None else age_on(child.born, on)
    first, begun = _starting(child, levels, age)
    age = None if age is None else max(age, levels[0]["from_age"])
    for index in range(first, len(levels)):
        row = levels[index]
        years = row["years"] - (begun if index == first else 0)
        if age is not None:
            years = max(0, min(years, age_below - age))
            age += years
        if years:
            yield row, years


def _starting(child: Child, levels: Sequence[Mapping[str, Any]], age: int | None) -> tuple[int, int]:
    """The level where the child stands and the years there that are over."""
    at_least("Tahun di jenjang", child.level_year, 1)
    codes = [str(row["code"]) for row in levels]
    if child.level is not None and len(codes) > 1:
        return codes.index(known("Jenjang", child.level, codes)), child.level_year - 1
    if age is None or age < levels[0]["from_age"] or len(codes) == 1:
        return 0, 0
    index = max(i for i, row in enumerate(levels) if row["from_age"] <= age)
    return index, min(age - levels[index]["from_age"], levels[index]["years"])
