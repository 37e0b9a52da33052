"""Invented people of NTT: names, households, NIK, work. The same seed and needs give the same people."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from lindung.demo import livelihoods, naming, numbers, places
from lindung.demo.dice import Dice
from lindung.demo.plants import PLANTS

START = date(2025, 7, 1)


@dataclass(frozen=True)
class Need:
    """So many people of one district for one programme, all of whom its rules admit, and faults beside them.

    `village_counts` fixes how many live in each village, faults included, and wins over `village_weights`.
    """

    programme: str
    district_code: str
    count: int
    start: date = START
    age_from: int = 18
    age_below: int = 65
    village_weights: Mapping[str, float] | None = None
    village_counts: Mapping[str, int] | None = None
    occupations: Mapping[str, int] | None = None
    plants: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := set(self.plants) - set(PLANTS):
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
        if self.plants.get("nik_twice", 0) > self.count:
            raise ValueError("more NIK written twice than people to copy")

    @property
    def rows(self) -> int:
        return self.count + sum(self.plants.values())


def make_people(*, seed: int, needs: Sequence[Need]) -> pl.DataFrame:
    """One row per line on a list, by need and village.

    `person` tells who it is (a NIK written twice is one person), `plant` the fault its row shall carry, `place`
    numbers the faultless of a need in random order: 1 to count.
    """
    frame = _seats_in_villages(seed, needs)
    dice = Dice(f"{seed}/people", frame.height)
    frame = _households(frame, dice)
    frame = _births(frame, dice, needs)
    frame = naming.with_names(frame, dice)
    frame = _told_apart(frame)
    frame = numbers.with_nik(frame, dice)
    frame = numbers.with_household_number(frame, dice)
    frame = livelihoods.with_livelihood(
        frame, dice, [need.occupations for need in needs], [need.start for need in needs]
    )
    return _written_twice(frame).drop("role", "religion", "household")


def overlap(people: pl.DataFrame, *, programme: str, count: int, rng: random.Random) -> pl.DataFrame:
    """`count` faultless people of one list as another programme's officers write them: somewhat differently."""
    clean = people.filter(pl.col("plant").is_null())
    chosen = clean[sorted(rng.sample(range(clean.height), count))]
    return chosen.with_columns(
        programme=pl.lit(programme),
        place=pl.lit(None, dtype=pl.Int64),
        name=pl.col("name").str.to_uppercase(),
        phone=pl.lit(None, dtype=pl.String),
        address=pl.lit(None, dtype=pl.String),
    )


def _seats_in_villages(seed: int, needs: Sequence[Need]) -> pl.DataFrame:
    parts = [_of_need(random.Random(f"{seed}/{turn}"), turn, need) for turn, need in enumerate(needs)]
    frame = pl.concat(parts).with_columns(pl.int_range(1, pl.len() + 1).alias("person"))
    return frame.join(places.villages(), on="village_code", how="left", maintain_order="left", validate="m:1")


def _of_need(rng: random.Random, turn: int, need: Need) -> pl.DataFrame:
    if need.village_counts is not None:
        homes = [code for code, count in need.village_counts.items() for _ in range(count)]
    else:
        codes, likely = places.weights(need.district_code, need.village_weights)
        homes = rng.choices(codes, likely, k=need.rows)
    if len(homes) != need.rows:
        raise ValueError(f"{need.programme} {need.district_code}: {len(homes)} homes for {need.rows} people")
    faults: list[str | None] = [kind for kind, count in need.plants.items() for _ in range(count)]
    plants = faults + [None] * need.count
    rng.shuffle(plants)
    order = iter(rng.sample(range(1, need.count + 1), need.count))
    return pl.DataFrame(
        {
            "need": pl.Series([turn] * need.rows, dtype=pl.Int64),
            "programme": pl.Series([need.programme] * need.rows, dtype=pl.String),
            "village_code": pl.Series(sorted(homes), dtype=pl.String),
            "plant": pl.Series(plants, dtype=pl.String),
            "place": pl.Series([None if plant else next(order) for plant in plants], dtype=pl.Int64),
        }
    )


def _households(frame: pl.DataFrame, dice: Dice) -> pl.DataFrame:
    """Neighbours on the list share a household now and then: head, spouse, brothers and sisters."""
    another = pl.struct("need", "village_code")
    return (
        frame.with_columns(household=((another != another.shift()).fill_null(True) | dice.chance(0.7)).cum_sum())
        .with_columns(role=pl.int_range(pl.len()).over("household"), chance=dice.share())
        .with_columns(head_man=(pl.col("chance") < 0.62).first().over("household"))
        .with_columns(
            man=pl.when(pl.col("role") == 1).then(~pl.col("head_man"))
            .when(pl.col("role") == 0).then(pl.col("head_man"))
            .otherwise(pl.col("chance") < 0.5)
        )
        .with_columns(sex=pl.when("man").then(pl.lit("L")).otherwise(pl.lit("P")))
        .drop("chance", "head_man")
    )  # fmt: skip


def _births(frame: pl.DataFrame, dice: Dice, needs: Sequence[Need]) -> pl.DataFrame:
    """Between the programme's ages at its start; spouses and siblings near the head of their household."""
    near = (pl.col("own").first().over("household") + pl.col("apart")).clip(0, 0.9999)
    too_old, too_young = pl.col("plant") == "too_old", pl.col("plant") == "too_young"
    within = pl.when(pl.col("role") == 0).then("own").otherwise(near)
    # A year's difference from the NIK must not make anybody too old.
    within = pl.when(pl.col("plant") == "birth_date_contradicts").then(within.clip(0.1, 0.9)).otherwise(within)
    ends = pl.DataFrame([_bounds(need) for need in needs], schema=BOUNDS, orient="row").with_row_index("need")
    return (
        frame.join(ends.cast({"need": pl.Int64}), on="need", how="left", maintain_order="left")
        .with_columns(own=(dice.share() + dice.share()) / 2, apart=(dice.share() - 0.5) * 0.25)
        .with_columns(
            earliest=pl.when(too_old).then("oldest").when(too_young).then("below").otherwise("first"),
            latest=pl.when(too_old).then("above").when(too_young).then("youngest").otherwise("last"),
        )
        .with_columns(span=(pl.col("latest") - pl.col("earliest")).dt.total_days() + 1)
        .with_columns(
            birth_date=pl.col("earliest") + pl.duration(days=(within * pl.col("span")).floor().cast(pl.Int64))
        )
        .with_columns(birth_date=_heaped(dice))
        .drop("oldest", "above", "below", "youngest", "first", "last", "latest", "own", "apart")
    )


BOUNDS = ["oldest", "above", "first", "last", "below", "youngest"]


def _bounds(need: Need) -> tuple[date, ...]:
    """Birthdays: too old from … to, admitted from … to, too young from … to."""
    day = timedelta(days=1)
    first = _years_before(need.start, need.age_below) + day
    last = _years_before(need.start, need.age_from)
    return (_years_before(need.start, need.age_below + 12), first - day, first, last,
            last + day, _years_before(need.start, need.age_from - 3))  # fmt: skip


def _years_before(day: date, years: int) -> date:
    return day.replace(year=day.year - years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _heaped(dice: Dice) -> pl.Expr:
    """Many who do not know their birthday have 1 January or 1 July written in their papers."""
    month = pl.when(pl.lit(dice.chance(0.5))).then(1).otherwise(7)
    round_day = pl.date(pl.col("birth_date").dt.year(), month, 1)
    fits = pl.lit(dice.chance(0.05)) & round_day.is_between(pl.col("earliest"), pl.col("birth_date"))
    return pl.when(fits).then(round_day).otherwise(pl.col("birth_date"))


def _told_apart(frame: pl.DataFrame) -> pl.DataFrame:
    """No two people share name and birthday: which of them a list means would be a question for an officer."""
    for _ in range(4):
        turn = pl.int_range(pl.len()).over("name", "birth_date")
        moved = (pl.col("birth_date") - pl.col("earliest")).dt.total_days() + 37 * pl.col("turn")
        frame = frame.with_columns(turn=turn).with_columns(
            birth_date=pl.when(pl.col("turn") > 0)
            .then(pl.col("earliest") + pl.duration(days=moved % pl.col("span")))
            .otherwise(pl.col("birth_date"))
        )
    return frame.drop("turn", "earliest", "span")


def _written_twice(frame: pl.DataFrame) -> pl.DataFrame:
    """A row planted as `nik_twice` becomes a copy of a faultless row of the same need, placed after it."""
    twice = frame.filter(pl.col("plant") == "nik_twice").select("need", turn=pl.int_range(pl.len()).over("need"))
    clean = frame.filter(pl.col("plant").is_null())
    firsts = clean.with_columns(turn=(pl.col("place") - 1)).drop("plant", "place", "programme")
    copies = twice.join(firsts, on=["need", "turn"], how="left", maintain_order="left").join(
        frame.unique("need", keep="first", maintain_order=True).select("need", "programme"),
        on="need", how="left", maintain_order="left",
    )  # fmt: skip
    copies = copies.with_columns(
        plant=pl.lit("nik_twice"), place=pl.lit(None, dtype=pl.Int64), name=pl.col("name").str.to_uppercase()
    )
    rest = frame.filter(pl.col("plant").is_null() | (pl.col("plant") != "nik_twice"))
    return pl.concat([rest, copies.select(rest.columns)]).sort("need", "village_code", maintain_order=True)
