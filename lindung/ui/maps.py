"""The map is the villages: every village a dot at its own coordinate, darker the further it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

# Whole units of the picture, so that no coordinate needs a decimal sign.
WIDTH, MARGIN, TALLEST = 2000, 24, 1600


@dataclass(frozen=True, slots=True)
class Place:
    """What is drawn: degrees, shade 0 (an empty ring) to 5, what a reader hears, where a click leads."""

    latitude: float
    longitude: float
    shade: int
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """The dots by step of shade, the palest first, so that the dark ones lie on top."""

    shades: tuple[tuple[int, tuple[Dot, ...]], ...]
    height: int
    radius: int = 7


def drawn(places: Sequence[Place]) -> Picture:
    """Scaled to the width; a single far stray does not stretch the picture, it is left out."""
    if len(places) < 2:
        return Picture((), 0)
    west, east = bounds([place.longitude for place in places])
    south, north = bounds([place.latitude for place in places])
    scale = min((WIDTH - 2 * MARGIN) / max(east - west, 0.01), (TALLEST - 2 * MARGIN) / max(north - south, 0.01))
    aside = (WIDTH - (east - west) * scale) / 2
    shades: dict[int, list[Dot]] = {}
    for place in places:
        if west <= place.longitude <= east and south <= place.latitude <= north:
            x = round(aside + (place.longitude - west) * scale)
            y = round(MARGIN + (north - place.latitude) * scale)
            shades.setdefault(place.shade, []).append(Dot(x, y, place.label, place.href))
    by_shade = tuple((shade, tuple(dots)) for shade, dots in sorted(shades.items()))
    radius = 7 if len(places) > 1_000 else 12 if len(places) > 150 else 20
    return Picture(by_shade, round((north - south) * scale + 2 * MARGIN), radius)


def bounds(values: list[float]) -> tuple[float, float]:
    """The least and the greatest, but for those that a wrong coordinate puts far from all the others."""
    if len(values) < 30:
        return min(values), max(values)
    cuts = quantiles(values, n=200)
    slack = (cuts[-1] - cuts[0]) / 10 or 0.01
    near = [value for value in values if cuts[0] - slack <= value <= cuts[-1] + slack]
    return min(near), max(near)
