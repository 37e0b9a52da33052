"""Any file an office keeps a list in becomes the same rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from lindung.intake.reading import Cell, Sheet, read
from lindung.intake.tests import makers

ROWS = [
    ["NAMA", "LAHIR", "UPAH"],
    ["Maria Hoar", date(1985, 8, 17), 750000],
    ["Yohanes Bria", "5 Mei 1990", "1.500.000"],
]


def only_sheet(path: Path) -> Sheet:
    (sheet,) = read(path).sheets
    return sheet


def texts(sheet: Sheet) -> list[tuple[str, ...]]:
    return sheet.frame.select(sheet.texts).rows()


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.xlsx", makers.xlsx), ("a.xls", makers.xls), ("a.ods", makers.ods)],
)
def test_a_workbook_keeps_what_each_cell_is(tmp_path: Path, name: str, make: Callable[..., Path]) -> None:
    sheet = only_sheet(make(tmp_path / name, ROWS))
    assert texts(sheet) == [
        ("NAMA", "LAHIR", "UPAH"),
        ("Maria Hoar", "1985-08-17", "750000"),
        ("Yohanes Bria", "5 Mei 1990", "1.500.000"),
    ]
    assert sheet.frame["row"].to_list() == [1, 2, 3]
    assert sheet.frame["k1"].to_list() == [Cell.TEXT, Cell.DATE, Cell.TEXT]
    assert sheet.frame["k2"].to_list() == [Cell.TEXT, Cell.NUMBER, Cell.TEXT]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_is_read_with_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["NAMA", "ALAMAT"], ["José Núñez", "Dusun A"], ["Maria Hoar", "Dusun B, RT 1"]]
    path = makers.text(tmp_path / "a.csv", rows, delimiter=delimiter, encoding=encoding)
    assert texts(only_sheet(path)) == [tuple(row) for row in rows]


def test_excels_own_separator_line_is_obeyed_and_counted(tmp_path: Path) -> None:
    path = makers.text(tmp_path / "a.csv", [["NAMA", "UPAH"], ["Maria", "1"]], delimiter="|", before="sep=|\n")
    sheet = only_sheet(path)
    assert texts(sheet) == [("NAMA", "UPAH"), ("Maria", "1")]
    assert sheet.frame["row"].to_list() == [2, 3]


def test_a_line_number_of_text_is_the_line_on_which_the_row_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('NAMA;ALAMAT\nMaria;"Dusun A\nRT 2"\n\nYohanes;Dusun B\n', encoding="utf-8")
    assert only_sheet(path).frame["row"].to_list() == [1, 2, 5]


def test_hidden_rows_are_read_and_marked(tmp_path: Path) -> None:
    for sheet in (
        only_sheet(makers.xlsx(tmp_path / "a.xlsx", ROWS, hidden=[2])),
        only_sheet(makers.ods(tmp_path / "a.ods", ROWS, hidden=[2])),
    ):
        assert sheet.frame["hidden"].to_list() == [False, True, False]


def test_every_row_of_a_hidden_sheet_is_hidden(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Depan").write(0, 0, "x")
        page = book.add_worksheet("Belakang")
        page.write(0, 0, "y")
        page.hide()
    front, back = read(path).sheets
    assert (front.hidden, back.hidden) == (False, True)
    assert back.frame["hidden"].to_list() == [True]


def test_an_error_cell_keeps_what_the_officer_saw(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.write(0, 0, "NIK")
        page.write_formula(1, 0, "=VLOOKUP(1,B1:C1,2,0)", None, "#N/A")
        page.write_formula(2, 0, '="a"&"b"', None, "ab")
    sheet = only_sheet(path)
    assert sheet.frame["c0"].to_list() == ["NIK", "#N/A", "ab"]
    assert sheet.frame["k0"].to_list() == [Cell.TEXT, Cell.ERROR, Cell.TEXT]


def test_a_list_that_begins_in_another_corner_keeps_its_rows_and_columns(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", [[], [], [None, None, "NAMA"], [], [None, None, "Maria"]])
    sheet = only_sheet(path)
    assert sheet.frame["row"].to_list() == [3, 5]
    assert texts(sheet) == [("", "", "NAMA"), ("", "", "Maria")]


def test_a_merged_cell_has_its_text_once(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 0, 2, "DAFTAR")
        page.write(1, 2, "x")
    assert texts(only_sheet(path)) == [("DAFTAR", "", ""), ("", "", "x")]


def test_a_whole_number_is_shown_without_a_point_and_a_broken_one_with_it(tmp_path: Path) -> None:
    sheet = only_sheet(makers.xlsx(tmp_path / "a.xlsx", [[5321014107900001], [1.5], [True]]))
    assert sheet.frame["c0"].to_list() == ["5321014107900001", "1.5", "TRUE"]
    assert sheet.frame["k0"].to_list() == [Cell.NUMBER, Cell.NUMBER, Cell.BOOL]


def test_the_same_content_has_the_same_fingerprint_whatever_its_name(tmp_path: Path) -> None:
    first = makers.text(tmp_path / "a.csv", [["NAMA"], ["Maria"]])
    second = makers.text(tmp_path / "b.csv", [["NAMA"], ["Maria"]])
    assert read(first).sha256 == read(second).sha256
