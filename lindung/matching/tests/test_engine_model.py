"""The shipped models: whole, readable, and saying where they come from."""

from __future__ import annotations

import json

import polars as pl
import pytest

from lindung.matching.engine import clusters, shipped
from lindung.matching.engine.model import Model


@pytest.mark.parametrize("name", ["ntt", "febrl"])
def test_a_shipped_model_reads_and_writes_the_same(name: str) -> None:
    model = shipped(name)
    assert Model.read(model.text()) == model


@pytest.mark.parametrize("name", ["ntt", "febrl"])
def test_a_shipped_model_tells_how_it_was_trained(name: str) -> None:
    assert {"on", "source", "records", "candidates", "seed", "thresholds"} <= set(shipped(name).training)


def test_contradictions_name_levels_that_there_are() -> None:
    model = shipped()
    levels = {entry.name: {level.name for level in entry.levels} | {None} for entry in model.comparisons}
    for contradiction in model.contradictions:
        for name, some in contradiction.levels.items():
            assert set(some) <= levels[name], contradiction.words


def test_a_broken_model_is_refused() -> None:
    data = json.loads(shipped().text())
    data["comparisons"][0]["levels"][0]["m"] = 5.0
    with pytest.raises(ValueError, match="sum to 1"):
        Model.read(json.dumps(data))


def test_chains_of_pairs_are_one_cluster() -> None:
    pairs = pl.DataFrame({"left": [5, 2, 8], "right": [2, 9, 7]})
    assert dict(clusters(pairs).iter_rows()) == {2: 2, 5: 2, 9: 2, 7: 7, 8: 7}
