"""A new file against a registry that lies in memory with its keys stored; and one typed-in person against it.

This measures the engine alone. What a database adds, reading the registry's rows and keys, is not in it.
"""

from __future__ import annotations

import random
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

import numpy as np
import polars as pl

from lindung.demo.bench.matching import scores
from lindung.demo.bench.matching.runs import alone
from lindung.demo.doubles.registry import arrival
from lindung.demo.gauge import peak_memory, seconds

FILE = 5_000
KNOWN = 0.3  # of the file, those the registry has already
TYPED = 25  # persons typed in, one after the other


class Measured(NamedTuple):
    seconds: float
    one_seconds: float
    peak_mb: int
    loaded_mb: int
    found: pl.DataFrame


def registry(*, rows: int, file: int, runs: int, seed: int) -> dict[str, object]:
    """Seconds, memory and quality of a file of `file` rows against `rows` people, in the engine."""
    with TemporaryDirectory(prefix="lindung-bench-") as folder:
        truth = alone(written, Path(folder), rows, file, seed)
        measured = alone(against, Path(folder), runs, seed)
    wanted = truth.filter(pl.col("person") <= rows).select(left="row", right="person")
    same = measured.found.filter(fate="same")
    return {
        "dataset": "registry",
        "variant": "engine, registry in memory with stored keys",
        "registry_rows": rows,
        "file_rows": file,
        "known": wanted.height,
        "seconds": round(measured.seconds, 2),
        "one_person_ms": round(measured.one_seconds * 1000, 1),
        "peak_mb": measured.peak_mb,
        "loaded_mb": measured.loaded_mb,
        "same": scores.of_pairs(same, wanted).as_dict(),
        "same_or_look": scores.of_pairs(measured.found, wanted).as_dict(),
        "look_share": round((measured.found.height - same.height) / file, 5),
    }


def written(folder: Path, rows: int, file: int, seed: int) -> pl.DataFrame:
    """The registry made ready and keyed, and the file, as Arrow files; the truth of the file."""
    from lindung.matching.engine import keys, shipped

    new = arrival(rows, file, KNOWN, seed)
    model = shipped()
    ready = model.prepare(new.registry)
    ready.write_ipc(folder / "registry.arrow")
    keys(ready, model).sort("key").write_ipc(folder / "keys.arrow")
    new.file.write_ipc(folder / "file.arrow")
    return new.truth


def sharing(stored: pl.DataFrame, asked: pl.Series) -> pl.DataFrame:
    """The stored keys, sorted, that equal one of those asked for: found by halving, as an index finds them."""
    first = stored["key"].search_sorted(asked, "left").to_numpy()
    after = stored["key"].search_sorted(asked, "right").to_numpy()
    many = (after - first).astype(np.int64)
    before = np.cumsum(many) - many
    return stored[np.repeat(first - before, many) + np.arange(many.sum())]


def against(folder: Path, runs: int, seed: int) -> Measured:
    """The file against the registry, from its records to scored pairs; then persons one by one."""
    from lindung.matching.engine import keys, pairs, shipped, weigh

    model = shipped()
    whole, known = pl.read_ipc(folder / "registry.arrow"), pl.read_ipc(folder / "keys.arrow")
    file = pl.read_ipc(folder / "file.arrow")
    loaded = peak_memory()
    kept: list[pl.DataFrame] = []

    def find(rows: pl.DataFrame) -> None:
        ready = model.prepare(rows)
        asked = keys(ready, model)
        kept.append(weigh(pairs(asked, sharing(known, asked["key"].unique())), ready, whole, model=model))

    times = [seconds(lambda: find(file)) for _ in range(runs)]
    found = kept[-1]
    dice = random.Random(seed)
    typed = [file.slice(dice.randrange(file.height), 1) for _ in range(TYPED)]
    one = [seconds(lambda person=person: find(person)) for person in typed]  # type: ignore[misc]
    return Measured(median(times), median(one), peak_memory(), loaded, found)
