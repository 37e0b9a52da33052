"""Dates in words and ages on a day."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from lindung.kernel.days import age_on, in_figures, in_words

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


def test_dates_are_written_as_people_write_them():
    assert in_words(date(2025, 8, 25)) == "25 Agustus 2025"
    assert in_figures(date(2025, 8, 5)) == "5/8/2025"


def test_one_born_on_the_29th_of_february_completes_a_year_on_the_first_of_march():
    assert age_on(date(2004, 2, 29), date(2025, 2, 28)) == 20
    assert age_on(date(2004, 2, 29), date(2025, 3, 1)) == 21


@given(DAYS.filter(lambda born: (born.month, born.day) != (2, 29)), st.integers(0, 120))
def test_the_eve_of_a_birthday_is_one_year_younger(born, years):
    birthday = born.replace(born.year + years)
    assert age_on(born, birthday) == years
    assert age_on(born, birthday - timedelta(days=1)) == years - 1


@given(DAYS, st.integers(0, 40_000))
def test_nobody_grows_younger(born, days):
    later = born + timedelta(days=days)
    assert 0 <= age_on(born, later) <= age_on(born, later + timedelta(days=1))
