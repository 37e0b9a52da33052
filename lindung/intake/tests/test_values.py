"""What officers write in a cell, and what it means."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.intake import values
from lindung.intake.reading import Cell
from lindung.kernel.days import MONTHS

START = date(2025, 7, 1)
BIRTHDAY = date(1985, 8, 17)


def day(text: str | None, kind: Cell = Cell.TEXT) -> date | None:
    frame = pl.DataFrame({"text": [text], "kind": [int(kind)]}, schema={"text": pl.String, "kind": pl.UInt8})
    found: date | None = values.days(frame, "text", "kind", latest=START)[0]
    return found


def one(expression: pl.Expr, text: str) -> object:
    return pl.DataFrame({"text": [text]}).select(expression.alias("found"))["found"][0]


@pytest.mark.parametrize(
    "text",
    [
        "17 Agustus 1985", "17 agustus 1985", " 17  AGUSTUS  1985 ", "17 Agt 1985", "17-Agu-85", "17Agustus1985",
        "17 August 1985", "17-08-1985", "17-08-85", "17/8/1985", "17.08.1985", "17 08 1985", "1985-08-17",
        "1985/08/17", "1985-08-17 00:00:00", "17-08-1985 10:30", "17081985", "19850817", "31276", "31276.0",
        "Sabtu, 17 Agustus 1985", "tgl 17-8-1985", "'17-08-1985", "08/17/1985",
    ],
)  # fmt: skip
def test_one_birthday_in_many_spellings(text: str) -> None:
    assert day(text) == BIRTHDAY


@pytest.mark.parametrize(
    "text", ["31-02-1985", "29/2/2001", "1985", "Agustus 1985", "17-13-1985", "abc", "", "-", None, "32 Mei 1990"]
)
def test_what_is_no_date_stays_empty(text: str | None) -> None:
    assert day(text) is None


def test_excels_serial_as_a_number_and_a_number_that_lost_its_zero() -> None:
    assert day("31276", Cell.NUMBER) == BIRTHDAY
    assert day("1081985", Cell.NUMBER) == date(1985, 8, 1)
    assert day("1985", Cell.NUMBER) is None


def test_a_date_cell_is_taken_as_it_is() -> None:
    assert day("1985-08-17", Cell.DATE) == BIRTHDAY


def test_two_figures_of_a_year_mean_the_last_such_year() -> None:
    assert day("1-1-25") == date(2025, 1, 1)
    assert day("1-1-26") == date(1926, 1, 1)
    assert day("1-1-60") == date(1960, 1, 1)


@pytest.mark.parametrize("name", ["Nopember", "November", "Nov", "Nop"])
def test_months_by_their_old_and_short_names(name: str) -> None:
    assert day(f"2 {name} 1990") == date(1990, 11, 2)


@given(st.dates(date(1927, 5, 18), START))
def test_every_date_survives_every_spelling(born: date) -> None:
    serial = (born - date(1899, 12, 30)).days
    written = [
        born.isoformat(),
        born.strftime("%d-%m-%Y"),
        f"{born.day}/{born.month}/{born.year}",
        f"{born.day} {MONTHS[born.month - 1]} {born.year}",
        born.strftime("%d%m%Y"),
        str(serial),
    ]
    assert [day(text) for text in written] == [born] * len(written)


@given(st.dates(START - timedelta(days=36_000), START))
def test_two_figures_of_a_year_are_enough_within_a_century(born: date) -> None:
    assert day(born.strftime("%d-%m-%y")) == born


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = day(text)
    assert found is None or isinstance(found, date)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("L", "L"), ("l", "L"), ("LK", "L"), ("Laki-laki", "L"), ("LAKI - LAKI", "L"), ("Pria", "L"), ("P", "P"),
        ("Pr.", "P"), ("Perempuan", "P"), ("wanita", "P"), ("W", "P"), ("?", None), ("LP", None), ("", None),
    ],
)  # fmt: skip
def test_sex(text: str, meant: str | None) -> None:
    assert one(values.sex(pl.col("text")), text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Ya", True), ("y", True), ("✓", True), ("Tidak", False), ("tdk", False), ("-", None), ("mungkin", None)],
)
def test_yes_and_no(text: str, meant: bool | None) -> None:
    assert one(values.yes_no(pl.col("text")), text) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("081234567890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("6281234567890", "+6281234567890"),
        ("81234567890", "+6281234567890"),
        ("081234567890 / 082", "+6281234567890"),
        ("123", None),
        ("tidak ada", None),
    ],
)
def test_telephone_numbers(text: str, meant: str | None) -> None:
    assert one(values.phone(pl.col("text")), text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("750000", 750_000), ("750.000", 750_000), ("Rp 750.000,00", 750_000), ("Rp.750.000,-", 750_000),
        ("1,000,000", 1_000_000), ("750000.0", 750_000), ("0", 0), ("-5", None), ("1.5", None), ("banyak", None),
    ],
)  # fmt: skip
def test_whole_numbers(text: str, meant: int | None) -> None:
    assert values.numbers(pl.DataFrame({"text": [text]}), "text")[0] == meant


def test_figures_without_what_people_put_between_them() -> None:
    for text in ("5321 0141 0790 0001", "'5321014107900001", "5321.0141.0790.0001", '="5321014107900001"'):
        assert one(values.digits(pl.col("text")), text) == "5321014107900001"


def test_marital_status() -> None:
    assert one(values.marital(pl.col("text")), "belum menikah") == "Belum Kawin"
    assert one(values.marital(pl.col("text")), "Janda") == "Cerai Mati"
