"""The NIK: what is impossible, what is only strange."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.people.nik import SPLIT_FROM, Fault, Nik, NotANik, faults, mask, parse, provinces
from lindung.regions.catalogue import districts


@pytest.mark.parametrize(
    "text", ["5321014107900001", "5321 0141 0790 0001", "'5321014107900001", "5321.0141.0790.0001"]
)
def test_sixteen_figures_however_written(text: str) -> None:
    assert parse(text) == Nik("5321014107900001")


@pytest.mark.parametrize(
    ("digits", "fault"),
    [
        ("532101410790000", Fault.LENGTH),
        ("53210141079000011", Fault.LENGTH),
        ("532101410790000A", Fault.LENGTH),
        ("", Fault.LENGTH),
        ("5321013202900001", Fault.DATE),
        ("5321013002900001", Fault.DATE),
        ("5321010013900001", Fault.DATE),
        ("5321017207900001", Fault.DATE),
        ("5321010113900001", Fault.DATE),
        ("5321012902010001", Fault.DATE),
        ("5321010107900000", Fault.SERIAL),
        ("0021010107900001", Fault.PROVINCE),
        ("9921010107900001", Fault.PROVINCE),
    ],
)
def test_what_cannot_be_a_nik(digits: str, fault: Fault) -> None:
    assert faults(digits) == (fault,)
    with pytest.raises(NotANik):
        parse(digits)


def test_every_fault_is_told_at_once() -> None:
    assert faults("0021013202900000") == (Fault.PROVINCE, Fault.DATE, Fault.SERIAL)


def test_the_29th_of_february_00_was_a_day() -> None:
    assert Nik("5321012902000001").born(date(1999, 1, 1)) == date(2000, 2, 29)
    assert faults("5321012902000001") == ()


@pytest.mark.parametrize("code", ["91", "92", "93", "94", "95", "96", "53", "11"])
def test_all_provinces_are_known_the_new_papua_too(code: str) -> None:
    assert code in provinces()


def test_a_woman_is_born_forty_days_later_on_paper() -> None:
    nik = Nik("5321014107900001")
    assert (nik.sex, nik.born(date(1990, 1, 1))) == ("P", date(1990, 7, 1))
    assert Nik("5321010107900001").sex == "L"


def test_the_century_is_that_of_the_declared_date() -> None:
    nik = Nik("5321010107050001")
    assert nik.born(date(1905, 7, 1)) == date(1905, 7, 1)
    assert nik.born(date(2005, 7, 1)) == date(2005, 7, 1)
    assert nik.born(date(2004, 7, 1)) == date(2005, 7, 1)


def test_a_person_of_malaka_may_carry_the_code_of_belu() -> None:
    assert Nik("5304010107900001").fits_district("53.21")
    assert Nik("5321010107900001").fits_district("53.21")
    assert not Nik("5307010107900001").fits_district("53.21")


def test_split_districts_exist() -> None:
    codes = {place.code for place in districts("53")}
    assert set(SPLIT_FROM) | set(SPLIT_FROM.values()) <= codes


def test_a_nik_is_masked_in_every_listing() -> None:
    assert mask("5321014107900001") == "5321xxxxxxxx0001"
    assert mask("532101410790000") == "5321xxxxxxx0000"
    assert mask("12345678") == "12345678"


@given(st.dates(date(1930, 1, 1), date(2025, 7, 1)), st.sampled_from("LP"), st.integers(1, 9999))
def test_a_nik_tells_the_birth_and_sex_it_was_made_from(born: date, sex: str, serial: int) -> None:
    of_month = born.day + (40 if sex == "P" else 0)
    nik = parse(f"532101{of_month:02}{born:%m%y}{serial:04}")
    assert (nik.born(born), nik.sex, nik.district) == (born, sex, "53.21")


@given(st.text(alphabet="0123456789 .'-A", max_size=24))
def test_no_text_is_half_a_nik(text: str) -> None:
    try:
        nik = parse(text)
    except NotANik:
        return
    assert faults(nik.digits) == ()
