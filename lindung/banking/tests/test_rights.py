"""Every verb of the bank asks who acts: the wrong role and another's region are refused, the keeper is not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from lindung.accounts.models import User
from lindung.accounts.rights import CAPABILITIES, RoleName
from lindung.accounts.services import actor_of
from lindung.audit.services import Actor
from lindung.banking import services
from lindung.banking.imports import consents, payments, requests, statements
from lindung.banking.models import Bank, Contradiction, PaymentOrder, StatementEntry, Transfer
from lindung.banking.services import Answer, Item, Told
from lindung.banking.tests.story import DAY, OURS, ordered
from lindung.banking.tests.test_statements import camt, entry
from lindung.billing.models import Bill
from lindung.billing.tests.story import frozen
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.programmes.models import Funder, Programme
from tests import cast
from tests.officers import officer

pytestmark = pytest.mark.django_db
KEEPER = Actor("penjaga", "Penjaga server")


def act(who: User | Actor, verb: Callable[..., Any], **words: Any) -> str:
    """Codes with which the verb refuses; empty where it acts."""
    try:
        verb(**words, actor=who if isinstance(who, Actor) else actor_of(who), on=DAY)
    except Refused as refusal:
        return refusal.problems[0].code
    return ""


@pytest.fixture
def story(bank, persons, tmp_path):
    """Three accounts, an order for two people, a movement that nobody knows, an answer in doubt, a bill."""
    programme = Programme.objects.get()
    ordered(bank, persons[:2])
    frozen(programme)
    path = camt(tmp_path, entry(-1_000, "FT1", "BIAYA"))
    statements.take_in(path=path, bank=bank, funder=Funder.objects.get(), actor=KEEPER, on=DAY)
    again = [Answer(cast.nik_of(1), "0999999", "Betun")]
    services.answer_accounts(bank=bank, answers=again, source="lagi", actor=KEEPER, on=DAY)
    return tmp_path


def verbs(folder) -> dict[str, tuple[str, Callable[..., Any], dict[str, Any]]]:
    """Name → capability it needs, the verb, its words."""
    bank, funder, programme = Bank.objects.get(), Funder.objects.get(), Programme.objects.get()
    order, movement = PaymentOrder.objects.get(), StatementEntry.objects.get()
    transfer = Transfer.objects.order_by("pk").first()
    paying = {
        "reference": "PB/9", "payer": funder, "bank": bank, "kind": "assistance", "purpose": "lain",
        "debit_account": OURS, "execute_on": DAY, "items": [Item(transfer.person_id, 1)],
    }  # fmt: skip
    path = makers.xlsx(folder / "berkas.xlsx", [["NIK", "NO REKENING", "BERSEDIA"], [cast.nik_of(1), "1", "YA"]])
    return {
        "create": ("banking.send", services.create_bank, {"code": "B-2", "name": "Bank Dua"}),
        "consent": ("banking.consent", services.record_consents, {"consents": {}, "source": "x"}),
        "consents": ("banking.consent", consents.take_in, {"path": path}),
        "ask": ("banking.send", services.request_accounts, {"programme": programme, "bank": bank}),
        "file": ("banking.send", requests.hand_over, {"bank": bank}),
        "books": ("banking.send", requests.hand_over_books, {"bank": bank, "branch": "Betun", "since": DAY}),
        "answer": ("banking.answer", services.answer_accounts, {"bank": bank, "answers": [], "source": "x"}),
        "answers": ("banking.answer", requests.take_in, {"bank": bank, "path": path}),
        "settle": (
            "banking.answer", services.settle_contradiction,
            {"contradiction": Contradiction.objects.get(), "taken": False, "note": "surat bank 7"},
        ),
        "statement": ("billing.pay", statements.take_in, {"bank": bank, "path": path, "funder": funder}),
        "match": ("billing.pay", services.pay_by_entry, {"entry": movement, "bill": Bill.objects.get()}),
        "transfer": ("billing.pay", services.settle_by_entry, {"entry": movement, "reference": "T1-000001"}),
        "explain": ("billing.pay", services.explain_entry, {"entry": movement, "explanation": "biaya bank"}),
        "order": ("banking.order", services.order_payments, paying),
        "pay": ("billing.pay", payments.hand_over, {"order": order, "form": "csv"}),
        "status": (
            "banking.answer", services.answer_transfers,
            {"bank": bank, "answers": [Told(transfer.reference, True)], "source": "x"},
        ),
        "withdraw": ("banking.order", services.withdraw_order, {"order": order, "note": "salah daftar"}),
        "reveal": (
            "people.reveal", services.reveal_accounts,
            {"people": [transfer.person_id], "reason": "keluhan penerima di loket"},
        ),
        "resolve": ("billing.pay", services.resolve, {"reference": transfer.reference, "paid": True, "note": "x"}),
    }  # fmt: skip


NAMES = [
    "create", "consent", "consents", "ask", "file", "books", "answer", "answers", "settle", "statement", "match",
    "transfer", "explain", "order", "pay", "status", "withdraw", "reveal", "resolve",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_verb_is_for_the_roles_of_its_capability_alone(story, name):
    assert set(verbs(story)) == set(NAMES)
    capability, verb, words = verbs(story)[name]
    for role in RoleName:
        if role not in CAPABILITIES[capability]:
            assert act(officer(role, cast.NTT), verb, **words) == "EXCHANGE-07", role
    for role in sorted(CAPABILITIES[capability]):
        assert act(officer(role, cast.NTT), verb, **words) != "EXCHANGE-07", role


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("create", "consent", "consents")])
def test_a_role_in_another_region_reaches_nothing(story, name):
    capability, verb, words = verbs(story)[name]
    role = sorted(CAPABILITIES[capability])[0]
    refused = act(officer(role, cast.BELU), verb, **words)
    nothing_there = {"answer": "", "answers": "BANK-32", "status": "BANK-32"}
    assert refused == nothing_there.get(name, "EXCHANGE-07")


@pytest.mark.parametrize("name", NAMES)
def test_the_keeper_of_the_machine_may(story, name):
    _, verb, words = verbs(story)[name]
    assert act(KEEPER, verb, **words) != "EXCHANGE-07"


def test_an_officer_of_a_district_answers_for_its_people_and_not_for_others(bank, persons):
    answers = [Answer(cast.nik_of(1), "01000001", "Betun")]
    words = {"bank": bank, "answers": answers, "source": "x"}
    assert act(officer("bank", cast.MALAKA), services.answer_accounts, **words) == ""
    assert act(officer("bank", cast.BELU), services.answer_accounts, **words) == "BANK-32"


def test_consents_of_another_district_are_told_and_not_taken(bank, persons, tmp_path):
    rows = [["NIK", "BERSEDIA"], [cast.nik_of(1), "TIDAK"], [cast.nik_of(2), "mungkin"], ["5321019999999999", "YA"]]
    path = makers.xlsx(tmp_path / "kesediaan.xlsx", rows)
    belu = consents.take_in(path=path, actor=actor_of(officer("operator", cast.BELU)), on=DAY)
    assert [problem.code for problem in belu.problems] == ["BANK-42"] * 3
    path = makers.xlsx(tmp_path / "kesediaan-2.xlsx", [*rows, [cast.nik_of(3), "ya"]])
    own = consents.take_in(path=path, actor=actor_of(officer("operator", cast.MALAKA)), on=DAY)
    assert (own.agreed, own.declined) == (1, 1)
    assert [problem.code for problem in own.problems] == ["BANK-43", "BANK-42"]
    assert consents.take_in(path=path, actor=KEEPER, on=date(2025, 9, 1)).already
