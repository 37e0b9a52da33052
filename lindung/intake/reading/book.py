"""What a read file is: sheets of rows, each cell as text with the kind it had."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import polars as pl

from lindung.kernel.problem import Problem


class Cell(IntEnum):
    """What a cell was in the file; a NIK kept as a number has lost its last digits."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    BOOL = 4
    ERROR = 5


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `frame`: row (1-based, of the sheet), hidden, then c0, k0, c1, k1 …: text and kind of each column.

    Rows without any text are left out; their numbers show the gap.
    """

    name: str
    hidden: bool
    frame: pl.DataFrame

    @property
    def width(self) -> int:
        return (self.frame.width - 2) // 2

    @property
    def texts(self) -> list[str]:
        return [f"c{column}" for column in range(self.width)]


@dataclass(frozen=True, slots=True)
class Book:
    """A whole file as read."""

    name: str
    content: bytes
    sha256: str
    sheets: tuple[Sheet, ...]


class Unreadable(Exception):
    """A file that gives no rows, with the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem
