"""BPJS's invoice as a file → every way in which it and our bill differ."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
from django.db import connection

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.billing import problems
from lindung.billing.models import Bill, Invoice
from lindung.billing.services import require_bill
from lindung.billing.services.compare import COLUMNS, Compared, compare_staged, kinds_of, stage_invoice
from lindung.exchange import services as exchange
from lindung.exchange.layouts import InLayout, in_layout
from lindung.exchange.models import Message
from lindung.exchange.reading import months, read_rows, said
from lindung.intake import values
from lindung.intake.layouts import Table
from lindung.intake.reading import Book
from lindung.intake.services import copy
from lindung.kernel.problem import Refused

LAYOUT = "bpjs-invoice"


def take_in(*, path: Path, bill: Bill, actor: Actor, on: date, layout: str = LAYOUT) -> Compared:
    """Compare BPJS's invoice with `bill`, all of the file or nothing; the same file again changes nothing.

    Refused, with a line in the audit: what makes the file unreadable, EXCHANGE-06 a cell like a formula, 07 an
    officer who may not at this branch, BILL-13 an invoice of another bill, 14 a closed bill, 23 amounts nobody can
    read.
    """
    with exchange.told_when_refused(
        act="billing.compare", subject=f"bill:{bill.pk}", name=path.name, actor=actor, on=on
    ):
        require_bill(bill, "billing.compare", "mencocokkan rincian BPJS tagihan ini", actor, on)
        if before := exchange.known(subject=f"bill:{bill.pk}", path=path):
            return _as_before(before)
        chosen = in_layout(layout)
        book, table = read_rows(path, chosen)
        return _enter(book, lines_of(table, bill, book.name), chosen, bill, actor, on)


@verb
def _enter(book: Book, lines: pl.DataFrame, layout: InLayout, bill: Bill, actor: Actor, on: date) -> Compared:
    message, new = exchange.receive(
        office=f"bpjs:{bill.branch_id}",
        subject=f"bill:{bill.pk}",
        layout=layout.code,
        version=layout.version,
        name=book.name,
        content=book.content,
        rows=lines.height,
        actor=actor,
        on=on,
    )
    with connection.cursor() as cursor:
        if not new:
            return _as_before(message)
        stage_invoice(cursor)
        copy(cursor, "invoiced", lines.select(COLUMNS))
        return compare_staged(cursor, bill=bill, message=message, actor=actor, on=on)


def _as_before(message: Message) -> Compared:
    invoice = Invoice.objects.get(message=message)
    with connection.cursor() as cursor:
        return Compared(invoice, kinds_of(cursor, invoice.pk), already=True)


def lines_of(table: Table, bill: Bill, file: str) -> pl.DataFrame:
    """The rows of a table as `services.compare.COLUMNS`. A bill of one month needs no column of months."""
    code = said(table, "code")
    others = table.frame.filter(code.is_not_null() & (code.str.to_uppercase() != bill.payment_code.upper()))
    if others.height:
        raise Refused(
            problems.OTHER_BILL.problem(
                file=file, code=bill.payment_code, strange=others.height, lines=table.frame.height
            )
        )
    frame = table.frame.select(
        pl.col("number").cast(pl.Int32).alias("row"),
        values.digits(pl.col("nik")).fill_null("").alias("nik"),
        values.digits(pl.col("kpj")).fill_null("").alias("kpj"),
        pl.coalesce(said(table, "name"), pl.lit("")).alias("name"),
    ).with_columns(
        months(table, "month", bill.month_to).alias("month"),
        values.numbers(table.frame, "base").alias("base"),
        values.numbers(table.frame, "rupiah").alias("rupiah"),
    )
    if bill.month_from == bill.month_to:
        frame = frame.with_columns(pl.col("month").fill_null(bill.month_from))
    if unreadable := frame.filter(pl.col("rupiah").is_null())["row"].to_list():
        raise Refused(problems.NO_AMOUNT.problem(file=file, count=len(unreadable), row=unreadable[0]))
    return frame
