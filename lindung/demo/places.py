"""Where the invented people live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from zlib import crc32

import polars as pl

from lindung.demo.names import COASTAL_WORDS
from lindung.regions import catalogue
from lindung.regions.names import fold

PROVINCE = "53"
# Assumption: the list counts people per district, not per village. A kelurahan is taken to hold two and a half
# times the people of a desa; the district's number is shared out by that.
URBAN_WEIGHT = 2.5
# Every eighth village counts as coastal besides those whose name speaks of the sea: the demo knows no coastline.
COASTAL_OF = 8


@cache
def villages() -> pl.DataFrame:
    """One row per village of NTT: codes, names, people (estimated), whether it lies by the sea."""
    listed = pl.DataFrame(
        catalogue.villages(PROVINCE),
        schema=["village_code", "village", "subdistrict", "district_code", "district"],
        orient="row",
    )
    codes = listed["village_code"].to_list()
    people = {place.code: place.population or 0 for place in catalogue.districts(PROVINCE)}
    weight = pl.when(pl.col("village_code").str.slice(9, 1) == "1").then(URBAN_WEIGHT).otherwise(1.0)
    return (
        listed.with_columns(
            weight=weight,
            coastal=pl.Series([_coastal(code, name) for code, name in zip(codes, listed["village"], strict=True)]),
            key=pl.Series([fold(name) for name in listed["village"]]),
        )
        .with_columns(
            people=pl.col("district_code").replace_strict(people, return_dtype=pl.Int64)
            * pl.col("weight")
            / pl.col("weight").sum().over("district_code")
        )
        .with_columns(alone=pl.len().over("district_code", "subdistrict", "key") == 1)
        .drop("weight")
    )


def weights(district_code: str, wanted: Mapping[str, float] | None = None) -> tuple[Sequence[str], Sequence[float]]:
    """Villages of a district and how likely each is; `wanted` overrides the numbers of people.

    Two villages of one name in one subdistrict cannot be told apart by name and are left out.
    """
    if wanted is not None:
        return list(wanted), list(wanted.values())
    inside = villages().filter(pl.col("alone"), district_code=district_code)
    return inside["village_code"].to_list(), inside["people"].to_list()


def _coastal(code: str, name: str) -> bool:
    return crc32(code.encode()) % COASTAL_OF == 0 or any(word in COASTAL_WORDS for word in name.lower().split())
