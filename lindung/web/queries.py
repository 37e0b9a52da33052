"""What the front page and the home page show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from lindung.reports.queries import Row, figures, stages, total

# The stages a person passes, in order: the funnel.
FUNNEL = ("seats", "nominated", "verified", "decided", "enrolled", "registered", "accounts", "cards_delivered")
SMALL_CELL = 5  # a public count of fewer people could point at somebody
MAP_WIDTH, MAP_MARGIN = 1000, 12


@dataclass(frozen=True, slots=True)
class Dot:
    """A village on the map: place in the picture, step of shade, and what a reader hears about it."""

    x: float
    y: float
    shade: int
    label: str


@dataclass(frozen=True, slots=True)
class Picture:
    dots: tuple[Dot, ...]
    height: int


def overview() -> dict[str, Any]:
    """Totals of all programmes, the funnel, and the tables by programme and by district."""
    rows = figures()
    return {
        "totals": {stage: total(rows, stage) for stage in stages()},
        "funnel": _funnel(rows),
        "programmes": _grouped(rows, "programme"),
        "districts": _grouped(rows, "district"),
        "assumed": any(row["seats_basis"] == "assumed" for row in rows),
    }


def _funnel(rows: list[Row]) -> list[dict[str, Any]]:
    counts = [(stage, total(rows, stage)) for stage in FUNNEL]
    most = max((count for _, count in counts), default=0) or 1
    return [
        {"label": stages()[stage]["id"], "count": count, "share": round(100 * count / most, 1)}
        for stage, count in counts
    ]


def _grouped(rows: list[Row], key: str) -> list[dict[str, Any]]:
    groups: dict[str, dict[str, Any]] = {}
    for row in rows:
        group = groups.setdefault(row[key], row | dict.fromkeys(stages(), 0))
        for stage in stages():
            group[stage] += row[stage]
    return [groups[name] for name in sorted(groups)]


VILLAGES = """
SELECT r.code, r.name, above.name, r.latitude, r.longitude, coalesce(e.people, 0)
FROM regions_region r
JOIN regions_region above ON above.code = left(r.code, 5)
LEFT JOIN (
    SELECT n.village_id, count(*) AS people FROM nominations_enrolment e
    JOIN nominations_nomination n ON n.id = e.nomination_id
    WHERE e.ended_on IS NULL GROUP BY 1
) e ON e.village_id = r.code
WHERE r.kind = 'village' AND r.retired_on IS NULL AND r.latitude IS NOT NULL
    AND left(r.code, 2) IN (SELECT DISTINCT left(territory_id, 2) FROM programmes_programme)
ORDER BY r.code
"""
STEPS = (SMALL_CELL, 15, 30, 60)  # people covered in a village, from which each shade begins


def village_map() -> Picture:
    """Every village of the programmes' provinces as a dot, darker the more people are covered there."""
    with connection.cursor() as cursor:
        cursor.execute(VILLAGES)
        places = cursor.fetchall()
    if not places:
        return Picture((), 0)
    west, east = min(row[4] for row in places), max(row[4] for row in places)
    south, north = min(row[3] for row in places), max(row[3] for row in places)
    scale = (MAP_WIDTH - 2 * MAP_MARGIN) / max(east - west, 0.01)
    dots = tuple(
        Dot(
            round(MAP_MARGIN + (longitude - west) * scale, 1),
            round(MAP_MARGIN + (north - latitude) * scale, 1),
            _shade(people),
            f"{name}, {district}: {_publicly(people)}",
        )
        for _, name, district, latitude, longitude, people in places
    )
    return Picture(dots, round((north - south) * scale + 2 * MAP_MARGIN))


def _shade(people: int) -> int:
    return 0 if not people else 1 + sum(people >= step for step in STEPS)


def _publicly(people: int) -> str:
    if not people:
        return "belum ada"
    return f"kurang dari {SMALL_CELL} orang" if people < SMALL_CELL else f"{people} orang"
