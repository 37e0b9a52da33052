"""Charts as SVG from the server, each with its table: stacked bars of months by who pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lindung.kernel.days import MONTHS

FUNDERS = ("province", "district", "village", "company", "self")
WIDTH, HEIGHT, SPACE = 720, 200, 24  # units of the picture; SPACE: for the words under a bar


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a whole: its mark (done, refused, waiting, look), words, count, and where it is listed."""

    kind: str
    label: str
    count: int
    href: str = ""


def shares(parts: Sequence[Part]) -> list[tuple[Part, float, float]]:
    """Each part with where it begins on a bar of `WIDTH` units and how wide it is there."""
    whole = sum(part.count for part in parts) or 1
    placed, x = [], 0.0
    for part in parts:
        width = part.count * WIDTH / whole
        placed.append((part, round(x, 1), round(width, 1)))
        x += width
    return placed


@dataclass(frozen=True, slots=True)
class Piece:
    kind: str
    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: its pieces from the ground up, and the same as numbers in the order of `kinds`."""

    label: str
    middle: int
    pieces: tuple[Piece, ...]
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Bars:
    """`kinds`: the funders that appear, in a fixed order."""

    year: int
    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]
    most: int


def stacked(rows: Iterable[tuple[date, str, int]]) -> Bars | None:
    """(month, kind of funder, people) as bars, a place for each month of the year; None without rows."""
    found = list(rows)
    if not found:
        return None
    counts = {(month.month, kind): people for month, kind, people in found}
    kinds = tuple(kind for kind in FUNDERS if any(key[1] == kind for key in counts))
    most = max(sum(counts.get((month, kind), 0) for kind in kinds) for month in range(1, 13))
    bars = tuple(_bar(month, kinds, counts, most) for month in range(1, 13))
    return Bars(found[0][0].year, kinds, bars, most)


def _bar(month: int, kinds: tuple[str, ...], counts: dict[tuple[int, str], int], most: int) -> Bar:
    step = WIDTH // 12
    left, y, pieces = (month - 1) * step + 6, HEIGHT, []
    numbers = tuple(counts.get((month, kind), 0) for kind in kinds)
    for kind, people in zip(kinds, numbers, strict=True):
        height = round(people * (HEIGHT - 8) / most)
        if height:
            y -= height
            pieces.append(Piece(kind, left, y, step - 12, height))
    return Bar(MONTHS[month - 1][:3], left + (step - 12) // 2, tuple(pieces), numbers, sum(numbers))
