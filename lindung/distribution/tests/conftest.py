"""Registered people with an account each: for whom cards and books are made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lindung.banking.services import Answer, answer_accounts, create_bank, record_consents, request_accounts
from lindung.membership import services as membership
from lindung.programmes.models import Programme
from tests import cast

REGISTERED = date(2025, 6, 20)


def registered(count: int) -> Programme:
    """The province's programme with `count` people of Malaka, each registered at BPJS and with an account."""
    programme = cast.province_programme(seats=count)
    persons = cast.people(count)
    numbers = range(1, count + 1)
    cast.proposed(programme, persons)
    cast.verified(programme)
    cast.decided(programme)
    membership.load_branches()
    [batch] = membership.send(programme=programme, wadah="SG", actor=cast.OPERATOR, on=cast.LAUNCH).batches
    answers = [membership.Answer(cast.nik_of(n), accepted=True, kpj=f"21{n:09d}") for n in numbers]
    membership.answer(batch=batch, answers=answers, source="BPJS", actor=cast.OPERATOR, on=REGISTERED)
    by = {"actor": cast.OPERATOR, "on": REGISTERED}
    bank = create_bank(code="BANK-NTT", name="Bank NTT", **by)
    record_consents(consents=dict.fromkeys(persons, True), source="daftar", **by)
    request_accounts(programme=programme, bank=bank, **by)
    accounts = [Answer(cast.nik_of(n), f"001{n:010d}", "Betun") for n in numbers]
    answer_accounts(bank=bank, answers=accounts, source="Bank NTT", **by)
    return programme


@pytest.fixture
def programme(db) -> Programme:
    """Three people of Malaka, registered, with an account each."""
    return registered(3)


@pytest.fixture(autouse=True)
def key_folder(tmp_path: Path, settings) -> Path:
    """Private keys of a test lie in its own folder."""
    settings.KEY_FOLDER = str(tmp_path / "keys")
    return tmp_path / "keys"
