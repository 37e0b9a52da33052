"""The regions above a region, as links."""

from __future__ import annotations

from typing import NamedTuple

from lindung.regions.models import Region


class Step(NamedTuple):
    name: str
    href: str


def steps(code: str, address: str) -> list[Step]:
    """From the province down to `code`; the last has no link, for there the person is."""
    parts = code.split(".")
    codes = [".".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return [Step(names[one], "" if one == code else f"{address}?wilayah={one}") for one in codes if one in names]
