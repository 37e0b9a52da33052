"""Statements of a bank: every movement once, matched to premium payments and to transfers we ordered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.models import Bank, Statement, StatementEntry
from lindung.banking.services.asking import lock
from lindung.banking.services.payments import Told, settle_transfers
from lindung.billing.models import Bill, Payment
from lindung.billing.services import book
from lindung.exchange.models import Message
from lindung.exchange.rights import require_for
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import rupiah as in_words
from lindung.programmes.models import Funder

# Whole words only: SP2D/1 is not SP2D/12. A bill's own code goes before an SP2D number, the longer one first.
WORD = """position(upper({0}) IN said.text) > 0
    AND said.text ~ ('(^|[^A-Z0-9])' ||
        regexp_replace(upper({0}), '([^A-Z0-9])', '\\\\\\1', 'g') || '([^A-Z0-9]|$)')"""
MATCHES = f"""
SELECT DISTINCT ON (e.id) e.id, m.bill_id, e."on", -e.rupiah,
    CASE WHEN e.place > 1 THEN e.reference || '#' || e.place ELSE e.reference END
FROM banking_statemententry e JOIN banking_statement st ON st.id = e.statement_id,
LATERAL (SELECT upper(e.text || ' ' || e.reference) AS text) said, LATERAL (
    SELECT b.id AS bill_id, 0 AS rank, length(b.payment_code) AS letters FROM billing_bill b
    WHERE {WORD.format("b.payment_code")}
    UNION ALL
    SELECT p.bill_id, 1, length(p.sp2d) FROM billing_payment p
    WHERE p.sp2d <> '' AND {WORD.format("p.sp2d")}
) m
WHERE (st.funder_id IS NULL OR st.funder_id = (
        SELECT g.funder_id FROM billing_bill b JOIN programmes_programme g ON g.id = b.programme_id
        WHERE b.id = m.bill_id))
    AND e.statement_id = %s AND e.rupiah < 0 AND e.payment_id IS NULL AND e.transfer_id IS NULL
ORDER BY e.id, m.rank, m.letters DESC, m.bill_id
"""


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement as the bank states it; rupiah are negative when they left the account."""

    on: date
    rupiah: int
    reference: str = ""
    text: str = ""
    end_to_end: str = ""


@dataclass(frozen=True, slots=True)
class Entered:
    """New movements and known ones; premium payments matched, transfers settled, movements nobody knows."""

    new: int
    known: int
    payments: int
    transfers: int
    unmatched: int
    problems: tuple[Problem, ...] = ()
    already: bool = False


@verb
def enter_statement(
    *,
    bank: Bank,
    message: Message,
    account: str,
    opening: int | None,
    closing: int | None,
    movements: Sequence[Movement],
    actor: Actor,
    on: date,
    funder: Funder | None = None,
) -> Entered:
    """Keep a statement and match its movements. A movement that another statement showed already is not kept again.

    Money that left for a bill, by its payment code or SP2D number in the bank's words, is that bill's payment: the
    one entered by finance, or a new one; what exceeds the bill is kept as overpaid. Money that left for a transfer
    of ours settles it; money that came back for one puts it in dispute.
    `funder`: whose account it is; then only this funder's bills are paid by it.
    Refused: BANK-21 the balances do not add up, BANK-37 another's account, an officer who may not (EXCHANGE-07).
    """
    require_for(actor, "billing.pay", "memasukkan rekening koran", on, funder.region_id if funder else None)
    refuse_unbalanced(message.name, opening, closing, movements)
    with connection.cursor() as cursor:
        lock(cursor, bank)
        statement = Statement.objects.create(
            bank=bank, message=message, account=account, entered_on=on, opening=opening, closing=closing,
            funder=_owner(bank, account, funder),
        )  # fmt: skip
        new = _keep(cursor, statement, movements)
        settled, found = _match_transfers(cursor, statement, actor, on)
        payments = _match_payments(cursor, statement, actor, on)
    unmatched = StatementEntry.objects.filter(statement=statement, payment=None, transfer=None).count()
    record(
        actor=actor,
        verb="banking.enter_statement",
        subject=f"bank:{bank.code}",
        on=on,
        name=message.name,
        new=new,
        known=len(movements) - new,
        payments=payments,
        transfers=settled,
        unmatched=unmatched,
    )
    return Entered(new, len(movements) - new, payments, settled, unmatched, found)


def _owner(bank: Bank, account: str, funder: Funder | None) -> Funder | None:
    """Whose account it is: as said now, or with an earlier statement of it."""
    rows = Statement.objects.filter(bank=bank, account=account, funder__isnull=False).select_related("funder")
    known = rows.order_by("-pk").first()
    if known is None or known.funder is None:
        return funder
    if funder is not None and funder.pk != known.funder_id:
        raise Refused(problems.OTHER_PURSE.problem(kept=known.funder.name, given=funder.name))
    return known.funder


def refuse_unbalanced(file: str, opening: int | None, closing: int | None, movements: Sequence[Movement]) -> None:
    """Refuse (BANK-21) a statement whose movements do not lead from its first balance to its last."""
    moved = sum(movement.rupiah for movement in movements)
    if opening is not None and closing is not None and opening + moved != closing:
        raise Refused(
            problems.STATEMENT_BROKEN.problem(
                file=file, opening=in_words(opening), moved=in_words(moved), closing=in_words(closing)
            )
        )


def _keep(cursor: CursorWrapper, statement: Statement, movements: Sequence[Movement]) -> int:
    """Two equal movements of one day are two: `place` tells them apart, the same in every statement."""
    cursor.execute(
        """
        INSERT INTO banking_statemententry
            (statement_id, bank_id, account, "on", rupiah, reference, place, text, end_to_end)
        SELECT %s, %s, %s, m."on", m.rupiah, m.reference,
            row_number() OVER (PARTITION BY m."on", m.rupiah, m.reference ORDER BY m.turn), m.text, m.end_to_end
        FROM unnest(%s::date[], %s::bigint[], %s::text[], %s::text[], %s::text[])
            WITH ORDINALITY AS m ("on", rupiah, reference, text, end_to_end, turn)
        WHERE m.rupiah <> 0 ORDER BY m.turn ON CONFLICT DO NOTHING
        """,
        [
            statement.pk,
            statement.bank_id,
            statement.account,
            [movement.on for movement in movements],
            [movement.rupiah for movement in movements],
            [movement.reference for movement in movements],
            [movement.text for movement in movements],
            [movement.end_to_end for movement in movements],
        ],
    )
    return int(cursor.rowcount)


def _match_transfers(
    cursor: CursorWrapper, statement: Statement, actor: Actor, on: date
) -> tuple[int, tuple[Problem, ...]]:
    """Settle what left for a transfer of ours; dispute what came back. All of a transfer's rupiah, or none."""
    cursor.execute(
        """
        SELECT e.id, t.id, t.reference, e.rupiah, e.text
        FROM banking_statemententry e
        JOIN banking_transfer t ON t.rupiah = abs(e.rupiah) AND t.reference = coalesce(
            nullif(e.end_to_end, ''), substring(upper(e.text || ' ' || e.reference) FROM '\\mT[0-9]+-[0-9]{6}\\M'))
        JOIN banking_paymentorder o ON o.id = t.order_id AND o.bank_id = e.bank_id
            AND o.debit_account = e.account
        WHERE e.statement_id = %s AND e.transfer_id IS NULL ORDER BY e.id
        """,
        [statement.pk],
    )
    rows = cursor.fetchall()
    told = [
        Told(reference, paid=amount < 0, reason="" if amount < 0 else f"dana kembali: {text}"[:200])
        for _, _, reference, amount, text in rows
    ]
    if not told:
        return 0, ()
    found = settle_transfers(
        bank=statement.bank, answers=told, source=statement.message.name, actor=actor, on=on
    ).problems
    cursor.execute(
        """
        UPDATE banking_statemententry e SET transfer_id = m.transfer
        FROM unnest(%s::bigint[], %s::bigint[]) AS m (entry, transfer) WHERE e.id = m.entry
        """,
        [[row[0] for row in rows], [row[1] for row in rows]],
    )
    return len(rows), found


def _match_payments(cursor: CursorWrapper, statement: Statement, actor: Actor, on: date) -> int:
    """Bills are few and payments fewer: one by one, each by the verb that finance uses."""
    cursor.execute(MATCHES, [statement.pk])
    matched = 0
    for entry, bill_id, day, amount, reference in cursor.fetchall():
        if payment := payment_of(Bill.objects.get(pk=bill_id), amount, reference or f"MUTASI-{entry}", day, actor):
            StatementEntry.objects.filter(pk=entry).update(payment=payment)
            matched += 1
    return matched


def payment_of(bill: Bill, amount: int, reference: str, day: date, actor: Actor) -> Payment | None:
    """The payment this movement is: one entered and not seen on a statement yet, or a new one; None for neither."""
    seen = StatementEntry.objects.filter(payment__isnull=False).values("payment")
    known = bill.payments.filter(kind=Payment.Kind.TRANSFER).exclude(pk__in=seen).order_by("pk")
    if same := known.filter(reference=reference).first() or known.filter(rupiah=amount).first():
        return same if same.rupiah == amount or _with_surplus(same) == amount else None
    if bill.paid_on is not None:
        return None  # paid twice: left unmatched for a person to claim back
    return book(bill=bill, rupiah=amount, reference=reference, surplus=True, actor=actor, on=day)


def _with_surplus(payment: Payment) -> int:
    beyond = payment.bill.surpluses.filter(reference=payment.reference).values_list("rupiah", flat=True)
    return payment.rupiah + sum(beyond)
