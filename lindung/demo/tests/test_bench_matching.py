"""The bench of matching: scores that are right on examples one can count, and whole runs on a few hundred rows."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner

from lindung.demo.bench.commands import bench
from lindung.demo.bench.matching import datasets, scores, splinked
from lindung.demo.bench.matching.measure import quality, wanted_pairs
from lindung.demo.bench.matching.registry import sharing
from lindung.demo.bench.matching.scores import Score
from lindung.matching.engine import keys, pairs, shipped

# Agnes stands on the list three times, Blasius twice, Clara and Dominikus once.
TRUTH = pl.DataFrame(
    {
        "row": [1, 2, 3, 4, 5, 6, 7],
        "person": [1, 1, 1, 2, 2, 3, 4],
        "errors": [[], ["nickname"], ["nik_digit", "spelling"], [], [], [], []],
        "trap": [None, None, None, None, None, "twin", None],
        "island": ["Timor", "Timor", "Timor", "Flores", "Flores", "Flores", "Timor"],
        "sex": ["P", "P", "P", "L", "L", "P", "L"],
        "single_name": [False] * 6 + [True],
    },
    schema_overrides={"errors": pl.List(pl.String)},
)


def found(*pairs: tuple[int, int, str]) -> pl.DataFrame:
    return pl.DataFrame(list(pairs), schema=["left", "right", "fate"], orient="row")


def test_every_two_rows_of_one_person_are_a_true_pair() -> None:
    assert set(scores.true_pairs(TRUTH).iter_rows()) == {(1, 2), (1, 3), (2, 3), (4, 5)}


def test_between_two_lists_pairs_go_from_the_left_to_the_right() -> None:
    left, right = TRUTH.head(2), TRUTH.tail(5)
    assert set(scores.true_pairs(left, right).iter_rows()) == {(1, 3), (2, 3)}


def test_pairs_are_scored() -> None:
    score = scores.of_pairs(found((1, 2, "same"), (4, 5, "same"), (5, 6, "same")), scores.true_pairs(TRUTH))
    assert score == Score(found=3, wanted=4, right=2)
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(1 / 2)
    assert score.f1 == pytest.approx(4 / 7)


def test_who_finds_nothing_has_found_nothing_wrong() -> None:
    score = Score(found=0, wanted=4, right=0)
    assert (score.precision, score.recall, score.f1) == (1.0, 0.0, 0.0)


def test_a_cluster_is_right_only_with_exactly_the_rows_of_the_person() -> None:
    wanted = scores.true_pairs(TRUTH)
    whole = scores.of_clusters(found((1, 2, "same"), (2, 3, "same"), (4, 5, "same")), wanted)
    assert whole == Score(found=2, wanted=2, right=2)
    part = scores.of_clusters(found((1, 2, "same"), (4, 5, "same")), wanted)
    assert part == Score(found=2, wanted=2, right=1)
    too_much = scores.of_clusters(found((1, 2, "same"), (2, 3, "same"), (4, 5, "same"), (5, 6, "same")), wanted)
    assert too_much == Score(found=2, wanted=2, right=1)


def test_fairness_counts_each_group_by_itself() -> None:
    pairs = found((1, 2, "same"), (4, 5, "same"), (5, 6, "same"))
    table = {row["island"]: row for row in scores.by_group(pairs, scores.true_pairs(TRUTH), TRUTH, "island")}
    assert table["Timor"]["recall"] == pytest.approx(1 / 3, abs=1e-5)
    assert table["Timor"]["precision"] == 1.0
    assert table["Flores"]["recall"] == 1.0
    assert table["Flores"]["precision"] == 0.5


def test_what_was_lost_is_told_by_planted_error() -> None:
    wanted = scores.true_pairs(TRUTH)
    rows = scores.by_error(
        found((1, 2, "same"), (4, 5, "same")), found((1, 2, "x"), (4, 5, "x"), (1, 3, "x")), wanted, TRUTH
    )
    told = {row["kind"]: row for row in rows}
    assert told["clean"] == {"kind": "clean", "pairs": 1, "same": 1.0, "same_or_look": 1.0}
    assert told["nickname"] == {"kind": "nickname", "pairs": 2, "same": 0.5, "same_or_look": 0.5}
    assert told["nik_digit"] == {"kind": "nik_digit", "pairs": 2, "same": 0.0, "same_or_look": 0.5}


def test_wrong_pairs_are_told_by_what_made_people_alike() -> None:
    pairs = found((5, 6, "same"), (6, 7, "same"), (1, 7, "same"), (1, 2, "same"))
    rows = scores.by_trap(pairs, scores.true_pairs(TRUTH), TRUTH)
    assert rows == [{"trap": "twin", "pairs": 2}, {"trap": "chance", "pairs": 1}]


def test_the_look_is_counted_apart() -> None:
    data = datasets.Dataset("ntt", "ntt", TRUTH.select("row"), None, TRUTH)
    told = quality(data, found((1, 2, "same"), (1, 3, "look"), (5, 6, "look")), found((1, 2, ""), (1, 3, "")))
    assert told["look_pairs"] == 2
    assert told["look_share"] == pytest.approx(2 / 7, abs=1e-5)
    assert told["blocking_recall"] == 0.5
    assert told["same"]["pairs"]["recall"] == 0.25  # type: ignore[index]
    assert told["same_or_look"]["pairs"]["precision"] == pytest.approx(2 / 3, abs=1e-5)  # type: ignore[index]


@pytest.mark.parametrize(("name", "rows", "pairs"), [("febrl3", 5_000, 6_538), ("febrl4", 10_000, 5_000)])
def test_the_public_sets_come_whole_with_their_truth(name: str, rows: int, pairs: int) -> None:
    data = datasets.load(name)
    assert data.rows == rows
    assert wanted_pairs(data).height == pairs
    assert data.truth["row"].n_unique() == rows
    assert "soc_sec_id" in data.left.columns
    without = datasets.load(name, drop_id=True)
    assert "soc_sec_id" not in without.left.columns
    assert without.right is None or "soc_sec_id" not in without.right.columns


def test_our_own_set_without_its_id_has_no_nik() -> None:
    data = datasets.load("ntt", rows=100, drop_id=True, seed=1)
    assert "nik" not in data.left.columns
    assert data.rows == 103


@pytest.mark.parametrize("name", ["ntt", "febrl"])
def test_every_level_of_a_shipped_model_can_be_said_in_sql(name: str) -> None:
    for comparison in shipped(name).comparisons:
        _, conditions = splinked.KINDS[comparison.kind](comparison.column)
        assert {level.name for level in comparison.levels[1:]} <= set(conditions), comparison.name


@pytest.mark.parametrize("name", datasets.NAMES)
def test_the_floor_looks_at_the_very_same_candidates(name: str) -> None:
    data = datasets.load(name, rows=400)
    model = replace(shipped(data.model), look=-1_000.0)
    ready = [model.prepare(frame) for frame in (data.left, data.right) if frame is not None]
    candidates = pairs(*(keys(frame, model) for frame in ready))
    _, looked_at = splinked.Floor(model, data.left, data.right).seconds()
    assert looked_at == candidates.height > 0


@pytest.mark.parametrize("dataset", datasets.NAMES)
def test_a_set_is_measured_end_to_end(dataset: str, tmp_path: Path) -> None:
    asked = ["matching", "--dataset", dataset, "--drop-id", "--rows", "400", "--runs", "1", "--json"]
    result = CliRunner().invoke(bench, [*asked, "--wrong", str(tmp_path / "wrong.csv")], catch_exceptions=False)
    told = json.loads(result.output.splitlines()[-1])
    assert told["same_or_look"]["pairs"]["wanted"] > 0
    assert told["same_or_look"]["pairs"]["recall"] > 0.5
    assert told["ratio"] == pytest.approx(told["seconds"] / told["floor_seconds"], rel=0.5)
    assert told["floor_pairs"] > 0
    assert (tmp_path / "wrong.csv").read_text(encoding="utf-8").startswith("left,right,true")
    if dataset == "ntt":
        assert set(told["fairness"]) == {"island", "sex", "single_name"}


def test_stored_keys_are_found_as_an_index_finds_them() -> None:
    stored = pl.DataFrame({"row": [1, 2, 3, 4], "key": ["a", "b", "b", "d"]})
    found = sharing(stored, pl.Series(["b", "c", "d"]))
    assert sorted(found.iter_rows()) == [(2, "b"), (3, "b"), (4, "d")]
    assert sharing(stored, pl.Series(["x"], dtype=pl.String)).is_empty()


def test_a_file_is_matched_against_a_registry() -> None:
    asked = ["matching", "--dataset", "registry", "--rows", "3000", "--file", "100", "--runs", "1"]
    result = CliRunner().invoke(bench, [*asked, "--json"], catch_exceptions=False)
    told = json.loads(result.output.splitlines()[-1])
    assert told["registry_rows"] == 3_000
    assert told["known"] == 30
    assert told["same_or_look"]["recall"] > 0.8
    shown = CliRunner().invoke(bench, asked, catch_exceptions=False)
    assert "one_person_ms" in shown.output
