"""`people.nik` and its twin for columns say the same of every text."""

from __future__ import annotations

from datetime import date

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from lindung.nominations.imports import nik_column
from lindung.people import nik
from lindung.regions.catalogue import districts

TWO = st.integers(0, 99).map("{:02}".format)
NEARLY = st.builds(
    lambda province, rest, day, month, year, serial: province + rest + day + month + year + serial,
    st.sampled_from(["53", "91", "96", "00", "54", "99"]),
    st.sampled_from(["2101", "0405"]),
    TWO,
    st.integers(0, 14).map("{:02}".format),
    TWO,
    st.sampled_from(["0000", "0001", "9999"]),
)
POSSIBLE = st.builds(
    lambda province, rest, born, woman, serial: f"{province}{rest}{born.day + 40 * woman:02}{born:%m%y}{serial:04}",
    st.sampled_from(["53", "91"]),
    st.sampled_from(["2101", "0405", "0102"]),
    st.dates(date(1920, 1, 1), date(2025, 7, 1)),
    st.booleans(),
    st.integers(1, 9999),
)
ANY = st.one_of(NEARLY, st.text(alphabet="0123456789A", max_size=18))


@given(st.lists(ANY, min_size=1, max_size=50))
def test_the_same_numbers_are_possible(texts: list[str]) -> None:
    frame = pl.DataFrame({"figures": texts}).select(nik_column.is_possible(pl.col("figures")))
    assert frame.to_series().to_list() == [not nik.faults(text) for text in texts]


@given(st.lists(POSSIBLE, min_size=1, max_size=22), st.dates(date(1920, 1, 1), date(2060, 1, 1)))
def test_sex_birth_and_district_agree(texts: list[str], declared: date) -> None:
    codes = [place.code for place in districts("53")]
    frame = pl.DataFrame({"nik": texts, "born": [declared] * len(texts), "district": codes[: len(texts)]})
    found = frame.select(
        nik_column.sex(pl.col("nik")).alias("sex"),
        nik_column.agrees_with(pl.col("nik"), pl.col("born")).alias("agrees"),
        nik_column.fits_district(pl.col("nik"), pl.col("district")).alias("fits"),
    )
    parsed = [nik.Nik(text) for text in texts]
    assert found["sex"].to_list() == [each.sex for each in parsed]
    assert found["agrees"].to_list() == [each.born(declared) == declared for each in parsed]
    assert found["fits"].to_list() == [
        each.fits_district(code) for each, code in zip(parsed, frame["district"], strict=True)
    ]


@given(st.lists(st.text(alphabet="0123456789", max_size=20), min_size=1, max_size=20))
def test_numbers_are_masked_alike(texts: list[str]) -> None:
    frame = pl.DataFrame({"figures": texts}).select(nik_column.masked(pl.col("figures")))
    assert frame.to_series().to_list() == [nik.mask(text) for text in texts]
