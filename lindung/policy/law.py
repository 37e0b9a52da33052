"""The law as data: parameters of dated values, each value with its own citation. Read once, then kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from lindung.kernel.problem import Refused
from lindung.policy.problems import NO_RULE, UNKNOWN_PARAMETER
from lindung.policy.words import Text, day_in

FOLDER = Path(__file__).parent / "parameters"
CONFIDENCES = ("verified", "secondary", "unverified")


@dataclass(frozen=True, slots=True, eq=False)
class Value:
    """What a rule says from one day to another, with the article that says so."""

    parameter: str
    label: Text
    unit: str
    start: date
    end: date | None
    value: Any
    law: str
    article: str
    link: str
    confidence: str
    checked: date | None
    note: Text | None = None
    question: Text | None = None

    @property
    def citation(self) -> str:
        return f"{self.law} {self.article}".strip()

    @property
    def file(self) -> str:
        return f"lindung/policy/parameters/{self.parameter}.yaml"

    def period(self, lang: str) -> str:
        last = day_in(self.end, lang) if self.end else "…"
        return f"{day_in(self.start, lang)} – {last}"


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    label: Text
    description: Text
    unit: str
    values: tuple[Value, ...]

    def at(self, day: date) -> Value | None:
        index = bisect_right(self.values, day, key=_start) - 1
        if index < 0:
            return None
        found = self.values[index]
        return found if found.end is None or day <= found.end else None


class Law:
    """All parameters. A reform is another Law: this one with some parameters overlaid."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self._parameters = {parameter.name: parameter for parameter in parameters}
        self._at: dict[tuple[str, date], Value] = {}

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self._parameters.values())

    def __getitem__(self, name: str) -> Parameter:
        try:
            return self._parameters[name]
        except KeyError:
            raise Refused(UNKNOWN_PARAMETER.problem(name=name)) from None

    def at(self, name: str, day: date) -> Value:
        """The value in force on that day; refused when no rule is known for it."""
        found = self._at.get((name, day))
        if found is None:
            parameter = self[name]
            found = parameter.at(day)
            if found is None:
                raise Refused(NO_RULE.problem(label=parameter.label.id, name=name, day=day_in(day, "id")))
            # A day is asked again and again; a century of days is the natural bound of this memory.
            self._at[name, day] = found
        return found

    def reformed(self, overlay: Path | Iterable[Mapping[str, Any]]) -> Law:
        """This law with other values from the overlay's first day on, per parameter; earlier values stay."""
        written = _read(overlay) if isinstance(overlay, Path) else overlay
        changed = dict(self._parameters)
        for one in written:
            new = parameter_from(one, known=changed.get(one["name"]))
            changed[new.name] = _laid_over(changed.get(new.name), new)
        return Law(changed.values())


@cache
def current() -> Law:
    """The law as the files of this package state it."""
    return Law(parameter_from(written) for written in _read(FOLDER))


def parameter_from(written: Mapping[str, Any], known: Parameter | None = None) -> Parameter:
    """A parameter from its file. An overlay may leave out what the known parameter already says."""
    name = written["name"]
    if known is None and not {"label", "description", "unit"} <= written.keys():
        raise Refused(UNKNOWN_PARAMETER.problem(name=name))
    label = _text(written["label"]) if known is None or "label" in written else known.label
    unit = written["unit"] if "unit" in written or known is None else known.unit
    about = _text(written["description"]) if "description" in written or known is None else known.description
    values = tuple(_value(one, name, label, unit) for one in written["values"])
    return Parameter(name, label, about, unit, values)


def _value(written: Mapping[str, Any], name: str, label: Text, unit: str) -> Value:
    return Value(
        parameter=name,
        label=label,
        unit=unit,
        start=written["from"],
        end=written["to"],
        value=written["value"],
        law=written["law"],
        article=written["article"],
        link=written["link"],
        confidence=written["confidence"],
        checked=written["checked"],
        note=_text(written["note"]) if "note" in written else None,
        question=_text(written["question"]) if "question" in written else None,
    )


def _laid_over(old: Parameter | None, new: Parameter) -> Parameter:
    if old is None:
        return new
    first = new.values[0].start
    kept = [value for value in old.values if value.start < first]
    if kept and (kept[-1].end is None or kept[-1].end >= first):
        kept[-1] = replace(kept[-1], end=first - timedelta(days=1))
    after = new.values[-1].end
    later = [] if after is None else [value for value in old.values if value.end is None or value.end > after]
    if after is not None and later and later[0].start <= after:
        later[0] = replace(later[0], start=after + timedelta(days=1))
    return replace(old, values=(*kept, *new.values, *later))


def _read(place: Path) -> list[Mapping[str, Any]]:
    files = sorted(place.glob("*.yaml")) if place.is_dir() else [place]
    return [yaml.load(file.read_text("utf-8"), Loader=_LOADER) for file in files]  # noqa: S506 (safe loaders)


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _text(written: Mapping[str, str]) -> Text:
    return Text(written["id"], written["en"])


def _start(value: Value) -> date:
    return value.start
