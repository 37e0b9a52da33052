"""A file that should not be opened gives one clear problem and does no harm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from lindung.intake import problems
from lindung.intake.reading import Unreadable, read
from lindung.intake.reading import parent as reader
from lindung.intake.tests import makers
from lindung.kernel.problem import Kind

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def refused(path: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        read(path)
    problem = caught.value.problem
    assert problem.row is None
    assert problem.message
    assert problem.remedy
    return problem.code


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_an_empty_file(tmp_path: Path) -> None:
    assert refused(written(tmp_path / "a.xlsx", b"")) == problems.EMPTY_FILE.code


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods"])
@pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
def test_a_truncated_workbook(tmp_path: Path, name: str, part: float) -> None:
    whole = makers.xlsx(tmp_path / "whole.xlsx", [["NIK", "NAMA"]] + [[str(n), "Maria"] for n in range(500)])
    content = whole.read_bytes()
    path = written(tmp_path / name, content[: int(len(content) * part)])
    assert refused(path) == problems.BROKEN.code


def test_a_truncated_old_workbook(tmp_path: Path) -> None:
    whole = makers.xls(tmp_path / "whole.xls", [["NIK", "NAMA"]] + [[str(n), "Maria"] for n in range(500)])
    content = whole.read_bytes()
    assert refused(written(tmp_path / "a.xls", content[:3000])) in (
        problems.BROKEN.code,
        problems.WRONG_EXTENSION.code,
    )


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    content = OLE + "EncryptionInfo".encode("utf-16-le") + "EncryptedPackage".encode("utf-16-le")
    assert refused(written(tmp_path / "a.xlsx", content)) == problems.PASSWORD.code


def test_an_opendocument_sheet_with_a_password(tmp_path: Path) -> None:
    path = makers.zipped(
        tmp_path / "a.ods",
        {
            "mimetype": makers.ODS_TYPE,
            "META-INF/manifest.xml": "<manifest:encryption-data manifest:checksum=''/>",
            "content.xml": b"\x8f\x02\x11",
        },
    )
    assert refused(path) == problems.PASSWORD.code


def test_a_zip_bomb(tmp_path: Path) -> None:
    sheet = makers.sheet_xml("<row/>").encode() + b" " * (200 * 1024**2)
    path = makers.zipped(tmp_path / "a.xlsx", makers.xlsx_parts(sheet))
    assert path.stat().st_size < 1024**2
    assert refused(path) == problems.TOO_LARGE.code


def test_a_zip_bomb_that_lies_about_its_size(tmp_path: Path) -> None:
    """Its directory tells 1.000 bytes; what it unpacks to must not be read either."""
    sheet = makers.sheet_xml("<row/>").encode() + b" " * (100 * 1024**2)
    path = makers.zipped(tmp_path / "a.xlsx", makers.xlsx_parts(sheet))
    content = path.read_bytes().replace(len(sheet).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert refused(written(tmp_path / "b.xlsx", content)) in (
        problems.BROKEN.code,
        problems.TOO_LARGE.code,
        problems.TOO_HEAVY.code,
    )


def test_a_million_empty_rows(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{number}" spans="1:3" ht="15"/>' for number in range(1, 1_000_001))
    path = makers.zipped(tmp_path / "a.xlsx", makers.xlsx_parts(makers.sheet_xml(rows)))
    assert refused(path) == problems.TOO_MANY_EMPTY.code


def test_a_million_rows_apart(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="A1048576"><v>1</v></c></row>'
    path = makers.zipped(tmp_path / "a.xlsx", makers.xlsx_parts(makers.sheet_xml(rows)))
    assert refused(path) == problems.TOO_MANY_EMPTY.code


def test_a_million_empty_lines_of_text(tmp_path: Path) -> None:
    assert refused(written(tmp_path / "a.csv", b"NIK;NAMA\n" + b";\n" * 1_000_000)) == problems.TOO_MANY_EMPTY.code


def test_sixteen_thousand_columns(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", [[f"K{number}" for number in range(16_384)]])
    assert refused(path) == problems.TOO_WIDE.code
    wide = written(tmp_path / "a.csv", b";".join(b"K" for _ in range(16_384)) + b"\n")
    assert refused(wide) == problems.TOO_WIDE.code


def test_two_cells_in_opposite_corners_of_the_largest_sheet(tmp_path: Path) -> None:
    """As a table this would be 17 billion cells: the child's memory limit stops it."""
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    path = makers.zipped(tmp_path / "a.xlsx", makers.xlsx_parts(makers.sheet_xml(rows)))
    assert refused(path) in (problems.TOO_HEAVY.code, problems.TOO_WIDE.code, problems.BROKEN.code)


def test_opendocument_rows_repeated_without_end_stop_where_a_sheet_ends(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    table = (
        f'<table:table table:name="Data"><table:table-row table:number-rows-repeated="2000000000">{cell}'
        "</table:table-row></table:table>"
    )
    path = makers.zipped(tmp_path / "a.ods", makers.ods_parts(table))
    (sheet,) = read(path).sheets
    assert sheet.frame.height <= 1_048_576


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xlsx", b"NIK;NAMA\n1;Maria\n"),
        ("a.xls", b"<html><table><tr><td>NIK</td></tr></table></html>"),
        ("a.csv", b"<!DOCTYPE html><html></html>"),
        ("a.csv", b"%PDF-1.7 something"),
        ("a.ods", b"\x89PNG\r\n\x1a\n"),
    ],
)
def test_a_wrong_extension(tmp_path: Path, name: str, content: bytes) -> None:
    assert refused(written(tmp_path / name, content)) == problems.WRONG_EXTENSION.code


def test_a_new_workbook_named_like_an_old_one_and_the_other_way_round(tmp_path: Path) -> None:
    makers.xlsx(tmp_path / "new.xlsx", [["NIK"]]).rename(tmp_path / "new.xls")
    makers.xls(tmp_path / "old.xls", [["NIK"]]).rename(tmp_path / "old.xlsx")
    assert refused(tmp_path / "new.xls") == problems.WRONG_EXTENSION.code
    assert refused(tmp_path / "old.xlsx") == problems.WRONG_EXTENSION.code


def test_a_macro_workbook_by_name_and_by_content(tmp_path: Path) -> None:
    assert refused(makers.xlsx(tmp_path / "a.xlsm", [["NIK"]])) == problems.MACRO.code
    path = makers.xlsx(tmp_path / "a.xlsx", [["NIK"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\0")
    assert refused(path) == problems.MACRO.code


@pytest.mark.parametrize(
    ("name", "parts", "kind"),
    [
        ("a.xlsx", {"word/document.xml": "<w/>"}, problems.WRONG_EXTENSION),
        ("a.xlsx", {"readme.txt": "hello"}, problems.WRONG_EXTENSION),
        (
            "a.ods",
            {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"},
            problems.WRONG_EXTENSION,
        ),
        ("a.xlsx", {"xl/workbook.xml": "<not><closed>"}, problems.BROKEN),
    ],
)
def test_an_archive_that_is_no_spreadsheet(tmp_path: Path, name: str, parts: dict[str, str], kind: Kind) -> None:
    assert refused(makers.zipped(tmp_path / name, parts)) == kind.code


def test_a_format_nobody_asked_for(tmp_path: Path) -> None:
    assert refused(written(tmp_path / "a.docx", b"PK\x03\x04")) == problems.UNKNOWN_FORMAT.code
    assert refused(written(tmp_path / "daftar", b"NIK;NAMA")) == problems.UNKNOWN_FORMAT.code


def test_text_that_is_not_text(tmp_path: Path) -> None:
    assert refused(written(tmp_path / "a.csv", b"NIK;NAMA\n\x00\x01\x02\n" * 50)) == problems.NOT_A_LIST.code
    assert refused(written(tmp_path / "b.csv", b'NIK;"' + b"x" * 200_000)) == problems.NOT_A_LIST.code


def test_a_file_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "WALL_SECONDS", 0.01)
    assert refused(makers.xlsx(tmp_path / "a.xlsx", [["NIK"]])) == problems.TOO_HEAVY.code


def test_the_child_sees_no_database_and_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@somewhere/x")
    monkeypatch.setenv("LINDUNG_SECRET_KEY", "hush")
    assert not {"DATABASE_URL", "LINDUNG_SECRET_KEY"} & set(reader._environment())


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setattr("tempfile.tempdir", None)
    (tmp_path / "tmp").mkdir()
    refused(written(tmp_path / "a.xlsx", b"PK\x03\x04broken"))
    read(makers.xlsx(tmp_path / "b.xlsx", [["NIK"]]))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_formula_of_a_hostile_file_is_never_calculated(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet().write_formula(0, 0, '=HYPERLINK("http://example.invalid","x")', None, "x")
    (sheet,) = read(path).sheets
    assert sheet.frame["c0"].to_list() == ["x"]
