"""`lindung match` on spreadsheets as offices make them: no database, no fixed columns."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner

from lindung.matching.commands import match

DEAD = [
    ["DAFTAR KEMATIAN DUKCAPIL"],
    [],
    ["No", "N I K", "Nama Almarhum", "Tgl Lahir", "JK", "Desa", "Kecamatan"],
    [1, "5321011708790001", "Johanis Berya", "17-08-1979", "L", "Wehali", "Malaka Tengah"],
    [2, "5304024508850007", "Petrus Klau", "01/02/1960", "L", "", ""],
]
WORKERS = [
    ["NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "JENIS KELAMIN", "DESA/KELURAHAN", "KECAMATAN"],
    ["5321014508850003", "Maria Hoar Bria", "5 Agustus 1985", "P", "Wehali", "Malaka Tengah"],
    ["5321011708790001", "Yohanes Bria", "17/8/1979", "Laki-laki", "Wehali", "Malaka Tengah"],
    ["5321014508850083", "Ma. Hoar Berya", "5-8-1985", "P", "Wehali", "Malaka Tengah"],
]


def workbook(path: Path, rows: list[list[Any]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Data")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


@pytest.fixture
def dead(tmp_path: Path) -> Path:
    return workbook(tmp_path / "kematian.xlsx", DEAD)


@pytest.fixture
def workers(tmp_path: Path) -> Path:
    return workbook(tmp_path / "pekerja.xlsx", WORKERS)


def run(*words: object) -> Any:
    return CliRunner().invoke(match, [str(word) for word in words])


def test_the_dead_are_found_among_the_workers(dead: Path, workers: Path) -> None:
    told = json.loads(run(dead, workers, "--json").stdout)
    assert [(pair["left_row"], pair["right_row"], pair["fate"]) for pair in told["pairs"]] == [(4, 3, "same")]
    assert "NIK sama" in told["pairs"][0]["reasons"]
    assert told["pairs"][0]["probability"] > 0.99


def test_one_list_is_searched_for_doubles(workers: Path) -> None:
    told = json.loads(run(workers, "--json").stdout)
    assert [(pair["left_row"], pair["right_row"], pair["fate"]) for pair in told["pairs"]] == [(2, 4, "same")]


def test_it_says_which_columns_it_used_and_which_are_lacking(dead: Path, workers: Path) -> None:
    ended = run(dead, workers)
    assert "Nama Almarhum (nama)" in ended.stderr
    assert "Tidak ada: nama ibu, nomor KK, telepon." in ended.stderr
    assert "1 pasangan: 1 orang yang sama, 0 perlu dilihat" in ended.stdout


def test_pairs_are_written_as_excel_csv_and_json(dead: Path, workers: Path, tmp_path: Path) -> None:
    wanted = ["left_row", "right_row", "probability", "fate", "reasons"]
    for kind in ("xlsx", "csv", "json"):
        assert run(dead, workers, "--out", tmp_path / f"pairs.{kind}").exit_code == 0
    sheet = openpyxl.load_workbook(tmp_path / "pairs.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    assert list(rows[0][:5]) == wanted
    assert rows[1][:2] == (4, 3)
    with (tmp_path / "pairs.csv").open(encoding="utf-8-sig") as lines:
        (line,) = csv.DictReader(lines)
    assert (line["left_row"], line["fate"], line["left_name"]) == ("4", "same", "Johanis Berya")
    assert json.loads((tmp_path / "pairs.json").read_text())["pairs"][0]["fate"] == "same"


def test_a_name_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    one = tmp_path / "a.csv"
    one.write_text("Nama,Tanggal Lahir,NIK\n" + "=HYPERLINK(x),5-8-1985,5321014508850003\n" * 2)
    assert run(one, "--out", tmp_path / "pairs.csv").exit_code == 0
    assert "\n=" not in (tmp_path / "pairs.csv").read_text()
    assert ",=" not in (tmp_path / "pairs.csv").read_text()


def test_names_alone_are_enough_to_compare(tmp_path: Path) -> None:
    (tmp_path / "nama.csv").write_text("Nama\nMaria Hoar Bria\nPetrus Klau\n")
    ended = run(tmp_path / "nama.csv", "--json")
    assert ended.exit_code == 0
    assert json.loads(ended.stdout)["lists"][0]["used"] == {"Nama": "name"}


def test_why_two_rows_are_one_person_is_drawn(dead: Path, workers: Path) -> None:
    ended = run("explain", f"{dead}:4", f"{workers}:3")
    assert "NIK sama" in ended.stdout
    assert "Peluang orang yang sama lebih dari 99,9 %: orang yang sama." in ended.stdout
    told = json.loads(run("explain", f"{dead}:4", f"{workers}:2", "--json").stdout)
    assert told["fate"] == "different"
    assert told["start"] + sum(reason["weight"] for reason in told["reasons"]) == pytest.approx(told["weight"])


@pytest.mark.parametrize("row", ["99", "x", ""])
def test_a_row_that_is_not_there_is_refused(dead: Path, row: str) -> None:
    assert run("explain", f"{dead}:{row}", f"{dead}:4").exit_code == 2


def test_a_file_without_people_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "kosong.csv").write_text("a;b\n1;2\n")
    ended = run(tmp_path / "kosong.csv")
    assert ended.exit_code == 1
    assert "NAMA" in str(ended.exception)


def test_three_lists_and_an_unknown_ending_are_refused(dead: Path, tmp_path: Path) -> None:
    assert run(dead, dead, dead).exit_code == 2
    assert run(dead, "--out", tmp_path / "pairs.pdf").exit_code == 2


def test_too_few_people_train_nothing(dead: Path, tmp_path: Path) -> None:
    ended = run("train", dead, "--out", tmp_path / "model.json")
    assert ended.exit_code == 2
    assert not (tmp_path / "model.json").exists()
