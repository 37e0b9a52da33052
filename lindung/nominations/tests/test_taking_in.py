"""From a workbook to persons and nominations, by the way a user's file goes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from lindung.intake.commands import intake
from lindung.intake.keys import key_of
from lindung.intake.models import Row, RowProblem
from lindung.intake.services import Outcome, receive
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.nominations.models import Nomination
from lindung.nominations.tests.lists import MARIA, YOHANES, titled
from lindung.people.models import Fact, Identifier, Person
from lindung.people.services import record_fact
from tests.cast import OPERATOR, province_programme

TODAY = date(2025, 6, 2)


def take_in(path: Path) -> Outcome:
    return receive(path=path, layout_code="nominations", scope="NTT-2025", actor=OPERATOR, on=TODAY)


@pytest.fixture
def programme(db: None) -> None:
    province_programme(seats=10)


@pytest.mark.usefixtures("programme")
def test_accepted_rows_become_persons_and_nominations(tmp_path: Path) -> None:
    people = [MARIA | {"occupation": "Nelayan", "decile": 1}, YOHANES, MARIA, YOHANES | {"nik": "1"}]
    outcome = take_in(makers.xlsx(tmp_path / "a.xlsx", titled(*people)))
    assert (outcome.rows, outcome.accepted, outcome.rejected, outcome.saved) == (4, 2, 2, 2)
    held = Identifier.objects.filter(kind="nik").values_list("value", "person__name")
    assert set(held) == {(MARIA["nik"], "Maria Hoar Bria"), (YOHANES["nik"], "Yohanes Bria")}
    nominations = Nomination.objects.order_by("row").values_list("row", "village_id", "district_id")
    assert list(nominations) == [(1, "53.21.01.2006", "53.21"), (2, "53.21.01.2006", "53.21")]


@pytest.mark.usefixtures("programme")
def test_who_was_proposed_already_is_accepted_and_stays_one_nomination(tmp_path: Path) -> None:
    take_in(makers.xlsx(tmp_path / "a.xlsx", titled(MARIA)))
    outcome = take_in(makers.xlsx(tmp_path / "b.xlsx", titled(MARIA, YOHANES)))
    assert (outcome.accepted, outcome.saved) == (2, 1)
    assert (Person.objects.count(), Nomination.objects.count()) == (2, 2)


@pytest.mark.usefixtures("programme")
def test_the_registrys_doubts_park_a_row(tmp_path: Path) -> None:
    take_in(makers.xlsx(tmp_path / "a.xlsx", titled(MARIA, YOHANES)))
    yohanes = Person.objects.get(name="Yohanes Bria")
    record_fact(person=yohanes.pk, kind=Fact.Kind.DIED, happened_on=TODAY, source="surat", actor=OPERATOR, on=TODAY)
    somebody = MARIA | {"name": "Agustina Luruk", "birth_date": "05-05-1975"}
    outcome = take_in(makers.xlsx(tmp_path / "b.xlsx", titled(somebody, YOHANES)))
    assert (outcome.accepted, outcome.needs_look) == (0, 2)
    told = RowProblem.objects.filter(file_id=outcome.file, severity="look").order_by("number")
    assert list(told.values_list("number", "code", "value")) == [
        (1, "NIK-13", "5321xxxxxxxx0001"),
        (2, "ROW-12", "5321xxxxxxxx0002"),
    ]


@pytest.mark.usefixtures("programme")
def test_a_corrected_row_enters_and_the_rest_stays(tmp_path: Path) -> None:
    file = take_in(makers.xlsx(tmp_path / "a.xlsx", titled(MARIA, YOHANES | {"nik": "123"}))).file
    rows = [
        [*row, key]
        for row, key in zip(titled(MARIA, YOHANES), ["Kunci", key_of(file, 1), key_of(file, 2)], strict=True)
    ]
    outcome = take_in(makers.xlsx(tmp_path / "b.xlsx", rows))
    assert (outcome.accepted, outcome.saved) == (2, 1)
    corrections = (
        Row.objects.filter(file_id=outcome.file).order_by("number").values_list("corrects_number", flat=True)
    )
    assert list(corrections) == [None, 2]
    assert Nomination.objects.count() == 2


@pytest.mark.usefixtures("programme")
def test_rows_count_for_their_district(tmp_path: Path) -> None:
    belu = MARIA | {"village": "Fatubaa", "subdistrict": "Tasifeto Timur", "district": "Belu", "nik": "x"}
    outcome = take_in(makers.xlsx(tmp_path / "a.xlsx", titled(MARIA, belu, YOHANES | {"village": "Entah"})))
    places = Row.objects.filter(file_id=outcome.file).order_by("number").values_list("place", "fate")
    assert list(places) == [("53.21", "accepted"), ("53.04", "rejected"), ("53.21", "look")]


@pytest.mark.django_db
def test_an_unknown_programme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="NOM-04"):
        take_in(makers.xlsx(tmp_path / "a.xlsx", titled(MARIA)))


@pytest.mark.usefixtures("programme")
def test_the_command_takes_in_tells_and_gives_back(tmp_path: Path) -> None:
    path = makers.xlsx(tmp_path / "a.xlsx", titled(MARIA, YOHANES | {"nik": "123"}))
    words = [str(path), "--programme", "NTT-2025", "--actor", "maria", "--on", "2025-06-02", "--json"]
    first = CliRunner().invoke(intake, [*words, "--return", str(tmp_path / "kembali.xlsx")])
    assert first.exit_code == 1
    found = json.loads(first.stdout)
    assert (found["accepted"], found["rejected"], found["already"]) == (1, 1, False)
    assert (tmp_path / "kembali.xlsx").exists()
    again = CliRunner().invoke(intake, words)
    assert json.loads(again.stdout)["already"] is True
    assert "sudah diterima" in again.stderr
