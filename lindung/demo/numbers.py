"""NIK and household numbers of the invented people, built as the civil registry builds them."""

from __future__ import annotations

import polars as pl

from lindung.demo import places
from lindung.demo.dice import Dice
from lindung.regions import catalogue

# Districts born of others: share of people whose NIK still carries the code of the parent.
PARENTS = {
    "53.21": ("53.04", 0.6), "53.20": ("53.01", 0.35), "53.19": ("53.10", 0.3), "53.16": ("53.09", 0.2),
    "53.17": ("53.12", 0.2), "53.18": ("53.12", 0.2), "53.15": ("53.10", 0.1), "53.14": ("53.01", 0.05),
}  # fmt: skip
# People who were first registered where they worked or studied.
AFAR = ["73.71.05", "35.78.10", "64.71.02", "51.71.03", "31.73.04", "52.71.02", "92.02.01", "81.71.02"]
REGION_STATES = {"own": 0.84, "district": 0.94, "province": 0.98}


def with_nik(frame: pl.DataFrame, dice: Dice, together: str | None = None) -> pl.DataFrame:
    """Region of first registration, birthday (women: day + 40), a serial that no other shares.

    `together`: a column of groups who were first registered in one region, such as brothers and sisters.
    """
    day = pl.col("birth_date").dt.day() + pl.when(pl.col("sex") == "P").then(40).otherwise(0)
    return (
        frame.with_columns(nik_region=_region(frame, dice).str.replace_all(".", "", literal=True))
        .with_columns(pl.col("nik_region") if together is None else pl.col("nik_region").first().over(together))
        .with_columns(nik_day=_two(day) + pl.col("birth_date").dt.strftime("%m%y"))
        .with_columns(nik_serial=pl.int_range(1, pl.len() + 1).over("nik_region", "nik_day"))
        .with_columns(nik=pl.concat_str("nik_region", "nik_day", _four("nik_serial")))
        .drop("nik_region", "nik_day", "nik_serial")
    )


def with_household_number(frame: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """The number on the family card, shared by all of the household."""
    issued = _two(dice.number(1, 28)) + _two(dice.number(1, 12)) + _two(dice.number(10, 24))
    heads = (
        frame.with_columns(issued=issued)
        .filter(pl.col("role") == 0)
        .with_columns(
            card=pl.col("village_code").str.slice(0, 8).str.replace_all(".", "", literal=True) + pl.col("issued")
        )
        .with_columns(turn=pl.int_range(1, pl.len() + 1).over("card"))
        .select("household", kk=pl.col("card") + _four("turn"))
    )
    return frame.join(heads, on="household", how="left", maintain_order="left", validate="m:1")


def _region(frame: pl.DataFrame, dice: Dice) -> pl.Series:
    """Mostly the own subdistrict; else the district, the province, afar; or the parent of a young district."""
    anywhere = [place.code for place in catalogue.subdistricts(places.PROVINCE)]
    districts = sorted({code[:5] for code in anywhere})
    inside = [[code for code in anywhere if code.startswith(district)] for district in districts]
    home = frame["district_code"].replace_strict(
        {code: turn for turn, code in enumerate(districts)}, return_dtype=pl.Int64
    )
    parents = {code: districts.index(parent) for code, (parent, _) in PARENTS.items()}
    parent = frame["district_code"].replace_strict(parents, default=0, return_dtype=pl.Int64)
    shares = {code: share for code, (_, share) in PARENTS.items()}
    share = frame["district_code"].replace_strict(shares, default=0.0, return_dtype=pl.Float64)
    draw = dice.share()
    return frame.select(
        pl.when(pl.lit(dice.share() < share)).then(dice.pick_by(parent, inside, skew=1))
        .when(pl.lit(draw < REGION_STATES["own"])).then(pl.col("village_code").str.slice(0, 8))
        .when(pl.lit(draw < REGION_STATES["district"])).then(dice.pick_by(home, inside, skew=1))
        .when(pl.lit(draw < REGION_STATES["province"])).then(dice.pick(anywhere))
        .otherwise(dice.pick(AFAR))
    ).to_series()  # fmt: skip


def _two(number: pl.Expr | pl.Series) -> pl.Expr:
    return (pl.lit(number) if isinstance(number, pl.Series) else number).cast(pl.String).str.zfill(2)


def _four(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.zfill(4)
