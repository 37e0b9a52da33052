"""What the invented people live on, and what the programme asks them besides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from lindung.demo import names
from lindung.demo.dice import Dice
from lindung.demo.naming import GIVEN
from lindung.people.occupations import standard_list

# How many of a hundred do what, by where they live and their sex.
COUNTRY_MEN = {
    "petani": 48,
    "buruh_tani": 14,
    "peternak": 10,
    "tukang": 8,
    "ojek": 8,
    "buruh": 6,
    "penyadap_nira": 4,
    "penambang_pasir": 2,
}
COUNTRY_WOMEN = {
    "petani": 46,
    "buruh_tani": 12,
    "pengrajin_tenun": 18,
    "pedagang_kecil": 12,
    "peternak": 8,
    "kader": 4,
}
COAST_MEN = {"nelayan": 52, "buruh_nelayan": 14, "petani": 14, "buruh_pelabuhan": 6, "ojek": 8, "tukang": 6}
COAST_WOMEN = {
    "rumput_laut": 24,
    "pedagang_kecil": 30,
    "petani": 24,
    "pengrajin_tenun": 14,
    "penjahit": 4,
    "kader": 4,
}
TOWN_MEN = {
    "ojek": 22,
    "buruh": 20,
    "tukang": 20,
    "sopir": 12,
    "pedagang_kecil": 12,
    "pemulung": 5,
    "bengkel": 5,
    "juru_parkir": 4,
}
TOWN_WOMEN = {
    "pedagang_kecil": 38,
    "asisten_rumah_tangga": 26,
    "penjahit": 12,
    "pengrajin_tenun": 10,
    "pemulung": 6,
    "buruh": 8,
}
WORK = (COUNTRY_WOMEN, COUNTRY_MEN, COAST_WOMEN, COAST_MEN, TOWN_WOMEN, TOWN_MEN)
RELATIONS = {"L": "Istri", "P": "Suami"}
MOBILE = ["0811", "0812", "0813", "0821", "0822", "0823", "0852", "0853", "0857", "0859", "0878"]


def with_livelihood(
    frame: pl.DataFrame,
    dice: Dice,
    occupations: Sequence[Mapping[str, int] | None],
    starts: Sequence[date],
) -> pl.DataFrame:
    """Adds work, income, address, telephone, poverty, account, witness and heir."""
    frame = frame.with_columns(
        occupation_code=_work(frame, dice, occupations),
        income=dice.number(6, 30) * 50_000,
        birth_place=pl.when(dice.chance(0.8)).then("village").otherwise("subdistrict"),
        marital=dice.pick(["Belum Kawin", "Kawin", "Kawin", "Kawin", "Kawin", "Cerai Mati", "Cerai Hidup"]),
        address=pl.when(pl.col("village_code").str.slice(9, 1) == "1")
        .then(dice.pick(names.words("streets")))
        .otherwise(dice.pick(names.words("hamlets"))),
        rt=dice.number(1, 24).cast(pl.String).str.zfill(3),
        rw=dice.number(1, 8).cast(pl.String).str.zfill(3),
        phone=pl.when(dice.chance(0.7)).then(dice.pick(MOBILE) + _digits(dice, 8)),
        disability=_yes(dice.chance(0.03)),
        extreme_poor=_yes(dice.chance(0.35)),
        decile=(dice.share() ** 1.5 * 4).floor().cast(pl.Int64) + 1,
        account=pl.when(dice.chance(0.12)).then(_digits(dice, 13)),
        working_well=pl.lit("Ya"),
        days=dice.number(10, 60),
        witness=_neighbour(frame, dice, dice.number(0, 1)),
    )  # fmt: skip
    return (
        frame.with_columns(
            occupation=pl.col("occupation_code").replace_strict({each.code: each.name for each in standard_list()}),
            account_bank=pl.when(pl.col("account").is_not_null()).then(dice.pick(["Bank NTT", "Bank NTT", "BRI"])),
            account_consent=pl.lit("Ya"),
            working_well_on=pl.Series(starts, dtype=pl.Date).gather(frame["need"]) - pl.duration(days="days"),
            marital=pl.when(pl.col("role") == 1).then(pl.lit("Kawin")).otherwise("marital"),
        )
        .with_columns(_heirs(dice, _neighbour(frame, dice, (frame["sex"] == "P").cast(pl.Int64))))
        .drop("days", "people", "alone", "coastal")
    )


def _heirs(dice: Dice, somebody: pl.Series) -> list[pl.Expr]:
    """Whoever is married names the spouse; for others a child, brother or sister, or the mother."""
    married = pl.col("marital") == "Kawin"
    family = pl.lit(dice.pick(["Anak", "Saudara kandung", "Ibu"]))
    relation = pl.when(married).then(pl.col("sex").replace_strict(RELATIONS)).otherwise(family)
    mother = ~married & (family == "Ibu")
    return [
        relation.alias("heir_relation"),
        pl.when(mother).then("mother_name").otherwise(pl.lit(somebody)).alias("heir_name"),
    ]


def _work(frame: pl.DataFrame, dice: Dice, wanted: Sequence[Mapping[str, int] | None]) -> pl.Series:
    own = [weights for weights in wanted if weights is not None]
    turns = pl.Series([len(WORK) + own.index(weights) if weights else -1 for weights in wanted], dtype=pl.Int64)
    tables = [[code for code, weight in table.items() for _ in range(weight)] for table in (*WORK, *own)]
    town = pl.col("village_code").str.slice(9, 1) == "1"
    coast = pl.col("coastal")
    place = pl.when(town).then(4).when(coast).then(2).otherwise(0) + (pl.col("sex") == "L").cast(pl.Int64)
    fixed = turns.gather(frame["need"])
    group = frame.select(pl.when(pl.lit(fixed) >= 0).then(pl.lit(fixed)).otherwise(place)).to_series()
    return dice.pick_by(group, tables, skew=1)


def _neighbour(frame: pl.DataFrame, dice: Dice, man: pl.Series) -> pl.Series:
    """A name of the same faith and of the mother's clan."""
    group = frame["religion"] * 2 + man
    return dice.pick_by(group, GIVEN) + " " + frame["mother_name"].str.split(" ").list.last()


def _yes(chance: pl.Series) -> pl.Expr:
    return pl.when(chance).then(pl.lit("Ya")).otherwise(pl.lit("Tidak"))


def _digits(dice: Dice, length: int) -> pl.Series:
    return dice.number(10 ** (length - 1), 10**length - 1).cast(pl.String)
