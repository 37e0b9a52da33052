"""The matcher on invented lists: no true pair is lost before weighing, and weights come without labels."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from lindung.demo.doubles import ntt
from lindung.matching.engine import Model, keys, match, pairs, shipped, training

SEED = 31  # neither the calibration's nor the bench's


def true_pairs(truth: pl.DataFrame) -> pl.DataFrame:
    persons = truth.select("row", "person")
    both = persons.join(persons, on="person", suffix="_r").filter(pl.col("row") < pl.col("row_r"))
    return both.select(pl.col("row").alias("left"), pl.col("row_r").alias("right"))


def test_blocking_loses_no_true_pair_worth_the_name() -> None:
    made = ntt(people=20_000, share=0.05, seed=SEED)
    wanted = true_pairs(made.truth)
    found = wanted.join(pairs(keys(made.records)), on=["left", "right"], how="semi")
    assert len(wanted) > 900
    assert len(found) / len(wanted) >= 0.997


@pytest.fixture(scope="module")
def people():
    return ntt(people=4_000, share=0.05, seed=77).records


@pytest.fixture(autouse=True)
def few_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "RANDOM_PAIRS", 200_000)


def trained(people) -> Model:
    return training.train(people, shipped(), on=date(2026, 11, 1), source="daftar uji", version="uji")


def test_training_twice_gives_the_same_model(people) -> None:
    assert trained(people).text() == trained(people).text()


def test_one_person_agrees_more_often_than_strangers(people) -> None:
    model = trained(people)
    for entry in model.comparisons:
        if entry.name != "phone":  # few lists have it
            assert entry.levels[-1].weight > 0 > entry.levels[0].weight, entry.name


def test_the_share_of_doubles_is_found_without_being_told(people) -> None:
    assert 0.03 <= trained(people).doubles <= 0.08


def test_a_model_trained_anew_serves(people) -> None:
    model = Model.read(trained(people).text())
    assert not match(people, model=model).is_empty()


def test_first_guesses_hardly_matter(people) -> None:
    other = replace(shipped(), doubles=shipped().doubles * 2)
    model = training.train(people, other, on=date(2026, 11, 1), source="daftar uji", version="uji")
    assert model.doubles == pytest.approx(trained(people).doubles, rel=0.05)
