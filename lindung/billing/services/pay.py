"""Payments of a bill. The database itself adds them up and says when it is paid."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, Sum

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.billing import problems
from lindung.billing.models import Bill, Payment, Surplus
from lindung.billing.services.rights import require_bill
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import rupiah as in_words
from lindung.nominations.models import DecreeLine


@verb
def pay(
    *, bill: Bill, rupiah: int, reference: str, actor: Actor, on: date, sp2d: str = "", surplus: bool = False
) -> Payment:
    """Enter a payment; the same reference with the same amount again is the same payment.

    The bill is paid on the day its payments reach its sum. `surplus`: what was paid beyond the bill is kept as an
    overpayment to claim back, for it has left our account. Refused: BILL-04 more than is owed, BILL-05 a reference
    already used for another amount, BILL-06 nothing or less, BILL-22 an overpayment of a bill that owes nothing,
    BILL-27 whoever proposed, verified or decided somebody of the programme, EXCHANGE-07 an officer who may not.
    """
    require_bill(bill, "billing.pay", "membayar tagihan ini", actor, on)
    return book(bill=bill, rupiah=rupiah, reference=reference, actor=actor, on=on, sp2d=sp2d, surplus=surplus)


def book(
    *, bill: Bill, rupiah: int, reference: str, actor: Actor, on: date, sp2d: str = "", surplus: bool = False
) -> Payment:
    """`pay` within a verb that asked for the right already, with `on` the day the money moved."""
    if had_a_hand(bill, actor):
        raise Refused(problems.DECIDER_PAYS.problem(actor=actor.name, code=bill.payment_code))
    if surplus:
        rupiah -= _keep_surplus(bill, rupiah, reference, on)
    payment, made = enter(bill, rupiah=rupiah, reference=reference, sp2d=sp2d, kind=Payment.Kind.TRANSFER, on=on)
    if made:
        record(
            actor=actor,
            verb="billing.pay",
            subject=f"bill:{bill.pk}",
            on=on,
            code=bill.payment_code,
            rupiah=rupiah,
            reference=reference,
            sp2d=sp2d,
        )
    return payment


def had_a_hand(bill: Bill, actor: Actor) -> bool:
    """Whether this actor proposed, verified or decided somebody of the bill's programme, who may then not pay."""
    hands = Q(proposed_by=actor.id) | Q(verified_by=actor.id) | Q(decided_by=actor.id)
    return DecreeLine.objects.filter(hands, decree__programme=bill.programme_id).exists()


def _keep_surplus(bill: Bill, rupiah: int, reference: str, on: date) -> int:
    """Rupiah of this payment beyond what the bill owes, kept as a surplus; the same again for the same payment."""
    locked = Bill.objects.select_for_update().get(pk=bill.pk)
    if known := Surplus.objects.filter(bill=locked, reference=reference).first():
        return known.rupiah
    paid = locked.payments.exclude(reference=reference).aggregate(paid=Sum("rupiah"))["paid"] or 0
    beyond = max(0, rupiah - (locked.rupiah - paid))
    if beyond >= rupiah:
        raise Refused(problems.OWES_NOTHING.problem(code=locked.payment_code, rupiah=in_words(rupiah)))
    if beyond:
        Surplus.objects.create(bill=locked, on=on, rupiah=beyond, reference=reference)
    return beyond


def enter(
    bill: Bill, *, rupiah: int, reference: str, sp2d: str, kind: Payment.Kind, on: date
) -> tuple[Payment, bool]:
    """The payment and whether it is new. `bill` is read anew, for the payment may have settled it."""
    if rupiah <= 0:
        raise Refused(problems.NOT_POSITIVE.problem(rupiah=in_words(rupiah)))
    locked = Bill.objects.select_for_update().get(pk=bill.pk)
    if known := Payment.objects.filter(bill=locked, reference=reference).first():
        if (known.rupiah, known.kind) != (rupiah, kind):
            raise Refused(
                problems.REFERENCE_USED.problem(
                    reference=reference, code=locked.payment_code, rupiah=in_words(known.rupiah)
                )
            )
        return known, False
    owed = locked.rupiah - (locked.payments.aggregate(paid=Sum("rupiah"))["paid"] or 0)
    if rupiah > owed:
        raise Refused(
            problems.MORE_THAN_OWED.problem(code=locked.payment_code, owed=in_words(owed), rupiah=in_words(rupiah))
        )
    payment = Payment.objects.create(bill=locked, on=on, rupiah=rupiah, reference=reference, sp2d=sp2d, kind=kind)
    bill.refresh_from_db()
    return payment, True
