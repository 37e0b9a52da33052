"""The workbook that goes back shows each problem in its cell; the template explains itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from lindung.intake.judgement import Judgement, told
from lindung.intake.layouts import Column, Layout, Table, table_of
from lindung.intake.reading import Book, read
from lindung.intake.tests import makers
from lindung.intake.tests.workers import COLUMNS, NAMELESS, STRANGE
from lindung.intake.workbook import write_back, write_template

HOSTILE = ["=1+1", "+62812", "-5", "@SUM(A1)", '=HYPERLINK("http://example.invalid")', "\t=2+2", "{=3+3}"]


def judged(path: Path) -> tuple[Book, Table, Judgement]:
    book = read(path)
    table = table_of(book, COLUMNS)
    rows = table.frame
    nameless = told(NAMELESS, rows.filter(pl.col("name") == ""), column="NAMA", value=pl.lit(""))
    strange = told(STRANGE, rows.filter(pl.col("name") == "Tamu"), column="UMUR", value=pl.col("name"))
    return book, table, Judgement.of(rows, pl.concat([nameless, strange]))


def returned(path: Path, out: Path, **more: object) -> openpyxl.Workbook:
    book, table, judgement = judged(path)
    write_back(out, book, table.headers, judgement.frame, judgement.problems, **more)  # type: ignore[arg-type]
    return openpyxl.load_workbook(out)


def test_values_sheets_and_order_are_kept(tmp_path: Path) -> None:
    path = makers.xlsx_sheets(
        tmp_path / "a.xlsx",
        {
            "Depan": [["Surat pengantar"]],
            "Daftar": [["JUDUL"], [], ["NIK", "NAMA", "LAHIR", "UPAH"], ["1", "Maria", date(1985, 8, 17), 750000]],
        },
    )
    book = returned(path, tmp_path / "b.xlsx")
    assert book.sheetnames == ["Depan", "Daftar"]
    page = book["Daftar"]
    assert page["A1"].value == "JUDUL"
    first, name, born, wage = (cell.value for cell in page[4])
    assert (first, name, str(born), wage) == ("1", "Maria", "1985-08-17 00:00:00", 750000)
    assert page["C4"].number_format == "dd-mm-yyyy"


def test_problem_cells_are_coloured_and_commented(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", [["NIK", "NAMA"], ["1", ""], ["2", "Tamu"], ["3", "Maria"]])
    page = returned(path, tmp_path / "b.xlsx")["Data"]
    assert "TEST-01 Nama kosong. Isi nama." in page["B2"].comment.text
    assert page["B2"].fill.fill_type == "solid"
    # The sheet has no column UMUR: the problem stands where the row begins.
    assert "TEST-02" in page["A3"].comment.text
    assert page["B4"].comment is None
    assert page["B4"].fill.fill_type is None


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    rows = [["NIK", "NAMA"], *([str(number), text] for number, text in enumerate(HOSTILE))]
    page = returned(makers.xlsx(tmp_path / "a.xlsx", rows), tmp_path / "b.xlsx")["Data"]
    cells = [page.cell(row, 2) for row in range(2, 2 + len(HOSTILE))]
    assert [cell.data_type for cell in cells] == ["s"] * len(HOSTILE)
    assert read(tmp_path / "b.xlsx").sheets[0].frame["c1"].to_list()[1:] == HOSTILE


def test_a_key_stands_beside_every_row_of_data_and_nowhere_else(tmp_path: Path) -> None:
    rows = [["JUDUL"], ["NIK", "NAMA"], ["1", "Maria"], [], ["2", "Yohanes"], ["JUMLAH", "2"]]
    page = returned(makers.xlsx(tmp_path / "a.xlsx", rows), tmp_path / "b.xlsx", key=lambda n: f"k{n}")["Data"]
    assert [page.cell(row, 3).value for row in range(1, 7)] == [None, "Kunci", "k1", None, "k2", None]


def test_hidden_rows_stay_hidden_unless_they_have_a_problem(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", [["NIK", "NAMA"], ["1", "Maria"], ["2", ""]], hidden=[2, 3])
    page = returned(path, tmp_path / "b.xlsx")["Data"]
    assert (page.row_dimensions[2].hidden, page.row_dimensions[3].hidden) == (True, False)


def test_text_comes_back_as_a_workbook_too(tmp_path: Path) -> None:
    name = "daftar [akhir] desa yang sangat panjang sekali namanya.csv"
    page = returned(makers.text(tmp_path / name, [["NIK", "NAMA"], ["001", "Maria"]]), tmp_path / "b.xlsx").active
    assert page is not None
    assert [cell.value for cell in page[2]] == ["001", "Maria"]


LAYOUT = Layout(
    "x",
    "X",
    (
        Column("nik", "NIK", kind="nik", required=True, help="16 angka.", example="5321014107900001"),
        Column("name", "NAMA", required=True),
        Column("sex", "JK", choices=("L", "P")),
        Column("work", "KERJA"),
        Column("kunci", "Kunci", template=False),
    ),
    (("nik",), ("name",)),
)


@pytest.fixture
def template(tmp_path: Path) -> Path:
    write_template(tmp_path / "t.xlsx", LAYOUT, {"work": [f"Pekerjaan nomor {number}" for number in range(40)]})
    return tmp_path / "t.xlsx"


def test_the_template_has_validation_and_keeps_numbers_as_text(template: Path) -> None:
    page = openpyxl.load_workbook(template)["Usulan"]
    assert [cell.value for cell in page[1]] == ["NIK", "NAMA", "JK", "KERJA"]
    assert page.column_dimensions["A"].width
    rules = {str(rule.sqref)[0]: rule for rule in page.data_validations.dataValidation}
    assert (rules["A"].type, rules["C"].formula1) == ("textLength", '"L,P"')
    assert rules["D"].formula1 == "Daftar!$D$1:$D$40"


def test_the_templates_help_is_never_taken_for_data(template: Path) -> None:
    book = openpyxl.load_workbook(template)
    book["Usulan"]["A2"].value = "5321014107900001"
    book["Usulan"]["B2"].value = "Maria Hoar"
    book.save(template)
    table = table_of(read(template), LAYOUT)
    assert (table.frame.height, table.problems) == (1, ())
