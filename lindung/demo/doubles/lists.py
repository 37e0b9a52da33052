"""From people to rows of lists: what a list has, what is empty in it, and people written more than once."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any, NamedTuple

import polars as pl

from lindung.demo.doubles import rates
from lindung.demo.doubles.mistakes import MISTAKES, Row
from lindung.demo.doubles.population import population
from lindung.demo.doubles.surroundings import Surroundings

RECORDS: dict[str, type[pl.DataType]] = {
    "row": pl.Int64, "nik": pl.String, "name": pl.String, "birth_date": pl.Date, "sex": pl.String,
    "mother_name": pl.String, "household": pl.String, "phone": pl.String, "village": pl.String, "place": pl.String,
}  # fmt: skip
TRUTH: dict[str, type[pl.DataType] | pl.DataType] = {
    "row": pl.Int64, "person": pl.Int64, "copy": pl.Int64, "errors": pl.List(pl.String), "trap": pl.String,
    "same_list": pl.Boolean, "single_name": pl.Boolean, "sex": pl.String, "island": pl.String,
    "district": pl.String,
}  # fmt: skip


class Habit(NamedTuple):
    """What one list is like."""

    has: dict[str, bool]
    capitals: bool
    officer: str


class Doubles(NamedTuple):
    """`records`: rows as lists have them (RECORDS). `truth`: who each row is and what was planted in it (TRUTH)."""

    records: pl.DataFrame
    truth: pl.DataFrame


def ntt(people: int = rates.PEOPLE, share: float = rates.SHARE, seed: int = rates.BENCH_SEED) -> Doubles:
    """`people` invented people of all districts, and `share` of them again as other rows, in random order.

    The same arguments give the same rows. Row numbers begin at 1.
    """
    whole = population(people, seed)
    rng = random.Random(f"{seed}/lists")
    around = Surroundings()
    originals, habits = _originals(rng, whole)
    rows = list(originals)
    for turn, copy in _written_again(rng, people, round(people * share)):
        habit = habits[originals[turn]["village_code"]]
        rows.append(again(rng, originals[turn], copy, habit, around))
    rng.shuffle(rows)
    return frames(rows, around)


def _originals(rng: random.Random, whole: pl.DataFrame) -> tuple[list[Row], dict[str, Habit]]:
    """The first row of everybody on the village's own list, and what the lists are like."""
    habits = {village: a_habit(rng) for village in whole["village_code"].unique().sort()}
    heads: dict[int, str] = dict(whole.filter(role=0).select("household", "nik").iter_rows())
    rows = [
        first(rng, person | {"relative": heads[person["household"]]}, habits[person["village_code"]])
        for person in whole.iter_rows(named=True)
    ]
    return rows, habits


def first(rng: random.Random, person: Row, habit: Habit) -> Row:
    """The row of somebody who stands on a list for the first time."""
    row = person | {"copy": 0, "errors": [], "same_list": True, "whole": person, "order": "as is"}
    return _on_list(rng, row | {"village": person["village_code"], "place": None}, habit)


def a_habit(rng: random.Random) -> Habit:
    """Which columns a list has, whether it is written in capitals, and its officer's own number."""
    has = {column: rng.random() < share for column, share in rates.LIST_HAS.items()}
    return Habit(has, rng.random() < rates.UPPER_CASE, f"0812{rng.randrange(10**7, 10**8)}")


def _on_list(rng: random.Random, row: Row, habit: Habit) -> Row:
    """The person's cells as this list has them: no column here, an empty cell there."""
    row = row | {"capitals": habit.capitals, "no_code": rng.random() < rates.NO_CODE}
    if rng.random() < rates.PHONE_OF_THE_OFFICER:
        row["phone"] = habit.officer
    if rng.random() < rates.NIK_OF_A_RELATIVE and row["relative"] != row["nik"]:
        row |= {"nik": row["relative"], "trap": "nik_of_a_relative"}
    if rng.random() < rates.SEX_WRONG:
        row["sex"] = "P" if row["sex"] == "L" else "L"
    for column, share in rates.CELL_EMPTY.items():
        cell = "kk" if column == "household" else column
        if not habit.has.get(column, True) or rng.random() < share:
            row[cell] = None
    return row


def _written_again(rng: random.Random, people: int, wanted: int) -> Iterator[tuple[int, int]]:
    """Whose row comes again, as which copy: `wanted` further rows."""
    thrice = round(wanted * rates.THREE_TIMES / (1 + rates.THREE_TIMES))
    for place, turn in enumerate(rng.sample(range(people), wanted - thrice)):
        yield turn, 1
        if place < thrice:
            yield turn, 2


def again(rng: random.Random, original: Row, copy: int, own: Habit, around: Surroundings) -> Row:
    """The person once more, on the same list or by another hand, with so many errors at once."""
    same_list = rng.random() < rates.SAME_LIST
    habit = own if same_list else a_habit(rng)
    row = original | original["whole"] | {"copy": copy, "same_list": same_list}
    row |= {"village": original["village_code"], "place": None, "order": "as is"}
    row = _on_list(rng, row, habit)
    wanted = rng.choices(list(rates.ERRORS), list(rates.ERRORS.values()))[0]
    row["errors"] = _spoilt(rng, row, wanted, around)
    return row


def _spoilt(rng: random.Random, row: Row, wanted: int, around: Surroundings) -> list[str]:
    """Plant so many errors of different kinds; their names in the order of planting."""
    planted: list[str] = []
    open_kinds = dict(rates.KINDS)
    while len(planted) < wanted and open_kinds:
        kind = rng.choices(list(open_kinds), list(open_kinds.values()))[0]
        del open_kinds[kind]
        if not MISTAKES[kind](rng, row, around):
            continue
        planted.append(kind)
        cell = rates.CELL_OF[kind]
        if sum(rates.CELL_OF[done] == cell for done in planted) >= rates.AT_MOST[cell]:
            open_kinds = {other: share for other, share in open_kinds.items() if rates.CELL_OF[other] != cell}
    return planted


def frames(rows: list[Row], around: Surroundings) -> Doubles:
    """Rows numbered in their order, and the truth about them."""
    records, truth = [], []
    for number, row in enumerate(rows, start=1):
        records.append(_record(number, row, around))
        truth.append(
            {
                **{column: row[column] for column in ("person", "copy", "errors", "trap", "same_list")},
                "row": number,
                "single_name": len(row["whole"]["given"]) == 1 and row["whole"]["clan"] is None,
                "sex": row["whole"]["sex"],
                "island": rates.ISLAND_OF[row["district_code"]],
                "district": row["district_code"],
            }
        )
    return Doubles(pl.DataFrame(records, schema=RECORDS), pl.DataFrame(truth, schema=TRUTH))


def _record(number: int, row: Row, around: Surroundings) -> dict[str, Any]:
    name, village, place = _name(row), row["village"], row["place"]
    if village and row["no_code"]:
        place = around.names[village]
        village = None
    return {
        "row": number,
        "nik": row["nik"],
        "name": name.upper() if row["capitals"] else name,
        "birth_date": row["birth_date"],
        "sex": row["sex"],
        "mother_name": row["mother_name"].upper() if row["capitals"] and row["mother_name"] else row["mother_name"],
        "household": row["kk"],
        "phone": row["phone"],
        "village": village,
        "place": place,
    }


def _name(row: Row) -> str:
    given, clan = list(row["given"]), [row["clan"]] if row["clan"] else []
    if row["order"] == "clan first":
        words = [*clan, *given] if clan else given[::-1]
    elif row["order"] == "turned":
        words = [*given[::-1], *clan] if len(given) > 1 else [*clan, *given]
    else:
        words = [*([row["title"]] if row["title"] else []), *given, *clan]
    return " ".join(words)
