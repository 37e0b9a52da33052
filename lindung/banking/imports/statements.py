"""Bank statements: camt.053, MT940 or the bank's spreadsheet → movements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Any

import mt940
import polars as pl
from lxml import etree

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.imports.xml import every, first, tree_of
from lindung.banking.models import Bank
from lindung.banking.services import Entered, Movement, enter_statement, refuse_unbalanced
from lindung.exchange import services as exchange
from lindung.exchange.layouts import in_layout
from lindung.exchange.reading import dates, meaning, read_rows, said
from lindung.exchange.rights import require_for
from lindung.intake import values
from lindung.kernel.problem import Refused
from lindung.programmes.models import Funder

MOST_MT940 = 16 * 1024**2
# Where MT940 keeps what the bank writes about a movement: as one text, or by the codes of the German banks.
WORDS = (
    "transaction_details",
    "extra_details",
    "posting_text",
    "end_to_end_reference",
    "purpose",
    "applicant_name",
)
AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt")


@dataclass(frozen=True, slots=True)
class Read:
    """A statement as read: account, balances where they are stated, movements; the layout it was read by."""

    account: str
    opening: int | None
    closing: int | None
    movements: list[Movement]
    content: bytes
    layout: str
    version: int


def take_in(
    *, path: Path, bank: Bank, actor: Actor, on: date, account: str = "", funder: Funder | None = None
) -> Entered:
    """Enter a statement, all of it or nothing; the same file again changes nothing.

    `account`: ours, where the file (a spreadsheet) does not say; `funder`: whose it is.
    Refused, with a line in the audit: an officer without that right, EXCHANGE-09 an XML with entities, BANK-21
    balances that do not add up, 22 unreadable, 23 another currency than rupiah, 37 another's account.
    """
    subject = f"bank:{bank.code}"
    with exchange.told_when_refused(act="banking.statement", subject=subject, name=path.name, actor=actor, on=on):
        require_for(actor, "billing.pay", "memasukkan rekening koran", on, funder.region_id if funder else None)
        if exchange.known(subject=subject, path=path):
            return Entered(0, 0, 0, 0, 0, already=True)
        return _enter(read_statement(path, account, on), path.name, bank, funder, actor, on)


@verb
def _enter(read: Read, name: str, bank: Bank, funder: Funder | None, actor: Actor, on: date) -> Entered:
    message, new = exchange.receive(
        office=f"bank:{bank.code}",
        subject=f"bank:{bank.code}",
        layout=read.layout,
        version=read.version,
        name=name,
        content=read.content,
        rows=len(read.movements),
        actor=actor,
        on=on,
    )
    if not new:
        return Entered(0, 0, 0, 0, 0, already=True)
    return enter_statement(
        bank=bank, message=message, account=read.account, opening=read.opening, closing=read.closing,
        movements=read.movements, funder=funder, actor=actor, on=on,
    )  # fmt: skip


def read_statement(path: Path, account: str, on: date) -> Read:
    """A statement in any of the three forms, told by its beginning."""
    with path.open("rb") as stream:
        start = stream.read(4096).lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(b"<") or start.replace(b"\0", b"").lstrip(b"\xff\xfe").startswith(b"<"):
        return _camt(path)
    if (b":20:" in start and b":61:" in start) or start.startswith((b"{1:", b":20:")):
        return _mt940(path)
    return _spreadsheet(path, account, on)


def _camt(path: Path) -> Read:
    root, content = tree_of(path, "camt.053")
    pages = [_day(path, statement) for statement in every(root, "BkToCstmrStmt/Stmt")]
    return _whole(path, pages, content, "camt.053", 8)


def _whole(path: Path, pages: list[Read], content: bytes, layout: str, version: int) -> Read:
    """Pages of one account as one statement; each must add up. With a gap between them no balance is stated."""
    if not pages:
        raise _unread(path, "tidak memuat rekening koran yang lengkap")
    if len({page.account for page in pages}) > 1:
        raise _unread(path, "memuat lebih dari satu rekening")
    for page in pages:
        refuse_unbalanced(path.name, page.opening, page.closing, page.movements)
    follows = all(one.closing == other.opening for one, other in pairwise(pages))
    movements = [movement for page in pages for movement in page.movements]
    opening, closing = (pages[0].opening, pages[-1].closing) if follows else (None, None)
    return Read(pages[0].account, opening, closing, movements, content, layout, version)


def _day(path: Path, statement: etree._Element) -> Read:
    number = first(statement, "Acct/Id/Othr/Id") or first(statement, "Acct/Id/IBAN")
    balances = {
        first(balance, "Tp/CdOrPrtry/Cd"): _signed(path, balance, "Amt") for balance in every(statement, "Bal")
    }
    movements = [
        movement
        for entry in every(statement, "Ntry")
        if first(entry, "Sts/Cd") in ("", "BOOK") and first(entry, "Sts") in ("", "BOOK")
        for movement in _entry(path, entry)
    ]
    opening = balances.get("OPBD", balances.get("PRCD"))
    return Read(number, opening, balances.get("CLBD"), movements, b"", "camt.053", 8)


def _entry(path: Path, entry: etree._Element) -> list[Movement]:
    """An entry's transactions where their amounts are its own, else the entry as one movement."""
    day = first(entry, "BookgDt/Dt") or first(entry, "BookgDt/DtTm")[:10] or first(entry, "ValDt/Dt")
    total = _signed(path, entry, "Amt")
    reference = first(entry, "AcctSvcrRef") or first(entry, "NtryRef")
    details = every(entry, "NtryDtls/TxDtls")
    # Where a transaction's amount stands: since version 3, and before.
    stated = [(detail, next((at for at in AMOUNTS if every(detail, at)), "")) for detail in details]
    parts = [_signed(path, detail, at, of=entry) for detail, at in stated if at]
    whole = len(parts) == len(details) and sum(parts) == total
    single = len(details) == 1
    if not details or not (whole or single):
        text = " ".join([first(entry, "AddtlNtryInf"), *(_words(detail) for detail in details)])
        return [Movement(_date(path, day), total, reference, text.strip())]
    return [
        Movement(
            _date(path, day),
            part if whole else total,
            first(detail, "Refs/AcctSvcrRef") or reference,
            " ".join([first(entry, "AddtlNtryInf"), _words(detail)]).strip(),
            first(detail, "Refs/EndToEndId").replace("NOTPROVIDED", ""),
        )
        for detail, part in zip(details, parts if whole else [total], strict=True)
    ]


def _words(detail: etree._Element) -> str:
    parts = [*(node.text or "" for node in every(detail, "RmtInf/Ustrd")), first(detail, "AddtlTxInf")]
    return " ".join(part.strip() for part in parts if part)


def _signed(path: Path, node: etree._Element, name: str, of: etree._Element | None = None) -> int:
    """Rupiah of an amount, negative for a debit."""
    amount = every(node, name)[0]
    currency = amount.get("Ccy", "IDR")
    if currency != "IDR":
        raise Refused(problems.NOT_RUPIAH.problem(file=path.name, currency=currency))
    side = first(node, "CdtDbtInd") or (first(of, "CdtDbtInd") if of is not None else "")
    return -_rupiah(path, amount.text) if side == "DBIT" else _rupiah(path, amount.text)


def _mt940(path: Path) -> Read:
    """One or several pages of one account."""
    if path.stat().st_size > MOST_MT940:
        raise _unread(path, "terlalu besar untuk MT940")
    content = path.read_bytes()
    pages = re.split(r"(?m)^(?=:20:)", content.decode("cp1252", errors="replace"))
    read = [_page(path, page) for page in pages if page.startswith(":20:")]
    return _whole(path, read, content, "mt940", 1)


def _page(path: Path, text: str) -> Read:
    try:
        found = mt940.parse(text)
    except (ValueError, RuntimeError, AssertionError, KeyError, AttributeError) as trouble:
        raise _unread(path, "bukan MT940 yang lengkap") from trouble
    opening = found.data.get("final_opening_balance") or found.data.get("intermediate_opening_balance")
    closing = found.data.get("final_closing_balance") or found.data.get("intermediate_closing_balance")
    if not closing:
        raise _unread(path, "tanpa saldo akhir: mungkin terpotong")
    return Read(
        str(found.data.get("account_identification") or ""),
        _money(path, opening.amount) if opening else None,
        _money(path, closing.amount),
        [_booked(path, entry.data) for entry in found],
        b"",
        "mt940",
        1,
    )


def _booked(path: Path, data: Mapping[str, Any]) -> Movement:
    own = data.get("customer_reference") or ""
    words = " ".join(str(data[name]) for name in WORDS if data.get(name))
    return Movement(
        data.get("entry_date") or data["date"],
        _money(path, data["amount"]),
        data.get("bank_reference") or own,
        f"{own} {words}".replace("\n", " ").strip(),
        data.get("end_to_end_reference") or ("" if own == "NONREF" else own),
    )


def _money(path: Path, amount: Any) -> int:
    """Rupiah of an amount as mt940 gives it, its sign already set by D or C."""
    if (amount.currency or "IDR") != "IDR":
        raise Refused(problems.NOT_RUPIAH.problem(file=path.name, currency=amount.currency))
    return _rupiah(path, str(amount.amount))


def _spreadsheet(path: Path, account: str, on: date) -> Read:
    layout = in_layout("bank-statement")
    book, table = read_rows(path, layout)
    frame = table.frame.select(
        dates(table, "on", on).alias("on"),
        pl.coalesce(said(table, "text"), pl.lit("")).alias("text"),
        pl.coalesce(said(table, "reference"), pl.lit("")).alias("reference"),
        meaning("sign", layout).alias("sign"),
        *(values.numbers(table.frame, key).alias(key) for key in ("debit", "credit", "amount")),
    ).filter(pl.col("on").is_not_null())
    moved = (
        pl.when(pl.col("amount").is_not_null() & (pl.col("sign") == "debit")).then(-pl.col("amount"))
        .when(pl.col("amount").is_not_null() & (pl.col("sign") == "credit")).then("amount")
        .when(pl.col("amount").is_null())
        .then(pl.col("credit").fill_null(0) - pl.col("debit").fill_null(0))
    )  # fmt: skip
    frame = frame.with_columns(moved=moved)
    if unreadable := frame.filter(pl.col("moved").is_null()).height:
        raise _unread(path, f"{unreadable} baris tanpa arah debet atau kredit")
    movements = [
        Movement(day, int(amount), reference, text)
        for day, amount, reference, text in frame.select("on", "moved", "reference", "text").iter_rows()
        if amount
    ]
    if not account:
        raise _unread(path, "nomor rekening tidak disebut; isi dengan --account")
    return Read(account, None, None, movements, book.content, layout.code, layout.version)


def _rupiah(path: Path, text: str | None) -> int:
    try:
        amount = Decimal(text or "")
    except InvalidOperation as trouble:
        raise _unread(path, f"jumlah {text!r} bukan angka") from trouble
    if not amount.is_finite() or amount != amount.to_integral_value() or abs(amount) > 10**15:
        raise Refused(problems.NOT_RUPIAH.problem(file=path.name, currency=str(text)[:30]))
    return int(amount)


def _date(path: Path, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise _unread(path, f"tanggal {text!r} tidak terbaca") from trouble


def _unread(path: Path, reason: str) -> Refused:
    return Refused(problems.STATEMENT_UNREAD.problem(file=path.name, reason=reason))
