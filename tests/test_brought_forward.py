"""A programme that already runs comes in from one workbook: persons, decree, months, KPJ, premiums, accounts."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from lindung.banking.commands import bank
from lindung.banking.models import Account
from lindung.banking.services import create_bank
from lindung.billing.models import Bill, Credit, Payment
from lindung.coverage.models import Entry, Posting
from lindung.coverage.services import end_for_death
from lindung.intake.commands import intake
from lindung.intake.models import RowProblem
from lindung.intake.reading import read
from lindung.intake.services import Outcome, receive
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.membership.models import Registration
from lindung.membership.services import load_branches
from lindung.nominations.commands import template
from lindung.nominations.models import Enrolment, Nomination
from lindung.people.models import Fact, Person
from lindung.people.services import record_fact
from lindung.programmes.models import Decree, Programme, Seats
from lindung.reports.checks import every_check
from lindung.reports.queries import figures
from tests import cast

TODAY = date(2025, 10, 6)
TITLES = [
    "NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "DESA/KELURAHAN", "KECAMATAN", "KPJ", "DIBAYAR SEJAK",
    "DIBAYAR SAMPAI", "NO SK", "TANGGAL SK", "NO REKENING", "NAMA BANK",
]  # fmt: skip


def row(number: int, **other: object) -> list[object]:
    """One person of Malaka, paid July to September under one decree, with an account."""
    said = {
        "NIK": cast.nik_of(number),
        "NAMA LENGKAP": f"{cast.NAMES[number % 6]} {'I' * number}",
        "TANGGAL LAHIR": "17-08-1985",
        "DESA/KELURAHAN": "Wehali",
        "KECAMATAN": "Malaka Tengah",
        "KPJ": f"25{number:09d}",
        "DIBAYAR SEJAK": "Juli 2025",
        "DIBAYAR SAMPAI": "2025-09",
        "NO SK": "188/HK/2025",
        "TANGGAL SK": "02-06-2025",
        "NO REKENING": f"2201{number:06d}",
        "NAMA BANK": "Bank NTT",
    } | {title.replace("_", " "): value for title, value in other.items()}
    return [said[title] for title in TITLES]


def list_of(folder: Path, *rows: list[object], name: str = "saldo.xlsx") -> Path:
    return makers.xlsx(folder / name, [TITLES, *rows])


def take_in(path: Path) -> Outcome:
    return receive(path=path, layout_code="brought-forward", scope="NTT-2025", actor=cast.OPERATOR, on=TODAY)


def faults() -> list[str]:
    """What `lindung verify` finds."""
    return [f"{name}: {problem}" for name, check in every_check() for problem in check()]


def said() -> dict[int, list[str]]:
    """Row of the sheet → codes of its problems."""
    codes: dict[int, list[str]] = {}
    for line, code in RowProblem.objects.order_by("sequence").values_list("row", "code"):
        codes.setdefault(line, []).append(code)
    return codes


@pytest.fixture
def programme(db: None) -> Programme:
    load_branches()
    create_bank(code="BANK-NTT", name="Bank NTT", actor=cast.OPERATOR, on=TODAY)
    return cast.province_programme(seats=10)


@pytest.mark.usefixtures("programme")
def test_the_whole_path_of_a_person_comes_in_at_once(tmp_path: Path) -> None:
    outcome = take_in(list_of(tmp_path, row(1), row(2, DIBAYAR_SAMPAI="31/08/2025"), row(3, NO_REKENING="")))
    assert (outcome.accepted, outcome.saved) == (3, 3)
    [figure] = figures()
    counts = (
        "nominated",
        "verified",
        "decided",
        "enrolled",
        "registered",
        "person_months",
        "months_paid",
        "accounts",
    )
    assert [figure[stage] for stage in counts] == [3, 3, 3, 3, 3, 8, 8, 2]
    assert figure["premium_billed"] == figure["premium_paid"] == 8 * 16_800
    assert set(Posting.objects.values_list("reason", "decree__number")) == {("brought_forward", "188/HK/2025")}
    assert Registration.objects.values_list("kpj", "member_since").first() == ("25000000001", date(2025, 7, 1))
    assert Account.objects.get(number="2201000001").person.name == "Yohanes Bria I"
    assert faults() == []


@pytest.mark.usefixtures("programme")
def test_the_file_stands_for_proposer_and_payment(tmp_path: Path) -> None:
    outcome = take_in(list_of(tmp_path, row(1)))
    nomination = Nomination.objects.get()
    assert (nomination.proposed_by, nomination.verified_by) == (f"berkas {outcome.file}", cast.OPERATOR.id)
    payment = Payment.objects.get()
    assert (payment.kind, payment.reference) == (Payment.Kind.BROUGHT_FORWARD, f"berkas {outcome.file}")
    assert Bill.objects.get().paid_on == TODAY


@pytest.mark.usefixtures("programme")
def test_the_same_list_again_changes_nothing_whatever_its_bytes(tmp_path: Path) -> None:
    path = list_of(tmp_path, row(1), row(2))
    take_in(path)
    before = [model.objects.count() for model in (Person, Fact, Nomination, Entry, Bill, Account, Decree)]
    assert take_in(path).already
    saved_anew = take_in(list_of(tmp_path, row(1), row(2), [], name="lagi.xlsx"))
    assert (saved_anew.accepted, saved_anew.saved) == (2, 0)
    other_order = take_in(list_of(tmp_path, row(2), row(1), name="urut.xlsx"))
    assert (other_order.already, other_order.accepted, other_order.saved) == (False, 2, 0)
    assert [model.objects.count() for model in (Person, Fact, Nomination, Entry, Bill, Account, Decree)] == before
    assert faults() == []


@pytest.mark.usefixtures("programme")
def test_every_unreadable_cell_is_told_at_once(tmp_path: Path) -> None:
    outcome = take_in(
        list_of(
            tmp_path,
            row(1, KPJ="123", DIBAYAR_SEJAK="bulan lalu", TANGGAL_SK=""),
            row(2, DIBAYAR_SEJAK="September 2025", DIBAYAR_SAMPAI="Juli 2025"),
            row(3, DIBAYAR_SEJAK="Mei 2025"),
            row(4),
        )
    )
    assert (outcome.rejected, outcome.accepted) == (3, 1)
    assert said() == {2: ["BANK-09", "BANK-10", "BANK-12"], 3: ["BANK-11"], 4: ["BANK-11"]}
    assert Entry.objects.count() == 3


@pytest.mark.usefixtures("programme")
def test_months_another_programme_pays_are_for_a_person_to_settle(tmp_path: Path) -> None:
    other = cast.district_programme(seats=5)
    persons = cast.people(1)
    cast.proposed(other, persons)
    cast.verified(other)
    cast.decided(other)
    outcome = take_in(list_of(tmp_path, row(1), row(2)))
    assert (outcome.needs_look, outcome.saved) == (1, 1)
    problem = RowProblem.objects.get(code="BANK-13")
    assert problem.message == "Sudah ditanggung MALAKA-2025 untuk 2025-07, 2025-08, 2025-09."
    assert {programme for _, programme in cast.held_months(persons[0])} == {"MALAKA-2025"}
    assert faults() == []


@pytest.mark.usefixtures("programme")
def test_who_is_in_the_programme_in_another_state_is_left_as_it_is(tmp_path: Path) -> None:
    take_in(list_of(tmp_path, row(1)))
    outcome = take_in(list_of(tmp_path, row(1, DIBAYAR_SAMPAI="Oktober 2025"), name="lain.xlsx"))
    assert outcome.needs_look == 1
    assert said() == {2: ["BANK-14"]}
    assert Entry.objects.count() == 3


@pytest.mark.usefixtures("programme")
def test_a_kpj_or_account_of_two_people_parks_both(tmp_path: Path) -> None:
    take_in(
        list_of(
            tmp_path,
            row(1, KPJ="25000000009"),
            row(2, KPJ="25000000009"),
            row(3, NO_REKENING="2201999999"),
            row(4, NO_REKENING="2201999999"),
            row(5, NAMA_BANK="Bank Tak Dikenal"),
            row(6, NAMA_BANK=""),
        )
    )
    assert said() == {2: ["BANK-15"], 3: ["BANK-15"], 4: ["BANK-16"], 5: ["BANK-16"], 6: ["BANK-17"]}
    assert Enrolment.objects.count() == 1
    later = take_in(list_of(tmp_path, row(7, KPJ="25000000006"), row(8, NO_REKENING="2201000006"), name="b.xlsx"))
    assert later.needs_look == 2


@pytest.mark.usefixtures("programme")
def test_the_dead_are_for_a_person_to_look_at(tmp_path: Path) -> None:
    [person] = cast.people(1)
    record_fact(
        person=person,
        kind=Fact.Kind.DIED,
        happened_on=date(2025, 8, 9),
        source="surat",
        actor=cast.OPERATOR,
        on=TODAY,
    )
    assert take_in(list_of(tmp_path, row(1))).needs_look == 1
    assert Entry.objects.count() == 0


@pytest.mark.usefixtures("programme")
def test_a_death_told_later_opens_a_credit_for_the_months_paid_after_it(tmp_path: Path) -> None:
    take_in(list_of(tmp_path, row(1)))
    person = Person.objects.get()
    end_for_death(person=person.pk, died_on=date(2025, 7, 20), actor=cast.OPERATOR, on=TODAY)
    credits = Credit.objects.order_by("month").values_list("month", "rupiah", "state")
    assert list(credits) == [(date(2025, 8, 1), 16_800, "open"), (date(2025, 9, 1), 16_800, "open")]
    assert faults() == []


@pytest.mark.usefixtures("programme")
def test_more_people_than_seats_refuses_the_whole_file(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        take_in(list_of(tmp_path, *(row(number) for number in range(1, 12))))
    assert {problem.code for problem in refused.value.problems} == {"COVER-02"}
    assert (Person.objects.count(), Enrolment.objects.count()) == (0, 0)


def test_seats_are_taken_in_the_paid_months_only(programme: Programme, tmp_path: Path) -> None:
    take_in(list_of(tmp_path, row(1)))
    taken = Seats.objects.filter(programme=programme, taken__gt=0).values_list("month", flat=True)
    assert sorted(taken) == [date(2025, 7, 1), date(2025, 8, 1), date(2025, 9, 1)]


@pytest.mark.usefixtures("programme")
def test_the_command_takes_the_list_in(tmp_path: Path) -> None:
    path = list_of(tmp_path, row(1), row(2, KPJ=""))
    words = [str(path), "--programme", "NTT-2025", "--layout", "brought-forward", "--json"]
    result = CliRunner().invoke(intake, [*words, "--actor", "maria.operator", "--on", "2025-10-06"])
    told = json.loads(result.stdout)
    assert (result.exit_code, told["accepted"], told["rejected"]) == (1, 1, 1)
    assert told["problems"][0]["code"] == "BANK-09"


def test_the_template_of_a_running_programme_can_be_filled_in_and_read_back(
    programme: Programme, tmp_path: Path
) -> None:
    out = tmp_path / "templat.xlsx"
    assert CliRunner().invoke(template, ["--layout", "brought-forward", "--out", str(out)]).exit_code == 0
    sheet = read(out).sheets[0]
    titles = [title.rstrip(" *") for title in sheet.frame.select(sheet.texts).row(0) if title]
    assert titles[-5:] == [
        "KPJ", "DIBAYAR SEJAK", "DIBAYAR SAMPAI", "NO SK", "TANGGAL SK",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_bank_is_entered_once_and_a_code_is_never_anothers() -> None:
    words = ["add", "BANK-NTT", "Bank NTT", "--actor", "maria.operator", "--on", "2025-10-06"]
    assert [CliRunner().invoke(bank, words).exit_code for _ in range(2)] == [0, 0]
    refused = CliRunner().invoke(bank, ["add", "BANK-NTT", "Bank Lain"]).exception
    assert isinstance(refused, Refused)
