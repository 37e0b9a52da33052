"""Estimating a model's probabilities from records without labels.

    u   levels of pairs drawn at random: strangers, for all purposes
        (neighbours, where the model names a neighbourhood: a clan's name or the first figures of a NIK say little
        among people of one subdistrict; only the place itself is compared with all)
    m, k and how many of each: expectation and maximisation (Dempster, Laird and Rubin 1977) over the patterns of
        levels of candidates, with latent classes: one person, relatives, and strangers that happen to share a key

The draft of a model brings first guesses; they only say which class is which. Strangers among candidates share a
key, so their own levels are estimated too and thrown away: u comes from the random pairs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np
import polars as pl

from lindung.matching.engine.blocking import keys_of, pairs
from lindung.matching.engine.comparing import KINDS, Pairs
from lindung.matching.engine.model import Comparison, Model

ROUNDS: Final = 200
SETTLED: Final = 1e-6
LEAST: Final = 1e-7  # no level is impossible
LEAST_OF_OUR_OWN: Final = (
    0.005  # of one person and of relatives: no field is never wrong, though the records at hand may not show it
)
RANDOM_PAIRS: Final = 4_000_000
FEW: Final = 1.0  # candidates a row: what a rule finds beyond that is strangers and hides the few true pairs
# Strangers meet as candidates because of what they happen to share.
AGREEING: Final = (("birth", "nik"), ("name",), ())
COMMON_WORDS: Final = 3_000  # words whose frequency the file keeps; rarer ones count as the rarest of them


def train(frame: pl.DataFrame, draft: Model, *, on: date, source: str, version: str, seed: int = 1) -> Model:
    """The draft with probabilities of these records. `on` and `source` go into the record of training."""
    draft = replace(draft, frequencies=frequencies(frame, draft))
    ready = draft.prepare(frame)
    strangers, rarities = _strangers(ready, draft, seed)
    candidates = _candidates(ready, draft)
    levels = _levels(candidates, ready, draft)
    shares, classes, rounds = _maximised(levels, draft, len(ready))
    comparisons = tuple(
        _trained(entry, classes[0][number], strangers[number], classes[1][number], rarities[number])
        for number, entry in enumerate(draft.comparisons)
    )
    scale = len(candidates) / len(ready)
    return replace(
        draft,
        version=version,
        comparisons=comparisons,
        doubles=float(shares[0] * scale),
        relatives=float(shares[1] * scale) if draft.relatives else 0.0,
        training={
            "on": on.isoformat(),
            "source": source,
            "records": len(ready),
            "candidates": len(candidates),
            "random_pairs": RANDOM_PAIRS,
            "rounds": rounds,
            "seed": seed,
            "shares": {"one_person": float(shares[0]), "relatives": float(shares[1])},
        },
    )


def frequencies(frame: pl.DataFrame, model: Model) -> dict[str, float]:
    """Share of people whose name has the word, as it sounds, the commonest first."""
    rare = [entry.column for entry in model.comparisons if entry.rarity]
    if not rare:
        return {}
    ready = replace(model, frequencies={}).prepare(frame)
    words = pl.concat(ready.select(pl.col(column).list.unique().alias("word")).drop_nulls() for column in rare)
    counted = words.explode("word").group_by("word").len().sort("len", "word", descending=[True, False])
    kept = counted.head(COMMON_WORDS)
    return {word: round(count / len(words), 7) for word, count in kept.iter_rows()}


def _candidates(ready: pl.DataFrame, model: Model) -> pl.DataFrame:
    keys = keys_of(ready, model)
    rules = keys.group_by(pl.col("key").str.extract(r"^(\d+)").alias("rule"), maintain_order=True)
    found = (pairs(one) for _, one in rules)
    return pl.concat(part for part in found if len(part) <= FEW * len(ready)).unique(maintain_order=True)


def _strangers(ready: pl.DataFrame, model: Model, seed: int) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """Of random pairs: the share of each level, and the mean rarity of the names of each level."""
    random = np.random.default_rng(seed)
    anybody = _drawn(ready, random)
    neighbours = _drawn(ready, random, within=model.neighbourhood) if model.neighbourhood else anybody
    shares, rarities = [], []
    for entry in model.comparisons:
        drawn = anybody if entry.kind == "village" else neighbours
        levels = KINDS[entry.kind](drawn, entry.column).to_numpy()
        said = levels[levels >= 0]
        # Half a pair more for every level: what 4 million strangers never did is rare, not impossible.
        counts = np.bincount(said, minlength=len(entry.levels)) + 0.5
        shares.append(counts / counts.sum())
        bits = np.zeros(len(entry.levels))
        if entry.rarity:
            column = f"{entry.column}_rarity"
            least = drawn.of(column).select(pl.min_horizontal(f"{column}_l", f"{column}_r"))[:, 0].to_numpy()
            for number in range(len(entry.levels)):
                if (mask := levels == number).any():
                    bits[number] = least[mask].mean()
        rarities.append(bits)
    return shares, rarities


def _drawn(ready: pl.DataFrame, random: np.random.Generator, within: str | None = None) -> Pairs:
    """Pairs of different rows at random, of one place where `within` names its column."""
    places = np.zeros(len(ready)) if within is None else ready[within].rank("dense").cast(pl.Float64).to_numpy()
    order = np.argsort(places, kind="stable")
    ordered = places[order]
    first, after = np.searchsorted(ordered, ordered, "left"), np.searchsorted(ordered, ordered, "right")
    ours = random.integers(0, len(ready), RANDOM_PAIRS)
    theirs = first[ours] + (random.random(RANDOM_PAIRS) * (after - first)[ours]).astype(np.int64)
    kept = (ours != theirs) & np.isfinite(ordered[ours])
    at = order.astype(np.uint32)
    return Pairs(ready, ready, pl.Series(at[ours[kept]]), pl.Series(at[theirs[kept]]))


def _levels(candidates: pl.DataFrame, ready: pl.DataFrame, model: Model) -> np.ndarray:
    places = ready.select("row").with_row_index("at")
    ours, theirs = (
        candidates.select(pl.col(side).alias("row")).join(places, on="row", how="left", maintain_order="left")["at"]
        for side in ("left", "right")
    )
    both = Pairs(ready, ready, ours, theirs)
    return np.stack([KINDS[entry.kind](both, entry.column).to_numpy() for entry in model.comparisons], axis=1)


def _maximised(levels: np.ndarray, draft: Model, records: int) -> tuple[np.ndarray, list[list[np.ndarray]], int]:
    """(shares of one person and of relatives, the levels' probabilities of each class, rounds taken)."""
    patterns, counts = np.unique(levels, axis=0, return_counts=True)
    guesses = [
        [np.array([getattr(level, side) for level in entry.levels]) for entry in draft.comparisons]
        for side in ("m", "k", "u")
    ]
    classes = guesses[:2] + [_agreeing(guesses, draft, kinds) for kinds in AGREEING]
    doubles, relatives = (min(0.4, share * records / len(levels)) for share in (draft.doubles, draft.relatives))
    shares = np.array([doubles, relatives, *[(1 - doubles - relatives) / len(AGREEING)] * len(AGREEING)])
    rounds = 0
    for rounds in range(1, ROUNDS + 1):  # noqa: B007  (how many it took is part of the record)
        likely = np.stack([_likelihood(patterns, one) for one in classes]) * shares[:, None]
        belongs = likely / likely.sum(axis=0) * counts
        before, shares = shares, belongs.sum(axis=1) / counts.sum()
        classes = [
            [_shares(patterns[:, number], weight, entry) for number, entry in enumerate(draft.comparisons)]
            for weight in belongs
        ]
        if np.abs(shares - before).max() < SETTLED:
            break
    return shares, classes, rounds


def _agreeing(guesses: list[list[np.ndarray]], draft: Model, kinds: tuple[str, ...]) -> list[np.ndarray]:
    """Strangers who agree in some respects as one person's rows would."""
    one_person, _, strangers = guesses
    return [
        (one_person if entry.kind in kinds else strangers)[number] for number, entry in enumerate(draft.comparisons)
    ]


def _likelihood(patterns: np.ndarray, one: list[np.ndarray]) -> np.ndarray:
    product = np.ones(len(patterns))
    for number, probabilities in enumerate(one):
        product *= np.append(probabilities, 1.0)[patterns[:, number]]
    return product


def _shares(column: np.ndarray, weight: np.ndarray, entry: Comparison) -> np.ndarray:
    said = column >= 0
    summed = np.bincount(column[said], weights=weight[said], minlength=len(entry.levels))
    if summed.sum() == 0:  # a class without pairs, or nobody fills this field in
        return np.full(len(entry.levels), 1 / len(entry.levels))
    # Half a pair more for every level, as for strangers.
    summed = summed + 0.5
    return summed / summed.sum()


def _trained(entry: Comparison, m: np.ndarray, u: np.ndarray, k: np.ndarray, rarity: np.ndarray) -> Comparison:
    m, u, k = (_tied(entry, side) for side in (m, u, k))
    return replace(
        entry,
        levels=tuple(
            replace(
                level,
                m=_kept(max(m[number], LEAST_OF_OUR_OWN)),
                u=_kept(u[number]),
                k=_kept(max(k[number], min(u[number], LEAST_OF_OUR_OWN))),
                rarity=round(float(rarity[number]), 2) if level.rarity else 0.0,
            )
            for number, level in enumerate(entry.levels)
        ),
    )


def _tied(entry: Comparison, shares: np.ndarray) -> np.ndarray:
    """Tied levels share what they have together: they differ in what they allow, not in what they weigh."""
    tied = np.array([level.tied for level in entry.levels])
    return np.where(tied, shares[tied].sum() / max(tied.sum(), 1), shares)


def _kept(share: float) -> float:
    return float(f"{max(float(share), LEAST):.4g}")
