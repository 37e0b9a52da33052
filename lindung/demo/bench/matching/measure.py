"""One set matched, scored and held against the floor."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from lindung.demo.bench.matching import runs as running
from lindung.demo.bench.matching import scores
from lindung.demo.bench.matching.datasets import Dataset, load
from lindung.matching.engine import shipped

GROUPS = ("island", "sex", "single_name")


def measure(
    *, dataset: str, rows: int | None, drop_id: bool, runs: int, seed: int, wrong: Path | None = None
) -> dict[str, object]:
    """Quality, fairness, speed and memory on one set. `wrong`: a CSV of pairs lost or wrongly found."""
    data = load(dataset, rows=rows, drop_id=drop_id, seed=seed)
    ours = running.alone(running.matched, data, runs)
    floor = running.alone(running.least, data, runs)
    model = shipped(data.model)
    found: dict[str, object] = {
        "dataset": dataset,
        "rows": data.rows,
        "without_id": drop_id,
        "model": model.version,
        "thresholds": {"same": model.same, "look": model.look},
    }
    found |= quality(data, ours.found, ours.candidates)
    found |= {
        "prepare_seconds": round(ours.prepare_seconds, 2),
        "seconds": round(ours.match_seconds, 2),
        "peak_mb": ours.peak_mb,
        "floor_seconds": round(floor.seconds, 2),
        "floor_pairs": floor.pairs,
        "floor_peak_mb": floor.peak_mb,
        "ratio": round(ours.match_seconds / floor.seconds, 2),
    }
    if wrong is not None:
        _beside(data, ours.found).write_csv(wrong)
    return found


def quality(data: Dataset, found: pl.DataFrame, candidates: pl.DataFrame) -> dict[str, object]:
    """Scores of what was found against the truth of the set."""
    wanted = wanted_pairs(data)
    same = found.filter(fate="same")
    told: dict[str, object] = {}
    for name, part in (("same", same), ("same_or_look", found)):
        pairs, clusters = scores.of_pairs(part, wanted), scores.of_clusters(part, wanted)
        told[name] = {"pairs": pairs.as_dict(), "clusters": clusters.as_dict()}
    look = found.height - same.height
    told |= {
        "look_pairs": look,
        "look_share": round(look / data.rows, 5),
        "candidates": candidates.height,
        "blocking_recall": round(scores.of_pairs(candidates, wanted).recall, 5),
    }
    if data.name == "ntt":
        told["fairness"] = {group: scores.by_group(same, wanted, data.truth, group) for group in GROUPS}
        told["by_error"] = scores.by_error(same, found, wanted, data.truth)
        told["wrong_by_trap"] = {
            "same": scores.by_trap(same, wanted, data.truth),
            "look": scores.by_trap(found.filter(pl.col("fate") != "same"), wanted, data.truth),
        }
    return told


def wanted_pairs(data: Dataset) -> pl.DataFrame:
    if data.right is None:
        return scores.true_pairs(data.truth)
    ours = data.truth.filter(pl.col("row").is_in(data.left["row"]))
    theirs = data.truth.filter(pl.col("row").is_in(data.right["row"]))
    return scores.true_pairs(ours, theirs)


def _beside(data: Dataset, found: pl.DataFrame) -> pl.DataFrame:
    """Pairs that were lost, only looked at, or wrongly called the same or shown: both rows beside each other."""
    wanted = wanted_pairs(data).with_columns(true=pl.lit(True))
    judged = wanted.join(found, on=scores.PAIR, how="full", coalesce=True).with_columns(
        pl.col("true").fill_null(False), pl.col("fate").fill_null("different")
    )
    wrong = judged.filter(
        (pl.col("true") & (pl.col("fate") != "same")) | (~pl.col("true") & (pl.col("fate") != "different"))
    )
    rows = data.left if data.right is None else pl.concat([data.left, data.right])
    if "errors" in data.truth.columns:
        planted = data.truth.select("row", "trap", errors=pl.col("errors").list.join(" "))
        rows = rows.join(planted, on="row", how="left")
    named = (rows.select(pl.all().name.prefix(f"{side}_")) for side in scores.PAIR)
    for side, part in zip(scores.PAIR, named, strict=True):
        wrong = wrong.join(part, left_on=side, right_on=f"{side}_row", how="left")
    pairs = [name for column in rows.columns if column != "row" for name in (f"left_{column}", f"right_{column}")]
    rest = [name for name in wrong.columns if name not in pairs]
    return wrong.select(*rest, *pairs).sort("true", "weight", descending=[False, True], nulls_last=True)
