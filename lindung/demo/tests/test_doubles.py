"""The test set for duplicates: the same every time, honest about its rates, and its truth agrees with its rows."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from lindung.demo import places
from lindung.demo.doubles import BENCH_SEED, CALIBRATION_SEED, Doubles, ntt, rates, spoken
from lindung.demo.doubles.commands import doubles as command
from lindung.demo.doubles.lists import RECORDS, TRUTH
from lindung.demo.doubles.mistakes import MISTAKES
from lindung.demo.doubles.registry import arrival
from lindung.demo.doubles.surroundings import Surroundings

PEOPLE, SHARE = 6_000, 0.2
EVERYBODY_HAS = ("birth", "sex", "phone")  # or can have: such a mistake can always be made


@pytest.fixture(scope="module")
def made() -> Doubles:
    return ntt(PEOPLE, SHARE, seed=3)


@pytest.fixture(scope="module")
def both(made: Doubles) -> pl.DataFrame:
    return made.records.join(made.truth.drop("sex"), on="row", validate="1:1")


@pytest.fixture(scope="module")
def again(both: pl.DataFrame) -> pl.DataFrame:
    """Every further row beside the person's first one."""
    firsts = both.filter(copy=0).select("person", *(pl.col(name).alias(f"{name}_first") for name in RECORDS))
    return both.filter(pl.col("copy") > 0).join(firsts, on="person", validate="m:1")


def test_the_same_arguments_make_the_same_lists(made: Doubles) -> None:
    same = ntt(PEOPLE, SHARE, seed=3)
    assert made.records.equals(same.records)
    assert made.truth.equals(same.truth)


def test_another_seed_makes_other_people(made: Doubles) -> None:
    other = ntt(PEOPLE, SHARE, seed=4)
    assert len(set(made.records["nik"]) & set(other.records["nik"])) < PEOPLE / 10


def test_thresholds_are_never_measured_on_the_set_they_were_set_on() -> None:
    assert CALIBRATION_SEED != BENCH_SEED


def test_everybody_stands_once_and_the_share_again(made: Doubles) -> None:
    assert dict(made.records.schema) == RECORDS
    assert dict(made.truth.schema) == TRUTH
    assert made.records["row"].to_list() == made.truth["row"].to_list() == list(range(1, PEOPLE + 1_200 + 1))
    assert made.truth.filter(copy=0)["person"].n_unique() == PEOPLE
    assert made.truth.filter(pl.col("copy") > 0).height == 1_200
    thrice = made.truth.group_by("person").len().filter(len=3).height
    assert thrice == round(1_200 * rates.THREE_TIMES / (1 + rates.THREE_TIMES))


def test_people_live_in_all_districts_in_villages_that_exist(both: pl.DataFrame) -> None:
    assert both["district"].n_unique() == 22
    assert set(both["island"]) == set(rates.ISLANDS)
    assert set(both["village"].drop_nulls()) <= set(places.villages()["village_code"])


def test_only_rows_written_again_bear_errors(made: Doubles) -> None:
    errors = made.truth.with_columns(many=pl.col("errors").list.len())
    assert errors.filter(copy=0)["many"].sum() == 0
    assert errors["many"].max() == max(rates.ERRORS)


def test_so_many_errors_come_together_as_stated(again: pl.DataFrame) -> None:
    found = again["errors"].list.len()
    for many, share in rates.ERRORS.items():
        assert (found == many).mean() == pytest.approx(share, abs=0.04), many


def test_every_kind_of_error_comes_up_near_its_rate(again: pl.DataFrame) -> None:
    planted = again["errors"].explode().drop_nulls()
    assert set(planted) == set(rates.KINDS) == set(MISTAKES) == set(rates.CELL_OF)
    whole = sum(rates.KINDS.values())
    for kind in ("nik_digit", "spelling", "baptismal_left_out", "other_phone"):
        assert (planted == kind).mean() == pytest.approx(rates.KINDS[kind] / whole, abs=0.05), kind


def test_hardly_more_than_half_of_the_doubles_share_their_nik(again: pl.DataFrame) -> None:
    assert (again["nik"] == again["nik_first"]).fill_null(False).mean() == pytest.approx(0.55, abs=0.05)


def test_an_error_in_the_truth_stands_in_the_row(again: pl.DataFrame) -> None:
    for cell, columns in {"nik": ["nik"], "birth": ["birth_date"], "village": ["village"], "sex": ["sex"]}.items():
        spoilt = again.filter(pl.col("errors").list.eval(pl.element().is_in(list(rates.CELLS[cell]))).list.any())
        assert spoilt.height
        for column in columns:
            kept = spoilt.filter(pl.col(column).eq(pl.col(f"{column}_first")))
            assert kept.height <= spoilt.height * 0.02, column  # both hands may err alike


def test_a_clean_row_differs_only_in_what_a_list_lacks(again: pl.DataFrame) -> None:
    clean = again.filter(pl.col("errors").list.len() == 0)
    assert clean["birth_date"].equals(clean["birth_date_first"].alias("birth_date"))
    assert (clean["name"].str.to_uppercase() == clean["name_first"].str.to_uppercase()).all()


def test_the_lists_lack_what_they_are_said_to_lack(both: pl.DataFrame) -> None:
    for column, has in rates.LIST_HAS.items():
        lacking = 1 - has * (1 - rates.CELL_EMPTY[column])
        assert both[column].is_null().mean() == pytest.approx(lacking, abs=0.05), column


def test_many_are_born_on_a_day_the_registry_gave_them(both: pl.DataFrame) -> None:
    firsts = both.filter(copy=0)["birth_date"].dt
    heaped = ((firsts.day() == 1) & (firsts.month() == 1)).mean()
    assert heaped == pytest.approx(rates.HEAPED[1, 1], abs=0.012)


def test_two_people_share_a_nik_only_when_it_was_copied_from_a_relative() -> None:
    whole = ntt(20_000, 0, seed=5)
    shared = whole.records.join(whole.truth, on="row").filter(
        pl.col("nik").is_duplicated(), pl.col("nik").is_not_null()
    )
    assert 0 < shared.height < 60
    assert shared.group_by("nik").agg((pl.col("trap") == "nik_of_a_relative").any())["trap"].all()


def test_twins_are_as_alike_as_two_people_can_be() -> None:
    whole = ntt(20_000, 0, seed=6)
    people = whole.records.join(whole.truth, on="row")
    twins = people.filter(trap="twin").join(people, on=["mother_name", "birth_date", "village"], suffix="_other")
    twins = twins.filter(pl.col("row") != pl.col("row_other"), ~pl.col("mother_name").is_null())
    assert twins.height > 20
    neighbours = twins.filter(pl.col("nik").str.slice(0, 12) == pl.col("nik_other").str.slice(0, 12))
    assert neighbours.height > 10


def test_no_brother_bears_the_very_name_of_another() -> None:
    whole = ntt(20_000, 0, seed=8)
    people = whole.records.join(whole.truth, on="row").filter(pl.col("trap").is_in(["sibling", "twin"]))
    others = whole.records.select("row", "household", "name")
    alike = people.drop_nulls("household").join(others, on=["household", "name"], suffix="_other")
    assert alike.filter(pl.col("row") != pl.col("row_other")).is_empty()


def test_all_kinds_of_traps_are_set() -> None:
    traps = set(ntt(30_000, 0, seed=7).truth["trap"].drop_nulls())
    assert traps == {"twin", "sibling", "father_and_son", "namesake", "nik_of_a_relative"}


@pytest.mark.parametrize("kind", [kind for kind, cell in rates.CELL_OF.items() if cell not in EVERYBODY_HAS])
def test_a_mistake_that_cannot_be_made_leaves_the_row_alone(kind: str) -> None:
    bare = {
        "nik": None, "given": [], "clan": None, "title": None, "birth_date": None, "village": None, "place": None,
        "phone": None, "mother_name": None, "sex": "L", "order": "as is",
    }  # fmt: skip
    kept = dict(bare)
    assert MISTAKES[kind](random.Random(1), bare, Surroundings()) is False
    assert bare == kept


def test_names_are_spelt_as_the_region_spells_them() -> None:
    ways = {spoken.spelling(random.Random(turn), "Yohanes") for turn in range(60)}
    assert {"Johanis", "Yohanis"} <= ways
    assert {spoken.spelling(random.Random(turn), "Bria") for turn in range(60)} >= {"Berya", "Beria"}
    short = {tuple(spoken.abbreviation(random.Random(turn), ["Maria", "Agnes"])) for turn in range(60)}
    assert ("Ma.", "Agnes") in short


def test_a_registry_knows_a_part_of_a_new_file() -> None:
    new = arrival(2_000, 200, known=0.25, seed=1)
    assert new.registry.height == 2_000
    assert new.registry["row"].to_list() == list(range(1, 2_001))
    known = new.truth.filter(pl.col("person") <= 2_000)
    assert known.height == 50
    assert new.file.height == 200
    beside = known.join(new.file, on="row").join(new.registry, left_on="person", right_on="row", suffix="_kept")
    assert (beside["nik"] == beside["nik_kept"]).fill_null(False).mean() > 0.4


def test_the_set_is_written_as_two_lists_with_the_answers_beside(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["--people", "300", "--share", "0.2", "--two", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    answers = list(csv.DictReader((tmp_path / "kunci.csv").open(encoding="utf-8")))
    assert len(answers) == 360
    second = [answer for answer in answers if answer["file"] == "daftar-kanan.xlsx"]
    assert sum(answer["copy"] != "0" for answer in second) == 60
    sheet = CalamineWorkbook.from_path(str(tmp_path / "daftar-kanan.xlsx")).get_sheet_by_index(0).to_python()
    assert len(sheet) == len(second) + 1
    assert {"NIK", "Nama", "Tanggal Lahir", "Nama Ibu", "Desa"} <= set(sheet[0])
    one = CliRunner().invoke(command, ["--people", "300", "--share", "0.2", "--out", str(tmp_path)])
    assert "360 baris" in one.output
