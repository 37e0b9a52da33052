"""What the public front page shows: aggregates alone, small cells suppressed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from lindung.regions.models import Region
from lindung.reports.queries import Row, figures, stages, total
from lindung.reports.villages import villages
from lindung.ui.maps import Spot, drawn

SMALL_CELL = 5  # a public count of fewer people could point at somebody
# Counts of people, each with the figures that would tell the same count in other words.
OF_PEOPLE = {
    "enrolled": ("person_months",),
    "decided": (),
    "registered": ("months_paid", "premium_paid"),
    "cards_delivered": (),
    "books_delivered": (),
    "claims": ("claims_paid_rupiah",),
}
# What the tables show.
COLUMNS = ("decided", "registered", "cards_delivered", "books_delivered")


def overview() -> dict[str, Any]:
    """Totals of all programmes, the funnel, and the tables by programme and by district."""
    rows = figures()
    return {
        "totals": {stage: total(rows, stage) for stage in stages()},
        "programmes": _grouped(rows, "programme"),
        "districts": _grouped(rows, "district"),
        "assumed": any(row["seats_basis"] == "assumed" for row in rows),
    }


def public_overview() -> dict[str, Any]:
    """The same for anybody: a count that could point at somebody is empty."""
    seen = overview()
    [totals] = _without_small_cells([seen["totals"]])
    tables = {name: _without_small_cells(seen[name]) for name in ("programmes", "districts")}
    hidden = any(row[column] is None for rows in ([totals], *tables.values()) for row in rows for column in COLUMNS)
    return seen | tables | {"totals": totals, "hidden": hidden}


def _without_small_cells(rows: list[Row]) -> list[Row]:
    """Rows whose small counts are None, and so many others that the total does not give them away."""
    shown = [dict(row) for row in rows]
    for stage, told_by in OF_PEOPLE.items():
        ascending = sorted((row for row in shown if row[stage]), key=lambda row: row[stage])
        hidden = [row for row in ascending if row[stage] < SMALL_CELL]
        if hidden and sum(row[stage] for row in hidden) < SMALL_CELL:
            hidden = ascending[: len(hidden) + 1]
        for row in hidden:
            row.update(dict.fromkeys((stage, *told_by)))
    return shown


def _grouped(rows: list[Row], key: str) -> list[Row]:
    groups: dict[str, Row] = {}
    for row in rows:
        group = groups.setdefault(row[key], row | dict.fromkeys(stages(), 0))
        for stage in stages():
            group[stage] += row[stage]
        if row["seats_basis"] == "assumed":
            group["seats_basis"] = "assumed"
    return [groups[name] for name in sorted(groups)]


STEPS = (SMALL_CELL, 15, 30, 60)  # people covered in a village, from which each shade begins


def public_map() -> dict[str, Any]:
    """Every village of the programmes' provinces as a dot, darker the more people are covered there."""
    names = dict(Region.objects.filter(kind=Region.Kind.DISTRICT).values_list("code", "name"))
    spots = []
    for village in villages():
        if village.latitude is not None and village.longitude is not None:
            people = village.at("enrolled")
            label = f"{village.name}, {names[village.code[:5]]}: {_publicly(people)}"
            spots.append(Spot(village.latitude, village.longitude, _shade(people), label))
    key = [(0, _("belum ada")), (1, _("kurang dari %(count)s orang") % {"count": SMALL_CELL})]
    key += [(turn, _("mulai %(count)s") % {"count": step}) for turn, step in enumerate(STEPS, start=2)]
    told = _("Setiap titik satu desa atau kelurahan; makin gelap makin banyak orang terlindungi.")
    return {"picture": drawn(spots), "key": key, "told": told}


def _shade(people: int) -> int:
    return 0 if not people else 1 + sum(people >= step for step in STEPS)


def _publicly(people: int) -> str:
    if not people:
        return _("belum ada")
    if people < SMALL_CELL:
        return _("kurang dari %(count)s") % {"count": SMALL_CELL}
    return _("%(count)s orang") % {"count": people}
