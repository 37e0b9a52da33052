"""Pairs of invented people for the tests of the review queue."""

from __future__ import annotations

from datetime import date

from lindung.matching.models import Pair
from tests import cast

FOUND = date(2025, 6, 3)


def pair(one: int, other: int, *, on: date = FOUND, by: str = cast.OPERATOR.id, source: str = "berkas 1") -> int:
    """A pair as the matcher keeps it; its number."""
    return Pair.objects.create(
        lower_id=min(one, other),
        higher_id=max(one, other),
        weight=3.5,
        probability=0.92,
        fate=Pair.Fate.LOOK,
        reasons=[
            {"field": "nik", "level": "one", "words": "NIK beda satu angka", "weight": 9.0, "contradicts": False},
            {"field": "name", "level": "same", "words": "nama sama", "weight": 6.5, "contradicts": False},
        ],
        model="uji",
        found_on=on,
        source=source,
        proposed_by=by,
    ).pk
