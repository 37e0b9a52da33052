"""Pages of the bank: who sees what, files up and down, doubts and movements settled, people paid once."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from lindung.audit.models import Act
from lindung.banking.imports import requests as files
from lindung.banking.imports import statements
from lindung.banking.models import (
    Account,
    AccountBatch,
    AccountRequest,
    Bank,
    Contradiction,
    PaymentOrder,
    Statement,
    StatementEntry,
    Transfer,
)
from lindung.banking.services import Told, create_bank, record_consents, request_accounts
from lindung.banking.tests.story import DAY, EACH, OURS, ordered, references, states, told
from lindung.banking.tests.test_payments import pain002
from lindung.banking.tests.test_statements import camt, entry
from lindung.billing.models import Payment
from lindung.billing.tests.story import frozen, registered
from lindung.exchange.models import Message
from lindung.intake.tests import makers
from lindung.programmes.models import Funder, Programme
from tests import cast
from tests.bank import KEEPER, WHO
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreed() -> Programme:
    """Three registered people: two agreed to an account, one was never asked."""
    create_bank(code="BANK-NTT", name="Bank NTT", **WHO)
    programme, persons = registered(3)
    record_consents(consents={persons[0]: True, persons[1]: True}, source="daftar", **WHO)
    return programme


@pytest.fixture
def batch(agreed: Programme) -> AccountBatch:
    made = request_accounts(programme=agreed, bank=Bank.objects.get(), **WHO).batch
    assert made
    return made


def at(page: str, *keys: int) -> str:
    return reverse(f"banking:{page}", args=keys)


def sent(client: Client, address: str, path: Path, **filled: object):
    with path.open("rb") as stream:
        return client.post(address, {"file": stream, **filled})


def answers(folder: Path, *rows: list[str], name: str = "jawaban.xlsx") -> Path:
    return makers.xlsx(folder / name, [["NIK", "NAMA NASABAH", "NO REKENING", "CABANG", "KETERANGAN"], *rows])


def test_the_numbers_stand_before_the_act_and_a_second_press_asks_nobody_twice(agreed):
    client = signed_in("bank", cast.NTT)
    filled = {"program": agreed.pk, "bank": Bank.objects.get().pk, "wilayah": cast.MALAKA}
    page = client.get(at("ask"), filled)
    assert "Minta 2 rekening" in page.text
    assert "belum ditanya" in page.text
    assert not AccountRequest.objects.exists()
    for _ in range(2):
        client.post(at("ask"), filled)
    assert AccountBatch.objects.get().people == 2
    assert AccountRequest.objects.count() == 2


def test_a_batch_shows_its_people_masked_and_hands_out_its_list(batch):
    client = signed_in("bank", cast.NTT)
    with few_queries():
        page = client.get(at("batch", batch.pk))
    assert "532101**********" in page.text
    assert cast.nik_of(1) not in page.text
    answer = client.post(at("batch-file", batch.pk), {"layout": "bank-requests-1", "format": "csv"})
    assert cast.nik_of(1) in b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "permintaan-rekening_BANK-NTT" in client.get(at("batch", batch.pk)).text
    message = Message.objects.get(direction="out")
    again = client.get(at("sent", message.pk))
    assert b"".join(again.streaming_content) == bytes(message.content.content)
    assert Act.objects.filter(verb="exchange.look").count() == 1


def test_the_list_of_batches_counts_only_whom_one_may_see(batch):
    client = signed_in("auditor")
    with few_queries():
        page = client.get(at("requests"))
    assert page.context["stats"][1]["value"] == "2"
    other = signed_in("operator", cast.BELU).get(at("requests"))
    assert other.context["stats"][1]["value"] == "0"


def test_answers_are_told_row_by_row_and_the_same_file_again_changes_nothing(batch, tmp_path):
    client = signed_in("bank", cast.NTT)
    path = answers(
        tmp_path, [cast.nik_of(1), "", "01000001", "Betun", ""], [cast.nik_of(2), "ORANG LAIN", "01000002", "", ""]
    )
    page = sent(client, at("batch-answer", batch.pk), path, layout="bank-answer-1")
    assert [one["value"] for one in page.context["stats"]] == ["1", "0", "0", "1"]
    assert "BANK-18" in page.text
    assert "tidak ada yang berubah" in sent(client, at("batch-answer", batch.pk), path, layout="bank-answer-1").text
    assert Account.objects.count() == 1
    batch_page = client.get(at("batch", batch.pk)).text
    assert "••••0001" in batch_page
    assert "01000001" not in batch_page


def test_a_file_for_somebody_else_is_refused_and_the_audit_says_so(batch, tmp_path):
    page = sent(
        signed_in("bank", cast.NTT), at("batch-answer", batch.pk),
        answers(tmp_path, ["5304015708850077", "", "01000001", "Betun", ""]), layout="bank-answer-1",
    )  # fmt: skip
    assert "bukan jawaban untuk kiriman ini" in page.text
    assert Act.objects.get(verb="banking.answer.refused").details["codes"] == "BANK-36"


def test_an_account_in_another_name_is_looked_at_and_taken_with_a_reason(batch, tmp_path):
    path = answers(tmp_path, [cast.nik_of(1), "YOHANA BRIA", "01000001", "Betun", ""])
    files.take_in(path=path, bank=batch.bank, batch=batch, **WHO)
    client, doubt = signed_in("bank", cast.NTT), Contradiction.objects.get()
    with few_queries():
        page = client.get(at("doubt", doubt.pk))
    assert "YOHANA BRIA" in page.text
    assert "01000001" not in page.text
    assert "note" in client.post(at("doubt", doubt.pk), {"taken": "yes"}).context["form"].errors
    for _ in range(2):
        client.post(at("doubt", doubt.pk), {"taken": "yes", "note": "telepon cabang Betun"})
    assert Account.objects.get().number == "01000001"
    assert (
        signed_in("manager").post(at("doubt", doubt.pk), {"taken": "no", "note": "bukan saya"}).status_code == 200
    )
    assert Contradiction.objects.get().settled == "taken"


def test_consents_come_in_from_a_list(agreed, tmp_path):
    path = makers.xlsx(tmp_path / "k.xlsx", [["NIK", "BERSEDIA"], [cast.nik_of(3), "YA"], ["123", "YA"]])
    page = sent(signed_in("operator"), at("consent"), path)
    assert [one["value"] for one in page.context["stats"]] == ["1", "0", "1"]
    assert "BANK-42" in page.text


def test_books_are_listed_for_the_branch_that_prints_them(batch, tmp_path):
    path = answers(tmp_path, [cast.nik_of(1), "", "01000001", "Betun", ""])
    files.take_in(path=path, bank=batch.bank, **WHO)
    filled = {"bank": batch.bank_id, "branch": "Betun", "since": "2025-08-01"}
    answer = signed_in("bank", cast.NTT).post(at("books"), filled)
    assert "buku_BANK-NTT_Betun" in answer.headers["Content-Disposition"]
    other = signed_in("bank", cast.BELU)
    assert other.get(at("books")).context["form"].fields["branch"].choices == []


def test_a_statement_pays_the_bill_it_names_and_the_rest_is_told(agreed, tmp_path):
    bill = frozen(agreed, last=cast.JULY)
    client = signed_in("finance", cast.NTT)
    path = camt(tmp_path, entry(-bill.rupiah, "FT1", "IURAN KODE-1"), entry(-2_500, "FT2", "BIAYA"))
    filled = {"bank": Bank.objects.get().pk, "funder": Funder.objects.get().pk}
    page = sent(client, at("statement-new"), path, **filled)
    assert [one["value"] for one in page.context["stats"]] == ["2", "0", "1", "0", "1"]
    assert "tidak ada yang berubah" in sent(client, at("statement-new"), path, **filled).text
    statement = Statement.objects.get()
    with few_queries():
        page = client.get(at("statement", statement.pk))
    assert "KODE-1" in page.text
    assert OURS not in page.text
    fee = StatementEntry.objects.get(rupiah=-2_500)
    with few_queries():
        client.get(at("movement", fee.pk))
    client.post(at("movement", fee.pk), {"act": "explain", "explanation": "biaya administrasi"})
    assert client.get(at("statements")).context["unknown"] == 0
    assert Payment.objects.count() == 1


def test_a_movement_is_matched_to_a_bill_by_hand_once(agreed, tmp_path):
    bill = frozen(agreed, last=cast.JULY)
    path = camt(tmp_path, entry(-bill.rupiah, "FT1", "TRANSFER"))
    statements.take_in(path=path, bank=Bank.objects.get(), funder=agreed.funder, **WHO)
    movement = StatementEntry.objects.get()
    client = signed_in("finance", cast.NTT)
    for _ in range(2):
        client.post(at("movement", movement.pk), {"act": "bill", "bill": bill.pk})
    assert Payment.objects.get().rupiah == bill.rupiah
    assert signed_in("bank", cast.NTT).post(at("movement", movement.pk), {"act": "bill"}).status_code == 403


def an_order(client: Client, folder: Path, **more: object):
    filled = {
        "payer": Funder.objects.get().pk, "bank": Bank.objects.get().pk, "reference": "PB/7", "kind": "assistance",
        "purpose": "alat tangkap", "debit_account": OURS, "execute_on": "2025-08-20",
    }  # fmt: skip
    rows = [["NIK", "JUMLAH"], *([cast.nik_of(number), "300.000"] for number in (1, 2))]
    return sent(client, at("order-new"), makers.xlsx(folder / "penerima.xlsx", rows), **(filled | more))


def test_people_are_ordered_to_be_paid_from_a_list_and_a_second_press_is_the_same_order(bank, persons, tmp_path):
    client = signed_in("finance", cast.NTT)
    for _ in range(2):
        assert an_order(client, tmp_path).status_code == 302
    order = PaymentOrder.objects.get()
    assert (order.transfers_ordered, order.rupiah) == (2, 600_000)
    assert "BANK-25" not in an_order(client, tmp_path, reference="PB/8").text
    assert "sudah menerima atau sedang menunggu" in an_order(client, tmp_path, reference="PB/8").text
    with few_queries():
        page = client.get(at("order", order.pk))
    assert "Belum diserahkan kepada bank" in page.text
    assert "••••0001" in page.text
    assert "01000001" not in page.text
    file = client.post(at("order-file", order.pk), {"form": "pain001"})
    assert b"<CtrlSum>600000</CtrlSum>" in b"".join(file.streaming_content)
    kept = Message.objects.get(subject="order:PB/7")
    assert client.get(at("order-sent", kept.pk)).status_code == 200


def test_an_order_nobody_handed_over_is_withdrawn_on_its_page(bank, persons):
    order = ordered(bank, persons[:2])
    client = signed_in("finance", cast.NTT)
    assert "Tarik perintah ini" in client.get(at("order", order.pk)).text
    assert "Tarik 2 transfer" in client.get(at("withdraw", order.pk)).text
    for _ in range(2):
        client.post(at("withdraw", order.pk), {"note": "salah daftar"})
    assert states(order) == ["rejected", "rejected"]
    page = client.get(at("order", order.pk)).text
    assert "ditarik sebelum sampai di bank" in page
    assert "Unduh pain.001" not in page


def test_one_person_is_ordered_by_form_and_a_wrong_row_orders_nobody(bank, persons, tmp_path):
    client = signed_in("finance", cast.NTT)
    rows = [["NIK", "JUMLAH"], [cast.nik_of(1), "300.000"], ["5321019999999999", "1"], [cast.nik_of(2), "banyak"]]
    page = sent(
        client, at("order-new"), makers.xlsx(tmp_path / "x.xlsx", rows), payer=Funder.objects.get().pk,
        bank=bank.pk, reference="PB/1", kind="assistance", purpose="x", debit_account=OURS,
        execute_on="2025-08-20",
    )  # fmt: skip
    assert page.text.count("tidak dikenal, atau jumlahnya tidak terbaca") == 2
    filled = {
        "payer": Funder.objects.get().pk, "bank": bank.pk, "reference": "PB/2", "kind": "refund",
        "purpose": "iuran", "debit_account": OURS, "execute_on": "2025-08-20",
        "nik": cast.nik_of(1), "rupiah": "16.800",
    }  # fmt: skip
    client.post(at("order-new"), filled)
    assert PaymentOrder.objects.get().rupiah == 16_800
    assert "jangan keduanya" in client.post(at("order-new"), filled | {"nik": "", "rupiah": ""}).text


def test_the_banks_report_settles_and_a_dispute_is_ended_by_finance(bank, persons, tmp_path):
    order = ordered(bank, persons[:2])
    one, two = references(order)
    path = pain002(order, tmp_path, {one: "ACSC", two: "RJCT"})
    page = sent(signed_in("bank", cast.NTT), at("status"), path, bank=bank.pk)
    assert [stat["value"] for stat in page.context["stats"]] == ["1", "1", "0", "0"]
    told(bank, Told(one, False, "kembali"))
    assert states(order) == ["disputed", "rejected"]
    transfer, client = Transfer.objects.get(reference=one), signed_in("finance", cast.NTT)
    assert "sengketa" in client.get(at("orders")).text
    for _ in range(2):
        client.post(at("transfer", transfer.pk), {"state": "paid", "note": "surat bank 12"})
    assert states(order)[0] == "paid"
    assert signed_in("bank", cast.NTT).post(at("transfer", transfer.pk), {}).status_code == 403


def test_a_whole_account_number_is_shown_for_a_recorded_reason_only(bank, persons):
    transfer = ordered(bank, persons[:1]).transfers.get()
    client = signed_in("manager")
    assert "01000001" not in client.get(at("transfer", transfer.pk)).text
    assert "01000001" not in client.post(at("transfer-reveal", transfer.pk), {"reason": "x"}).text
    page = client.post(at("transfer-reveal", transfer.pk), {"reason": "keluhan penerima di loket"})
    assert "01000001" in page.text
    assert Act.objects.get(verb="people.reveal").details["what"] == "account"
    assert signed_in("finance", cast.NTT).post(at("transfer-reveal", transfer.pk)).status_code == 403


def test_finance_of_a_district_neither_sees_nor_orders_the_provinces_money(bank, persons, tmp_path):
    order = ordered(bank, persons[:1])
    client = signed_in("finance", cast.MALAKA)
    assert client.get(at("order", order.pk)).status_code == 404
    assert client.get(at("orders")).context["table"].page.paginator.count == 0
    assert "pilihan yang tersedia" in an_order(client, tmp_path).text
    assert PaymentOrder.objects.count() == 1


def test_a_transfer_shows_the_movement_that_settled_it(bank, persons, tmp_path):
    order = ordered(bank, persons[:1])
    [one] = references(order)
    statements.take_in(
        path=camt(tmp_path, entry(-EACH, "FT1", own=one)), bank=bank, funder=order.payer, actor=KEEPER, on=DAY
    )
    page = signed_in("auditor").get(at("transfer", order.transfers.get().pk))
    assert "dibayar" in page.text
    assert reverse("banking:movement", args=[StatementEntry.objects.get().pk]) in page.text


@pytest.mark.parametrize("page", ["requests", "people", "doubts", "statements", "movements", "orders", "transfers"])
def test_every_list_takes_its_filters_and_orders(batch, tmp_path, page):
    path = answers(tmp_path, [cast.nik_of(1), "YOHANA BRIA", "01000001", "Betun", ""])
    files.take_in(path=path, bank=batch.bank, batch=batch, **WHO)
    client = signed_in("auditor")
    table = client.get(at(page)).context["table"]
    states = (
        [value for value, _ in table.form.fields["keadaan"].choices] if "keadaan" in table.form.fields else [""]
    )
    for order in table.orders:
        for state in states:
            filled = {"urut": order, "keadaan": state, "q": "a", "kiriman": batch.pk, "koran": 1, "perintah": 1}
            assert client.get(at(page), filled).status_code == 200
            assert client.get(at(page), {"urut": f"-{order}", "keadaan": state}).status_code == 200


def test_home_tells_the_bank_and_finance_what_waits(batch, tmp_path):
    path = answers(tmp_path, [cast.nik_of(1), "YOHANA BRIA", "01000001", "Betun", ""])
    files.take_in(path=path, bank=batch.bank, batch=batch, **WHO)
    path = camt(tmp_path, entry(-2_500, "FT2", "BIAYA"))
    statements.take_in(path=path, bank=batch.bank, funder=batch.programme.funder, **WHO)
    home = signed_in("bank", cast.NTT).get(reverse("web:home")).text
    assert "jawaban bank yang diragukan, belum diselesaikan" in home
    assert "mutasi rekening koran belum dikenal" not in home
    assert "mutasi rekening koran belum dikenal" in signed_in("finance", cast.NTT).get(reverse("web:home")).text
