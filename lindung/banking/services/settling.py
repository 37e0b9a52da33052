"""What a person settles: a bank's answer in doubt, and a movement that nobody knows."""

from __future__ import annotations

from datetime import date

from django.db import connection

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.models import Contradiction, StatementEntry, Transfer
from lindung.banking.services.accounts import Answer, answer_staged, stage
from lindung.banking.services.payments import Told, settle_transfers
from lindung.banking.services.statements import payment_of
from lindung.billing.models import Bill
from lindung.exchange.rights import require_for
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import rupiah

SHORTEST_NOTE = 5


@verb
def settle_contradiction(
    *, contradiction: Contradiction, taken: bool, note: str, actor: Actor, on: date
) -> Contradiction:
    """Take an account opened in another name after all, or drop the bank's line; `note`: on whose word.

    Refused: BANK-33 settled already, 34 a line that cannot be taken as it is, 35 without a note, and whatever
    `answer_accounts` finds wrong with the line now.
    """
    rows = Contradiction.objects.select_related("bank", "request__enrolment")
    found = rows.select_for_update(of=("self",)).get(pk=contradiction.pk)
    region = found.request.enrolment.district_id if found.request else None
    require_for(actor, "banking.answer", "menyelesaikan jawaban bank", on, region)
    if found.settled:
        raise Refused(problems.SETTLED_ALREADY.problem(who=found.settled_by))
    if taken and (found.code != problems.NAME_DIFFERS.code or found.request is None):
        raise Refused(problems.NOT_TO_TAKE.problem())
    _refuse_empty(note)
    found.settled = Contradiction.Settled.TAKEN if taken else Contradiction.Settled.DROPPED
    found.settled_on, found.settled_by, found.settled_note = on, actor.id, note.strip()
    found.save(update_fields=["settled", "settled_on", "settled_by", "settled_note"])
    if taken and found.request:
        nik = found.request.nik
        with connection.cursor() as cursor:
            stage(cursor, [Answer(nik, found.number, found.branch, name=found.name)])
            done = answer_staged(cursor, bank=found.bank, source=found.source, actor=actor, on=on, confirmed=[nik])
        if done.problems:
            raise Refused(*done.problems)
    record(
        actor=actor,
        verb="banking.settle",
        subject=f"contradiction:{found.pk}",
        on=on,
        reason=found.settled_note,
        settled=found.settled,
        code=found.code,
    )
    return found


@verb
def pay_by_entry(*, entry: StatementEntry, bill: Bill, actor: Actor, on: date) -> StatementEntry:
    """Say that a movement is the payment of a bill: the one finance entered, or a new one of its own.

    Refused: BANK-38 a movement that is something already, BANK-39 money that came in, or a bill paid otherwise.
    """
    found = _unknown(entry, actor, on)
    wrong = "uangnya masuk, bukan keluar" if found.rupiah > 0 else ""
    payment = (
        None if wrong else payment_of(bill, -found.rupiah, found.reference or f"MUTASI-{found.pk}", found.on, actor)
    )
    if payment is None:
        reason = wrong or "tagihannya sudah lunas, atau pembayarannya tercatat dengan jumlah lain"
        raise Refused(
            problems.NO_PAYMENT.problem(amount=rupiah(found.rupiah), bill=bill.payment_code, reason=reason)
        )
    found.payment = payment
    found.save(update_fields=["payment"])
    record(actor=actor, verb="banking.match", subject=f"entry:{found.pk}", on=on, bill=bill.payment_code)
    return found


@verb
def settle_by_entry(*, entry: StatementEntry, reference: str, actor: Actor, on: date) -> StatementEntry:
    """Say that a movement is a transfer of ours: money that left paid it, money that came back disputes it.

    Refused: BANK-38 a movement that is something already, BANK-40 no such transfer of this amount from the account.
    """
    found = _unknown(entry, actor, on)
    transfer = Transfer.objects.filter(
        reference=reference.strip().upper(), rupiah=abs(found.rupiah), order__bank=found.bank,
        order__debit_account=found.account,
    ).first()  # fmt: skip
    if transfer is None:
        raise Refused(problems.NO_TRANSFER.problem(reference=reference.strip(), amount=rupiah(abs(found.rupiah))))
    paid = found.rupiah < 0
    told = Told(transfer.reference, paid, "" if paid else f"dana kembali: {found.text}"[:200])
    settle_transfers(bank=found.bank, answers=[told], source=found.statement.message.name, actor=actor, on=on)
    found.transfer = transfer
    found.save(update_fields=["transfer"])
    record(actor=actor, verb="banking.match", subject=f"entry:{found.pk}", on=on, transfer=transfer.reference)
    return found


@verb
def explain_entry(*, entry: StatementEntry, explanation: str, actor: Actor, on: date) -> StatementEntry:
    """Say what a movement is that is neither a premium nor a transfer of ours: interest, a fee, another's money.

    Refused: BANK-35 without words, BANK-38 a movement that is something already.
    """
    found = _unknown(entry, actor, on)
    if found.explained_on:
        raise Refused(problems.ENTRY_KNOWN.problem(what=found.explanation))
    _refuse_empty(explanation)
    found.explained_on, found.explained_by, found.explanation = on, actor.id, explanation.strip()
    found.save(update_fields=["explained_on", "explained_by", "explanation"])
    record(actor=actor, verb="banking.explain", subject=f"entry:{found.pk}", on=on, reason=found.explanation)
    return found


def _unknown(entry: StatementEntry, actor: Actor, on: date) -> StatementEntry:
    rows = StatementEntry.objects.select_related("bank", "statement__funder", "statement__message")
    found = rows.select_for_update(of=("self",)).get(pk=entry.pk)
    funder = found.statement.funder
    require_for(actor, "billing.pay", "mencocokkan mutasi", on, funder.region_id if funder else None)
    if found.payment_id:
        raise Refused(problems.ENTRY_KNOWN.problem(what="pembayaran iuran"))
    if found.transfer_id:
        raise Refused(problems.ENTRY_KNOWN.problem(what="transfer kepada orang"))
    return found


def _refuse_empty(note: str) -> None:
    if len(note.strip()) < SHORTEST_NOTE:
        raise Refused(problems.NO_NOTE.problem())
