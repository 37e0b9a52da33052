"""A file comes in whole, once, or not at all; a corrected file replaces only the rows it names."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from django.db import transaction

from lindung.audit.models import Act
from lindung.audit.services import Actor
from lindung.intake import problems
from lindung.intake.checks import check_every_row_has_a_fate
from lindung.intake.keys import key_of
from lindung.intake.models import File, FileContent, Row, RowProblem
from lindung.intake.returning import return_workbook
from lindung.intake.services import Outcome, receive
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused

ACTOR = Actor("maria.operator", "Maria Seuk")
TODAY = date(2025, 6, 2)
HEADER = ["NIK", "NAMA"]
LAYOUTS = {"workers": "lindung.intake.tests.workers.Workers"}


@pytest.fixture(autouse=True)
def _layouts(settings: object) -> None:
    settings.INTAKE_LAYOUTS = LAYOUTS  # type: ignore[attr-defined]


def take_in(path: Path, scope: str = "NTT-2025") -> Outcome:
    return receive(path=path, layout_code="workers", scope=scope, actor=ACTOR, on=TODAY, letter="460/1")


def list_of(folder: Path, *names: str, file: str = "a.xlsx") -> Path:
    return makers.xlsx(folder / file, [["DAFTAR"], HEADER, *([str(n), name] for n, name in enumerate(names, 1))])


def counts(outcome: Outcome) -> tuple[int, int, int, int]:
    return outcome.rows, outcome.accepted, outcome.rejected, outcome.needs_look


@pytest.mark.django_db
def test_every_row_is_kept_with_its_cells_and_its_fate(tmp_path: Path) -> None:
    path = list_of(tmp_path, 'Maria "Hoar", \\ {x}', "", "Tamu")
    outcome = take_in(path)
    assert counts(outcome) == (3, 1, 1, 1)
    assert list(Row.objects.order_by("number").values_list("number", "sheet", "sheet_row", "cells", "fate")) == [
        (1, "Data", 3, ["1", 'Maria "Hoar", \\ {x}'], "accepted"),
        (2, "Data", 4, ["2", ""], "rejected"),
        (3, "Data", 5, ["3", "Tamu"], "look"),
    ]
    told = RowProblem.objects.order_by("sequence").values_list("number", "code", "row", "column", "value")
    assert list(told) == [(2, "TEST-01", 4, "NAMA", ""), (3, "TEST-02", 5, "NAMA", "Tamu")]
    assert bytes(FileContent.objects.get().content) == path.read_bytes()
    assert check_every_row_has_a_fate() == []
    assert Act.objects.filter(verb="intake.receive", subject=f"file:{outcome.file}").count() == 1


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    path = list_of(tmp_path, "Maria")
    first = take_in(path)
    again = take_in(path.rename(tmp_path / "other.xlsx"))
    assert (again.already, again.file, counts(again)) == (True, first.file, counts(first))
    assert (File.objects.count(), Row.objects.count()) == (1, 1)
    assert Act.objects.filter(verb="intake.receive").count() == 1


@pytest.mark.django_db
def test_the_same_file_for_another_purpose_is_another_file(tmp_path: Path) -> None:
    path = list_of(tmp_path, "Maria")
    assert take_in(path).file != take_in(path, "MALAKA-2025").file


@pytest.mark.django_db
def test_an_unreadable_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"")
    with pytest.raises(Refused) as refusal:
        take_in(path)
    assert [problem.code for problem in refusal.value.problems] == [problems.EMPTY_FILE.code]
    assert File.objects.count() == 0


@pytest.mark.django_db
def test_an_unknown_layout_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="INTAKE-19"):
        receive(path=list_of(tmp_path, "Maria"), layout_code="x", scope="y", actor=ACTOR, on=TODAY)


def corrected(folder: Path, rows: list[list[str]], file: str = "b.xlsx") -> Path:
    return makers.xlsx(folder / file, [["DAFTAR"], [*HEADER, "Kunci"], *rows])


@pytest.mark.django_db
def test_a_corrected_file_replaces_only_the_rows_it_names(tmp_path: Path) -> None:
    file = take_in(list_of(tmp_path, "Maria", "", "")).file
    rows = [
        ["1", "Maria", key_of(file, 1)],
        ["2", "Yohanes", key_of(file, 2)],
        ["3", "", key_of(file, 3)],
        ["4", "Petrus", ""],
    ]
    outcome = take_in(corrected(tmp_path, rows))
    assert counts(outcome) == (4, 3, 1, 0)
    links = Row.objects.filter(file_id=outcome.file).order_by("number")
    assert list(links.values_list("corrects_file_id", "corrects_number")) == [
        (None, None),
        (file, 2),
        (None, None),
        (None, None),
    ]


@pytest.mark.django_db
def test_a_key_that_names_nothing_here_or_a_row_corrected_before_is_a_problem(tmp_path: Path) -> None:
    file = take_in(list_of(tmp_path, "", "")).file
    elsewhere = take_in(list_of(tmp_path, "", file="c.xlsx"), "MALAKA-2025").file
    take_in(corrected(tmp_path, [["1", "Maria", key_of(file, 1)]]))
    rows = [
        ["1", "Maria Hoar", key_of(file, 1)],
        ["2", "Yohanes", key_of(elsewhere, 1)],
        ["3", "Petrus", "12-3-Z"],
        ["4", "Agustina", key_of(file, 2)],
        ["5", "Dominikus", key_of(file, 2)],
    ]
    outcome = take_in(corrected(tmp_path, rows, file="d.xlsx"))
    found = RowProblem.objects.filter(file_id=outcome.file).order_by("sequence").values_list("number", "code")
    assert list(found) == [
        (1, problems.KEY_USED.code),
        (2, problems.UNKNOWN_KEY.code),
        (3, problems.UNKNOWN_KEY.code),
        (5, problems.KEY_TWICE.code),
    ]
    assert counts(outcome) == (5, 1, 4, 0)


@pytest.mark.django_db
def test_a_correction_that_is_rejected_leaves_its_key_for_the_next_try(tmp_path: Path) -> None:
    file = take_in(makers.xlsx(tmp_path / "a.xlsx", [["NIK", "NAMA"], ["1", ""]])).file
    take_in(makers.xlsx(tmp_path / "b.xlsx", [["NIK", "NAMA", "Kunci"], ["11", "", key_of(file, 1)]]))
    outcome = take_in(makers.xlsx(tmp_path / "c.xlsx", [["NIK", "NAMA", "Kunci"], ["1", "Maria", key_of(file, 1)]]))
    assert Row.objects.get(file_id=outcome.file).corrects_number == 1


@pytest.mark.django_db
def test_the_workbook_that_goes_back_comes_in_again_as_a_correction(tmp_path: Path) -> None:
    file = take_in(list_of(tmp_path, "Maria", "", "=1+1")).file
    out = tmp_path / "kembali.xlsx"
    return_workbook(file=file, out=out)
    book = openpyxl.load_workbook(out)
    page = book["Data"]
    assert [cell.value for cell in page[2]] == ["NIK", "NAMA", "Kunci"]
    assert page["C4"].value == key_of(file, 2)
    assert "TEST-01" in page["B4"].comment.text
    assert page["B4"].fill.bgColor.rgb or page["B4"].fill.fgColor.rgb
    page["B4"].value = "Yohanes"
    book.save(tmp_path / "perbaikan.xlsx")
    outcome = take_in(tmp_path / "perbaikan.xlsx")
    assert counts(outcome) == (3, 3, 0, 0)
    links = Row.objects.filter(file_id=outcome.file, corrects_file__isnull=False).values_list("corrects_number")
    assert list(links) == [(2,)]


def test_while_another_process_takes_the_file_in_this_one_says_so(committed_db: None, tmp_path: Path) -> None:
    path = list_of(tmp_path, "Maria")
    from lindung.intake.reading import read

    purpose = f"intake workers NTT-2025 {read(path).sha256}"
    import psycopg

    other = psycopg.connect(_address(), autocommit=False)
    try:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [purpose])
        with pytest.raises(Refused, match=problems.BEING_TAKEN_IN.code):
            take_in(path)
    finally:
        other.rollback()
        other.close()
    assert take_in(path).already is False


def _address() -> str:
    from django.conf import settings

    database = settings.DATABASES["default"]
    return " ".join(
        f"{name}='{value}'"
        for name, value in {
            "dbname": database["NAME"],
            "user": database["USER"],
            "password": database["PASSWORD"],
            "host": database["HOST"],
            "port": database["PORT"],
        }.items()
        if value
    )


CHILD = f"""
import django, os, sys
from pathlib import Path
from datetime import date
django.setup()
from django.conf import settings
settings.INTAKE_LAYOUTS = {LAYOUTS!r}
from lindung.audit.services import Actor
from lindung.intake.services import receive
from lindung.kernel.problem import Refused
try:
    outcome = receive(path=Path(sys.argv[1]), layout_code="workers", scope="NTT-2025",
        actor=Actor("a", "A"), on=date(2025, 6, 2))
    print("already" if outcome.already else "done")
except Refused as refusal:
    print(refusal.problems[0].code)
"""


def _started(path: Path, **more: str) -> subprocess.Popen[str]:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "lindung.config.settings"} | more
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, str(path)], env=environment, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.parametrize("where", ["settle", "save"])
def test_a_kill_at_any_moment_leaves_nothing(committed_db: None, tmp_path: Path, where: str) -> None:
    path = list_of(tmp_path, "Maria", "")
    assert _started(path, TEST_DIE_AT=where).wait(60) == -9
    assert (File.objects.count(), Row.objects.count(), RowProblem.objects.count()) == (0, 0, 0)
    assert take_in(path).already is False


def test_of_two_processes_with_the_same_file_one_wins(committed_db: None, tmp_path: Path) -> None:
    path = list_of(tmp_path, *[f"Orang {number}" for number in range(3_000)])
    said = sorted(process.communicate(timeout=60)[0].strip() for process in [_started(path), _started(path)])
    assert said in (["already", "done"], [problems.BEING_TAKEN_IN.code, "done"])
    assert (File.objects.count(), Row.objects.count()) == (1, 3_000)


@pytest.mark.django_db
def test_what_came_in_cannot_be_changed(tmp_path: Path) -> None:
    take_in(list_of(tmp_path, "Maria"))
    from django.db.utils import DatabaseError

    with pytest.raises(DatabaseError), transaction.atomic():
        Row.objects.update(fate="rejected")
