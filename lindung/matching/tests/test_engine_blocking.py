"""Candidates: a lacking field leaves another key, and a crowded key tells nothing."""

from __future__ import annotations

import polars as pl
import pytest

from lindung.matching.engine import keys, pairs
from lindung.matching.tests.records import MARIA, YOHANES, frame


def test_candidates_of_two_lists_are_those_that_cross() -> None:
    left, right = frame(MARIA), frame(YOHANES, MARIA | {"nik": None})
    assert pairs(keys(left), keys(right)).rows() == [(1, 2)]


def test_a_key_that_too_many_share_is_left_out() -> None:
    crowd = pl.DataFrame({"row": range(1, 6), "key": ["0|A"] * 5})
    assert len(pairs(crowd)) == 10
    assert pairs(crowd, most=4).is_empty()
    assert pairs(crowd.head(1), crowd, most=4).is_empty()


@pytest.mark.parametrize("lacking", ["nik", "birth_date", "household", "phone", "mother_name"])
def test_one_lacking_field_leaves_another_key(lacking: str) -> None:
    assert pairs(keys(frame(MARIA)), keys(frame(MARIA | {lacking: None}))).rows() == [(1, 1)]


def test_keys_of_a_record_do_not_depend_on_its_list() -> None:
    alone, beside = keys(frame(MARIA)), keys(frame(MARIA, YOHANES))
    assert set(alone["key"]) == set(beside.filter(pl.col("row") == 1)["key"])
