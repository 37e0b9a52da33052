"""Giving the invented people their names: by faith, by sex, by the island's clans."""

from __future__ import annotations

import polars as pl

from lindung.demo import names
from lindung.demo.dice import Dice

CATHOLIC, PROTESTANT, MUSLIM = 0, 1, 2
GIVEN = [
    names.words(f"{faith}_{sex}") for faith in ("catholic", "protestant", "muslim") for sex in ("women", "men")
]
CLANS = [names.words(society.clans) for society in names.SOCIETIES.values()]
BY_THE_SEA = len(CLANS)
SUMBA = ("53.11", "53.12", "53.17", "53.18")
# Never a whole name by themselves.
OPENING = ("Abdul", "Siti", "Sitti", "Nur", "Muhammad")


def with_names(frame: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """Adds name, mother_name and religion; a household shares its faith, brothers and sisters clan and mother."""
    frame = frame.with_columns(religion=_religion(frame, dice))
    clan_group = frame.select(_clan_group()).to_series()
    own = frame.select(pl.col("religion") * 2 + pl.col("man").cast(pl.Int64)).to_series()
    mothers = frame["religion"] * 2
    first, second = dice.pick_by(own, GIVEN), dice.pick_by(own, GIVEN)
    clans = [*CLANS, names.words("muslim_surnames")]
    sibling = pl.col("role") >= 2
    frame = frame.with_columns(
        first=first,
        second=pl.when((dice.chance(0.35) | first.is_in(OPENING)) & (first != second)).then(second),
        clan=dice.pick_by(clan_group, clans, skew=1.2),
        title=pl.when(pl.col("district_code").is_in(SUMBA) & dice.chance(0.2))
        .then(pl.when("man").then(pl.lit("Umbu")).otherwise(pl.lit("Rambu"))),
        single=dice.chance(0.02) & ~first.is_in(OPENING),
        mother_name=dice.pick_by(mothers, GIVEN) + " " + dice.pick_by(clan_group, clans, skew=1.2),
    ).with_columns(
        clan=pl.when(sibling).then(pl.col("clan").first().over("household")).otherwise("clan"),
        mother_name=pl.when(sibling).then(pl.col("mother_name").first().over("household")).otherwise("mother_name"),
    )  # fmt: skip
    whole = pl.concat_str("title", "first", "second", "clan", separator=" ", ignore_nulls=True)
    named = pl.when("single").then("first").otherwise(whole)
    return frame.with_columns(name=named).drop("first", "second", "clan", "title", "single", "man", "key")


def _religion(frame: pl.DataFrame, dice: Dice) -> pl.Series:
    """Of the household: Muslims mostly live in coastal villages."""
    shares = pl.DataFrame(
        [
            (code, catholic, 1 - catholic - protestant)
            for code, (_, catholic, protestant) in names.SOCIETIES.items()
        ],
        schema=["district_code", "catholic", "muslim"],
        orient="row",
    )
    muslim = pl.when("coastal").then((pl.col("muslim") * 4).clip(0, 0.85)).otherwise(pl.col("muslim") * 0.5)
    christian = pl.col("catholic") / (1 - pl.col("muslim"))
    return (
        frame.join(shares, on="district_code", how="left", maintain_order="left")
        .with_columns(draw=dice.share(), side=dice.share())
        .with_columns(pl.col("draw", "side").first().over("household"))
        .select(
            pl.when(pl.col("draw") < muslim).then(MUSLIM)
            .when(pl.col("side") < christian).then(CATHOLIC)
            .otherwise(PROTESTANT).cast(pl.Int64)
        )
        .to_series()
    )  # fmt: skip


def _clan_group() -> pl.Expr:
    """The island's clans; Muslims of Solor, Adonara and Lembata bear them too, others a name from the sea."""
    district = pl.col("district_code").replace_strict(
        {code: turn for turn, code in enumerate(names.SOCIETIES)}, return_dtype=pl.Int64
    )
    from_the_sea = (pl.col("religion") == MUSLIM) & ~pl.col("district_code").is_in(["53.06", "53.13"])
    return pl.when(from_the_sea).then(BY_THE_SEA).otherwise(district)
