"""What lies around a person: the villages of the subdistrict, the hamlets of a village, other numbers."""

from __future__ import annotations

import random
from collections import defaultdict

from lindung.demo import names, places
from lindung.demo.livelihoods import MOBILE


class Surroundings:
    """Read once for a whole set."""

    def __init__(self) -> None:
        listed = places.villages().sort("village_code")
        self.names: dict[str, str] = dict(listed.select("village_code", "village").iter_rows())
        self.villages: dict[str, list[str]] = defaultdict(list)
        for code in self.names:
            self.villages[code[:8]].append(code)
        self.subdistricts = [code.replace(".", "") for code in self.villages]
        self.numbered = names.words("hamlets")

    def neighbour(self, rng: random.Random, village: str | None) -> str | None:
        """Another village of the subdistrict."""
        others = [code for code in self.villages[village[:8]] if code != village] if village else []
        return rng.choice(others) if others else None

    def hamlet(self, rng: random.Random, village: str) -> str:
        """A hamlet as it is written: its number, its number and the village, or a name of its own."""
        number = rng.choice(self.numbered)
        own = random.Random(f"hamlets of {village}")  # the same two in every set
        clans = names.words(names.SOCIETIES[village[:5]].clans)
        known = [f"Kampung {own.choice(clans)}", f"Dusun {own.choice(clans)}"]
        return rng.choice((number, f"{number}, Desa {self.names[village]}", rng.choice(known), rng.choice(known)))

    def subdistrict(self, rng: random.Random) -> str:
        """The first six digits of some NIK of the province."""
        return rng.choice(self.subdistricts)

    @staticmethod
    def phone(rng: random.Random) -> str:
        return rng.choice(MOBILE) + str(rng.randrange(10**7, 10**8))
