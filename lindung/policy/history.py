"""What changed between two dates, and what a lawyer should answer; both told by the data itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from lindung.policy.law import CONFIDENCES, Law, Parameter, Value, current
from lindung.policy.results import source_as_dict
from lindung.policy.words import Text


@dataclass(frozen=True, slots=True)
class Change:
    """From `before` to `after` on the day `on`; before is None where the rule begins, after where it ends."""

    on: date
    parameter: Parameter
    before: Value | None
    after: Value | None

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        told = self.after or self.before
        assert told is not None  # noqa: S101  (a change has at least one side)
        return {
            "on": self.on.isoformat(),
            "label": self.parameter.label.in_(lang),
            "before": self.before.value if self.before else None,
            "after": self.after.value if self.after else None,
            "unit": self.parameter.unit,
            **source_as_dict(told),
        }


@dataclass(frozen=True, slots=True)
class Question:
    """Something a lawyer or BPJS should settle, with the value it concerns."""

    text: Text
    value: Value

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "question": self.text.in_(lang),
            "label": self.value.label.in_(lang),
            "from": self.value.start.isoformat(),
            **source_as_dict(self.value),
        }


def changes(*, since: date, until: date, law: Law | None = None) -> tuple[Change, ...]:
    """Every parameter whose value differs, day by day after `since` up to and including `until`."""
    found = [change for parameter in law or current() for change in _changes(parameter, since, until)]
    return tuple(sorted(found, key=lambda change: (change.on, change.parameter.name)))


def _changes(parameter: Parameter, since: date, until: date) -> list[Change]:
    pairs = zip((None, *parameter.values), parameter.values, strict=False)
    return [
        Change(after.start, parameter, before, after)
        for before, after in pairs
        if since < after.start <= until and (before is None or before.value != after.value)
    ]


def questions(law: Law | None = None) -> tuple[Question, ...]:
    """Open questions: of rules in force before those of the past, the least certain first."""
    found = [
        Question(value.question, value)
        for parameter in law or current()
        for value in parameter.values
        if value.question
    ]
    return tuple(
        sorted(found, key=lambda one: (one.value.end is not None, -CONFIDENCES.index(one.value.confidence)))
    )
