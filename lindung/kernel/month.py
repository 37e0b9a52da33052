"""A calendar month, the unit in which cover is given and paid."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple


class Month(NamedTuple):
    """A month of a year; orders, adds and subtracts in whole months. In tables: its first day."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """From '2025-07' or '2025-07-01'. Raises ValueError on anything else."""
        found = re.fullmatch(r"(\d{4})-(\d{2})(-01)?", text.strip())
        if not found or not 1 <= int(found[2]) <= 12:
            raise ValueError(f"{text!r} is no month; write 2025-07")
        return cls(int(found[1]), int(found[2]))

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> Month:
        years, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, index + 1)

    def minus(self, other: Month) -> int:
        """Months from `other` to this one: Month(2025, 9).minus(Month(2025, 7)) == 2."""
        return (self.year - other.year) * 12 + self.number - other.number

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_from(start: Month, count: int) -> list[Month]:
    """`count` months one after another, beginning with `start`."""
    return [start.plus(step) for step in range(count)]


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from `first` to `last`, both included; none when `last` is earlier."""
    return iter(months_from(first, max(0, last.minus(first) + 1)))
