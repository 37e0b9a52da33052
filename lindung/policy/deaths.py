"""Death that did not come from work (JKM): three parts, and the three-month rule with its readings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from lindung.kernel.month import Month
from lindung.policy import notices
from lindung.policy.facts import months_after
from lindung.policy.law import Law, Value
from lindung.policy.results import Line, Notice
from lindung.policy.words import Rp, Text, fill

READINGS = {
    "calendar_months": Text("bulan kalender", "calendar months"),
    "days": Text("hari", "days"),
    "paid_months": Text("bulan iuran", "paid months"),
}
YES = Text("penuh", "full")
NO = Text("pemakaman saja", "funeral only")


class Months(NamedTuple):
    """Since when a member and for how many paid months; whatever is not known is None."""

    since: date | None
    paid: int | None
    unbroken: int | None


class Waited(NamedTuple):
    full: bool
    warnings: tuple[Notice, ...]
    rule: Value


def natural(law: Law, on: date, months: Months) -> tuple[list[Line], tuple[Notice, ...]]:
    """Lump sum, periodic and funeral; the funeral alone while the three months are not complete."""
    waited = waiting(law, on, months)
    funeral = amount_line(law, on, "jkm_funeral")
    if not waited.full:
        return [_because(funeral, waited.rule)], waited.warnings
    return [amount_line(law, on, "jkm_lump_sum"), periodic(law, on, "jkm"), funeral], waited.warnings


def amount_line(law: Law, on: date, parameter: str) -> Line:
    value = law.at(parameter, on)
    return Line(parameter, value.label, value.value, fill("{a}", "{a}", a=Rp(value.value)), (value,))


def periodic(law: Law, on: date, programme: str) -> Line:
    monthly = law.at(f"{programme}_periodic_monthly", on)
    months = law.at(f"{programme}_periodic_months", on)
    return Line(
        code=f"{programme}_periodic",
        label=Text("Santunan berkala, dibayar sekaligus", "Periodic benefit, paid at once"),
        amount=monthly.value * months.value,
        formula=fill("{n} × {a}", "{n} × {a}", n=months.value, a=Rp(monthly.value)),
        sources=(monthly, months),
        inputs=(("months", months.value),),
    )


def waiting(law: Law, on: date, months: Months) -> Waited:
    """Whether full JKM is due, by the reading the law file chooses; a warning where readings disagree."""
    rule = law.at("jkm_waiting_months", on)
    if not rule.value:
        return Waited(True, (), rule)
    if months.since is None:
        return Waited(True, (notices.start_unknown(rule),), rule)
    chosen = law.at("jkm_waiting_count", on)
    readings = _readings(law, on, months, rule)
    full = readings.get(chosen.value, readings["calendar_months"])
    said: list[Notice] = []
    if not full:
        full_from = _full_from(law, on, months.since, chosen, rule)
        said.append(notices.waiting(months.since, full_from, rule.value, rule))
    if len(set(readings.values())) > 1:
        said.append(notices.waiting_disputed(_spelled(readings), chosen))
    if _restarted(months, rule):
        said.append(notices.restart_unsettled(months.paid or 0, months.unbroken or 0, chosen))
    return Waited(full, tuple(said), rule)


def _readings(law: Law, on: date, months: Months, rule: Value) -> dict[str, bool]:
    assert months.since is not None  # noqa: S101  (asked only where the start is known)
    days = law.at("jkm_waiting_days", on)
    begun = Month.of(on).minus(Month.of(months.since)) + 1
    paid = begun if months.paid is None else months.paid
    return {
        "calendar_months": on >= months_after(months.since, rule.value),
        "days": (on - months.since).days >= days.value,
        "paid_months": paid >= rule.value,
    }


def _full_from(law: Law, on: date, since: date, chosen: Value, rule: Value) -> date:
    if chosen.value == "days":
        return since + timedelta(days=law.at("jkm_waiting_days", on).value)
    if chosen.value == "paid_months":
        return Month.of(since).plus(rule.value - 1).first
    return months_after(since, rule.value)


def _restarted(months: Months, rule: Value) -> bool:
    """Enough months in all, too few since the last break: nobody knows which counts."""
    if months.paid is None or months.unbroken is None:
        return False
    return months.unbroken < rule.value <= months.paid


def _spelled(readings: dict[str, bool]) -> Text:
    said = {READINGS[name]: YES if full else NO for name, full in readings.items()}
    return Text(
        ", ".join(f"{name.id}: {verdict.id}" for name, verdict in said.items()),
        ", ".join(f"{name.en}: {verdict.en}" for name, verdict in said.items()),
    )


def _because(line: Line, rule: Value) -> Line:
    return Line(line.code, line.label, line.amount, line.formula, (*line.sources, rule), line.inputs)
