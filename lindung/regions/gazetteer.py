"""Which village a row means: by code, or by names spelt as officers spell them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext_noop as _  # words of a problem, translated where it is shown
from rapidfuzz import fuzz, process

from lindung.regions.catalogue import Village, dotted
from lindung.regions.names import fold

NEAR = 82  # of 100: within a stated district or subdistrict
NEAR_ANYWHERE = 90  # with nothing but the village's name
LEAD = 4  # by which the best spelling must beat the next village
NEAR_AROUND = 80  # for names of districts and subdistricts
SHOWN = 4


class Place(NamedTuple):
    """What a row says of its village, as written."""

    village: str | None
    subdistrict: str | None
    district: str | None
    code: str | None


class Found(NamedTuple):
    """The village's code, or why there is none: missing, unknown, ambiguous, outside, bad_code."""

    code: str | None = None
    trouble: str | None = None
    where: str = ""
    district: str = ""


class Gazetteer:
    """The villages of a territory, ready to be found by what people write."""

    def __init__(self, villages: Iterable[Village], within: str) -> None:
        self.within = within
        self.by_code = {village.code: village for village in villages}
        self.by_name: dict[str, list[Village]] = defaultdict(list)
        self.districts: dict[str, str] = {}
        self.of_district: dict[str, list[Village]] = defaultdict(list)
        for village in self.by_code.values():
            self.by_name[_tight(village.name)].append(village)
            self.of_district[village.district_code].append(village)
            self.districts[village.district_code] = village.district_name
        self._district_codes = self._aliases()

    def find(self, place: Place) -> Found:
        code = self._code_in(place)
        if code is not None:
            return self._by_code(code)
        stated = self._district(place.district)
        if not place.village:
            return Found(trouble="missing", district=stated or self._home())
        found = self._by_name(place, stated)
        if found.code and not found.code.startswith(self.within):
            village = self.by_code[found.code]
            return Found(trouble="outside", where=_around(village), district=village.district_code)
        return found

    def territory(self) -> str:
        """The territory in words, as far as the list knows it: "Kecamatan Wewiku, Malaka"."""
        if len(self.within) > 5:
            inside = next((v for v in self.by_code.values() if f"{v.code}.".startswith(f"{self.within}.")), None)
            if inside:
                of = f"Kecamatan {inside.subdistrict_name}, {inside.district_name}"
                return of if inside.code != self.within else f"{inside.name}, {of}"
        return self.districts.get(self.within[:5], _("wilayah program"))

    def _home(self) -> str:
        return self.within[:5] if len(self.within) >= 5 else ""

    @staticmethod
    def _code_in(place: Place) -> str | None:
        """A Kemendagri code in its own column or instead of the name; the column wins."""
        if place.code:
            return re.sub(r"\D", "", place.code)
        figures = re.sub(r"[.\s]", "", place.village or "")
        return figures if re.fullmatch(r"\d{10}", figures) else None

    def _by_code(self, figures: str) -> Found:
        code = dotted(figures)
        if code not in self.by_code:
            return Found(trouble="bad_code", district=self._home())
        if not code.startswith(self.within):
            return Found(trouble="outside", where=_around(self.by_code[code]), district=code[:5])
        return Found(code, district=code[:5])

    def _by_name(self, place: Place, stated: str | None) -> Found:
        """Exact spelling first, then near ones, each within what the row says around it."""
        name = _tight(place.village or "")
        home = stated or self._home()
        named = self.by_name.get(name, [])
        inside = [village for village in named if village.district_code.startswith(home or self.within)]
        fitting = _of_kind(self._in_subdistrict(inside, place.subdistrict), place.village or "")
        if not fitting and (near := self._near(name, home, place.subdistrict)):
            fitting = [near]
        if len(fitting) == 1:
            return Found(fitting[0].code, district=fitting[0].district_code)
        if fitting:
            where = "; ".join(_around(village) for village in fitting[:SHOWN])
            return Found(trouble="ambiguous", where=where, district=home)
        elsewhere = [village for village in named if village not in inside]
        if not inside and elsewhere and home:
            where = "; ".join(_around(village) for village in elsewhere[:SHOWN])
            return Found(trouble="outside", where=where, district=home)
        return Found(trouble="unknown", where=self._stated(place, home), district=home)

    @staticmethod
    def _in_subdistrict(villages: list[Village], subdistrict: str | None) -> list[Village]:
        if not subdistrict:
            return villages
        wanted = fold(subdistrict)
        scores = [fuzz.ratio(wanted, fold(village.subdistrict_name)) for village in villages]
        best = max(scores, default=0.0)
        if best < NEAR_AROUND:
            return []
        return [village for village, score in zip(villages, scores, strict=True) if score == best]

    def _near(self, name: str, home: str, subdistrict: str | None) -> Village | None:
        """The one village whose name is so near that no other can be meant."""
        pool = self._in_subdistrict(
            self.of_district.get(home, []) if home else list(self.by_code.values()), subdistrict
        )
        choices = {village.code: _tight(village.name) for village in pool}
        least = NEAR if home or subdistrict else NEAR_ANYWHERE
        ranked = process.extract(name, choices, scorer=fuzz.ratio, score_cutoff=least - LEAD, limit=2)
        if not ranked or ranked[0][1] < least:
            return None
        if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < LEAD:
            return None
        return self.by_code[ranked[0][2]]

    def _district(self, text: str | None) -> str | None:
        name = fold(text or "")
        if not name:
            return None
        if name in self._district_codes:
            return self._district_codes[name]
        near = process.extractOne(name, list(self._district_codes), scorer=fuzz.ratio, score_cutoff=NEAR_AROUND)
        return self._district_codes[near[0]] if near else None

    def _aliases(self) -> dict[str, str]:
        """Folded names of the districts, and the initials of long ones: TTS, TTU, SBD."""
        found = {fold(name): code for code, name in self.districts.items()}
        for code, name in self.districts.items():
            words = fold(name).split()
            if len(words) >= 3:
                found.setdefault("".join(word[0] for word in words), code)
        return found

    def _stated(self, place: Place, home: str) -> str:
        district = self.districts.get(home) or place.district
        parts = [f"Kecamatan {place.subdistrict}" if place.subdistrict else "", district or ""]
        return ", ".join(part for part in parts if part) or "daftar desa"


@lru_cache(maxsize=32)
def gazetteer(villages: tuple[Village, ...], within: str) -> Gazetteer:
    return Gazetteer(villages, within)


def villages_from(rows: Iterable[Sequence[str]]) -> tuple[Village, ...]:
    return tuple(Village(*row) for row in rows)


def _tight(name: str) -> str:
    """Folded and without spaces: Nai Bonat and Naibonat are one name."""
    return fold(name).replace(" ", "")


def _of_kind(villages: list[Village], written: str) -> list[Village]:
    """A desa and a kelurahan may share a name: "Kel. Oesao" is the second (its code's last part begins with 1)."""
    if len(villages) < 2 or not (kind := re.match(r"\s*(desa|ds|kelurahan|kel)\b", written.lower())):
        return villages
    is_kelurahan = kind[1].startswith("kel")
    fitting = [village for village in villages if village.code.split(".")[3].startswith("1") == is_kelurahan]
    return fitting or villages


def _around(village: Village) -> str:
    return f"{village.name}, Kecamatan {village.subdistrict_name}, {village.district_name}"
