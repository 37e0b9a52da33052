"""Files to and from the bank: requests for accounts, answers, lists for printing books."""

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from lindung.accounts.models import Role, User
from lindung.audit.models import Act
from lindung.audit.services import Actor
from lindung.banking.imports import requests
from lindung.banking.models import Account, AccountRequest
from lindung.banking.services import create_bank, record_consents, request_accounts
from lindung.billing.tests.story import registered
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from tests import cast

pytestmark = pytest.mark.django_db

DAY = date(2025, 7, 22)
TITLES = ["NIK", "NAMA NASABAH", "NO REKENING", "CABANG", "KETERANGAN"]


@pytest.fixture
def bank(db):
    """Three people asked for an account."""
    bank = create_bank(code="BANK-NTT", name="Bank NTT", actor=cast.OPERATOR, on=DAY)
    programme, persons = registered(3)
    record_consents(consents=dict.fromkeys(persons, True), source="daftar", actor=cast.OPERATOR, on=DAY)
    request_accounts(programme=programme, bank=bank, actor=cast.OPERATOR, on=DAY)
    return bank


def yes(number: int, name: str = ""):
    return [cast.nik_of(number), name, f"0100000{number}", "Betun", "SUKSES"]


def no(number: int):
    return [cast.nik_of(number), "", "", "", "KTP buram"]


def enter(folder: Path, bank, *rows, name: str = "bank.xlsx", actor=cast.OPERATOR, **words):
    path = makers.xlsx(folder / name, [TITLES, *rows])
    return requests.take_in(path=path, bank=bank, actor=actor, on=DAY, **words)


def test_the_request_has_what_the_bank_asks_for(bank):
    _, content = requests.hand_over(bank=bank, kind="csv", actor=cast.OPERATOR, on=DAY)
    titles, first, *rest = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";")
    row = dict(zip(titles, first, strict=True))
    assert len(rest) == 2
    assert (row["NIK"], row["NAMA IBU KANDUNG"], row["PEKERJAAN"]) == (cast.nik_of(1), "Martina", "Petani")
    assert (row["TANGGAL LAHIR"], row["KECAMATAN"]) == ("17-08-1985", "Malaka Tengah")


def test_answers_open_accounts_or_say_why_not_and_the_same_file_again_changes_nothing(bank, tmp_path):
    done = enter(tmp_path, bank, yes(1), yes(1), no(2))
    assert (done.opened, done.refused, done.problems) == (1, 1, ())
    assert AccountRequest.objects.get(state="refused").reason == "KTP buram"
    again = requests.take_in(path=tmp_path / "bank.xlsx", bank=bank, actor=cast.OPERATOR, on=DAY)
    assert (again.already, Account.objects.count()) == (True, 1)
    _, waiting = requests.hand_over(bank=bank, kind="csv", actor=cast.OPERATOR, on=DAY)
    assert waiting.count(b"\r\n") == 2


def test_an_account_in_another_name_is_not_taken_until_the_bank_confirmed_it(bank, tmp_path):
    done = enter(tmp_path, bank, yes(1, "YOHANES BRIA"), yes(2, "Agustinus Luruk"), yes(3))
    assert (done.opened, [problem.code for problem in done.problems]) == (2, ["BANK-18"])
    path = tmp_path / "bank.xlsx"
    sure = requests.take_in(path=path, bank=bank, actor=cast.OPERATOR, on=DAY, confirmed=[cast.nik_of(2)])
    assert (sure.opened, sure.unchanged, sure.problems) == (1, 2, ())


def test_the_file_of_another_bank_is_refused_whole_and_audited(bank, tmp_path):
    other = create_bank(code="BANK-LAIN", name="Bank Lain", actor=cast.OPERATOR, on=DAY)
    with pytest.raises(Refused, match="BANK-19"):
        enter(tmp_path, other, yes(1), yes(2))
    assert not Account.objects.exists()
    assert Act.objects.get(verb="banking.answer.refused").details["codes"] == "BANK-19"


def test_books_are_listed_by_the_branch_that_prints_them(bank, tmp_path):
    enter(tmp_path, bank, yes(1), yes(2))
    message, _ = requests.hand_over_books(bank=bank, branch="Betun", since=DAY, actor=cast.OPERATOR, on=DAY)
    assert message.rows == 2
    assert requests.hand_over_books(bank=bank, branch="Atambua", since=DAY, actor=cast.OPERATOR, on=DAY) is None


@pytest.mark.parametrize(
    ("role", "region", "allowed"), [("bank", "53", True), ("bpjs", "53", False), (None, "", False)]
)
def test_only_an_officer_of_the_bank_signs_its_answers_off(bank, tmp_path, role, region, allowed):
    officer = User.objects.create_user("rosa.bank", name="Rosa Tefa")
    if role:
        Role.objects.create(user=officer, name=role, region_id=region, since=DAY, given_by="uji")
    actor = Actor("rosa.bank", "Rosa Tefa")
    if allowed:
        assert enter(tmp_path, bank, yes(1), actor=actor).opened == 1
        return
    with pytest.raises(Refused, match="EXCHANGE-07"):
        enter(tmp_path, bank, yes(1), actor=actor)
    assert not Account.objects.exists()
    assert Act.objects.get(verb="banking.answer.refused").actor_id == "rosa.bank"
