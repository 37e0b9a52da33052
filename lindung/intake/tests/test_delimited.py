"""A text without quotation marks is read by a shorter way; it gives the very same rows."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lindung.intake.reading import delimited

CELL = st.text(st.sampled_from("ab1 ;,\t\r\n\x0b\x85\u2028é.()"), max_size=6)
TEXT = st.lists(st.lists(CELL, max_size=5).map(";".join), max_size=6).map("\n".join)


@given(TEXT, st.sampled_from(delimited.DELIMITERS), st.integers(0, 1))
def test_the_shorter_way_gives_the_same_cells_on_the_same_lines(text, delimiter, skipped):
    short = delimited._plain(text, delimiter, skipped)
    assert short.equals(delimited._quoted(text, delimiter, skipped))


def test_a_cell_that_no_workbook_holds_is_refused_on_both_ways():
    text = "NIK;NAMA\n1;" + "x" * (delimited.FIELD_LIMIT + 1)
    csv.field_size_limit(delimited.FIELD_LIMIT)
    for way in (delimited._plain, delimited._quoted):
        with pytest.raises(csv.Error):
            way(text, ";", 0)
