"""An officer's own list of regions: CSV with code and name; may also retire codes."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lindung.kernel.problem import Problem, Refused
from lindung.regions import problems
from lindung.regions.catalogue import CSV_LIST, Place, Retirement

CODE = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")


class RegionList(NamedTuple):
    """What a CSV says: places that exist, codes that ended."""

    places: list[Place]
    retirements: list[Retirement]


def read_csv(path: Path) -> RegionList:
    """Read the whole file; raise Refused with the problems of all its lines."""
    found = RegionList([], [])
    troubles: list[Problem] = []
    seen: set[str] = set()
    for number, row in _rows(path):
        line = _Line(path.name, number, row)
        troubles += line.read_into(found, seen)
    if troubles:
        raise Refused(*troubles)
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            # Excel in Indonesia separates with semicolons.
            delimiter = ";" if ";" in handle.readline() else ","
            handle.seek(0)
            reader = csv.DictReader(handle, restval="", delimiter=delimiter)
            if "code" not in (reader.fieldnames or ()):
                raise Refused(problems.NOT_A_LIST.problem(file=path.name, reason="tidak ada kolom code"))
            for row in reader:
                values = {name: value.strip() for name, value in row.items() if name and value is not None}
                if any(values.values()):
                    yield reader.line_num, values
    except (UnicodeDecodeError, csv.Error) as trouble:
        raise Refused(problems.NOT_A_LIST.problem(file=path.name, reason=str(trouble))) from trouble


class _Line:
    """One line of the CSV and what is wrong with it."""

    def __init__(self, file: str, number: int, row: dict[str, str]) -> None:
        self.place = {"file": file, "row": number}
        self.row = row
        self.troubles: list[Problem] = []

    def read_into(self, found: RegionList, seen: set[str]) -> list[Problem]:
        code = self.row["code"]
        if not CODE.fullmatch(code):
            return [problems.BAD_CODE.problem(column="code", value=code, **self.place)]
        if code in seen:
            return [problems.TWICE.problem(column="code", value=code, **self.place)]
        seen.add(code)
        retired_on = self._value("retired_on", date.fromisoformat, "tanggal seperti 2025-07-01")
        if retired_on:
            found.retirements.append(Retirement(code, retired_on, self._successor()))
        elif not self.row.get("name"):
            self.troubles.append(problems.NO_NAME.problem(column="name", value=code, **self.place))
        else:
            found.places.append(self._place(code))
        return self.troubles

    def _place(self, code: str) -> Place:
        return Place(
            code,
            self.row["name"],
            self._value("latitude", _within(90), "derajat lintang seperti -9.57"),
            self._value("longitude", _within(180), "derajat bujur seperti 124.9"),
            self._value("population", _count, "jumlah orang tanpa titik"),
            f"{CSV_LIST} {self.place['file']}",
        )

    def _successor(self) -> str | None:
        return self._value("successor", _code, "kode wilayah seperti 53.21.01.2001")

    def _value[T](self, column: str, read: Callable[[str], T], wanted: str) -> T | None:
        text = self.row.get(column, "")
        try:
            return read(text) if text else None
        except ValueError:
            self.troubles.append(problems.BAD_VALUE.problem(column=column, value=text, wanted=wanted, **self.place))
            return None


def _within(limit: float) -> Callable[[str], float]:
    def read(text: str) -> float:
        degrees = float(text)
        if not -limit <= degrees <= limit:
            raise ValueError(text)
        return degrees

    return read


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number < 2**31:
        raise ValueError(text)
    return number


def _code(text: str) -> str:
    if not CODE.fullmatch(text):
        raise ValueError(text)
    return text
