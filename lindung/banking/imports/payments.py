"""Payments to people as the bank takes them: pain.001.001.09 or its spreadsheet; its answers as pain.002."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
from django.db import connection
from pyiso20022.pain import pain_001_001_09 as pain
from xsdata.formats.dataclass.serializers import XmlSerializer
from xsdata.formats.dataclass.serializers.config import SerializerConfig
from xsdata.models.datatype import XmlDate, XmlDateTime

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.imports.xml import every, first, tree_of
from lindung.banking.models import Bank, PaymentOrder
from lindung.banking.services import Item, Told, answer_transfers
from lindung.banking.services.asking import lock
from lindung.banking.services.payments import Settled
from lindung.exchange import services as exchange
from lindung.exchange.layouts import in_layout, out_layout
from lindung.exchange.models import Message
from lindung.exchange.reading import read_rows
from lindung.exchange.rights import require, require_for
from lindung.exchange.writing import written
from lindung.intake import values
from lindung.kernel.problem import Refused
from lindung.people.models import Identifier
from lindung.people.nik import mask

NAMESPACE = pain.Document.Meta.namespace
PAID, REJECTED = frozenset({"ACSC", "ACCC"}), frozenset({"RJCT"})
# Characters every bank takes (the SWIFT set); others become a point.
PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")


@verb
def hand_over(
    *, order: PaymentOrder, form: str, actor: Actor, on: date, sftp: bool = False
) -> tuple[Message, bytes]:
    """The order as `pain001`, `xlsx` or `csv`; again it is the same bytes, and nobody is paid twice by it.

    Refused: an officer who may not (EXCHANGE-07), BANK-46 an order of which nothing is left to pay.
    """
    require_for(actor, "billing.pay", "menyerahkan perintah bayar", on, order.payer.region_id)
    with connection.cursor() as cursor:
        # Nobody withdraws it meanwhile.
        lock(cursor, order.bank)
    if not order.transfers.exclude(state="rejected").exists():
        raise Refused(problems.NOTHING_LEFT.problem(reference=order.reference))
    layout = out_layout("bank-transfers")
    if form == "pain001":
        content, code, version, ending = pain001(order), "pain.001.001", 9, "xml"
    else:
        content, code, version, ending = written(_rows(order), layout, form), layout.code, layout.version, form
    name = f"perintah-bayar_{order.bank.code}_{_id(order)}.{ending}"
    if sftp:
        exchange.drop(office=f"bank:{order.bank.code}", name=name, content=content)
    message = exchange.hand_over(
        office=f"bank:{order.bank.code}",
        subject=f"order:{order.reference}",
        layout=code,
        version=version,
        name=name,
        content=content,
        rows=order.transfers_ordered,
        means=Message.Means.SFTP if sftp else Message.Means.DOWNLOAD,
        actor=actor,
        on=on,
    )
    return message, content


def _rows(order: PaymentOrder) -> pl.DataFrame:
    rows = order.transfers.order_by("pk").values_list(
        "order__debit_account", "account__number", "name", "rupiah", "purpose", "reference"
    )
    names = ["debit_account", "account", "name", "rupiah", "purpose", "reference"]
    return pl.DataFrame([tuple(map(str, row)) for row in rows], schema=names, orient="row")


def pain001(order: PaymentOrder) -> bytes:
    """The order as a customer credit transfer initiation, version 9. The payer stands in it as debtor."""
    transfers = list(order.transfers.select_related("account").order_by("pk"))
    payer = pain.PartyIdentification135(nm=_plain(order.payer.name, 140))
    bank = _agent(order.bank)
    payment = pain.PaymentInstruction30(
        pmt_inf_id=_id(order),
        pmt_mtd=pain.PaymentMethod3Code.TRF,
        btch_bookg=False,
        nb_of_txs=str(len(transfers)),
        ctrl_sum=Decimal(order.rupiah),
        reqd_exctn_dt=pain.DateAndDateTime2Choice(dt=XmlDate.from_date(order.execute_on)),
        dbtr=payer,
        dbtr_acct=_account(order.debit_account),
        dbtr_agt=bank,
        cdt_trf_tx_inf=[
            pain.CreditTransferTransaction34(
                pmt_id=pain.PaymentIdentification6(instr_id=one.reference, end_to_end_id=one.reference),
                amt=pain.AmountType4Choice(
                    instd_amt=pain.ActiveOrHistoricCurrencyAndAmount(value=Decimal(one.rupiah), ccy="IDR")
                ),
                cdtr_agt=bank,
                cdtr=pain.PartyIdentification135(nm=_plain(one.name, 140)),
                cdtr_acct=_account(one.account.number),
                rmt_inf=pain.RemittanceInformation16(ustrd=[_plain(one.purpose, 140)]),
            )
            for one in transfers
        ],
    )
    document = pain.Document(
        cstmr_cdt_trf_initn=pain.CustomerCreditTransferInitiationV09(
            grp_hdr=pain.GroupHeader85(
                msg_id=_id(order),
                cre_dt_tm=XmlDateTime.from_datetime(datetime.combine(order.ordered_on, time())),
                nb_of_txs=str(len(transfers)),
                ctrl_sum=Decimal(order.rupiah),
                initg_pty=payer,
            ),
            pmt_inf=[payment],
        )
    )
    made = XmlSerializer(config=SerializerConfig(encoding="UTF-8")).render(document, ns_map={None: NAMESPACE})  # type: ignore[dict-item]
    return made.encode()


def _agent(bank: Bank) -> Any:
    """The bank by its own short code: a BIC is not kept, for payments within one bank need none."""
    return pain.BranchAndFinancialInstitutionIdentification6(
        fin_instn_id=pain.FinancialInstitutionIdentification18(
            nm=_plain(bank.name, 140), othr=pain.GenericFinancialIdentification1(id=_plain(bank.code, 35))
        )
    )


def _account(number: str) -> Any:
    other = pain.GenericAccountIdentification1(id=_plain(number, 34))
    return pain.CashAccount38(id=pain.AccountIdentification4Choice(othr=other), ccy="IDR")


def _plain(text: str, most: int) -> str:
    return "".join(sign if sign in PLAIN else "." for sign in text)[:most].strip() or "."


def _id(order: PaymentOrder) -> str:
    """At most 35 characters, the order's own by its number."""
    return f"P{order.pk}-{_plain(order.reference, 24)}".replace("/", "-").replace(" ", "-")


def take_in(*, path: Path, bank: Bank, actor: Actor, on: date) -> Settled:
    """Enter a pain.002: paid and rejected transfers; pending ones change nothing, nor does the same file again.

    Refused, with a line in the audit: an officer without that right, EXCHANGE-09 to 11 a dangerous or broken file.
    """
    subject = f"bank:{bank.code}"
    with exchange.told_when_refused(act="banking.transfers", subject=subject, name=path.name, actor=actor, on=on):
        require(actor, "banking.answer", "memasukkan jawaban bank", on)
        if exchange.known(subject=subject, path=path):
            return Settled(0, 0, 0, already=True)
        root, content = tree_of(path, "pain.002")
        return _enter(answers_of(root, bank), path.name, content, bank, actor, on)


@verb
def _enter(answers: list[Told], name: str, content: bytes, bank: Bank, actor: Actor, on: date) -> Settled:
    _, new = exchange.receive(
        office=f"bank:{bank.code}",
        subject=f"bank:{bank.code}",
        layout="pain.002",
        version=10,
        name=name,
        content=content,
        rows=len(answers),
        actor=actor,
        on=on,
    )
    if not new:
        return Settled(0, 0, 0, already=True)
    return answer_transfers(bank=bank, answers=answers, source=name, actor=actor, on=on)


def answers_of(root: Any, bank: Bank) -> list[Told]:
    """What a pain.002 of any version says of single transfers.

    A status of the whole message, or of its one payment information, is one of each transfer.
    """
    answers = []
    for report in every(root, "CstmrPmtStsRpt"):
        whole = first(report, "OrgnlPmtInfAndSts/PmtInfSts") or first(report, "OrgnlGrpInfAndSts/GrpSts")
        reason = _reason(report, "OrgnlPmtInfAndSts/StsRsnInf") or _reason(report, "OrgnlGrpInfAndSts/StsRsnInf")
        single = every(report, "OrgnlPmtInfAndSts/TxInfAndSts")
        for node in single:
            status = first(node, "TxSts") or whole
            if status in PAID | REJECTED:
                told = _reason(node, "StsRsnInf") or reason
                answers.append(Told(first(node, "OrgnlEndToEndId"), status in PAID, "" if status in PAID else told))
        if not single and whole in PAID | REJECTED:
            number = first(report, "OrgnlGrpInfAndSts/OrgnlMsgId").partition("-")[0].removeprefix("P")
            order = PaymentOrder.objects.filter(bank=bank, pk=int(number) if number.isdigit() else 0).first()
            references = order.transfers.values_list("reference", flat=True) if order else []
            answers += [Told(one, whole in PAID, "" if whole in PAID else reason) for one in references]
    return answers


def _reason(node: Any, path: str) -> str:
    for info in every(node, path):
        words = [
            first(info, "Rsn/Cd") or first(info, "Rsn/Prtry"),
            *(n.text or "" for n in every(info, "AddtlInf")),
        ]
        if text := " ".join(word for word in words if word).strip():
            return text[:300]
    return ""


def items_of(path: Path) -> list[Item]:
    """Who is to be paid what, by the layout `bank-items`. Refused: unreadable, or BANK-41 for each wrong row."""
    layout = in_layout("bank-items")
    book, table = read_rows(path, layout)
    rows = table.frame.select(
        "sheet", "sheet_row", values.digits(pl.col("nik")).fill_null("").alias("nik"),
        values.numbers(table.frame, "rupiah").alias("rupiah"),
    )  # fmt: skip
    known = dict(
        Identifier.objects.filter(kind="nik", value__in=rows["nik"].to_list())
        .exclude(state="retired")
        .values_list("value", "person_id")
    )
    items, faults = [], []
    for sheet, line, nik, rupiah in rows.iter_rows():
        if nik in known and rupiah:
            items.append(Item(known[nik], rupiah))
        else:
            faults.append(problems.BAD_ITEM.problem(file=book.name, sheet=sheet, row=line, value=mask(nik)))
    if faults:
        raise Refused(*faults)
    return items
