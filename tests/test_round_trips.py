"""The round trips by commands alone, against offices that know us only by files."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from lindung.banking.commands import bank
from lindung.banking.models import Account, Transfer
from lindung.banking.services import record_consents
from lindung.billing.commands import bills
from lindung.billing.models import Bill
from lindung.demo.simulate.commands import simulate
from lindung.membership.commands import bpjs
from lindung.membership.models import Batch, Registration
from lindung.nominations.models import Enrolment
from lindung.reports.checks import every_check
from tests import cast

pytestmark = pytest.mark.django_db

PEOPLE = 12


def done(command: click.Command, *words: object, code: int = 0) -> str:
    writes = command is not simulate
    acting = ["--actor", "rina", "--on", "2025-07-20"] if writes else []
    answer = CliRunner().invoke(command, [str(word) for word in words] + acting, catch_exceptions=False)
    assert answer.exit_code == code, answer.output
    return answer.output


@pytest.fixture
def decided(db: None) -> None:
    programme = cast.province_programme(seats=PEOPLE)
    cast.proposed(programme, cast.people(PEOPLE))
    cast.verified(programme)
    cast.decided(programme)


def only(folder: Path, pattern: str) -> Path:
    [path] = folder.rglob(pattern)
    return path


def registered(tmp_path: Path) -> None:
    done(bpjs, "send", "--programme", "NTT-2025", "--wadah", "SG")
    batch = Batch.objects.get()
    done(bpjs, "file", batch.pk, "--out", tmp_path)
    office = ("--folder", tmp_path, "--habits", "good")
    day = ("--on", "2025-07-20")
    done(simulate, "bpjs", "register", only(tmp_path, "daftar-*"), "--group", "NTT-2025/atambua", *office, *day)
    done(bpjs, "answer", only(tmp_path, "jawaban_*"), "--batch", batch.pk)


@pytest.mark.usefixtures("decided")
def test_a_list_goes_to_bpjs_comes_back_and_its_bill_is_compared_paid_and_closed(tmp_path):
    registered(tmp_path)
    assert Registration.objects.filter(answer="accepted").count() == PEOPLE
    code = ("--payment-code", "KODE-7")
    months = ("--from", "2025-07", "--to", "2025-07")
    done(bills, "freeze", "--programme", "NTT-2025", "--branch", "atambua", *months, *code, "--due", "2025-08-15")
    done(simulate, "bpjs", "bill", "--group", "NTT-2025/atambua", *months, *code, "--folder", tmp_path)
    done(bills, "compare", only(tmp_path, "rincian_*"), "--bill", "KODE-7")
    done(bills, "unfinished", code=1)
    done(bills, "pay", "KODE-7", "--rupiah", f"Rp{PEOPLE * 16_800}", "--reference", "TRF-1", "--sp2d", "1/SP2D")
    done(bills, "close", "KODE-7")
    assert Bill.objects.get().closure.closed_by == "rina"
    done(bills, "unfinished")
    assert [str(problem) for _, check in every_check() for problem in check()] == []


@pytest.mark.usefixtures("decided")
def test_accounts_are_asked_opened_and_paid_to(tmp_path):
    registered(tmp_path)
    persons = Enrolment.objects.values_list("person", flat=True)
    consents = dict.fromkeys(persons, True)
    record_consents(consents=consents, source="daftar", actor=cast.OPERATOR, on=date(2025, 7, 1))
    office = ("--folder", tmp_path, "--habits", "good")
    ntt = ("--bank", "BANK-NTT")
    done(bank, "add", "BANK-NTT", "Bank NTT")
    done(bank, "ask", *ntt, "--programme", "NTT-2025")
    done(bank, "file", *ntt, "--out", tmp_path)
    done(simulate, "bank", "open", only(tmp_path, "permintaan-*"), *office)
    done(bank, "answer", only(tmp_path, "jawaban_permintaan-*"), *ntt)
    assert Account.objects.count() == PEOPLE
    listed = tmp_path / "bantuan.csv"
    listed.write_text("NIK;RUPIAH\n" + "".join(f"{cast.nik_of(n)};Rp300.000\n" for n in range(1, 4)))
    done(
        bank, "order", listed, *ntt, "--reference", "PB/1", "--payer", "APBD-53", "--purpose", "alat tangkap",
        "--debit-account", "0011223344",
    )  # fmt: skip
    done(bank, "pay", "PB/1", "--out", tmp_path)
    done(simulate, "bank", "pay", only(tmp_path, "perintah-bayar_*"), *office, "--on", "2025-07-21")
    done(bank, "status", only(tmp_path, "status_*"), *ntt)
    assert set(Transfer.objects.values_list("state", flat=True)) == {"paid"}
    told = CliRunner().invoke(bank, ["transfers", "--json"]).output
    assert Account.objects.first().number not in told
