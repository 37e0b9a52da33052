"""A month orders, adds and subtracts in whole months, whatever the year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.kernel.month import Month, months_between, months_from

MONTHS = st.builds(Month, st.integers(1900, 2100), st.integers(1, 12))
STEPS = st.integers(-600, 600)


@given(MONTHS, STEPS)
def test_what_is_added_can_be_taken_away_again(month, step):
    assert month.plus(step).minus(month) == step
    assert month.plus(step).plus(-step) == month


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_day_lies_between_the_first_and_the_last_of_its_month(day):
    month = Month.of(day)
    assert month.first <= day <= month.last
    assert Month.of(date.fromordinal(month.last.toordinal() + 1)) == month.plus(1)


@given(MONTHS)
def test_a_month_survives_being_written_and_read(month):
    assert Month.parse(str(month)) == month
    assert Month.parse(f"{month.first}") == month


@given(MONTHS, st.integers(0, 40))
def test_months_between_two_are_those_from_the_first(month, count):
    assert list(months_between(month, month.plus(count - 1))) == months_from(month, count)


def test_december_is_followed_by_january():
    assert Month(2025, 12).plus(1) == Month(2026, 1)
    assert Month(2026, 1).plus(-1) == Month(2025, 12)


@pytest.mark.parametrize("text", ["", "2025", "2025-13", "2025-00", "2025-7", "07-2025", "2025-07-02", "Juli 2025"])
def test_what_is_no_month_is_refused(text):
    with pytest.raises(ValueError, match="write 2025-07"):
        Month.parse(text)
