"""What to bring and until when: documents by type of claim, and the deadlines of a case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lindung.policy.facts import at_least, known, months_after
from lindung.policy.law import Law, Value, current
from lindung.policy.premiums import whole
from lindung.policy.results import Line, Notice, doubts
from lindung.policy.words import Rp, Text, day_in, fill, percent

CLAIMS = ("jkm", "jkk", "jkk_death", "scholarship", "registration")
CIRCUMSTANCES = (
    "spouse",
    "child",
    "minor",
    "will",
    "outside_list",
    "programme",
    "traffic",
    "reimbursed",
)


@dataclass(frozen=True, slots=True)
class Document:
    """`when` names the circumstance that asks for it; None means always. `needed` tells whether it holds here."""

    code: str
    label: Text
    when: str | None
    needed: bool
    source: Value

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "code": self.code,
            "label": self.label.in_(lang),
            "when": self.when,
            "needed": self.needed,
            "parameter": self.source.parameter,
            "article": self.source.citation,
            "confidence": self.source.confidence,
        }


@dataclass(frozen=True, slots=True)
class Deadline:
    """`by` is None where the day it counts from is not known yet."""

    code: str
    label: Text
    by: date | None
    source: Value
    warnings: tuple[Notice, ...] = ()

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "code": self.code,
            "label": self.label.in_(lang),
            "by": self.by.isoformat() if self.by else None,
            "parameter": self.source.parameter,
            "article": self.source.citation,
            "confidence": self.source.confidence,
            "warnings": [notice.text.in_(lang) for notice in self.warnings],
        }


def documents(
    *, claim: str, on: date, circumstances: Iterable[str] | None = None, law: Law | None = None
) -> tuple[Document, ...]:
    """Every document of the claim; those of circumstances are needed where named (None: not yet known, so all)."""
    law = law or current()
    source = law.at(f"documents_{known('Klaim', claim, CLAIMS)}", on)
    holds = None if circumstances is None else {known("Keadaan", one, CIRCUMSTANCES) for one in circumstances}
    return tuple(_document(row, holds, source) for row in source.value)


def _document(row: dict[str, str], holds: set[str] | None, source: Value) -> Document:
    when = row.get("when")
    needed = when is None or holds is None or when in holds
    return Document(row["code"], Text(row["id"], row["en"]), when, needed, source)


def deadlines(
    *, claim: str, on: date, submitted: date | None = None, law: Law | None = None
) -> tuple[Deadline, ...]:
    """Report, payment and expiry for an event on the day `on` whose papers were complete on `submitted`."""
    law = law or current()
    claim = known("Klaim", claim, ("jkm", "jkk", "jkk_death"))
    programme = claim.removesuffix("_death")
    found = [] if programme == "jkm" else [_report(law, on)]
    payment = law.at(f"{programme}_payment_working_days", on)
    due = working_days_after(submitted, payment.value) if submitted else None
    found.append(Deadline("payment", payment.label, due, payment, (_holidays(payment),)))
    expiry = law.at(f"{programme}_expiry_years", on)
    found.append(Deadline("expiry", expiry.label, months_after(on, 12 * expiry.value), expiry, doubts([expiry])))
    return tuple(found)


def late_compensation(*, amount: int, days_late: int, on: date, law: Law | None = None) -> Line:
    """What BPJS owes besides for paying so many days late."""
    law = law or current()
    penalty = law.at("late_penalty", on)
    days = at_least("Hari terlambat", days_late, 0)
    owed, rounding = whole(law, on, at_least("Santunan", amount, 0) * penalty.value * days, 1000)
    formula = fill("{n} hari × {p} × {a}", "{n} days × {p} × {a}", n=days, p=percent(penalty.value), a=Rp(amount))
    inputs = (("amount", amount), ("days", days))
    return Line("late_penalty", penalty.label, owed, formula, (penalty, *rounding), inputs)


def _report(law: Law, on: date) -> Deadline:
    report = law.at("jkk_report_hours", on)
    return Deadline("report", report.label, on + timedelta(hours=report.value), report, doubts([report]))


def working_days_after(day: date, count: int) -> date:
    """Saturdays and Sundays are skipped; public holidays are not known here."""
    while count:
        day += timedelta(days=1)
        count -= day.isoweekday() not in WEEKEND
    return day


WEEKEND = (6, 7)


def _holidays(rule: Value) -> Notice:
    words = fill(
        "Hari libur nasional tidak dihitung di sini; batas dapat mundur.",
        "Public holidays are not known here; the deadline may be later.",
    )
    return Notice("holidays", words, rule)


def spelled(deadline: Deadline, lang: str) -> str:
    return day_in(deadline.by, lang) if deadline.by else "–"
