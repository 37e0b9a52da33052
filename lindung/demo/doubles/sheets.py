"""The test set as spreadsheets, to be tried with `lindung match`: one workbook, or two lists, and the answers."""

from __future__ import annotations

import random
from pathlib import Path

import polars as pl
from rustpy_xlsxwriter import write_worksheets

from lindung.demo import places
from lindung.demo.doubles.lists import Doubles

ON_THE_SECOND = 0.1  # of those who are written once: they stand on the second list


def write_one(doubles: Doubles, folder: Path) -> None:
    """`daftar.xlsx` with every row, and `kunci.csv`: which row is whom."""
    _write(doubles.records, folder / "daftar.xlsx")
    numbered = doubles.truth.with_columns(file=pl.lit("daftar.xlsx"), line=pl.col("row") + 1)
    _answers(numbered, folder)


def write_two(doubles: Doubles, folder: Path, *, seed: int) -> None:
    """`daftar-kiri.xlsx`, `daftar-kanan.xlsx` with those written again and people of its own, and `kunci.csv`."""
    rng = random.Random(seed)
    twice = set(doubles.truth.filter(pl.col("copy") > 0)["person"])
    second = [
        copy > 0 or (person not in twice and rng.random() < ON_THE_SECOND)
        for person, copy in doubles.truth.select("person", "copy").iter_rows()
    ]
    on_the_second = pl.Series(second, dtype=pl.Boolean)
    parts = []
    for name, mask in (("daftar-kiri.xlsx", ~on_the_second), ("daftar-kanan.xlsx", on_the_second)):
        _write(doubles.records.filter(mask), folder / name)
        chosen = doubles.truth.filter(mask)
        parts.append(
            chosen.with_columns(file=pl.lit(name), line=pl.int_range(2, chosen.height + 2, dtype=pl.Int64))
        )
    _answers(pl.concat(parts), folder)


def _write(records: pl.DataFrame, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    known = places.villages().select("village_code", "village", "subdistrict", "district")
    shown = (
        records.rename({"village": "village_code"})
        .join(known, on="village_code", how="left", maintain_order="left")
        .select(
            pl.col("nik").alias("NIK"),
            pl.col("name").alias("Nama"),
            pl.col("birth_date").alias("Tanggal Lahir"),
            pl.col("sex").alias("Jenis Kelamin"),
            pl.col("mother_name").alias("Nama Ibu"),
            pl.col("household").alias("Nomor KK"),
            pl.col("phone").alias("Telepon"),
            pl.coalesce("village", "place").alias("Desa"),
            pl.col("subdistrict").alias("Kecamatan"),
            pl.col("district").alias("Kabupaten"),
        )
    )
    write_worksheets([("Daftar", shown.to_dicts())], str(path), bold_headers=True, datetime_format="dd/mm/yyyy")


def _answers(truth: pl.DataFrame, folder: Path) -> None:
    columns = ["file", "line", "person", "copy", "errors", "trap"]
    truth.with_columns(pl.col("errors").list.join(" ")).select(columns).write_csv(folder / "kunci.csv")
