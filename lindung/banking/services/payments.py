"""Paying people through a bank: ordered once, answered as paid or rejected, in dispute when the answers differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.accounts.access import Scope
from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.models import Bank, PaymentOrder, Transfer
from lindung.banking.services.asking import lock
from lindung.exchange.models import Message
from lindung.exchange.rights import reach, require, require_for
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.programmes.models import Funder

# What a fate of an answer is told as; the others are as they should be.
KINDS = {
    "unknown": problems.UNKNOWN_TRANSFER, "differs": problems.ANSWERED_OTHERWISE, "late": problems.PAID_AFTER_ALL,
}  # fmt: skip


# Each answer with its fate, the last word of a file for each transfer; then the transfers that it moves.
SETTLING = """
DROP TABLE IF EXISTS settling;
CREATE TEMP TABLE settling ON COMMIT DROP AS
SELECT a.turn, a.reference, a.said, a.reason, t.id AS transfer_id, t.state AS kept,
    live.id AS live_id, live.reference AS live, CASE
    WHEN t.id IS NULL THEN 'unknown'
    WHEN t.state = 'disputed' OR t.state = a.said AND a.low = a.high THEN 'same'
    WHEN t.state = 'ordered' AND a.low = a.high THEN 'new'
    WHEN t.state = 'rejected' AND live.id IS NOT NULL THEN 'late'
    ELSE 'differs' END AS fate
FROM (
    SELECT DISTINCT ON (reference) *, min(said) OVER (PARTITION BY reference) AS low,
        max(said) OVER (PARTITION BY reference) AS high
    FROM unnest(%(references)s::text[], %(said)s::text[], %(reasons)s::text[])
        WITH ORDINALITY AS a (reference, said, reason, turn) ORDER BY reference, turn DESC
) a
LEFT JOIN (
    SELECT t.* FROM banking_transfer t JOIN banking_paymentorder o ON o.id = t.order_id
    WHERE o.bank_id = %(bank)s
) t ON t.reference = a.reference
LEFT JOIN banking_transfer live ON live.id <> t.id AND live.state <> 'rejected'
    AND (live.payer_id, live.purpose, live.person_id) = (t.payer_id, t.purpose, t.person_id);
UPDATE banking_transfer t SET settled_on = %(on)s, source = %(source)s, state = 'disputed',
    reason = 'bank menyatakan ' || s.reference || ' dibayar'
FROM settling s WHERE t.id = s.live_id AND s.fate = 'late' AND t.state <> 'disputed';
UPDATE banking_transfer t SET settled_on = %(on)s, source = %(source)s,
    state = CASE s.fate WHEN 'new' THEN s.said ELSE 'disputed' END, reason = s.reason
FROM settling s WHERE t.id = s.transfer_id AND s.fate IN ('new', 'differs')
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One person and what they are to be paid, in rupiah."""

    person: int
    rupiah: int


@verb
def order_payments(
    *,
    reference: str,
    payer: Funder,
    bank: Bank,
    kind: str,
    purpose: str,
    debit_account: str,
    execute_on: date,
    items: Sequence[Item],
    actor: Actor,
    on: date,
) -> PaymentOrder:
    """Order the bank to pay each person of `items` to the account it opened for them, all or nobody.

    The same reference with the same sum again is the same order. Refused, every problem at once: BANK-24 a person
    without an account there, BANK-25 somebody who has this purpose from this payer already, BANK-26 nothing to pay,
    BANK-31 a reference of another order. An officer orders for a payer of his own region alone (EXCHANGE-07).
    """
    require_for(actor, "banking.order", f"memerintahkan bayar atas nama {payer.name}", on, payer.region_id)
    total = sum(item.rupiah for item in items)
    if known := PaymentOrder.objects.filter(reference=reference).first():
        same = (known.payer_id, known.bank_id, known.purpose, known.transfers_ordered, known.rupiah)
        if same != (payer.pk, bank.pk, purpose, len(items), total):
            raise Refused(problems.ORDER_OTHERWISE.problem(reference=reference))
        return known
    if not items or any(item.rupiah <= 0 for item in items):
        raise Refused(problems.NOTHING_TO_PAY.problem())
    with connection.cursor() as cursor:
        # One order of a payer at a time: two at once would each find that nobody was paid yet.
        cursor.execute("SELECT FROM programmes_funder WHERE id = %s FOR NO KEY UPDATE", [payer.pk])
        _stage(cursor, bank, payer, purpose, items)
        _refuse(cursor, bank, payer, purpose)
        order = PaymentOrder.objects.create(
            reference=reference, payer=payer, bank=bank, kind=kind, purpose=purpose, debit_account=debit_account,
            execute_on=execute_on, ordered_on=on, ordered_by=actor.id, transfers_ordered=len(items), rupiah=total,
        )  # fmt: skip
        cursor.execute(
            """
            INSERT INTO banking_transfer
                (order_id, reference, payer_id, purpose, person_id, account_id, name, rupiah)
            SELECT %s, %s || '-' || lpad(place::text, 6, '0'), %s, %s, root_id, account_id, name, rupiah
            FROM paying ORDER BY root_id
            """,
            [order.pk, f"T{order.pk}", payer.pk, purpose],
        )
    record(
        actor=actor,
        verb="banking.order_payments",
        subject=f"order:{reference}",
        on=on,
        payer=payer.code,
        bank=bank.code,
        purpose=purpose,
        transfers=len(items),
        rupiah=total,
    )
    return order


def _stage(cursor: CursorWrapper, bank: Bank, payer: Funder, purpose: str, items: Sequence[Item]) -> None:
    """Fill `paying` with the root of each person, their account, and whether they have this purpose already."""
    cursor.execute(
        """
        DROP TABLE IF EXISTS paying;
        CREATE TEMP TABLE paying ON COMMIT DROP AS
        SELECT i.place, i.rupiah, r.id AS root_id, r.name, a.id AS account_id,
            count(*) OVER (PARTITION BY r.id) > 1 OR EXISTS (
                SELECT FROM banking_transfer t WHERE t.payer_id = %(payer)s AND t.purpose = %(purpose)s
                    AND t.person_id = r.id AND t.state <> 'rejected') AS twice
        FROM unnest(%(persons)s::bigint[], %(rupiah)s::bigint[]) WITH ORDINALITY AS i (person, rupiah, place)
        JOIN people_person p ON p.id = i.person
        JOIN people_person r ON r.id = coalesce(p.merged_into_id, p.id)
        LEFT JOIN LATERAL (
            SELECT a.id FROM banking_account a JOIN people_person o ON o.id = a.person_id
            WHERE a.bank_id = %(bank)s AND r.id IN (o.id, o.merged_into_id) ORDER BY a.id LIMIT 1
        ) a ON true
        """,
        {
            "payer": payer.pk,
            "purpose": purpose,
            "bank": bank.pk,
            "persons": [item.person for item in items],
            "rupiah": [item.rupiah for item in items],
        },
    )


def _refuse(cursor: CursorWrapper, bank: Bank, payer: Funder, purpose: str) -> None:
    cursor.execute(
        """
        SELECT count(*) FILTER (WHERE account_id IS NULL), min(name) FILTER (WHERE account_id IS NULL),
            count(*) FILTER (WHERE twice), min(name) FILTER (WHERE twice) FROM paying
        """
    )
    without, nobody, twice, somebody = cursor.fetchone()
    found: list[Problem] = []
    if without:
        found.append(problems.NO_ACCOUNT.problem(count=thousands(without), bank=bank.name, name=nobody))
    if twice:
        found.append(
            problems.PAID_ALREADY.problem(count=thousands(twice), purpose=purpose, payer=payer.name, name=somebody)
        )
    if found:
        raise Refused(*found)


@dataclass(frozen=True, slots=True)
class Told:
    """What the bank says of one transfer."""

    reference: str
    paid: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a set of the bank's answers did."""

    paid: int
    rejected: int
    unchanged: int
    problems: tuple[Problem, ...] = ()
    already: bool = False


@verb
def answer_transfers(*, bank: Bank, answers: Sequence[Told], source: str, actor: Actor, on: date) -> Settled:
    """Enter what the bank says of transfers: paid, or rejected with a reason. The same again changes nothing.

    Another answer than before puts the transfer in dispute and is reported (BANK-28); it is not paid again and not
    forgotten. A transfer nobody ordered is reported (BANK-27). One that was rejected, ordered anew, and is said to
    be paid after all puts the new one in dispute (BANK-44): the money may have left twice.
    Refused: an officer who may not (EXCHANGE-07, BANK-32).
    """
    require(actor, "banking.answer", "memasukkan jawaban bank", on)
    return settle_transfers(
        bank=bank, answers=answers, source=source, actor=actor, on=on,
        within=reach(actor, "banking.answer", on),
    )  # fmt: skip


def settle_transfers(
    *, bank: Bank, answers: Sequence[Told], source: str, actor: Actor, on: date, within: Scope | None = None
) -> Settled:
    """`answer_transfers` within a verb that has asked for its own right; `within`: where the actor may answer."""
    with connection.cursor() as cursor:
        lock(cursor, bank)
        cursor.execute(
            SETTLING,
            {
                "bank": bank.pk,
                "references": [told.reference for told in answers],
                "said": ["paid" if told.paid else "rejected" for told in answers],
                "reasons": [told.reason for told in answers],
                "on": on,
                "source": source,
            },
        )
        if within is not None:
            _refuse_outside(cursor, within)
        cursor.execute("SELECT reference, said, kept, fate, live FROM settling ORDER BY turn")
        rows = cursor.fetchall()
    found = tuple(
        KINDS[fate].problem(
            value=reference, live=live, kept=Transfer.State(kept).label if kept else "",
            found=Transfer.State(said).label,
        )
        for reference, said, kept, fate, live in rows
        if fate in KINDS
    )  # fmt: skip
    fates = [(said, fate) for _, said, _, fate, _ in rows]
    paid, rejected = fates.count(("paid", "new")), fates.count(("rejected", "new"))
    same = sum(fate == "same" for _, fate in fates)
    record(
        actor=actor,
        verb="banking.answer_transfers",
        subject=f"bank:{bank.code}",
        on=on,
        source=source,
        paid=paid,
        rejected=rejected,
        unchanged=same,
        problems=len(found),
    )
    return Settled(paid, rejected, same, found)


def _refuse_outside(cursor: CursorWrapper, within: Scope) -> None:
    cursor.execute(
        """
        SELECT f.name, f.region_id, count(*) FROM settling s JOIN banking_transfer t ON t.id = s.transfer_id
        JOIN programmes_funder f ON f.id = t.payer_id GROUP BY 1, 2 ORDER BY 1
        """
    )
    outside = [row for row in cursor.fetchall() if not (row[1] in within if row[1] else within.whole)]
    if outside:
        raise Refused(
            problems.OUTSIDE.problem(count=thousands(sum(row[2] for row in outside)), district=outside[0][0])
        )


@verb
def withdraw_order(*, order: PaymentOrder, note: str, actor: Actor, on: date) -> int:
    """Take back an order that no bank has seen yet; its people may be ordered again. How many they are.

    Withdrawn again, nothing changes. Refused: BANK-35 without a note, BANK-45 the order was handed over.
    """
    require_for(actor, "banking.order", "menarik perintah bayar", on, order.payer.region_id)
    if not note.strip():
        raise Refused(problems.NO_NOTE.problem())
    with connection.cursor() as cursor:
        lock(cursor, order.bank)
        handed = Message.objects.filter(subject=f"order:{order.reference}", direction=Message.Direction.OUT).first()
        if handed:
            raise Refused(problems.HANDED_OVER.problem(reference=order.reference, name=handed.name))
        cursor.execute(
            """
            UPDATE banking_transfer SET state = 'rejected', reason = %s, settled_on = %s
            WHERE order_id = %s AND state = 'ordered'
            """,
            [f"ditarik: {note.strip()}"[:300], on, order.pk],
        )
        withdrawn = int(cursor.rowcount)
    if withdrawn:
        record(
            actor=actor, verb="banking.withdraw", subject=f"order:{order.reference}", on=on, reason=note.strip(),
            transfers=withdrawn,
        )  # fmt: skip
    return withdrawn


@verb
def resolve(*, reference: str, paid: bool, note: str, actor: Actor, on: date) -> Transfer:
    """End a dispute as paid or rejected, on the word in `note`. Refused: BANK-29 nothing is in dispute there.

    Only a rejected one may be ordered again.
    """
    rows = Transfer.objects.select_related("payer").select_for_update(of=("self",))
    found = rows.filter(reference=reference).first()
    if found is not None:
        require_for(actor, "billing.pay", "menyelesaikan sengketa transfer", on, found.payer.region_id)
    if found is None or found.state != Transfer.State.DISPUTED:
        raise Refused(problems.NOT_IN_DISPUTE.problem(value=reference))
    if not note.strip():
        raise Refused(problems.NO_NOTE.problem())
    found.state = Transfer.State.PAID if paid else Transfer.State.REJECTED
    found.reason, found.settled_on = note, on
    found.save(update_fields=["state", "reason", "settled_on"])
    record(
        actor=actor, verb="banking.resolve", subject=f"transfer:{reference}", on=on, reason=note, state=found.state
    )
    return found
