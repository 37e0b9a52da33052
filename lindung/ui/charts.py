"""Charts as SVG from the server, each with its table: stacked bars of months by who pays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from lindung.kernel.days import MONTHS
from lindung.kernel.month import Month

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


@dataclass(frozen=True, slots=True)
class Columns:
    """Bars one after another, not bound to a year; `kinds`: each mark with its words, from the ground up."""

    kinds: tuple[tuple[str, str], ...]
    bars: tuple[Bar, ...]
    most: int


def columns(rows: Sequence[tuple[Month, Mapping[str, int]]], kinds: Mapping[str, str]) -> Columns | None:
    """(month, {mark: count}) as stacked bars in this order; None where nothing is counted."""
    most = max((sum(counts.values()) for _, counts in rows), default=0)
    if not most:
        return None
    step = WIDTH // len(rows)
    bars = []
    for place, (month, counts) in enumerate(rows):
        label = f"{MONTHS[month.number - 1][:3]} {month.year % 100}"
        bars.append(_placed(place * step, step, label, [(kind, counts.get(kind, 0)) for kind in kinds], most))
    return Columns(tuple(kinds.items()), tuple(bars), most)


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
    numbers = [(kind, counts.get((month, kind), 0)) for kind in kinds]
    return _placed((month - 1) * step, step, MONTHS[month - 1][:3], numbers, most)


def _placed(left: int, step: int, label: str, numbers: Sequence[tuple[str, int]], most: int) -> Bar:
    """A bar of `step` units from `left`, 6 of them free at each side."""
    y, pieces = HEIGHT, []
    for kind, people in numbers:
        height = round(people * (HEIGHT - 8) / most)
        if height:
            y -= height
            pieces.append(Piece(kind, left + 6, y, step - 12, height))
    counts = tuple(people for _, people in numbers)
    return Bar(label, left + 6 + (step - 12) // 2, tuple(pieces), counts, sum(counts))
