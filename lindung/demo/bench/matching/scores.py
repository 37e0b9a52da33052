"""Precision, recall and F1 of pairs and of clusters; how fair they are; what was lost and why."""

from __future__ import annotations

from typing import NamedTuple

import polars as pl

from lindung.matching.engine import clusters

PAIR = ["left", "right"]
Table = list[dict[str, object]]


class Score(NamedTuple):
    """`found` and `wanted` are counts of pairs or clusters; `right` those that are in both."""

    found: int
    wanted: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.wanted if self.wanted else 1.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, float | int]:
        shares = {name: round(getattr(self, name), 5) for name in ("precision", "recall", "f1")}
        return shares | {"found": self.found, "wanted": self.wanted, "right": self.right}


def true_pairs(truth: pl.DataFrame, right: pl.DataFrame | None = None) -> pl.DataFrame:
    """(left, right) of every two rows of one person, left < right; with `right`, one of each list."""
    other = truth if right is None else right
    joined = truth.select("person", left="row").join(other.select("person", right="row"), on="person")
    return (joined.filter(pl.col("left") < pl.col("right")) if right is None else joined).select(PAIR)


def of_pairs(found: pl.DataFrame, wanted: pl.DataFrame) -> Score:
    return Score(found.height, wanted.height, _in(found, wanted).height)


def of_clusters(found: pl.DataFrame, wanted: pl.DataFrame) -> Score:
    """Clusters of two rows and more; right is one that has exactly the rows of one person."""
    ours, theirs = _sets(found), _sets(wanted)
    return Score(len(ours), len(theirs), len(ours & theirs))


def by_group(found: pl.DataFrame, wanted: pl.DataFrame, truth: pl.DataFrame, group: str) -> Table:
    """Recall and precision of each value of a column of `truth`, the value of a pair being its left row's."""
    value = truth.select(left="row", value=group)
    kept = _in(found, wanted)
    counts = pl.concat(
        frame.join(value, on="left").select("value", kind=pl.lit(kind))
        for kind, frame in (("found", found), ("wanted", wanted), ("right", kept))
    )
    table: Table = []
    for (named,), part in sorted(counts.group_by("value"), key=lambda entry: str(entry[0][0])):
        score = Score(*(part.filter(kind=kind).height for kind in Score._fields))
        table.append({group: named, **score.as_dict()})
    return table


def by_error(same: pl.DataFrame, seen: pl.DataFrame, wanted: pl.DataFrame, truth: pl.DataFrame) -> Table:
    """For each planted kind of error how many true pairs bear it, and which shares were found and at least seen."""
    planted = truth.select("row", "errors")
    pairs = wanted.join(planted.rename({"row": "left"}), on="left").join(
        planted.rename({"row": "right"}), on="right", suffix="_right"
    )
    pairs = pairs.with_columns(
        kind=pl.concat_list("errors", "errors_right").list.unique(),
        same=_is_in(pairs, same),
        seen=_is_in(pairs, seen),
    ).with_columns(kind=pl.when(pl.col("kind").list.len() > 0).then("kind").otherwise(["clean"]))
    shares = (
        pairs.explode("kind", empty_as_null=True)
        .group_by("kind")
        .agg(pairs=pl.len(), same=pl.col("same").mean().round(4), same_or_look=pl.col("seen").mean().round(4))
    )
    return shares.sort("same", "kind").to_dicts()


def by_trap(found: pl.DataFrame, wanted: pl.DataFrame, truth: pl.DataFrame) -> Table:
    """Wrong pairs by what made the people alike: a planted trap, or mere chance."""
    wrong = found.join(wanted, on=PAIR, how="anti").join(truth.select(left="row", ours="trap"), on="left")
    wrong = wrong.join(truth.select(right="row", theirs="trap"), on="right")
    counted = wrong.group_by(trap=pl.coalesce("ours", "theirs", pl.lit("chance"))).len("pairs")
    return counted.sort("pairs", "trap", descending=[True, False]).to_dicts()


def _in(found: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    return found.select(PAIR).join(wanted, on=PAIR, how="semi")


def _is_in(pairs: pl.DataFrame, found: pl.DataFrame) -> pl.Series:
    marked = found.select(PAIR).unique().with_columns(there=pl.lit(True))
    return pairs.select(PAIR).join(marked, on=PAIR, how="left", maintain_order="left")["there"].fill_null(False)


def _sets(pairs: pl.DataFrame) -> set[frozenset[int]]:
    rows = clusters(pairs.select(PAIR)).group_by("cluster").agg("row")["row"]
    return {frozenset(members) for members in rows.to_list()}
