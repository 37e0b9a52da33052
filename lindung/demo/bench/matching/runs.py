"""The matcher and its floor, each in a process of its own so that each memory is its own.

The first run of either does not count: it compiles, fills caches and grows the heap.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from statistics import median
from typing import Any, NamedTuple

import polars as pl

from lindung.demo.bench.matching.datasets import Dataset
from lindung.demo.gauge import peak_memory, seconds


class Matched(NamedTuple):
    """What `match` found and how long it took; `candidates` are the pairs it looked at."""

    found: pl.DataFrame
    candidates: pl.DataFrame
    prepare_seconds: float
    match_seconds: float
    peak_mb: int


class Least(NamedTuple):
    """What the floor took for the pairs it scored."""

    seconds: float
    pairs: int
    peak_mb: int


def alone[**P, R](work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Call in a fresh process."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as pool:
        return pool.submit(work, *args, **kwargs).result()


def matched(data: Dataset, runs: int) -> Matched:
    """The matcher from records to scored pairs: making ready once, blocking and weighing `runs` times."""
    from lindung.matching.engine import keys, match, pairs, shipped

    model = shipped(data.model)
    kept: dict[str, Any] = {}

    def prepare() -> None:
        kept["left"] = model.prepare(data.left)
        kept["right"] = None if data.right is None else model.prepare(data.right)

    def run() -> None:
        kept["found"] = match(kept["left"], kept["right"], model=model)

    prepared = seconds(prepare)
    times = [seconds(run) for _ in range(1 + runs)][1:]
    peak = peak_memory()
    other = None if kept["right"] is None else keys(kept["right"], model)
    candidates = pairs(keys(kept["left"], model), other)
    return Matched(kept["found"], candidates, prepared, median(times), peak)


def least(data: Dataset, runs: int) -> Least:
    """Splink's predict on the same rows."""
    from lindung.demo.bench.matching.splinked import Floor
    from lindung.matching.engine import shipped

    floor = Floor(shipped(data.model), data.left, data.right)
    times = [floor.seconds() for _ in range(1 + runs)][1:]
    return Least(median(taken for taken, _ in times), times[-1][1], peak_memory())
