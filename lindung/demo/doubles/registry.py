"""A registry in which a province is entered already, and a new file of whom it knows some."""

from __future__ import annotations

import random
from typing import NamedTuple

import polars as pl

from lindung.demo.dice import Dice
from lindung.demo.doubles import rates
from lindung.demo.doubles.lists import RECORDS, a_habit, again, first, frames
from lindung.demo.doubles.population import population
from lindung.demo.doubles.surroundings import Surroundings


class Arrival(NamedTuple):
    """`registry` and `file`: rows (RECORDS). `truth`: for each row of the file who it is (TRUTH).

    A person's number is their row in the registry; those above its height are new.
    """

    registry: pl.DataFrame
    file: pl.DataFrame
    truth: pl.DataFrame


def arrival(people: int, rows: int, known: float = 0.3, seed: int = rates.BENCH_SEED) -> Arrival:
    """A file of `rows` people, `known` of them written again with errors, for a registry of `people`.

    The registry is entered column by column: gaps, but no misspellings, as after years of keeping it.
    """
    again_rows = round(rows * known)
    whole = population(people + rows - again_rows, seed)
    whole = whole.sample(fraction=1, shuffle=True, seed=seed).with_columns(
        person=pl.int_range(1, whole.height + 1, dtype=pl.Int64), relative=pl.col("nik")
    )
    inside, outside = whole.head(people), whole.tail(whole.height - people)
    rng = random.Random(f"{seed}/arrival")
    around = Surroundings()
    written = []
    for person in inside.sample(again_rows, seed=seed).iter_rows(named=True):
        habit = a_habit(rng)
        written.append(again(rng, first(rng, person, habit), 1, habit, around))
    written.extend(first(rng, person, a_habit(rng)) for person in outside.iter_rows(named=True))
    rng.shuffle(written)
    return Arrival(_entered(inside, seed), *frames(written, around))


def _entered(people: pl.DataFrame, seed: int) -> pl.DataFrame:
    dice = Dice(f"{seed}/registry", people.height)
    have = {
        column: dice.chance(rates.LIST_HAS.get(column, 1.0) * (1 - empty))
        for column, empty in rates.CELL_EMPTY.items()
    }
    given = pl.col("given").list.join(" ")
    kept = {
        column: pl.when(pl.lit(have[column])).then("kk" if column == "household" else column)
        for column in rates.CELL_EMPTY
    }
    return people.select(
        pl.col("person").alias("row"),
        "birth_date",
        "sex",
        name=pl.concat_str("title", given, "clan", separator=" ", ignore_nulls=True),
        village="village_code",
        place=pl.lit(None, dtype=pl.String),
        **kept,
    ).select(*RECORDS)
