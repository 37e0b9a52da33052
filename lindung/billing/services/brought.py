"""Premiums that were paid before this system knew of them: bills of their own, paid by what the list states."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.billing.models import Bill, Payment
from lindung.billing.services.freeze import freeze_months
from lindung.billing.services.pay import enter
from lindung.kernel.month import Month
from lindung.programmes.models import Programme


def bring_forward(
    cursor: CursorWrapper, *, programme: Programme, source: str, code: str, actor: Actor, on: date
) -> list[Bill]:
    """Freeze the months of everyone of `brought`, one bill for each branch, and enter each as paid by `source`.

    `code`: what the payment codes begin with; they are ours, for BPJS's own are not known.
    """
    cursor.execute(
        """
        SELECT sent.branch_id, min(b.paid_from), max(b.paid_to), array_agg(b.enrolment_id)
        FROM brought b JOIN membership_registration r USING (enrolment_id)
        JOIN membership_batch sent ON sent.id = r.batch_id GROUP BY 1 ORDER BY 1
        """
    )
    bills = []
    for branch, first, last, enrolments in cursor.fetchall():
        payment_code = f"{code}-{branch}"
        freeze_months(
            cursor,
            programme=programme,
            branch=branch,
            first=Month.of(first),
            last=Month.of(last),
            payment_code=payment_code,
            issued_on=on,
            due_on=on,
            on=on,
            only=enrolments,
        )
        bill = Bill.objects.get(payment_code=payment_code)
        enter(bill, rupiah=bill.rupiah, reference=source, sp2d="", kind=Payment.Kind.BROUGHT_FORWARD, on=on)
        record(
            actor=actor,
            verb="billing.bring_forward",
            subject=f"bill:{bill.pk}",
            on=on,
            programme=programme.code,
            branch=branch,
            source=source,
            people=bill.people,
            rupiah=bill.rupiah,
        )
        bills.append(bill)
    return bills
