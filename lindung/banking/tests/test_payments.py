"""Payments to people, ordered once and never paid twice: pain.001, spreadsheet, pain.002, statements."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from lxml import etree

from lindung.audit.models import Act
from lindung.banking.imports import payments, statements
from lindung.banking.models import PaymentOrder, StatementEntry, Transfer
from lindung.banking.services import (
    Answer,
    Item,
    Told,
    answer_accounts,
    answer_transfers,
    create_bank,
    order_payments,
    record_consents,
    request_accounts,
    resolve,
)
from lindung.billing.models import Bill, Payment, Surplus
from lindung.billing.services import pay
from lindung.billing.tests.story import frozen, registered
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.programmes.models import Funder
from tests import cast

pytestmark = pytest.mark.django_db

DAY = date(2025, 8, 20)
OURS = "001020304"
SCHEMAS = Path(settings.BASE_DIR).parents[1] / "shared" / "standards" / "iso20022"
EACH = 300_000


def schema(name: str) -> etree.XMLSchema:
    """The official schema beside the checkout; in CI its absence is a failure, elsewhere a reason to skip."""
    path = SCHEMAS / f"{name}.xsd"
    if not path.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{path} is missing: the standards must lie beside the checkout in CI")
        pytest.skip(f"no ISO 20022 schemas beside this checkout ({path.parent})")
    return etree.XMLSchema(etree.parse(str(path)))


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


def ordered(bank, persons, reference="PB/1", purpose="bantuan alat tangkap", rupiah=EACH) -> PaymentOrder:
    return order_payments(
        reference=reference,
        payer=Funder.objects.get(code="APBD-53"),
        bank=bank,
        kind="assistance",
        purpose=purpose,
        debit_account=OURS,
        execute_on=DAY,
        items=[Item(person, rupiah) for person in persons],
        actor=cast.FINANCE,
        on=DAY,
    )


def references(order) -> list[str]:
    return list(order.transfers.order_by("pk").values_list("reference", flat=True))


def states(order) -> list[str]:
    return list(order.transfers.order_by("pk").values_list("state", flat=True))


def told(bank, *answers: Told, source="bank.xml"):
    return answer_transfers(bank=bank, answers=answers, source=source, actor=cast.FINANCE, on=DAY)


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


BOMBS = {
    "laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><x>&b;</x>',
    "file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>',
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("room", [payments, statements], ids=["pain.002", "camt.053"])
def test_an_entity_bomb_is_refused_and_audited(bank, tmp_path, bomb, encoding, room):
    path = tmp_path / "bom.xml"
    path.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>{bomb}'.encode(encoding))
    with pytest.raises(Refused, match="EXCHANGE-09"):
        room.take_in(path=path, bank=bank, actor=cast.FINANCE, on=DAY)
    assert Act.objects.filter(verb__endswith=".refused", subject="bank:BANK-NTT").count() == 1


CAMT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2025-08-21T00:00:00</CreDtTm></GrpHdr>
<Stmt><Id>1</Id><Acct><Id><Othr><Id>001020304</Id></Othr></Id></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">10000000</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2025-08-20</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">{closing}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<Dt><Dt>2025-08-21</Dt></Dt></Bal>
{entries}</Stmt></BkToCstmrStmt></Document>"""
ENTRY = """<Ntry><Amt Ccy="IDR">{rupiah}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>2025-08-21</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef><BkTxCd/>
<NtryDtls><TxDtls><Refs><EndToEndId>{own}</EndToEndId></Refs><RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def entry(rupiah: int, reference: str, text: str = "-", own: str = "NOTPROVIDED") -> dict[str, object]:
    return {"rupiah": rupiah, "reference": reference, "text": text, "own": own}


def camt(folder: Path, *entries: dict[str, object], name: str = "koran.xml", short: int = 0) -> Path:
    parts = [
        ENTRY.format(
            **one | {"rupiah": abs(int(one["rupiah"])), "side": "CRDT" if int(one["rupiah"]) > 0 else "DBIT"}
        )
        for one in entries
    ]
    closing = 10_000_000 + sum(int(one["rupiah"]) for one in entries) + short
    path = folder / name
    path.write_text(CAMT.format(closing=closing, entries="".join(parts)))
    schema("camt.053.001.08").assertValid(etree.parse(str(path)))
    return path


def mt940(folder: Path, *entries: dict[str, object]) -> Path:
    lines = [":20:STARTUMS", ":25:001020304", ":28C:1/1", ":60F:C250820IDR10000000,00"]
    for one in entries:
        rupiah, own = int(one["rupiah"]), str(one["own"]).replace("NOTPROVIDED", "NONREF")
        lines += [f":61:2508210821{'C' if rupiah > 0 else 'D'}{abs(rupiah)},00NTRF{own}//{one['reference']}"]
        lines += [f":86:{one['text']}"]
    closing = 10_000_000 + sum(int(one["rupiah"]) for one in entries)
    path = folder / "koran.sta"
    path.write_text("\r\n".join([*lines, f":62F:C250821IDR{closing},00", "-"]) + "\r\n")
    return path


def sheet(folder: Path, *entries: dict[str, object]) -> Path:
    signed = [(one, int(one["rupiah"])) for one in entries]
    rows = [
        ["21-08-2025", one["text"], one["reference"], str(-n) if n < 0 else "", str(n) if n > 0 else ""]
        for one, n in signed
    ]
    return makers.xlsx(folder / "koran.xlsx", [["TANGGAL", "URAIAN", "NO REF", "DEBET", "KREDIT"], *rows])


def enter(path: Path, bank):
    return statements.take_in(path=path, bank=bank, account=OURS, actor=cast.FINANCE, on=DAY)


@pytest.mark.parametrize("form", [camt, mt940, sheet])
def test_a_statement_in_any_form_pays_the_bill_it_names(bank, tmp_path, form):
    programme, _ = registered(2)
    bill = frozen(programme, last=cast.JULY)
    done = enter(
        form(tmp_path, entry(-bill.rupiah, "FT1", "IURAN KODE-1 JULI"), entry(250, "FT2", "JASA GIRO")), bank
    )
    assert (done.new, done.payments, done.unmatched) == (2, 1, 1)
    bill.refresh_from_db()
    assert (bill.paid_on, Payment.objects.get().reference) == (date(2025, 8, 21), "FT1")


def test_a_payment_finance_entered_is_matched_and_not_entered_again(bank, tmp_path):
    programme, _ = registered(2)
    bill = frozen(programme, last=cast.JULY)
    known = pay(bill=bill, rupiah=bill.rupiah, reference="TRF-7", sp2d="00123/SP2D", actor=cast.FINANCE, on=DAY)
    done = enter(camt(tmp_path, entry(-bill.rupiah, "FT1", "SPM LS 00123/SP2D")), bank)
    assert (done.payments, Payment.objects.count()) == (1, 1)
    assert StatementEntry.objects.get().payment_id == known.pk


def test_one_movement_on_two_statements_is_one_and_two_equal_ones_are_two(bank, tmp_path):
    programme, _ = registered(2)
    bill = frozen(programme, last=cast.JULY)
    half = entry(-bill.rupiah // 2, "FT1", "KODE-1")
    first = enter(camt(tmp_path, half, half), bank)
    assert (first.new, first.payments) == (2, 2)
    assert Bill.objects.get().paid_on == date(2025, 8, 21)
    again = enter(camt(tmp_path, half, half, entry(1_000, "FT9"), name="bulan.xml"), bank)
    assert (again.new, again.known) == (1, 2)
    assert StatementEntry.objects.count() == 3


def test_what_left_beyond_the_bill_is_kept_as_overpaid_and_a_second_payment_as_unmatched(bank, tmp_path):
    programme, _ = registered(2)
    bill = frozen(programme, last=cast.JULY)
    enter(camt(tmp_path, entry(-bill.rupiah - 5_000, "FT1", "KODE-1")), bank)
    assert Surplus.objects.get().rupiah == 5_000
    done = enter(camt(tmp_path, entry(-bill.rupiah, "FT2", "KODE-1"), name="lagi.xml"), bank)
    assert (done.payments, done.unmatched) == (0, 1)


def test_a_statement_whose_balances_do_not_add_up_is_refused_whole(bank, tmp_path):
    with pytest.raises(Refused, match="BANK-21"):
        enter(camt(tmp_path, entry(-1_000, "FT1"), short=1), bank)
    assert not StatementEntry.objects.exists()
    assert Act.objects.filter(verb="banking.statement.refused").count() == 1


@pytest.mark.parametrize("form", [camt, mt940])
def test_a_statement_settles_transfers_and_money_that_comes_back_is_a_dispute(bank, persons, tmp_path, form):
    order = ordered(bank, persons[:2])
    one, two = references(order)
    done = enter(form(tmp_path, entry(-EACH, "FT1", own=one), entry(-EACH, "FT2", own=two)), bank)
    assert (done.transfers, states(order)) == (2, ["paid", "paid"])
    enter(camt(tmp_path, entry(EACH, "FT3", "RETUR", own=two), name="retur.xml"), bank)
    assert states(order) == ["paid", "disputed"]


def test_dollars_are_not_taken_for_rupiah(bank, tmp_path):
    path = camt(tmp_path, entry(-1_000, "FT1"))
    path.write_text(path.read_text().replace('"IDR"', '"USD"'))
    with pytest.raises(Refused, match="BANK-23"):
        enter(path, bank)


def test_a_cut_statement_is_refused(bank, tmp_path):
    path = camt(tmp_path, entry(-1_000, "FT1"))
    path.write_text(path.read_text()[:-200])
    with pytest.raises(Refused, match="EXCHANGE-10"):
        enter(path, bank)


def test_a_short_number_is_not_found_inside_a_longer_one(bank, tmp_path):
    programme, _ = registered(2)
    august = cast.JULY.plus(1)
    july, second = frozen(programme, last=cast.JULY), frozen(programme, august, august, code="KODE-12")
    pay(bill=july, rupiah=july.rupiah, reference="A", sp2d="SP2D/1", actor=cast.FINANCE, on=DAY)
    pay(bill=second, rupiah=second.rupiah, reference="B", sp2d="SP2D/12", actor=cast.FINANCE, on=DAY)
    done = enter(
        camt(tmp_path, entry(-second.rupiah, "FT1", "LS SP2D/12"), entry(-july.rupiah, "FT2", "KODE-1")), bank
    )
    assert (done.payments, done.unmatched) == (2, 0)
    matched = StatementEntry.objects.order_by("pk").values_list("payment__reference", flat=True)
    assert list(matched) == ["B", "A"]
