"""The habits of an office, each with a seed of its own: how many rows suffer what, and in which form files come."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")
DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True)
class Habits:
    """Shares of the rows, counts for each list of at least `from_rows`; zero turns a habit off."""

    refused: float = 0.0  # answered with no
    repeated: float = 0.0  # answered twice in one file
    late: float = 0.0  # answered in a second file, a week later
    strangers: int = 0  # answers for people nobody sent
    unclear: int = 0  # a status nobody knows; answered properly in the late file
    misspelt: int = 0  # accepted under a name spelt otherwise
    changed: int = 0  # answered otherwise a week later
    dead_billed: int = 0  # people on the invoice although their end was told
    shuffled: bool = True
    mixed_forms: bool = True
    from_rows: int = 200  # short lists come without mishaps


DEMO = Habits(refused=0.02, repeated=0.01, late=0.005, strangers=1, misspelt=2, changed=1, dead_billed=1)
WELL_BEHAVED = Habits()
NOTHING_RIGHT = Habits(
    refused=0.1, repeated=0.1, late=0.1, strangers=3, unclear=3, misspelt=3, changed=3, dead_billed=3, from_rows=10
)


@dataclass
class Delivery:
    """A file and the days after which it comes."""

    path: Path
    days: int = 0


@dataclass
class Answered:
    """What an office gives back to one list, and what it planted in it by habit."""

    deliveries: list[Delivery] = field(default_factory=list)
    planted: dict[str, int] = field(default_factory=dict)
    misspelt: list[str] = field(default_factory=list)  # NIK of people under another name, where it tells us


def form(dice: random.Random, habits: Habits, rows: int) -> tuple[str, str, str]:
    """(ending, encoding, delimiter) of the next file; long lists always come as .xlsx or plain .csv."""
    if not habits.mixed_forms:
        return "xlsx", "utf-8", ";"
    ending = dice.choice(("xlsx", "csv"))
    return ending, dice.choice(ENCODINGS), dice.choice(DELIMITERS)
