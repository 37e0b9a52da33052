"""Money is whole rupiah: written and read without losing one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.kernel.rupiah import parse_rupiah, rupiah, thousands

AMOUNTS = st.integers(-(10**18), 10**18)


@given(AMOUNTS)
def test_an_amount_survives_being_written_and_read(amount):
    assert parse_rupiah(rupiah(amount)) == amount


@given(st.integers(0, 10**15))
def test_points_spaces_and_empty_cents_change_nothing(amount):
    grouped = thousands(amount)
    for text in (str(amount), grouped, f"Rp {grouped},00", f"Rp. {grouped}", f"  Rp{grouped},-  "):
        assert parse_rupiah(text) == amount


def test_money_is_written_as_the_spelling_rules_ask():
    assert rupiah(10_080_000_000) == "Rp10.080.000.000"
    assert rupiah(-16_800) == "-Rp16.800"
    assert rupiah(0) == "Rp0"


@pytest.mark.parametrize("text", ["", "Rp", "1.00", "16,8", "1.2345", "0.5", "12.34.567", "seratus", "1e6", "٣"])
def test_what_is_no_whole_amount_is_refused(text):
    with pytest.raises(ValueError, match="no amount in rupiah"):
        parse_rupiah(text)


@pytest.mark.parametrize("number", [1.0, True, "4475", None])
def test_only_whole_numbers_are_written(number):
    with pytest.raises(TypeError):
        thousands(number)
