"""What a person settles: an account in another name, a movement that nobody knows."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from lindung.banking import services
from lindung.banking.imports import requests, statements
from lindung.banking.models import Account, AccountBatch, AccountRequest, Contradiction, StatementEntry
from lindung.banking.services import Answer
from lindung.banking.tests.story import DAY, EACH, OURS, ordered, references, states
from lindung.banking.tests.test_statements import camt, entry, sheet
from lindung.billing.models import Payment
from lindung.billing.tests.story import frozen, registered
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.programmes.models import Funder, Programme
from tests import cast

pytestmark = pytest.mark.django_db
WHO = {"actor": cast.FINANCE, "on": DAY}


@pytest.fixture
def asked(bank) -> AccountBatch:
    """Two people asked for; the bank opened the first one's account in another name."""
    programme, persons = registered(2)
    services.record_consents(consents=dict.fromkeys(persons, True), source="daftar", **WHO)
    batch = services.request_accounts(programme=programme, bank=bank, **WHO).batch
    answers = [Answer(cast.nik_of(1), "01000001", "Betun", name="ORANG LAIN")]
    services.answer_accounts(bank=bank, answers=answers, source="bank.xlsx", **WHO)
    return batch


def settle(*, taken: bool, note: str = "telepon cabang Betun 21/8", number: int = 0) -> Contradiction:
    found = Contradiction.objects.order_by("pk")[number]
    return services.settle_contradiction(contradiction=found, taken=taken, note=note, **WHO)


def test_nobody_asked_for_makes_no_batch_and_a_second_press_none_either(asked):
    again = services.request_accounts(programme=Programme.objects.get(), bank=asked.bank, **WHO)
    assert (again.asked, again.batch, AccountBatch.objects.get().people) == (0, None, 2)


def test_what_would_be_asked_is_foreseen_in_the_same_numbers(bank):
    programme, persons = registered(3)
    services.record_consents(consents={persons[0]: True, persons[1]: False}, source="daftar", **WHO)
    words = {"programme": programme, "bank": bank}
    seen = services.foresee_requests(**words, on=DAY)
    done = services.request_accounts(**words, **WHO)
    assert (seen.asked, seen.declined, seen.unasked) == (done.asked, done.declined, done.unasked) == (1, 1, 1)


def test_an_account_in_another_name_is_taken_on_somebodys_word_and_only_once(asked):
    settle(taken=True)
    assert Account.objects.get().number == "01000001"
    assert AccountRequest.objects.filter(state="opened").count() == 1
    with pytest.raises(Refused, match="BANK-33"):
        settle(taken=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contradiction.objects.update(settled="dropped")


def test_a_dropped_line_opens_nothing_and_the_bank_may_answer_anew(asked):
    settle(taken=False)
    assert not Account.objects.exists()
    right = [Answer(cast.nik_of(1), "01000009", "Betun", name="Yohanes Bria 1")]
    assert services.answer_accounts(bank=asked.bank, answers=right, source="bank-2.xlsx", **WHO).opened == 1


def test_without_a_note_nothing_is_settled(asked):
    with pytest.raises(Refused, match="BANK-35"):
        settle(taken=True, note=" ")
    assert Contradiction.objects.get().settled is None


def test_a_later_right_answer_settles_what_was_in_doubt(asked):
    right = [Answer(cast.nik_of(1), "01000009", "Betun", name="Yohanes Bria 1")]
    services.answer_accounts(bank=asked.bank, answers=right, source="bank-2.xlsx", **WHO)
    assert Contradiction.objects.get().settled == "dropped"


def test_only_a_name_can_be_confirmed(asked):
    services.answer_accounts(
        bank=asked.bank, answers=[Answer(cast.nik_of(2), "12", "Betun")], source="bank-2.xlsx", **WHO
    )
    with pytest.raises(Refused, match="BANK-34"):
        settle(taken=True, number=1)


def test_two_files_of_one_name_lose_no_line(asked, tmp_path):
    for folder, number in (("satu", "x1"), ("dua", "x2")):
        (tmp_path / folder).mkdir()
        rows = [["NIK", "NO REKENING", "KETERANGAN"], [cast.nik_of(2), "", ""], [cast.nik_of(1), number, ""]]
        path = makers.xlsx(tmp_path / folder / "jawaban.xlsx", rows)
        requests.take_in(path=path, bank=asked.bank, **WHO)
    assert Contradiction.objects.filter(source__startswith="jawaban.xlsx").count() == 4


def test_the_file_of_another_batch_is_refused(asked, tmp_path):
    rows = [["NIK", "NO REKENING"], ["5321015708850077", "01000001"]]
    path = makers.xlsx(tmp_path / "jawaban.xlsx", rows)
    with pytest.raises(Refused, match="BANK-36"):
        requests.take_in(path=path, bank=asked.bank, batch=asked, **WHO)


def unknown(bank, folder, rupiah: int, text: str = "TRANSFER", form=camt) -> StatementEntry:
    path = form(folder, entry(rupiah, "FT1", text))
    statements.take_in(path=path, bank=bank, account=OURS, funder=Funder.objects.get(), **WHO)
    return StatementEntry.objects.get()


def test_a_movement_is_said_to_be_the_payment_of_a_bill(bank, tmp_path):
    programme, _ = registered(2)
    bill = frozen(programme, last=cast.JULY)
    movement = unknown(bank, tmp_path, -bill.rupiah)
    services.pay_by_entry(entry=movement, bill=bill, **WHO)
    assert Payment.objects.get().rupiah == bill.rupiah
    with pytest.raises(Refused, match="BANK-38"):
        services.pay_by_entry(entry=movement, bill=bill, **WHO)
    assert Payment.objects.count() == 1


def test_money_that_came_in_pays_no_bill(bank, tmp_path):
    programme, _ = registered(2)
    bill = frozen(programme, last=cast.JULY)
    with pytest.raises(Refused, match="BANK-39"):
        services.pay_by_entry(entry=unknown(bank, tmp_path, 5_000), bill=bill, **WHO)


def test_a_movement_settles_the_transfer_somebody_names(bank, persons, tmp_path):
    order = ordered(bank, persons[:1])
    movement = unknown(bank, tmp_path, -EACH, form=sheet)
    with pytest.raises(Refused, match="BANK-40"):
        services.settle_by_entry(entry=movement, reference="T9-000001", **WHO)
    services.settle_by_entry(entry=movement, reference=references(order)[0], **WHO)
    assert states(order) == ["paid"]


def test_a_spreadsheet_that_repeats_our_reference_settles_by_itself(bank, persons, tmp_path):
    order = ordered(bank, persons[:1])
    movement = unknown(bank, tmp_path, -EACH, f"PB BANTUAN {references(order)[0]}", form=sheet)
    assert (movement.transfer.reference, states(order)) == (references(order)[0], ["paid"])


def test_a_movement_is_explained_once_and_may_still_be_found_to_be_a_payment(bank, tmp_path):
    programme, _ = registered(2)
    bill = frozen(programme, last=cast.JULY)
    movement = unknown(bank, tmp_path, -bill.rupiah)
    services.explain_entry(entry=movement, explanation="biaya administrasi", **WHO)
    with pytest.raises(Refused, match="BANK-38"):
        services.explain_entry(entry=movement, explanation="sesuatu yang lain", **WHO)
    services.pay_by_entry(entry=movement, bill=bill, **WHO)
    with pytest.raises(IntegrityError), transaction.atomic():
        StatementEntry.objects.update(explained_on=None, explained_by="", explanation="")


def test_an_account_stays_its_owners_and_pays_only_its_owners_bills(bank, tmp_path):
    programme, _ = registered(2)
    bill = frozen(programme, last=cast.JULY)
    other = Funder.objects.create(code="APBD-53.21", name="APBD Malaka", kind="district", region_id=cast.MALAKA)
    path = camt(tmp_path, entry(-bill.rupiah, "FT1", "IURAN KODE-1"))
    done = statements.take_in(path=path, bank=bank, funder=other, **WHO)
    assert (done.payments, done.unmatched) == (0, 1)
    with pytest.raises(Refused, match="BANK-37"):
        statements.take_in(
            path=camt(tmp_path, entry(-5, "FT2"), name="lagi.xml"), bank=bank, funder=programme.funder, **WHO
        )
