"""Lists of the dead, the moved, members and wage earners against the registry: facts, doubts, a list taken back."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from lindung.coverage.checks import check_nobody_is_covered_against_what_is_known
from lindung.coverage.commands import lists
from lindung.coverage.queries import proposals
from lindung.coverage.services import accept
from lindung.coverage.tests.test_newcomers import MARIA, YOHANES, person, take_in
from lindung.intake.models import RowProblem
from lindung.intake.services import Outcome, receive
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.matching.imports import ListContext, compare_again
from lindung.matching.models import Listed
from lindung.matching.queries import loaded_lists
from lindung.matching.services import decide_listed, revoke_list
from lindung.people.models import Fact, Identifier
from tests import cast

pytestmark = pytest.mark.django_db

AUGUST = date(2025, 8, 20)
TITLES = ["NIK", "Nama", "Tgl Lahir", "JK", "Desa", "Tanggal Meninggal"]


def row(who: dict[str, object], day: str = "09-08-2025", **other: object) -> list[object]:
    said = who | other
    return [said["nik"], said["name"], said["birth_date"], said["sex"], said["village"], day]


def load(
    folder: Path, *rows: list[object], kind: str = "deceased", titles: list[str] = TITLES, source: str = "Dukcapil"
) -> Outcome:
    path = makers.xlsx(folder / f"{kind}.xlsx", [titles, *rows])
    return receive(
        path=path,
        layout_code=f"list-{kind}",
        scope=source,
        context=ListContext(source, AUGUST),
        actor=cast.VERIFIER,
        on=AUGUST,
    )


def facts() -> list[tuple[str, str, date]]:
    standing = Fact.objects.filter(revoked_on=None, kind__in=["died", "moved", "wage_earner", "active_member"])
    return list(standing.order_by("pk").values_list("person__name", "kind", "on"))


@pytest.fixture
def covered(db, tmp_path):
    """Maria and Yohanes, covered July to December."""
    programme = cast.province_programme(seats=2)
    take_in(tmp_path, "a", MARIA, YOHANES)
    cast.verified(programme)
    assert cast.decided(programme).decided == 2
    return programme


def test_a_certain_row_is_a_fact_and_nothing_is_reversed_by_it(covered, tmp_path):
    outcome = load(
        tmp_path, row(MARIA), row(MARIA, nik="5371014107900001", name="Orang Lain", birth_date="03-03-1966")
    )
    assert (outcome.accepted, outcome.saved) == (2, 1)
    assert facts() == [("Maria Hoar Bria", "died", date(2025, 8, 9))]
    assert len(cast.held_months(person(MARIA["nik"]).pk)) == 6
    assert [problem.code for problem in check_nobody_is_covered_against_what_is_known()] == ["COVER-20"]


def test_the_month_of_death_stays_when_an_officer_takes_the_proposal(covered, tmp_path):
    load(tmp_path, row(MARIA))
    [proposal] = proposals()
    assert (str(proposal.start), proposal.months, proposal.rupiah) == ("2025-09", 4, 4 * 16_800)
    assert accept(enrolments=[proposal.enrolment], actor=cast.DECIDER, on=AUGUST) == 4
    assert [month for month, _ in cast.held_months(person(MARIA["nik"]).pk)] == ["2025-07", "2025-08"]
    assert accept(enrolments=[proposal.enrolment], actor=cast.DECIDER, on=AUGUST) == 0
    assert proposals() == []
    assert check_nobody_is_covered_against_what_is_known() == []


def test_who_loaded_a_list_does_not_take_what_it_proposes(covered, tmp_path):
    load(tmp_path, row(MARIA))
    [proposal] = proposals()
    with pytest.raises(Refused) as refusal:
        accept(enrolments=[proposal.enrolment, 99], actor=cast.VERIFIER, on=AUGUST)
    assert [problem.code for problem in refusal.value.problems] == ["COVER-18", "COVER-19"]


def test_a_listed_person_is_not_seated(tmp_path):
    programme = cast.province_programme(seats=2)
    take_in(tmp_path, "a", MARIA, YOHANES)
    titles = [*TITLES[:-1], "Mulai Bekerja"]
    load(tmp_path, row(MARIA), kind="wage-worker", titles=titles, source="BPJS, penerima upah")
    cast.verified(programme)
    assert cast.decided(programme).decided == 1
    assert cast.held_months(person(MARIA["nik"]).pk) == []


def test_a_doubtful_row_waits_for_another_officer(covered, tmp_path):
    load(tmp_path, row(MARIA, nik="", name="Maria Hoar"))
    [waiting] = Listed.objects.all()
    assert (waiting.state, facts()) == ("open", [])
    with pytest.raises(Refused) as refusal:
        decide_listed(listed=[waiting.pk], same=True, actor=cast.VERIFIER, on=AUGUST)
    assert [problem.code for problem in refusal.value.problems] == ["LIST-06"]
    with pytest.raises(Refused) as refusal:
        decide_listed(listed=[waiting.pk], same=True, actor=cast.DECIDER, on=AUGUST, within="53.04")
    assert [problem.code for problem in refusal.value.problems] == ["LIST-07"]
    for changed in (1, 0):
        assert decide_listed(
            listed=[waiting.pk], same=True, actor=cast.DECIDER, on=AUGUST, within="53.21"
        ) == changed  # fmt: skip
    assert facts() == [("Maria Hoar Bria", "died", date(2025, 8, 9))]
    with pytest.raises(Refused):
        decide_listed(listed=[waiting.pk], same=False, actor=cast.DECIDER, on=AUGUST)


def test_a_list_held_again_meets_who_entered_since_and_asks_nothing_twice(tmp_path):
    cast.province_programme(seats=2)
    take_in(tmp_path, "a", MARIA)
    file = load(tmp_path, row(MARIA, nik="", name="Maria Hoar"), row(YOHANES)).file
    [waiting] = Listed.objects.all()
    decide_listed(listed=[waiting.pk], same=False, actor=cast.DECIDER, on=AUGUST)
    take_in(tmp_path, "b", YOHANES)
    assert [compare_again(file=file, actor=cast.VERIFIER, on=AUGUST) for _ in range(2)] == [1, 0]
    assert facts() == [("Yohanes Seran Klau", "died", date(2025, 8, 9))]
    assert Listed.objects.filter(state="open").count() == 0
    revoke_list(file=file, reason="keliru", actor=cast.DECIDER, on=AUGUST)
    with pytest.raises(Refused):
        compare_again(file=file, actor=cast.VERIFIER, on=AUGUST)


def test_rejected_rows_are_kept_with_their_reason(covered, tmp_path):
    outcome = load(
        tmp_path,
        row(MARIA, day="kemarin"),
        row(YOHANES, day="01-09-2025"),
        row(MARIA, nik="", birth_date=""),
        row(MARIA, name=""),
    )
    assert (outcome.rows, outcome.rejected) == (4, 4)
    codes = RowProblem.objects.filter(file_id=outcome.file).order_by("number").values_list("code", flat=True)
    assert list(codes) == ["LIST-03", "LIST-04", "LIST-02", "LIST-01"]
    assert facts() == []


def test_the_same_list_again_changes_nothing(covered, tmp_path):
    load(tmp_path, row(MARIA))
    path, context = tmp_path / "deceased.xlsx", ListContext("Dukcapil", AUGUST)
    words = {"layout_code": "list-deceased", "actor": cast.VERIFIER, "on": AUGUST}
    assert receive(path=path, scope="Dukcapil", context=context, **words).already
    load(tmp_path, row(MARIA), source="Kecamatan")
    assert facts() == [("Maria Hoar Bria", "died", date(2025, 8, 9))]


def test_a_revoked_list_leaves_what_another_confirms(covered, tmp_path):
    first = load(tmp_path, row(MARIA), row(YOHANES)).file
    load(tmp_path, row(MARIA), source="Kecamatan")
    gone = revoke_list(file=first, reason="daftar tahun lalu", actor=cast.DECIDER, on=AUGUST)
    assert gone == 1
    assert facts() == [("Maria Hoar Bria", "died", date(2025, 8, 9))]
    assert revoke_list(file=first, reason="daftar tahun lalu", actor=cast.DECIDER, on=AUGUST) == 0
    assert [(each["facts"], each["revoked"]) for each in loaded_lists()] == [(0, 2), (1, 0)]
    assert {each.name for each in proposals()} == {"Maria Hoar Bria"}


def test_a_move_inside_the_territory_ends_nothing(covered, tmp_path):
    titles = [*TITLES[:-1], "Tanggal Pindah", "Pindah Ke"]
    load(tmp_path, [*row(MARIA), "53.71"], [*row(YOHANES), "35.78"], kind="moved", titles=titles)
    assert [kind for _, kind, _ in facts()] == ["moved", "moved"]
    assert [each.name for each in proposals()] == ["Yohanes Seran Klau"]


def test_our_own_members_are_no_members_elsewhere(covered, tmp_path):
    for who, kpj in ((MARIA, "25000000001"), (YOHANES, "25000000002")):
        Identifier.objects.create(
            person=person(who["nik"]), kind="kpj", value=kpj, state="matched", source="BPJS", since=AUGUST
        )
    titles = [*TITLES[:-1], "Aktif Sejak", "KPJ"]
    load(
        tmp_path,
        [*row(MARIA, day="01-07-2025"), "25000000001"],
        [*row(YOHANES, day="01-03-2025"), "11000000099"],
        kind="active-member",
        titles=titles,
    )
    assert facts() == []
    [waiting] = Listed.objects.all()
    assert (waiting.person.name, waiting.state) == ("Yohanes Seran Klau", "open")
    decide_listed(listed=[waiting.pk], same=True, actor=cast.DECIDER, on=AUGUST)
    [proposal] = proposals()
    assert (proposal.reason, str(proposal.start), proposal.months) == ("active_member", "2025-07", 6)


def test_the_commands_from_list_to_reversal(covered, tmp_path):
    path = makers.xlsx(tmp_path / "meninggal.xlsx", [TITLES, row(YOHANES), row(MARIA, nik="", name="Maria Hoar")])

    def run(*words: str) -> str:
        result = CliRunner().invoke(lists, list(words))
        assert result.exit_code == 0, (result.output, result.exception)
        return result.stdout

    who = ["--on", "2025-08-20", "--actor"]
    told = json.loads(run("load", str(path), "--kind", "deceased", "--source", "Dukcapil", "--json", *who, "yosef"))
    assert (told["facts"], told["waiting"], told["already"]) == (1, 1, False)
    [waiting] = json.loads(run("show", "--waiting", "--json"))
    assert waiting["nik"] == "5321xxxxxxxx0001"
    run("decide", str(waiting["listed"]), "no", *who, "stefania")
    [proposal] = json.loads(run("proposals", "--json"))
    assert (proposal["name"], proposal["from"], proposal["rupiah"]) == ("Yohanes Seran Klau", "2025-09", 67_200)
    assert "4 bulan-orang" in run("take", str(proposal["seat"]), *who, "stefania")
    assert json.loads(run("proposals", "--json")) == []
    assert [each["source"] for each in json.loads(run("show", "--json"))] == ["Dukcapil"]
    assert "1 daftar." in run("show")
    run("revoke", str(told["id"]), "--reason", "keliru", *who, "stefania")
