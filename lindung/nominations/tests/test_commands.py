"""`lindung check` and `lindung template` as a user runs them, without any database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from lindung.intake.reading import read
from lindung.intake.tests import makers
from lindung.nominations.commands import check, template
from lindung.nominations.tests.lists import MARIA, YOHANES, titled

KEYS = ["file", "rows", "accepted", "rejected", "needs_look", "problems"]
PROBLEM_KEYS = ["code", "severity", "sheet", "row", "column", "value", "message", "remedy"]


def run(*words: object) -> Result:
    return CliRunner().invoke(check, [str(word) for word in words])


def one(*words: object) -> tuple[int, dict[str, object]]:
    result = run(*words, "--json")
    (line,) = result.stdout.splitlines()
    return result.exit_code, json.loads(line)


def test_a_clean_list_ends_with_0(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", titled(MARIA, YOHANES))
    code, found = one(path)
    assert (code, list(found)) == (0, KEYS)
    assert found == {"file": str(path), "rows": 2, "accepted": 2, "rejected": 0, "needs_look": 0, "problems": []}


def test_warnings_alone_end_with_0(tmp_path: Path) -> None:
    code, found = one(makers.xlsx(tmp_path / "a.xlsx", titled(MARIA | {"sex": "L"})))
    assert (code, found["accepted"]) == (0, 1)
    (problem,) = found["problems"]  # type: ignore[misc]
    assert problem["severity"] == "warning"


def test_a_rejected_or_parked_row_ends_with_1_and_tells_its_place(tmp_path: Path) -> None:
    rows = titled(MARIA | {"nik": 5321014107900001}, YOHANES | {"village": "Entah"})
    code, found = one(makers.xlsx(tmp_path / "a.xlsx", [["JUDUL"], *rows]))
    assert (code, found["rows"], found["rejected"], found["needs_look"]) == (1, 2, 1, 1)
    first, second = found["problems"]  # type: ignore[misc]
    assert list(first) == PROBLEM_KEYS
    assert (first["sheet"], first["row"], first["column"], first["value"]) == ("Data", 3, "NIK", "5321xxxxxxxx0001")
    assert (second["severity"], second["row"]) == ("look", 4)


def test_an_unreadable_file_has_one_problem_without_a_row(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK\x03\x04 cut off")
    code, found = one(path)
    assert (code, found["rows"]) == (1, 0)
    (problem,) = found["problems"]  # type: ignore[misc]
    assert list(problem) == PROBLEM_KEYS
    assert (problem["row"], problem["severity"]) == (None, "error")


def test_several_files_give_a_line_each(tmp_path: Path) -> None:
    good = makers.xlsx(tmp_path / "a.xlsx", titled(MARIA))
    bad = tmp_path / "b.csv"
    bad.write_bytes(b"")
    result = run(good, bad, "--json")
    assert result.exit_code == 1
    assert [json.loads(line)["rows"] for line in result.stdout.splitlines()] == [1, 0]


@pytest.mark.parametrize(
    "words", [["tidak-ada.xlsx"], [], ["{file}", "--start", "kemarin"], ["{file}", "--district", "99.99"]]
)
def test_what_cannot_run_ends_with_2(tmp_path: Path, words: list[str]) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", titled(MARIA))
    assert run(*(word.replace("{file}", str(path)) for word in words)).exit_code == 2


def test_start_and_district_are_heeded(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", titled(MARIA))
    assert one(path, "--start", "2008-06-30")[1]["rejected"] == 1
    assert one(path, "--start", "2008-07-01")[1]["accepted"] == 1
    assert one(path, "--district", "53.21")[1]["accepted"] == 1
    assert one(path, "--district", "53.04")[1]["needs_look"] == 1


def test_people_read_a_table_that_adds_up(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", titled(MARIA, YOHANES | {"nik": "123", "name": "[red]Yohanes"}))
    result = run(path)
    assert result.exit_code == 1
    assert "Perlu dilihat" in result.stdout
    assert "NIK-03" in result.stdout
    assert "1 Juli 2025" in result.stdout


def test_the_file_goes_back_with_its_problems(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", titled(MARIA | {"nik": "123"}))
    out = tmp_path / "kembali.xlsx"
    assert run(path, "--return", out).exit_code == 1
    page = openpyxl.load_workbook(out)["Data"]
    assert "NIK-03" in page["A2"].comment.text
    # Nothing was saved, so there is no row that a key could name.
    assert "Kunci" not in [cell.value for cell in page[1]]


def test_the_filled_template_is_accepted(tmp_path: Path) -> None:
    out = tmp_path / "templat.xlsx"
    assert CliRunner().invoke(template, ["--out", str(out)]).exit_code == 0
    book = openpyxl.load_workbook(out)
    page = book["Usulan"]
    columns = {cell.value: cell.column for cell in page[1]}
    for title, value in zip(*titled(MARIA), strict=True):
        page.cell(2, columns[title]).value = value
    book.save(out)
    assert one(out)[1]["accepted"] == 1
    assert one(out)[1]["problems"] == []


def test_the_empty_template_says_that_it_is_empty(tmp_path: Path) -> None:
    out = tmp_path / "templat.xlsx"
    CliRunner().invoke(template, ["--out", str(out)])
    assert len(read(out).sheets) == 3
    assert one(out)[1]["problems"][0]["code"] == "INTAKE-13"  # type: ignore[index]


def test_no_database_is_needed(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", titled(MARIA))
    environment = os.environ | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "LINDUNG_SECRET_KEY": "x"}
    words = [sys.executable, "-c", "from lindung.config.cli import main; main()", "check", str(path), "--json"]
    ended = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["accepted"] == 1
