"""A bank, and three people with an account there."""

import pytest

from lindung.banking.services import Answer, answer_accounts, create_bank, record_consents, request_accounts
from lindung.banking.tests.story import DAY
from lindung.billing.tests.story import registered
from tests import cast


@pytest.fixture
def bank(db):
    return create_bank(code="BANK-NTT", name="Bank NTT", actor=cast.OPERATOR, on=cast.LAUNCH)


@pytest.fixture
def persons(bank):
    """Three people with an account each."""
    programme, persons = registered(3)
    record_consents(consents=dict.fromkeys(persons, True), source="daftar", actor=cast.OPERATOR, on=cast.LAUNCH)
    request_accounts(programme=programme, bank=bank, actor=cast.OPERATOR, on=DAY)
    answers = [Answer(cast.nik_of(n), f"0100000{n}", "Betun") for n in range(1, 4)]
    answer_accounts(bank=bank, answers=answers, source="jawaban", actor=cast.OPERATOR, on=DAY)
    return persons
