"""The invented people: as many as asked, each one once, within the programme's rules, the same every time."""

from __future__ import annotations

import random
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindung.demo.people import Need, make_people, overlap
from lindung.demo.places import villages
from lindung.demo.plants import PLANTS
from lindung.kernel.days import age_on
from lindung.people.occupations import standard_list

MALAKA = Need("NTT-2025", "53.21", 1200, plants=dict.fromkeys(PLANTS, 5))
ENDE = Need("ENDE-2025", "53.08", 800, start=date(2025, 8, 1), age_from=25)
OFFICIALS = Need(
    "DESA-2025",
    "53.21",
    6,
    village_counts={"53.21.01.2006": 4, "53.21.01.2007": 2},
    occupations={"perangkat_desa": 1},
)


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return make_people(seed=2025, needs=[MALAKA, ENDE, OFFICIALS])


@pytest.fixture(scope="module")
def faultless(people: pl.DataFrame) -> pl.DataFrame:
    return people.filter(pl.col("plant").is_null())


def test_the_same_seed_makes_the_same_people(people: pl.DataFrame) -> None:
    assert people.equals(make_people(seed=2025, needs=[MALAKA, ENDE, OFFICIALS]))


def test_another_seed_makes_other_people(people: pl.DataFrame) -> None:
    other = make_people(seed=2026, needs=[MALAKA, ENDE, OFFICIALS])
    assert people["name"].ne_missing(other["name"]).mean() > 0.9  # type: ignore[operator]


def test_each_programme_gets_as_many_as_it_needs(people: pl.DataFrame, faultless: pl.DataFrame) -> None:
    assert dict(faultless.group_by("programme").len().iter_rows()) == {
        "NTT-2025": 1200, "ENDE-2025": 800, "DESA-2025": 6,
    }  # fmt: skip
    faults = people.filter(pl.col("plant").is_not_null())
    assert dict(faults.group_by("plant").len().iter_rows()) == dict.fromkeys(PLANTS, 5)


def test_places_number_the_faultless_of_a_need_from_one(faultless: pl.DataFrame) -> None:
    for (programme,), group in faultless.group_by("programme"):
        assert sorted(group["place"]) == list(range(1, group.height + 1)), programme


def test_no_two_share_a_nik_or_both_name_and_birthday(faultless: pl.DataFrame) -> None:
    assert faultless["nik"].is_unique().all()
    assert faultless["person"].is_unique().all()
    assert faultless.select(pl.struct("name", "birth_date").is_unique().all()).item()


def test_a_nik_tells_birthday_and_sex(faultless: pl.DataFrame) -> None:
    for nik, born, sex in faultless.select("nik", "birth_date", "sex").iter_rows():
        assert nik[6:12] == f"{born.day + 40 * (sex == 'P'):02d}{born:%m%y}"
        assert nik[12:] != "0000"
        assert len(nik) == 16


def test_all_but_the_planted_are_of_the_programmes_age(people: pl.DataFrame) -> None:
    for need in (MALAKA, ENDE, OFFICIALS):
        rows = people.filter(programme=need.programme)
        for plant, born in rows.select("plant", "birth_date").iter_rows():
            age = age_on(born, need.start)
            right = {"too_old": age >= need.age_below, "too_young": age < need.age_from}
            assert right.get(plant, need.age_from <= age < need.age_below)


def test_people_live_in_villages_of_their_district(people: pl.DataFrame) -> None:
    known = set(villages()["village_code"])
    assert set(people["village_code"]) <= known
    assert (people["village_code"].str.slice(0, 5) == people["district_code"]).all()


def test_the_district_can_say_how_many_live_where(people: pl.DataFrame) -> None:
    officials = people.filter(programme="DESA-2025")
    assert dict(officials.group_by("village_code").len().iter_rows()) == OFFICIALS.village_counts
    assert officials["occupation_code"].unique().to_list() == ["perangkat_desa"]


def test_households_share_a_card_and_a_village(faultless: pl.DataFrame) -> None:
    cards = faultless.group_by("kk").agg(pl.len(), homes=pl.col("village_code").n_unique())
    assert (cards["homes"] == 1).all()
    assert 0.2 < (cards["len"] > 1).mean() < 0.5  # type: ignore[operator]


def test_many_of_malaka_still_carry_the_number_of_belu(faultless: pl.DataFrame) -> None:
    malaka = faultless.filter(programme="NTT-2025")
    assert 0.5 < malaka["nik"].str.starts_with("5304").mean() < 0.7  # type: ignore[operator]


def test_populous_places_have_more_people() -> None:
    weighed = villages().filter(district_code="53.04")
    town = weighed.filter(pl.col("village_code").str.slice(9, 1) == "1")["people"].mean()
    country = weighed.filter(pl.col("village_code").str.slice(9, 1) == "2")["people"].mean()
    assert town == pytest.approx(2.5 * country)  # type: ignore[operator]
    assert weighed["people"].sum() == pytest.approx(232_788)


def test_names_are_those_of_the_island_and_some_have_only_one(faultless: pl.DataFrame) -> None:
    single = faultless.filter(~pl.col("name").str.contains(" "))
    assert 0.005 < single.height / faultless.height < 0.04
    assert not faultless["name"].str.contains(r"[0-9-]").any()


def test_everybody_has_work_of_the_standard_list(people: pl.DataFrame) -> None:
    assert set(people["occupation_code"]) <= {entry.code for entry in standard_list()}


def test_a_nik_written_twice_is_one_person_of_the_same_village(people: pl.DataFrame) -> None:
    copies = people.filter(plant="nik_twice")
    firsts = people.filter(pl.col("plant").is_null()).select("person", "nik", "village_code", first="name")
    both = copies.join(firsts, on=["person", "nik", "village_code"])
    assert both.height == 5
    assert (both["name"] == both["first"].str.to_uppercase()).all()


def test_an_overlap_is_the_same_person_on_another_list(people: pl.DataFrame) -> None:
    shared = overlap(people, programme="MALAKA-2025", count=40, rng=random.Random(1))
    assert shared["person"].n_unique() == 40
    assert shared["programme"].unique().to_list() == ["MALAKA-2025"]
    assert set(shared["nik"]) <= set(people.filter(pl.col("plant").is_null())["nik"])
    assert shared.columns == people.columns


@pytest.mark.parametrize(
    "wrong",
    [{"plants": {"unheard_of": 1}}, {"plants": {"nik_twice": 11}}, {"village_counts": {"53.21.01.2006": 9}}],
)
def test_a_need_that_cannot_be_met_is_refused(wrong: dict[str, dict[str, int]]) -> None:
    with pytest.raises(ValueError, match=r"no such fault|more NIK|homes for"):
        make_people(seed=1, needs=[Need("X", "53.21", 10, **wrong)])  # type: ignore[arg-type]


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**31), count=st.integers(0, 60), district=st.sampled_from(["53.01", "53.20", "53.71"]))
def test_any_seed_and_number_gives_that_many(seed: int, count: int, district: str) -> None:
    people = make_people(seed=seed, needs=[Need("X", district, count, plants={"too_old": 1})])
    assert people.filter(pl.col("plant").is_null()).height == count
    assert people["nik"].n_unique() == count + 1
