"""What the story will do, read from data/programmes.yaml and scaled: programmes, seats, dates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from lindung.demo import places
from lindung.kernel.month import Month
from lindung.programmes.services import Tariff
from lindung.regions import catalogue

PROVINCE = "53"


@dataclass(frozen=True)
class Dates:
    """The days of a programme's first months."""

    list_on: date
    decree_on: date
    send_on: date
    answer_on: date


@dataclass(frozen=True)
class Plan:
    """One programme as the story tells it. `seats`: district → (seats, published|assumed)."""

    code: str
    name: str
    funder: str
    funder_name: str
    kind: str
    territory: str
    cover_from: Month
    months: int
    dates: Dates
    seats: Mapping[str, tuple[int, str]]
    village_seats: Mapping[str, int] = field(default_factory=dict)
    age_from: int = 18
    tariff: Tariff | None = None
    agreement_on: date | None = None
    backdating_letter: str = ""

    @property
    def total(self) -> int:
        return sum(count for count, _ in self.seats.values())

    @property
    def last_month(self) -> Month:
        return self.cover_from.plus(self.months - 1)


@cache
def story() -> dict[str, Any]:
    """The file as it stands."""
    text = files("lindung.demo").joinpath("data/programmes.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def names() -> dict[str, str]:
    return {place.code: place.name for place in catalogue.districts(PROVINCE)}


def scaled(count: int, scale: float) -> int:
    return max(1, round(count * scale))


def plans(scale: float) -> list[Plan]:
    """Every programme in the order of their decrees: who decides first keeps the month."""
    districts = [_district(entry, scale) for entry in story()["districts"]]
    everything = [*districts, _province(scale), *_villages(scale)]
    return sorted(everything, key=lambda plan: plan.dates.decree_on)


def _province(scale: float) -> Plan:
    entry = story()["province"]
    seats = {code: (scaled(count, scale), "published") for code, count in entry["published"].items()}
    rest = scaled(entry["seats"], scale) - sum(count for count, _ in seats.values())
    people = {
        place.code: place.population or 0 for place in catalogue.districts(PROVINCE) if place.code not in seats
    }
    seats |= {code: (count, "assumed") for code, count in _shared(rest, people).items()}
    return Plan(
        code=entry["code"],
        name=entry["name"],
        funder="APBD-53",
        funder_name="APBD Provinsi NTT",
        kind="province",
        territory=PROVINCE,
        cover_from=Month(2025, 7),
        months=6,
        dates=Dates(**story()["dates"]),
        seats=dict(sorted(seats.items())),
    )


def _district(entry: Mapping[str, Any], scale: float) -> Plan:
    district = entry["district"]
    return Plan(
        code=entry["code"],
        name=f"Perlindungan pekerja rentan {names()[district]} 2025",
        funder=f"APBD-{district}",
        funder_name=f"APBD {names()[district]}",
        kind="district",
        territory=district,
        cover_from=Month.parse(str(entry["cover_from"])[:7]),
        months=entry["months"],
        dates=Dates(**{name: entry[name] for name in ("list_on", "decree_on", "send_on", "answer_on")}),
        seats={district: (scaled(entry["seats"], scale), entry["basis"])},
        age_from=entry.get("age_from", 18),
        agreement_on=entry.get("agreement_on"),
        backdating_letter=entry.get("backdating_letter", ""),
    )


def _villages(scale: float) -> list[Plan]:
    """One programme per district that has desa; which desa take part shrinks with the scale."""
    entry = story()["villages"]
    found = []
    for district, name in names().items():
        desa = [code for code in places.weights(district)[0] if code[9] == "2"]
        taking_part = desa[: max(1, round(len(desa) * scale))] if desa else []
        if not taking_part:
            continue
        if published := entry["published"].get(district):
            each = _shared(scaled(published, scale), dict.fromkeys(taking_part, 1))
        else:
            each = {code: entry["seats_each"] - turn % 2 for turn, code in enumerate(taking_part)}
        each = {code: count for code, count in each.items() if count}
        basis = "published" if published else "assumed"
        found.append(
            Plan(
                code=f"DESA-{district}-2025",
                name=f"Perlindungan perangkat desa {name} 2025",
                funder=f"DESA-{district}",
                funder_name=f"Dana desa di {name}",
                kind="village",
                territory=district,
                cover_from=Month.parse(str(entry["cover_from"])[:7]),
                months=entry["months"],
                dates=Dates(**{key: entry[key] for key in ("list_on", "decree_on", "send_on", "answer_on")}),
                seats={district: (sum(each.values()), basis)},
                village_seats=each,
                tariff=Tariff(**entry["tariff"]),
            )
        )
    return found


def _shared(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`total` shared out by weight in whole numbers; the largest remainders get what is left over."""
    whole = sum(weights.values())
    exact = {key: total * weight / whole for key, weight in weights.items()}
    shares = {key: int(value) for key, value in exact.items()}
    by_remainder = sorted(weights, key=lambda key: (shares[key] - exact[key], key))
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return shares
