"""The messy workbooks: read back by the program's own intake, every row meets the fate planted for it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from lindung.demo.people import Need, make_people
from lindung.demo.plants import PLANTS
from lindung.demo.styles import COLUMNS, ENCODINGS, Style, random_style, titles
from lindung.demo.workbooks import write_workbook
from lindung.intake.judgement import Judgement
from lindung.intake.layouts import table_of
from lindung.intake.reading import read
from lindung.nominations.imports.judging import judge, layout
from lindung.regions import catalogue

START = date(2025, 7, 1)
PLAIN = Style(headers={key: titles()[key][0] for key in ("no", *COLUMNS)})
MESSY = replace(
    PLAIN,
    titles=("DAFTAR USULAN", "KABUPATEN MALAKA"),
    dates=("date", "words", "dashes", "slashes", "short", "iso", "serial"),
    niks=("plain", "apostrophe", "spaces", "dots", "trailing"),
    sexes=("Pria", "Wanita"),
    places="prefixed",
    phones="international",
    sheet_per_subdistrict=True,
    empty_row_every=7,
    hidden_row_every=11,
    totals_row=True,
)


@pytest.fixture(scope="module")
def people() -> pl.DataFrame:
    return make_people(seed=7, needs=[Need("NTT-2025", "53.21", 240, plants=dict.fromkeys(PLANTS, 6))])


def judged(path: Path, district: str = "53.21") -> Judgement:
    table = table_of(read(path), layout())
    return judge(table, start=START, district=district, villages=catalogue.villages("53"))


def beside(planted: pl.DataFrame, judgement: Judgement) -> Iterator[tuple[object, ...]]:
    """Rows whose fate differs, or that only one side knows."""
    got = judgement.frame.select("sheet", pl.col("sheet_row").cast(pl.Int64).alias("row"), found="fate")
    both = planted.join(got, on=["sheet", "row"], how="full", coalesce=True)
    return both.filter(pl.col("fate").ne_missing(pl.col("found"))).iter_rows()


@pytest.mark.parametrize("style", [PLAIN, MESSY], ids=["plain", "messy"])
@pytest.mark.parametrize("suffix", [".xlsx", ".csv"])
def test_every_row_meets_its_fate(people: pl.DataFrame, tmp_path: Path, style: Style, suffix: str) -> None:
    path = tmp_path / f"usulan{suffix}"
    planted = write_workbook(path, people, style, random.Random(1))
    judgement = judged(path)
    assert list(beside(planted, judgement)) == []
    assert planted.height == people.height


@pytest.mark.parametrize("district", ["53.01", "53.02", "53.13", "53.71"])
def test_the_habits_of_any_office_are_understood(tmp_path: Path, district: str) -> None:
    people = make_people(seed=11, needs=[Need("X", district, 80, plants=dict.fromkeys(PLANTS, 2))])
    for turn in range(4):
        rng = random.Random(f"{district}/{turn}")
        path = tmp_path / f"{turn}{'.csv' if turn == 3 else '.xlsx'}"
        planted = write_workbook(path, people, random_style(rng, str(people["district"][0])), rng)
        assert list(beside(planted, judged(path, district))) == [], turn


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_csv_of_any_encoding_is_understood(people: pl.DataFrame, tmp_path: Path, encoding: str) -> None:
    planted = write_workbook(
        path := tmp_path / "a.csv", people, replace(MESSY, encoding=encoding), random.Random(2)
    )
    assert list(beside(planted, judged(path))) == []


def test_each_fault_is_told_by_its_own_problem(people: pl.DataFrame, tmp_path: Path) -> None:
    planted = write_workbook(path := tmp_path / "a.xlsx", people, MESSY, random.Random(3))
    told = judged(path).problems.select("sheet", pl.col("row").cast(pl.Int64), "code")
    faults = planted.filter(pl.col("plant").is_not_null())
    assert faults.join(told, on=["sheet", "row", "code"], how="anti").is_empty()


def test_what_was_written_is_what_is_read(people: pl.DataFrame, tmp_path: Path) -> None:
    planted = write_workbook(path := tmp_path / "a.xlsx", people, MESSY, random.Random(4))
    fields = ["nik", "kk", "name", "birth_date", "sex", "village_code", "occupation_code", "account", "income"]
    clean = planted.filter(pl.col("plant").is_null()).select("sheet", "row", "person")
    truth = clean.join(people.filter(pl.col("plant").is_null()), on="person", how="left").select("person", *fields)
    frame = judged(path).frame.with_columns(pl.col("sheet_row").cast(pl.Int64).alias("row"))
    got = clean.join(frame, on=["sheet", "row"], how="left").select("person", *fields)
    for field in fields:
        wrong = truth[field].cast(pl.String).ne_missing(got[field].cast(pl.String))
        assert got.filter(wrong).is_empty(), field


def test_the_workbook_is_as_messy_as_asked(people: pl.DataFrame, tmp_path: Path) -> None:
    write_workbook(path := tmp_path / "a.xlsx", people, MESSY, random.Random(5))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert len(book.sheetnames) == people["village_code"].str.slice(0, 8).n_unique()
    assert len(sheet.merged_cells.ranges) == 2
    assert any(row.hidden for row in sheet.row_dimensions.values())
    assert [sheet.cell(sheet.max_row, 1).value, sheet.cell(4, 2).value] == ["JUMLAH", "NIK"]


def test_the_same_seed_writes_the_same_cells(people: pl.DataFrame, tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        write_workbook(tmp_path / name, people, MESSY, random.Random(6))
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


def test_a_list_of_nobody_is_not_written(people: pl.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="nobody"):
        write_workbook(path := tmp_path / "a.xlsx", people.clear(), PLAIN, random.Random(7))
    assert not path.exists()
