"""Answers that carry their own explanation: lines with amount, formula, article and confidence, and notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from lindung.policy.law import CONFIDENCES, Value
from lindung.policy.words import Text

ESTIMATE = Text(
    "Perkiraan; BPJS Ketenagakerjaan yang memutuskan dan membayar.",
    "An estimate; BPJS Ketenagakerjaan decides and pays.",
)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person must know before trusting the number. `source` is the value it speaks of."""

    code: str
    text: Text
    source: Value | None = None

    def __str__(self) -> str:
        return self.text.id


@dataclass(frozen=True, slots=True)
class Line:
    """One amount, how it came about, and every value of the law it rests on (the deciding one first)."""

    code: str
    label: Text
    amount: int
    formula: Text
    sources: tuple[Value, ...]
    inputs: tuple[tuple[str, int | str], ...] = ()

    @property
    def parameter(self) -> str:
        return self.sources[0].parameter

    @property
    def article(self) -> str:
        return "; ".join(dict.fromkeys(source.citation for source in self.sources))

    @property
    def confidence(self) -> str:
        return weakest(self.sources)

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "code": self.code,
            "label": self.label.in_(lang),
            "amount": self.amount,
            "formula": self.formula.in_(lang),
            "inputs": dict(self.inputs),
            "parameter": self.parameter,
            "article": self.article,
            "confidence": self.confidence,
            "sources": [source_as_dict(source) for source in self.sources],
        }


@dataclass(frozen=True, slots=True)
class Premium:
    """`monthly` is that of the first month; `total` is over all months, which may differ when the law changes."""

    monthly: int
    months: int
    total: int
    base: int | None
    lines: tuple[Line, ...]
    warnings: tuple[Notice, ...]

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "monthly": self.monthly,
            "months": self.months,
            "total": self.total,
            "base": self.base,
            "lines": [line.as_dict(lang) for line in self.lines],
            "warnings": [notice.text.in_(lang) for notice in self.warnings],
        }


@dataclass(frozen=True, slots=True)
class Benefit:
    """What the law promises for an event. `undecided` names what no rule can say, such as medical need."""

    total: int
    lines: tuple[Line, ...]
    warnings: tuple[Notice, ...]
    undecided: tuple[Notice, ...] = ()

    def as_dict(self, lang: str = "id") -> dict[str, Any]:
        return {
            "total": self.total,
            "lines": [line.as_dict(lang) for line in self.lines],
            "warnings": [notice.text.in_(lang) for notice in self.warnings],
            "undecided": [notice.text.in_(lang) for notice in self.undecided],
            "estimate": ESTIMATE.in_(lang),
        }


def benefit_of(lines: Iterable[Line], warnings: Iterable[Notice], undecided: Iterable[Notice] = ()) -> Benefit:
    """Sums the lines and adds a warning for every unverified value among their sources."""
    kept = tuple(lines)
    said = (*warnings, *doubts(source for line in kept for source in line.sources))
    return Benefit(sum(line.amount for line in kept), kept, said, tuple(undecided))


def doubts(sources: Iterable[Value]) -> tuple[Notice, ...]:
    """One warning per value that nobody could verify."""
    weak = {source.parameter: source for source in sources if source.confidence == CONFIDENCES[-1]}
    return tuple(_doubt(source) for source in weak.values())


def _doubt(source: Value) -> Notice:
    name, label = source.parameter, source.label
    more = source.question
    return Notice(
        "unverified",
        Text(
            f"{label.id} ({name}): aturan ini belum terverifikasi.{f' {more.id}' if more else ''}",
            f"{label.en} ({name}): this rule is unverified.{f' {more.en}' if more else ''}",
        ),
        source,
    )


def weakest(sources: Iterable[Value]) -> str:
    return max((source.confidence for source in sources), key=CONFIDENCES.index, default=CONFIDENCES[0])


def source_as_dict(source: Value) -> dict[str, str]:
    return {
        "parameter": source.parameter,
        "file": source.file,
        "article": source.citation,
        "link": source.link,
        "confidence": source.confidence,
    }
