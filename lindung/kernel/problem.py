"""What is wrong, where, and what to do about it: the one shape in which every room speaks of problems."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """error rejects the row, look parks it for a person, warning lets it pass."""

    ERROR = "error"
    LOOK = "look"
    WARNING = "warning"


KINDS: dict[str, Kind] = {}  # every kind that was declared, by its code


@dataclass(frozen=True, slots=True)
class Kind:
    """One numbered kind of problem. A room declares its kinds in `problems.py`; a code is never used twice.

    `message` and `remedy` are Indonesian templates filled by `Kind.problem(...)` with str.format. The finished text
    is what is kept, sent and printed; a page in another language makes its own of it (`ui.telling`).
    """

    code: str
    severity: Severity
    message: str
    remedy: str

    def __post_init__(self) -> None:
        KINDS[self.code] = self

    def problem(self, **where: object) -> Problem:
        """A Problem of this kind. Place (file, sheet, row, column, value) and template words in one call."""
        place = {name: where[name] for name in ("file", "sheet", "row", "column", "value") if name in where}
        return Problem(
            code=self.code,
            severity=self.severity,
            message=self.message.format(**where),
            remedy=self.remedy.format(**where),
            **place,  # type: ignore[arg-type]
        )


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem at its place. `row` is the sheet's own 1-based number; a NIK in `value` is already masked."""

    code: str
    severity: Severity
    message: str
    remedy: str
    file: str | None = field(default=None)
    sheet: str | None = field(default=None)
    row: int | None = field(default=None)
    column: str | None = field(default=None)
    value: str | None = field(default=None)

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    def __str__(self) -> str:
        spots = (
            self.file,
            self.sheet and f"lembar {self.sheet}",
            self.row and f"baris {self.row}",
            self.column and f"kolom {self.column}",
        )
        place = ", ".join(str(spot) for spot in spots if spot)
        return f"{self.code} {place + ': ' if place else ''}{self.message} {self.remedy}".rstrip()


class Refused(Exception):
    """A verb that will not act. Carries every problem found, not only the first."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
