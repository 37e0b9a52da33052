"""Finding the list in what officers made around it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lindung.intake import problems
from lindung.intake.layouts import Column, Layout, Table, folded, table_of
from lindung.intake.reading import Unreadable, read
from lindung.intake.tests import makers

LAYOUT = Layout(
    "workers",
    "Pekerja",
    (
        Column("no", "NO", synonyms=("NOMOR",)),
        Column("nik", "NIK", required=True, synonyms=("NO KTP", "NOMOR INDUK KEPENDUDUKAN")),
        Column("name", "NAMA LENGKAP", required=True, synonyms=("NAMA", "NAMA PESERTA")),
        Column("birth_place", "TEMPAT LAHIR"),
        Column("birth_date", "TANGGAL LAHIR", synonyms=("TGL LAHIR",)),
        Column("village", "DESA/KELURAHAN", synonyms=("DESA",)),
        Column("rt", "RT"),
        Column("rw", "RW"),
        Column("kunci", "Kunci"),
    ),
    (("nik",), ("name",)),
)
MARIA = ["1", "5321014107900001", "Maria Hoar", "Betun", "01-07-1990"]
YOHANES = ["2", "5321010107900002", "Yohanes Bria", "Betun", "01-07-1990"]
HEADER = ["NO", "NIK", "NAMA LENGKAP", "TEMPAT LAHIR", "TANGGAL LAHIR"]


def table(tmp_path: Path, rows: makers.Rows) -> Table:
    return table_of(read(makers.xlsx(tmp_path / "a.xlsx", rows)), LAYOUT)


def names(found: Table) -> list[str]:
    return found.frame["name"].to_list()


def test_titles_above_the_header_are_no_rows(tmp_path: Path) -> None:
    title = ["DAFTAR CALON PESERTA", "", "", "", ""]
    found = table(tmp_path, [title, ["Kabupaten Malaka"], [], HEADER, MARIA, YOHANES])
    assert names(found) == ["Maria Hoar", "Yohanes Bria"]
    assert found.frame["sheet_row"].to_list() == [5, 6]
    assert found.frame["number"].to_list() == [1, 2]


def test_other_names_and_another_order(tmp_path: Path) -> None:
    rows = [["Nama Peserta", "Tgl. Lahir", "No. KTP*", "Desa"], ["Maria Hoar", "1-7-1990", MARIA[1], "Wehali"]]
    found = table(tmp_path, rows)
    assert found.frame.select("nik", "name", "birth_date", "village").row(0) == (
        MARIA[1],
        "Maria Hoar",
        "1-7-1990",
        "Wehali",
    )


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("NIK", "nik"),
        ("No.\nKTP", "nik"),
        ("NOMOR INDUK KEPENDUDKAN", "nik"),
        ("Nama Lengkap (sesuai KTP)", "name"),
        ("NAMA LENKAP", "name"),
        ("TANGAL LAHIR", "birth_date"),
        ("TEMPAT LHIR", "birth_place"),
        ("RT", "rt"),
        ("RW", "rw"),
        ("RX", None),
        ("NIP", None),
        ("TEMPAT TANGGAL LAHIR", None),
        ("KETERANGAN", None),
        ("", None),
        ("x" * 500, None),
    ],
)
def test_a_title_is_forgiven_a_slip_but_never_taken_for_another(title: str, key: str | None) -> None:
    found = LAYOUT.key_of(title)
    assert (found[0] if found else None) == key


def test_a_title_is_folded() -> None:
    assert folded("Jenis\nKelamin (L/P)*") == "JENIS KELAMIN"
    assert folded("(NIK)") == "NIK"


def test_merged_titles_over_a_second_row(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet()
        page.merge_range(0, 0, 1, 0, "NIK")
        page.merge_range(0, 1, 1, 1, "NAMA")
        page.merge_range(0, 2, 0, 4, "ALAMAT")
        page.write_row(1, 2, ["DESA", "RT", "RW"])
        page.write_row(2, 0, [MARIA[1], "Maria Hoar", "Wehali", "001", "002"])
    found = table_of(read(path), LAYOUT)
    assert found.frame.select("sheet_row", "name", "village", "rt", "rw").rows() == [
        (3, "Maria Hoar", "Wehali", "001", "002")
    ]


def test_empty_rows_totals_and_repeated_headers_are_no_rows(tmp_path: Path) -> None:
    rows = [
        HEADER,
        ["(1)", "(2)", "(3)", "(4)", "(5)"],
        MARIA,
        ["", " ", "", "", ""],
        ["Jumlah Desa Wehali", "", "", "", 1],
        HEADER,
        YOHANES,
        ["", "", "TOTAL", "", "2"],
    ]
    found = table(tmp_path, rows)
    assert found.frame.select("sheet_row", "name").rows() == [(3, "Maria Hoar"), (7, "Yohanes Bria")]


def test_signatures_under_the_list_are_no_rows(tmp_path: Path) -> None:
    closing = [
        [],
        ["", "", "", "", "Mengetahui,"],
        ["", "", "", "", "Kepala Desa Wehali"],
        ["", "", "", "", "Yosef"],
    ]
    assert names(table(tmp_path, [HEADER, MARIA, *closing])) == ["Maria Hoar"]


def test_a_row_that_lacks_its_nik_is_still_a_row(tmp_path: Path) -> None:
    rows = [HEADER, MARIA, ["2", "", "Yohanes Bria", "Betun", "1-7-1990"], ["3", "", "Petrus", "", ""]]
    assert names(table(tmp_path, rows)) == ["Maria Hoar", "Yohanes Bria", "Petrus"]


def test_a_person_may_be_called_like_a_total_when_a_nik_stands_there(tmp_path: Path) -> None:
    rows = [["NAMA", "NIK"], ["Total Bria", MARIA[1]], ["Jumlah", ""]]
    assert names(table(tmp_path, rows)) == ["Total Bria"]


def test_every_sheet_with_a_header_is_read_and_rows_are_numbered_through(tmp_path: Path) -> None:
    path = makers.xlsx_sheets(
        tmp_path / "a.xlsx",
        {
            "Petunjuk": [["Isi semua kolom"]],
            "Wehali": [HEADER, MARIA],
            "Haitimuk": [["NAMA", "NIK"], ["Yohanes Bria", YOHANES[1]]],
        },
    )
    found = table_of(read(path), LAYOUT)
    assert found.frame.select("number", "sheet", "sheet_row", "name").rows() == [
        (1, "Wehali", 2, "Maria Hoar"),
        (2, "Haitimuk", 2, "Yohanes Bria"),
    ]
    assert found.problems == ()


def test_a_sheet_of_data_without_a_header_is_not_left_out_in_silence(tmp_path: Path) -> None:
    path = makers.xlsx_sheets(tmp_path / "a.xlsx", {"Satu": [HEADER, MARIA], "Dua": [YOHANES]})
    (problem,) = table_of(read(path), LAYOUT).problems
    assert problem.code == problems.SHEET_LEFT_OUT.code
    assert "Dua" in problem.message


def test_hidden_rows_are_counted(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", [HEADER, MARIA, YOHANES], hidden=[3])
    assert table_of(read(path), LAYOUT).frame["hidden"].to_list() == [False, True]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ([["Maria", "Wehali"]], problems.NO_HEADER),
        ([["NAMA", "DESA"], ["Maria", "Wehali"]], problems.NO_HEADER),
        ([HEADER], problems.NO_ROWS),
        ([HEADER, ["JUMLAH", "", "", "", "0"]], problems.NO_ROWS),
        ([], problems.NO_ROWS),
    ],
)
def test_a_file_without_header_or_rows_has_one_problem(tmp_path: Path, rows: makers.Rows, kind: object) -> None:
    with pytest.raises(Unreadable) as caught:
        table(tmp_path, rows)
    assert caught.value.problem.code == kind.code  # type: ignore[attr-defined]
    assert caught.value.problem.row is None


def test_a_date_cell_reaches_the_table_as_a_date(tmp_path: Path) -> None:
    found = table(tmp_path, [HEADER, [*MARIA[:4], date(1990, 7, 1)]])
    assert found.frame["birth_date"].to_list() == ["1990-07-01"]
