"""The map is the villages: every village a dot at its own coordinate, darker the further it has come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, quantiles

# Whole units of the picture, so that no coordinate needs a decimal sign.
WIDTH, MARGIN, TALLEST = 2000, 40, 1400
LETTER, LINE = 16, 32  # room that a letter of a name takes, and a line


@dataclass(frozen=True, slots=True)
class Spot:
    """What is drawn: degrees, shade 0 (an empty ring) to 5, what a reader hears, the village's code."""

    latitude: float
    longitude: float
    shade: int
    label: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle; `leads`: the region a click goes to, empty where it goes nowhere."""

    x: int
    y: int
    label: str
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """The middle of a region; its name stands near it, where no other name does; a click leads to it."""

    x: int
    y: int
    text_x: int
    text_y: int
    label: str
    leads: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Dots by step of shade, the palest first, so that the dark ones lie on top; or, where there are thousands,
    `strokes`: all dots of a shade as one path, and `areas`: a link for each region among them."""

    height: int
    radius: int = 7
    shades: tuple[tuple[int, tuple[Dot, ...]], ...] = ()
    strokes: tuple[tuple[int, str], ...] = ()
    areas: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True)
class _Frame:
    west: float
    east: float
    south: float
    north: float

    @property
    def scale(self) -> float:
        across = (WIDTH - 2 * MARGIN) / max(self.east - self.west, 0.01)
        down = (TALLEST - 2 * MARGIN) / max(self.north - self.south, 0.01)
        return min(across, down)

    @property
    def height(self) -> int:
        return round((self.north - self.south) * self.scale + 2 * MARGIN)

    def holds(self, spot: Spot) -> bool:
        return self.west <= spot.longitude <= self.east and self.south <= spot.latitude <= self.north

    def at(self, latitude: float, longitude: float) -> tuple[int, int]:
        aside = (WIDTH - (self.east - self.west) * self.scale) / 2
        return round(aside + (longitude - self.west) * self.scale), round(
            MARGIN + (self.north - latitude) * self.scale
        )


def drawn(spots: Sequence[Spot], depth: int = 0) -> Picture:
    """Every spot its own circle with its own words, leading to its region of `depth` letters (0: nowhere).

    Scaled to the width; a single far stray does not stretch the picture, it is left out.
    """
    if not spots:
        return Picture(0)
    frame = _frame(spots)
    shades: dict[int, list[Dot]] = {}
    for spot in filter(frame.holds, spots):
        dot = Dot(*frame.at(spot.latitude, spot.longitude), spot.label, spot.code[:depth])
        shades.setdefault(spot.shade, []).append(dot)
    by_shade = tuple((shade, tuple(dots)) for shade, dots in sorted(shades.items()))
    radius = 7 if len(spots) > 1_000 else 12 if len(spots) > 100 else 20
    return Picture(frame.height, radius, shades=by_shade)


def sketched(spots: Sequence[Spot], names: Mapping[str, str], depth: int) -> Picture:
    """Thousands of spots in a few kilobytes, and one named link at the middle of each region of `depth` letters."""
    if not spots:
        return Picture(0)
    frame = _frame(spots)
    shades: dict[int, list[str]] = {}
    regions: dict[str, list[Spot]] = {}
    for spot in filter(frame.holds, spots):
        x, y = frame.at(spot.latitude, spot.longitude)
        shades.setdefault(spot.shade, []).append(f"M{x} {y}h0")
        regions.setdefault(spot.code[:depth], []).append(spot)
    strokes = tuple((shade, "".join(parts)) for shade, parts in sorted(shades.items()))
    return Picture(frame.height, strokes=strokes, areas=_areas(frame, regions, names))


def _areas(frame: _Frame, regions: dict[str, list[Spot]], names: Mapping[str, str]) -> tuple[Area, ...]:
    """Names from north to south; one that would stand on another moves down until it does not."""
    middles = {
        code: frame.at(fmean(one.latitude for one in members), fmean(one.longitude for one in members))
        for code, members in regions.items()
    }
    taken: list[tuple[int, int, int]] = []
    found = []
    for code, (x, y) in sorted(middles.items(), key=lambda item: item[1][1]):
        name = names.get(code, code)
        wide, at = len(name) * LETTER // 2, y
        text_x = min(max(x, wide), WIDTH - wide)
        while any(abs(text_x - other) < wide + half and abs(at - row) < LINE for other, row, half in taken):
            at += LINE
        taken.append((text_x, at, wide))
        found.append(Area(x, y, text_x, at, name, code))
    return tuple(found)


def _frame(spots: Sequence[Spot]) -> _Frame:
    return _Frame(*bounds([spot.longitude for spot in spots]), *bounds([spot.latitude for spot in spots]))


def bounds(values: list[float]) -> tuple[float, float]:
    """The least and the greatest, but for those that a wrong coordinate puts far from all the others."""
    if len(values) < 30:
        return min(values), max(values)
    cuts = quantiles(values, n=200)
    slack = (cuts[-1] - cuts[0]) / 10 or 0.01
    near = [value for value in values if cuts[0] - slack <= value <= cuts[-1] + slack]
    return min(near), max(near)
