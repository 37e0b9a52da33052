"""Statements and reports in the form in which banks publish them.

No file of anybody else is kept here. Each text was written for this test after what is published, with invented
people, accounts and amounts in rupiah:

- MT940: Bank Mandiri's guideline for corporate customers (SWIFT header, `:61:` without entry date and references,
  `:86:` of several lines), and the German banks' form (codes `?20` … in `:86:`, two pages in one file);
- camt.053.001.02: the German banks' form (PRCD instead of OPBD, one statement a day in one file, a batch whose
  transactions carry their amounts in AmtDtls, an entry still pending);
- camt.053.001.08 in SWIFT's envelope with its business header;
- pain.002.001.03 and .10: a group partly accepted with counts by status, transactions rejected with reasons; a
  status of the payment information alone.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from lxml import etree

from lindung.banking.imports import payments
from lindung.banking.imports.statements import read_statement
from lindung.banking.tests.story import DAY, ordered, references, schema, states
from lindung.kernel.problem import Refused
from tests import cast

MANDIRI = """{1:F01BMRIIDJAXXXX0000000000}{2:O9401200250821BMRIIDJAXXXX00000000002508211200N}{4:
:20:250821001234
:25:1610001234567
:28C:00233
:60F:C250820IDR10000000,00
:61:250821D3152600,00NTRF
:86:20250821 PEMBAYARAN IURAN KODE-7 BPJS KETENAGAKERJAAN
DINAS KOPERASI DAN TENAGA KERJA PROVINSI NUSA TENGGARA TIMUR
99102
:61:250821C50000,00NTRF
:86:20250821 JASA GIRO
:62F:C250821IDR6897400,00
:64:C250821IDR6897400,00
-}"""

GERMAN = """:20:STARTUMSE
:25:12030000/1019815776
:28C:00021/001
:60F:C250819IDR5000000,00
:61:2508200820DR300000,00N177NONREF//SP0001
:86:177?00UEBERWEISUNG?20EREF+T12-000003?21SVWZ+Bantuan alat
?22tangkap?30BNTTIDJA?31010000003?32MARIA HOAR
:62F:C250820IDR4700000,00
-
:20:STARTUMSE
:25:12030000/1019815776
:28C:00022/001
:60F:C250820IDR4700000,00
:61:2508210821CR250,00N814NONREF//SP0002
:86:814?00ZINSEN?20JASA GIRO
:62F:C250821IDR4700250,00
-
"""


def statement(day: int, opening: int, closing: int, entries: str) -> str:
    def balance(code: str, amount: int) -> str:
        return (
            f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="IDR">{amount}.00</Amt>'
            f"<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2025-08-{day}</Dt></Dt></Bal>"
        )

    return f"""<Stmt><Id>S{day}</Id><ElctrncSeqNb>{day}</ElctrncSeqNb>
<CreDtTm>2025-08-{day}T20:00:00.0+07:00</CreDtTm>
<Acct><Id><Othr><Id>001020304</Id></Othr></Id><Ccy>IDR</Ccy><Ownr><Nm>Kas Daerah</Nm></Ownr>
<Svcr><FinInstnId><Nm>Bank NTT</Nm></FinInstnId></Svcr></Acct>
{balance("PRCD", opening)}{balance("CLBD", closing)}{entries}</Stmt>"""


BATCH = """<Ntry><Amt Ccy="IDR">600000.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2025-08-20</Dt></BookgDt><ValDt><Dt>2025-08-20</Dt></ValDt><AcctSvcrRef>2025082010001</AcctSvcrRef>
<BkTxCd><Prtry><Cd>NTRF+191</Cd></Prtry></BkTxCd>
<NtryDtls><Btch><MsgId>P12</MsgId><NbOfTxs>2</NbOfTxs></Btch>{parts}</NtryDtls></Ntry>"""
PART = """<TxDtls><Refs><EndToEndId>{own}</EndToEndId></Refs>
<AmtDtls><TxAmt><Amt Ccy="IDR">{amount}.00</Amt></TxAmt></AmtDtls>
<RltdPties><Cdtr><Nm>Maria Hoar</Nm></Cdtr></RltdPties>
<RmtInf><Ustrd>Bantuan alat tangkap</Ustrd></RmtInf></TxDtls>"""
PENDING = """<Ntry><Amt Ccy="IDR">70000.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>PDNG</Sts>
<BookgDt><Dt>2025-08-21</Dt></BookgDt><BkTxCd/></Ntry>"""
FEE = """<Ntry><Amt Ccy="IDR">2500.00</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2025-08-21</Dt></BookgDt><AcctSvcrRef>2025082110002</AcctSvcrRef><BkTxCd/>
<AddtlNtryInf>BIAYA ADMINISTRASI</AddtlNtryInf></Ntry>"""


def camt02(folder: Path, *statements: str) -> Path:
    path = folder / "koran-02.xml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02">'
        "<BkToCstmrStmt><GrpHdr><MsgId>053D2025</MsgId><CreDtTm>2025-08-21T20:00:00.0+07:00</CreDtTm></GrpHdr>"
        f"{''.join(statements)}</BkToCstmrStmt></Document>"
    )
    return path


def read(path: Path):
    return read_statement(path, "", DAY)


def written(folder: Path, text: str) -> Path:
    path = folder / "koran.txt"
    path.write_text(text.replace("\n", "\r\n"))
    return path


def test_mt940_as_bank_mandiri_publishes_it(tmp_path):
    found = read(written(tmp_path, MANDIRI))
    assert (found.account, found.opening, found.closing) == ("1610001234567", 10_000_000, 6_897_400)
    premium, interest = found.movements
    assert (premium.on, premium.rupiah) == (date(2025, 8, 21), -3_152_600)
    assert "KODE-7" in premium.text
    assert "NUSA TENGGARA TIMUR" in premium.text
    assert interest.rupiah == 50_000


def test_mt940_with_codes_and_two_pages_that_follow_each_other(tmp_path):
    found = read(written(tmp_path, GERMAN))
    assert (found.opening, found.closing) == (5_000_000, 4_700_250)
    paid, interest = found.movements
    assert (paid.rupiah, paid.reference, interest.rupiah) == (-300_000, "SP0001", 250)
    assert "T12-000003" in paid.text


def test_camt053_version_2_with_a_statement_a_day_a_batch_and_a_pending_entry(tmp_path):
    parts = PART.format(own="T1-000001", amount=350_000) + PART.format(own="T1-000002", amount=250_000)
    first = statement(20, 1_000_000, 400_000, BATCH.format(parts=parts))
    found = read(camt02(tmp_path, first, statement(21, 400_000, 397_500, PENDING + FEE)))
    assert (found.account, found.opening, found.closing) == ("001020304", 1_000_000, 397_500)
    assert [(one.rupiah, one.end_to_end) for one in found.movements] == [
        (-350_000, "T1-000001"), (-250_000, "T1-000002"), (-2_500, ""),
    ]  # fmt: skip
    assert found.movements[2].text == "BIAYA ADMINISTRASI"


def test_a_day_of_camt053_that_does_not_add_up_is_refused(tmp_path):
    whole = statement(21, 400_000, 397_500, FEE)
    with pytest.raises(Refused, match="BANK-21"):
        read(camt02(tmp_path, statement(20, 1_000_000, 1, ""), whole))


def test_camt053_of_two_accounts_is_refused(tmp_path):
    other = statement(21, 400_000, 397_500, FEE).replace("001020304", "009999999")
    with pytest.raises(Refused, match="BANK-22"):
        read(camt02(tmp_path, statement(20, 400_000, 400_000, ""), other))


def test_camt053_in_an_envelope_with_a_business_header(tmp_path):
    inside = camt02(tmp_path, statement(21, 400_000, 397_500, FEE)).read_text().partition("?>")[2]
    path = tmp_path / "amplop.xml"
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?><BizMsgEnvlp xmlns="urn:swift:xsd:envelope">'
        '<AppHdr xmlns="urn:iso:std:iso:20022:tech:xsd:head.001.001.02"><BizMsgIdr>1</BizMsgIdr>'
        f"<MsgDefIdr>camt.053.001.02</MsgDefIdr></AppHdr>{inside}</BizMsgEnvlp>"
    )
    assert [one.rupiah for one in read(path).movements] == [-2_500]


REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.{version}"><CstmrPmtStsRpt>
<GrpHdr><MsgId>M-ID-177326</MsgId><CreDtTm>2025-08-21T04:44:43.0Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001</OrgnlMsgNmId>
<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>900000.000</OrgnlCtrlSum>{group}</OrgnlGrpInfAndSts>
<OrgnlPmtInfAndSts><OrgnlPmtInfId>{message}</OrgnlPmtInfId>{transfers}</OrgnlPmtInfAndSts>
</CstmrPmtStsRpt></Document>"""
GROUP = """<GrpSts>PART</GrpSts>
<NbOfTxsPerSts><DtldNbOfTxs>2</DtldNbOfTxs><DtldSts>ACSC</DtldSts><DtldCtrlSum>600000.000</DtldCtrlSum></NbOfTxsPerSts>
<NbOfTxsPerSts><DtldNbOfTxs>1</DtldNbOfTxs><DtldSts>RJCT</DtldSts><DtldCtrlSum>300000.000</DtldCtrlSum></NbOfTxsPerSts>"""
SINGLE = """<TxInfAndSts><OrgnlInstrId>{own}</OrgnlInstrId><OrgnlEndToEndId>{own}</OrgnlEndToEndId>
<TxSts>{status}</TxSts>
{reason}<OrgnlTxRef><Amt><InstdAmt Ccy="IDR">300000.00</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>"""
BECAUSE = """<StsRsnInf><Rsn><Cd>AC01</Cd></Rsn><AddtlInf>/AC01/ACCOUNT NUMBER INVALID</AddtlInf></StsRsnInf>"""


def report(folder: Path, order, version: str, *, group: str = GROUP, transfers: str = "") -> Path:
    path = folder / f"laporan-{version}.xml"
    path.write_text(REPORT.format(version=version, message=payments._id(order), group=group, transfers=transfers))
    if version == "10":
        schema("pain.002.001.10").assertValid(etree.parse(str(path)))
    return path


@pytest.mark.django_db
@pytest.mark.parametrize("version", ["03", "10"])
def test_pain002_of_a_group_partly_accepted(bank, persons, tmp_path, version):
    order = ordered(bank, persons)
    one, two, three = references(order)
    transfers = "".join(
        SINGLE.format(own=own, status=status, reason=BECAUSE if status == "RJCT" else "")
        for own, status in ((one, "ACSC"), (two, "RJCT"), (three, "ACSP"))
    )
    done = payments.take_in(
        path=report(tmp_path, order, version, transfers=transfers), bank=bank, actor=cast.FINANCE, on=DAY
    )
    assert (done.paid, done.rejected, states(order)) == (1, 1, ["paid", "rejected", "ordered"])
    assert "ACCOUNT NUMBER INVALID" in order.transfers.get(reference=two).reason


@pytest.mark.django_db
@pytest.mark.parametrize(("status", "state"), [("RJCT", "rejected"), ("ACSC", "paid"), ("ACTC", "ordered")])
def test_pain002_that_speaks_of_the_payment_information_alone(bank, persons, tmp_path, status, state):
    order = ordered(bank, persons)
    path = report(tmp_path, order, "10", group="", transfers=f"<PmtInfSts>{status}</PmtInfSts>")
    payments.take_in(path=path, bank=bank, actor=cast.FINANCE, on=DAY)
    assert set(states(order)) == {state}
