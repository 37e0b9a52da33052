"""The officers' first page: one region's way from quota to claims, and the way down from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lindung.accounts.access import Scope
from lindung.regions.models import Region
from lindung.reports.queries import Row, total
from lindung.reports.villages import STAGES, Village, kept, villages
from lindung.ui.charts import Bars, stacked
from lindung.ui.maps import Picture, Spot, drawn, sketched
from lindung.ui.navigation import address

DISTRICT, SUBDISTRICT, VILLAGE = 5, 8, 13  # letters of a code
# The stages a person passes, in order: the funnel, in the words of its bars.
FUNNEL = {
    "seats": gettext_lazy("Kursi"),
    "nominated": gettext_lazy("Diusulkan"),
    "verified": gettext_lazy("Lulus verifikasi"),
    "decided": gettext_lazy("Ditetapkan SK"),
    "enrolled": gettext_lazy("Memegang kursi"),
    "registered": gettext_lazy("Terdaftar di BPJS"),
    "accounts": gettext_lazy("Punya rekening"),
    "cards_delivered": gettext_lazy("Kartu di tangan"),
    "claims": gettext_lazy("Klaim dilaporkan"),
}
OF_VILLAGES = list(STAGES)
SHADES = ((1, "1–20 %"), (2, "21–40 %"), (3, "41–60 %"), (4, "61–80 %"), (5, "81–100 %"))
STEPS = (1, 15, 30, 60, 120)  # people nominated in a village, from which each shade begins

BUDGET = """
SELECT coalesce(sum(rupiah), 0)::bigint, coalesce(sum(committed), 0)::bigint, coalesce(sum(held), 0)::bigint
FROM programmes_budget WHERE region_id LIKE ANY(%(regions)s)
"""
MONTHS = """
SELECT s.month, f.kind, sum(s.taken)::int FROM programmes_seats s
JOIN programmes_programme p ON p.id = s.programme_id JOIN programmes_funder f ON f.id = p.funder_id
WHERE s.region_id LIKE ANY(%(regions)s)
    AND date_part('year', s.month) = (SELECT max(date_part('year', month)) FROM programmes_seats WHERE taken > 0)
GROUP BY 1, 2 HAVING sum(s.taken) > 0 ORDER BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Place:
    """What is looked at: a region, or (code empty) all regions of a person's scope together."""

    code: str
    scope: Scope

    def holds(self, region: str) -> bool:
        inside = not self.code or region == self.code or region.startswith(f"{self.code}.")
        return inside and region in self.scope

    @property
    def patterns(self) -> list[str]:
        """For LIKE: every region inside."""
        return [f"{code}%" for code in ([self.code] if self.code else self.scope.codes)]

    @property
    def small(self) -> bool:
        """Below a district: counted from villages, for seats and money are the district's."""
        return min(map(len, [self.code] if self.code else self.scope.codes), default=0) > DISTRICT


def home_of(place: Place, stage: str, known: list[Row]) -> dict[str, Any]:
    """Funnel, money, months, map and the regions below; `known`: the figures of every district."""
    rows = [row for row in known if place.holds(row["district"])]
    where = kept(f"home-{stage}-{place.code}-{'-'.join(place.scope.codes)}", lambda: _where(place, stage))
    return {
        "place": place,
        "name": Region.objects.filter(code=place.code).values_list("name", flat=True).first() if place.code else "",
        "people": address("people:search"),
        "funnel": _funnel(rows, where["people"], small=place.small),
        "paid": None if place.small else _paid(rows),
        "budget": None if place.small else _budget(place, rows),
        "chart": None if place.small else _chart(place),
        "stage": stage,
        "stages": [(name, FUNNEL[name]) for name in OF_VILLAGES],
        "picture": where["picture"],
        "key": _key(stage),
        "told": _("Setiap titik satu desa atau kelurahan, menurut tahap: %s.") % FUNNEL[stage],
        "query": f"&tahap={stage}#peta",
        "below": where["below"],
        "sums": _sums(one["counts"] for one in where["below"]),
        "assumed": any(row["seats_basis"] == "assumed" for row in rows),
    }


def _where(place: Place, stage: str) -> dict[str, Any]:
    """What is counted village by village: the map, the regions below, and all of it together."""
    within = [village for village in villages() if place.holds(village.code)]
    below = _below(place, within)
    people = dict(zip(STAGES, _sums(village.counts for village in within), strict=False))
    return {"picture": _map(within, stage, below), "below": below, "people": people}


def _sums(rows: Iterable[Iterable[int]]) -> list[int]:
    return [sum(numbers) for numbers in zip(*rows, strict=True)]


def _funnel(rows: list[Row], people: dict[str, int], *, small: bool) -> list[dict[str, Any]]:
    if small:
        counts = {stage: people.get(stage, 0) for stage in OF_VILLAGES}
    else:
        counts = {stage: total(rows, stage) for stage in FUNNEL}
    most = max(counts.values()) or 1
    return [{"label": FUNNEL[stage], "count": count, "most": most} for stage, count in counts.items()]


def _paid(rows: list[Row]) -> dict[str, int]:
    """Person-months held, and those whose premium is paid."""
    return {"held": total(rows, "person_months"), "paid": total(rows, "months_paid")}


def _budget(place: Place, rows: list[Row]) -> list[dict[str, Any]]:
    """Rupiah given, promised by decrees, billed and paid: each out of what was given."""
    with connection.cursor() as cursor:
        cursor.execute(BUDGET, {"regions": place.patterns})
        given, committed, held = cursor.fetchone()
    parts = {
        _("Anggaran"): given,
        _("Terikat SK"): committed,
        _("Ditahan menunggu kredit"): held,
        _("Ditagih"): total(rows, "premium_billed"),
        _("Dibayar"): total(rows, "premium_paid"),
    }
    most = max(parts.values()) or 1
    return [{"label": label, "count": rupiah, "most": most} for label, rupiah in parts.items()]


def _chart(place: Place) -> Bars | None:
    """Covered people month by month of the newest year, by who pays."""
    with connection.cursor() as cursor:
        cursor.execute(MONTHS, {"regions": place.patterns})
        return stacked(cursor.fetchall())


def _map(within: list[Village], stage: str, below: list[dict[str, Any]]) -> Picture:
    """A dot for each village; where there are many, one picture of dots with a link per district."""
    spots = [
        Spot(village.latitude, village.longitude, _shade(village, stage), _label(village, stage), village.code)
        for village in within
        if village.latitude is not None and village.longitude is not None
    ]
    districts = len({spot.code[:DISTRICT] for spot in spots})
    if districts > 1:
        names = {one["code"]: one["name"].removeprefix("Kabupaten ") for one in below}
        return sketched(spots, names, depth=DISTRICT)
    subdistricts = len({spot.code[:SUBDISTRICT] for spot in spots})
    return drawn(spots, depth=SUBDISTRICT if subdistricts > 1 else VILLAGE)


def _shade(village: Village, stage: str) -> int:
    count = village.at(stage)
    if stage == "nominated":
        return sum(count >= step for step in STEPS)
    return -(-5 * count // village.at("nominated")) if count and village.at("nominated") else 0


def _label(village: Village, stage: str) -> str:
    count, of = village.at(stage), village.at("nominated")
    return f"{village.name}: {count}" if stage == "nominated" else f"{village.name}: {count}/{of}"


def _key(stage: str) -> list[tuple[int, str]]:
    if stage == "nominated":
        bounds = [(turn, _("mulai %(count)s") % {"count": step}) for turn, step in enumerate(STEPS, start=1)]
        return [(0, _("belum ada")), *bounds]
    return [(0, _("belum ada")), *((shade, _("%s yang diusulkan") % share) for shade, share in SHADES)]


def _below(place: Place, within: list[Village]) -> list[dict[str, Any]]:
    """The regions one level down with their counts: districts, subdistricts, or villages."""
    top = place.code or _common(place.scope.codes)
    depth = {0: 2, 2: DISTRICT, DISTRICT: SUBDISTRICT, SUBDISTRICT: VILLAGE}.get(len(top), 0)
    groups: dict[str, list[Village]] = {}
    for village in within:
        if depth:
            groups.setdefault(village.code[:depth], []).append(village)
    names = dict(Region.objects.filter(code__in=groups).values_list("code", "name"))
    found = []
    for code, members in groups.items():
        counts = _sums(village.counts for village in members)
        if any(counts) or depth < VILLAGE:
            found.append({"code": code, "name": names.get(code, code), "counts": counts})
    return found


def _common(codes: tuple[str, ...]) -> str:
    """The region that holds all of these, empty where none does."""
    split = [code.split(".") for code in codes]
    same: list[str] = []
    for parts in zip(*split, strict=False):
        if len(set(parts)) > 1:
            break
        same.append(parts[0])
    return ".".join(same)
