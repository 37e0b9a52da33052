"""Names as they sound: what two officers write of one name is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.matching.engine.naming import ALIKE, ANOTHER, COMMON, LONE, MISSPELT, PARTS, SAME, word_by_word
from lindung.matching.engine.spelling import sounds, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Yohanes", "Johanis"),
        ("Kristoforus", "Cristoforus"),
        ("Bria", "Berya"),
        ("Stefanus", "Stephanus"),
        ("Vinsensius", "Finsensius"),
        ("Yosef", "Joseph"),
        ("Theresia", "Teresia"),
        ("Lewokeeda", "Lewokeda"),
        ("Muhammad", "Moh."),
        ("Paulus Naibonaat", "Paulus Naibonat"),
        ("Bpk. Petrus Klau", "PETRUS KLAU"),
    ],
)
def test_spellings_of_one_name_sound_the_same(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


@pytest.mark.parametrize(("one", "other"), [("Maria", "Marta"), ("Yohanes", "Yosef"), ("Bria", "Klau")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sounds(one) != sounds(other)


def test_titles_are_no_part_of_a_name() -> None:
    assert words("Ibu Hj. Maria Bria, S.Pd") == ["HJ", "MARIA", "BRIA", "S", "PD"]


def level(one: str, other: str) -> int:
    return word_by_word(" ".join(sorted(sounds(one))), " ".join(sorted(sounds(other))))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Maria Goreti Bria", "Maria Bria", PARTS),
        ("Yoh. Bria", "Yohanes Bria", PARTS),
        ("M. Goreti Bria", "Maria Goreti Bria", PARTS),
        ("Veronika Bouk", "Velonika Bouk", MISSPELT),
        ("Marta Bria", "Maria Bria", ALIKE),
        ("Tina Bria", "Martina Bria", ALIKE),
        ("Bria", "Maria Bria", LONE),
        ("Maria Klau", "Maria Bria", COMMON),
        ("Petrus Klau", "Agustina Luruk", ANOTHER),
    ],
)
def test_names_are_compared_word_by_word(one: str, other: str, expected: int) -> None:
    assert level(one, other) == expected


@given(
    st.lists(st.sampled_from(["MARA", "FETRUS", "BRA", "KLAU", "M", "TINA", "MARTINA"]), min_size=1, max_size=4),
    st.lists(st.sampled_from(["MARA", "FETRUS", "BRA", "KLAU", "M", "TINA", "MARTINA"]), min_size=1, max_size=4),
)
def test_comparing_names_is_symmetric(one: list[str], other: list[str]) -> None:
    a, b = " ".join(sorted(one)), " ".join(sorted(other))
    assert word_by_word(a, b) == word_by_word(b, a)
    assert word_by_word(a, a) in (SAME, PARTS, MISSPELT)
