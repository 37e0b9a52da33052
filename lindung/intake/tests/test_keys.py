"""The key by which a corrected file finds its rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.intake.keys import LETTERS, key_of, read_key

POSITIVE = st.integers(1, 99_999_999)


@given(POSITIVE, POSITIVE)
def test_a_key_says_file_and_row(file: int, number: int) -> None:
    assert read_key(key_of(file, number)) == (file, number)
    assert read_key(f" {key_of(file, number).lower()} ") == (file, number)


@given(POSITIVE, POSITIVE, st.data())
def test_one_wrong_figure_is_noticed(file: int, number: int, data: st.DataObject) -> None:
    key = key_of(file, number)
    places = [place for place, sign in enumerate(key) if sign.isdigit()]
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from([figure for figure in "123456789" if figure != key[place]]))
    changed = key[:place] + other + key[place + 1 :]
    # The weight of the 22nd place is a multiple of 23, but no key is so long.
    assert read_key(changed) is None


@pytest.mark.parametrize("text", ["", "12", "12-4475", "12-4475-I", "0-1-A", "-1-2-A", "12-4475-", "=1+1"])
def test_what_is_no_key(text: str) -> None:
    assert read_key(text) is None


def test_letters_are_a_prime_number() -> None:
    assert len(LETTERS) == 23 == len(set(LETTERS))
