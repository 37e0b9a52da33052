"""Payments to people, ordered once and never paid twice: pain.001, spreadsheet, pain.002, statements."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from lxml import etree

from lindung.banking.imports import payments
from lindung.banking.models import PaymentOrder, Transfer
from lindung.banking.services import (
    Told,
    resolve,
    withdraw_order,
)
from lindung.banking.tests.story import DAY, ordered, references, schema, states, told
from lindung.kernel.problem import Refused
from tests import cast

pytestmark = pytest.mark.django_db


def test_the_pain001_of_an_order_is_valid_by_the_official_schema(bank, persons):
    order = ordered(bank, persons, purpose="Bantuan & alat <tangkap> “ikan” – tahap 1 " + "x" * 200)
    root = etree.fromstring(payments.pain001(order))
    schema("pain.001.001.09").assertValid(root)
    words = {etree.QName(node).localname: node.text for node in root.iter()}
    assert (words["NbOfTxs"], words["CtrlSum"]) == ("3", "900000")
    payer = root.xpath("//*[local-name()='Dbtr']/*[local-name()='Nm']/text()")
    assert payer == ["APBD Provinsi NTT"]
    assert root.xpath("//*[local-name()='EndToEndId']/text()") == references(order)


def test_the_order_as_a_spreadsheet_has_one_row_for_each_person(bank, persons):
    order = ordered(bank, persons)
    _, content = payments.hand_over(order=order, form="csv", actor=cast.FINANCE, on=DAY)
    lines = content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert lines[1].split(";")[2:5] == ["01000001", "Yohanes Bria 1", "300000"]


def test_the_same_order_again_is_the_same_and_another_under_its_number_is_refused(bank, persons):
    assert ordered(bank, persons).pk == ordered(bank, persons).pk
    assert Transfer.objects.count() == 3
    with pytest.raises(Refused, match="BANK-31"):
        ordered(bank, persons[:2])


def test_nobody_is_paid_the_same_twice_by_one_payer(bank, persons):
    ordered(bank, persons[:2])
    with pytest.raises(Refused, match="BANK-25"):
        ordered(bank, persons, reference="PB/2")
    with pytest.raises(Refused, match="BANK-25"):
        ordered(bank, [persons[2], persons[2]], reference="PB/3")
    assert PaymentOrder.objects.count() == 1
    first = Transfer.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.create(
            order=first.order, reference="LAIN", payer=first.payer, purpose=first.purpose, person=first.person,
            account=first.account, name="x", rupiah=1,
        )  # fmt: skip


def test_who_has_no_account_there_is_told_and_nothing_is_ordered(bank, persons):
    [stranger] = cast.people(1, start=50)
    with pytest.raises(Refused, match="BANK-24"):
        ordered(bank, [*persons, stranger])
    assert not PaymentOrder.objects.exists()


def test_answers_settle_transfers_and_the_same_again_changes_nothing(bank, persons):
    order = ordered(bank, persons)
    one, two, _ = references(order)
    answers = (Told(one, True), Told(two, False, "AC04 rekening ditutup"), Told("TAK-ADA", True))
    done = told(bank, *answers)
    assert (done.paid, done.rejected, [problem.code for problem in done.problems]) == (1, 1, ["BANK-27"])
    assert states(order) == ["paid", "rejected", "ordered"]
    assert told(bank, *answers).unchanged == 2


def test_a_rejected_person_may_be_ordered_again_and_a_paid_one_not(bank, persons):
    order = ordered(bank, persons[:2])
    one, two = references(order)
    told(bank, Told(one, True), Told(two, False, "AC04"))
    again = ordered(bank, [persons[1]], reference="PB/2")
    assert states(again) == ["ordered"]
    with pytest.raises(Refused, match="BANK-25"):
        ordered(bank, [persons[0]], reference="PB/3")


def test_another_answer_than_before_is_a_dispute_that_a_person_ends(bank, persons):
    order = ordered(bank, persons[:1])
    [one] = references(order)
    told(bank, Told(one, True))
    assert [problem.code for problem in told(bank, Told(one, False, "kembali")).problems] == ["BANK-28"]
    assert states(order) == ["disputed"]
    with pytest.raises(Refused, match="BANK-25"):
        ordered(bank, persons[:1], reference="PB/2")
    resolve(reference=one, paid=False, note="dana kembali 22/8", actor=cast.FINANCE, on=DAY)
    assert states(order) == ["rejected"]
    with pytest.raises(Refused, match="BANK-29"):
        resolve(reference=one, paid=True, note="x", actor=cast.FINANCE, on=DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Transfer.objects.update(state="paid")


PAIN_002 = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>S1</MsgId><CreDtTm>2025-08-21T08:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{order}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>
{transfers}</CstmrPmtStsRpt></Document>"""


def pain002(order, folder: Path, said: dict[str, str], group: str = "") -> Path:
    transfers = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{reference}</OrgnlEndToEndId><TxSts>{status}</TxSts>"
        "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>rekening ditutup</AddtlInf></StsRsnInf></TxInfAndSts>"
        for reference, status in said.items()
    )
    if transfers:
        transfers = f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>x</OrgnlPmtInfId>{transfers}</OrgnlPmtInfAndSts>"
    path = folder / "pain002.xml"
    path.write_text(PAIN_002.format(order=payments._id(order), group=group, transfers=transfers))
    schema("pain.002.001.10").assertValid(etree.parse(str(path)))
    return path


def test_a_pain002_settles_each_transfer_and_leaves_the_pending(bank, persons, tmp_path):
    order = ordered(bank, persons)
    one, two, three = references(order)
    path = pain002(order, tmp_path, {one: "ACSC", two: "RJCT", three: "PDNG"})
    done = payments.take_in(path=path, bank=bank, actor=cast.FINANCE, on=DAY)
    assert (done.paid, done.rejected, states(order)) == (1, 1, ["paid", "rejected", "ordered"])
    assert order.transfers.get(reference=two).reason == "AC04 rekening ditutup"
    assert payments.take_in(path=path, bank=bank, actor=cast.FINANCE, on=DAY).already


def test_a_status_of_the_whole_message_is_one_of_each_transfer(bank, persons, tmp_path):
    order = ordered(bank, persons)
    path = pain002(order, tmp_path, {}, group="<GrpSts>RJCT</GrpSts>")
    assert payments.take_in(path=path, bank=bank, actor=cast.FINANCE, on=DAY).rejected == 3


def test_a_rejected_transfer_that_was_paid_after_all_disputes_the_one_ordered_in_its_place(bank, persons):
    [first] = references(ordered(bank, persons[:1]))
    told(bank, Told(first, False, "AC04"))
    again = ordered(bank, persons[:1], reference="PB/2")
    done = told(bank, Told(first, True), source="susulan.xml")
    assert [problem.code for problem in done.problems] == ["BANK-44"]
    assert states(again) == ["disputed"]
    assert told(bank, Told(first, True), source="lagi.xml").problems[0].code == "BANK-44"
    resolve(
        reference=again.transfers.get().reference, paid=False, note="dihentikan bank", actor=cast.FINANCE, on=DAY
    )
    done = told(bank, Told(first, True), source="akhir.xml")
    assert [problem.code for problem in done.problems] == ["BANK-28"]
    assert Transfer.objects.get(reference=first).state == "disputed"


def test_an_order_is_withdrawn_before_the_bank_saw_it_and_not_after(bank, persons):
    order = ordered(bank, persons)
    words = {"actor": cast.FINANCE, "on": DAY}
    with pytest.raises(Refused, match="BANK-35"):
        withdraw_order(order=order, note=" ", **words)
    assert withdraw_order(order=order, note="salah daftar", **words) == 3
    assert withdraw_order(order=order, note="sekali lagi", **words) == 0
    with pytest.raises(Refused, match="BANK-46"):
        payments.hand_over(order=order, form="csv", **words)
    again = ordered(bank, persons, reference="PB/2")
    payments.hand_over(order=again, form="csv", **words)
    with pytest.raises(Refused, match="BANK-45"):
        withdraw_order(order=again, note="terlambat", **words)
    assert states(again) == ["ordered"] * 3
