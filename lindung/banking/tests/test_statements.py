"""Bank statements in three forms: every movement once, matched to premiums and to transfers; hostile files."""

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from lindung.audit.models import Act
from lindung.banking.imports import payments, statements
from lindung.banking.models import StatementEntry
from lindung.banking.tests.story import DAY, EACH, OURS, ordered, references, schema, states
from lindung.billing.models import Bill, Payment, Surplus
from lindung.billing.services import pay
from lindung.billing.tests.story import frozen, registered
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from tests import cast

pytestmark = pytest.mark.django_db

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


PAGES = """{header}:20:BANK
:25:001020304
:28:19321/1
:60F:C250820IDR1000000,
:61:2508210821D9000,N192NONREF
:86:GIRO 428428 IURAN     BETALINGSKENM. 42188659
KODE-99 BARIS KEDUA
:61:2508210821D11000,N426NONREF//B2
:86:BEA
:62F:C250821IDR{closing}
-
{header}:20:BANK
:25:001020304
:28C:19322/1
:60M:C250822IDR2876000,
:61:2508220822C15000,N426NONREF
:86:BUNGA
:62M:C250822IDR2891000,
-
"""


def test_pages_of_an_mt940_with_envelopes_and_gaps_between_them_are_read_each_for_itself(bank, tmp_path):
    path = tmp_path / "koran.sta"
    path.write_text(PAGES.format(header="ABNANL2A\n940\nABNANL2A\n", closing="980000,"))
    done = enter(path, bank)
    assert (done.new, done.unmatched) == (3, 3)
    first = StatementEntry.objects.order_by("pk").first()
    assert (first.rupiah, "KODE-99 BARIS KEDUA" in first.text) == (-9000, True)


@pytest.mark.parametrize(("closing", "code"), [("980001,", "BANK-21"), ("979999,5", "BANK-23")])
def test_a_page_that_does_not_add_up_or_has_cents_is_refused(bank, tmp_path, closing, code):
    path = tmp_path / "koran.sta"
    path.write_text(PAGES.replace("11000,5", "11000,").format(header="", closing=closing))
    with pytest.raises(Refused, match=code):
        enter(path, bank)
    assert not StatementEntry.objects.exists()
