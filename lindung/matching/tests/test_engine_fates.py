"""What becomes of a pair: one person, a look, different."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindung.matching.engine import explain, match, reasons, shipped, weigh
from lindung.matching.tests.records import MARIA, YOHANES, frame

PROVINCE = 100_000


def fate(a: dict[str, Any], b: dict[str, Any]) -> str:
    return explain(frame(a), frame(b), population=PROVINCE).fate


@pytest.mark.parametrize(
    ("slip", "changed"),
    [
        ("a clean second entry", {}),
        ("one wrong figure in the NIK", {"nik": "5321014508850083"}),
        ("two figures exchanged", {"nik": "5321014508580003"}),
        ("a NIK with a figure too few", {"nik": "532101450885003"}),
        ("no NIK", {"nik": None}),
        ("a baptismal name left out", {"name": "Hoar Bria"}),
        ("another order", {"name": "Bria Maria Hoar"}),
        ("an abbreviation", {"name": "Ma. Hoar Bria"}),
        ("the spelling of this region", {"name": "Marya Hoar Berya"}),
        ("born on 1 January", {"birth_date": date(1985, 1, 1)}),
        ("day and month exchanged", {"birth_date": date(1985, 5, 8)}),
        ("a year's slip", {"birth_date": date(1986, 8, 5)}),
        ("the next village", {"village": "53.21.01.2002"}),
        ("a hamlet instead of the village", {"village": None, "place": "Dusun Kakaniuk"}),
        ("another telephone", {"phone": "+6285200000001"}),
        ("the wrong sex, which both NIK deny", {"sex": "L"}),
    ],
)
def test_a_second_row_with_one_slip_is_the_same_person(slip: str, changed: dict[str, Any]) -> None:
    assert fate(MARIA, MARIA | changed) == "same", slip


@pytest.mark.parametrize(
    ("why", "changed"),
    [
        ("a NIK of her own", {"nik": "5304024508850007", "household": None, "mother_name": None}),
        ("another sex and no NIK to tell", {"sex": "L", "nik": None}),
        ("another name under her NIK", {"name": "Agustina Luruk"}),
        ("a date of birth far off", {"birth_date": date(1990, 3, 9), "nik": None}),
        ("a twin's NIK and a twin's name", {"nik": "5321014508850004", "name": "Marta Hoar Bria"}),
    ],
)
def test_a_machine_alone_never_joins_where_something_contradicts(why: str, changed: dict[str, Any]) -> None:
    assert fate(MARIA, MARIA | changed) != "same", why


def test_a_sister_of_the_same_household_is_another_person() -> None:
    sister = MARIA | {"nik": "5321015503880001", "name": "Agustina Bria", "birth_date": date(1988, 3, 15)}
    assert fate(MARIA, sister) == "different"


def test_father_and_son_of_one_name_are_two() -> None:
    son = YOHANES | {"nik": "5321010101020002", "birth_date": date(2002, 1, 1), "mother_name": "Maria Hoar Bria"}
    assert fate(YOHANES, son) == "different"


def test_strangers_of_one_village_are_different() -> None:
    assert fate(MARIA, YOHANES) == "different"


def test_the_reasons_are_told_in_words() -> None:
    told = explain(frame(MARIA), frame(MARIA | {"nik": "5321014508850083"}), population=PROVINCE)
    assert "nama sama" in str(told)
    assert "NIK beda satu angka" in str(told)
    assert "tanggal lahir sama" in str(told)


def test_start_and_weights_add_up_to_the_whole() -> None:
    told = explain(frame(MARIA), frame(MARIA | {"name": "Ma. Hoar Berya", "phone": None}), population=PROVINCE)
    assert told.start + sum(reason.weight for reason in told.reasons) == pytest.approx(told.weight, abs=1e-4)


def test_a_contradiction_is_named() -> None:
    twin = MARIA | {"nik": "5321014508850004", "name": "Marta Hoar Bria"}
    assert any(
        "kembar" in words for words in explain(frame(MARIA), frame(twin), population=PROVINCE).contradictions
    )


def test_one_list_gives_each_double_once_and_two_lists_meet_across() -> None:
    one = frame(MARIA, YOHANES, MARIA | {"name": "Bria Maria Hoar"})
    assert match(one, population=PROVINCE).select("left", "right", "fate").rows() == [(1, 3, "same")]
    across = match(frame(YOHANES, MARIA), one, population=PROVINCE).select("left", "right", "fate").rows()
    assert sorted(across) == [(1, 2, "same"), (2, 1, "same"), (2, 3, "same")]


def test_an_empty_list_finds_nothing() -> None:
    assert match(frame(MARIA).clear()).is_empty()
    assert match(frame(MARIA), frame(MARIA).clear()).is_empty()


def test_dropping_the_hopeless_early_changes_no_result() -> None:
    people = frame(MARIA, YOHANES, MARIA | {"nik": None}, YOHANES | {"name": "Johanis Berya", "nik": None})
    pairs = match(people, population=PROVINCE).select("left", "right")
    every = weigh(pairs, people, population=PROVINCE, every=True)
    kept = weigh(pairs, people, population=PROVINCE)
    assert every.filter(every["fate"] != "different").equals(kept)


def test_reasons_of_a_whole_table_are_those_of_each_pair() -> None:
    people = frame(MARIA, MARIA | {"nik": None, "name": "Hoar Bria"})
    found = match(people, population=PROVINCE)
    single = explain(people.head(1), people.tail(1), population=PROVINCE)
    assert reasons(found).to_list() == [str(single)]


FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "nik": st.sampled_from([None, "5321014508850083", "5304024508850007", "53210145088500"]),
        "name": st.sampled_from(["Maria", "Hoar Bria", "M. H. Berya", "Yohanes Bria", "-"]),
        "birth_date": st.none() | st.dates(date(1950, 1, 1), date(2007, 1, 1)),
        "sex": st.sampled_from([None, "L", "P"]),
        "mother_name": st.sampled_from([None, "Yuliana", "Juliana Abuk"]),
        "household": st.sampled_from([None, "5321011203100009"]),
        "phone": st.sampled_from([None, "+6281234567899"]),
        "village": st.sampled_from([None, "53.21.01.2002", "53.04.01.2001"]),
    },
)


@settings(deadline=None)
@given(FIELDS)
def test_which_row_comes_first_does_not_matter(changed: dict[str, Any]) -> None:
    one, other = frame(MARIA), frame(MARIA | changed)
    there, back = explain(one, other, population=PROVINCE), explain(other, one, population=PROVINCE)
    assert (there.fate, there.reasons) == (back.fate, back.reasons)
    assert there.weight == pytest.approx(back.weight)


def test_no_field_speaks_of_faith_or_people() -> None:
    forbidden = ("agama", "faith", "religion", "suku", "ethnic", "marga")
    model = shipped()
    said = " ".join(
        [entry.column for entry in model.comparisons] + [part for rule in model.blocking for part in rule]
    )
    assert not any(word in said for word in forbidden)
