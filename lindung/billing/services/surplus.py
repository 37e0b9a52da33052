"""Money paid beyond a bill: offset, paid back or lost."""

from __future__ import annotations

from datetime import date

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.billing import problems
from lindung.billing.models import Bill, Payment, Surplus
from lindung.billing.services.pay import enter
from lindung.billing.services.rights import require_bill
from lindung.kernel.problem import Refused


@verb
def settle_surplus(
    *, surplus: int, state: str, reference: str, actor: Actor, on: date, against: Bill | None = None
) -> Surplus:
    """An overpayment ends as `offset` (against another bill), `refunded` or `lost`, by BPJS's letter `reference`.

    The same again changes nothing.
    Refused: BILL-19 not there or settled already, BILL-04 more than the other bill owes, BILL-08 a bill of another
    programme, EXCHANGE-07 an officer who may not.
    """
    found = Surplus.objects.select_for_update().filter(pk=surplus).first()
    if found is None:
        raise Refused(problems.NO_SUCH_SURPLUS.problem(number=surplus))
    require_bill(found.bill, "billing.pay", "menyelesaikan kelebihan bayar ini", actor, on)
    if (found.state, found.settled_reference) == (state, reference):
        return found
    if found.state != Surplus.State.OPEN:
        raise Refused(problems.NO_SUCH_SURPLUS.problem(number=surplus))
    payment = None
    if against:
        if against.programme_id != found.bill.programme_id:
            code, programme = against.payment_code, found.bill.programme.code
            raise Refused(problems.OTHER_PROGRAMME.problem(code=code, programme=programme))
        state = Surplus.State.OFFSET
        payment, _ = enter(
            against, rupiah=found.rupiah, reference=reference, sp2d="", kind=Payment.Kind.OFFSET, on=on
        )
    found.state, found.settled_on, found.settled_reference, found.payment = state, on, reference, payment
    found.save(update_fields=["state", "settled_on", "settled_reference", "payment"])
    record(
        actor=actor,
        verb="billing.settle_surplus",
        subject=f"bill:{found.bill_id}",
        on=on,
        reference=reference,
        rupiah=found.rupiah,
        how=str(state),
    )
    return found
