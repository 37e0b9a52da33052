"""Differences get an owner and a reason; a bill with none unexplained is closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, connection, transaction

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.billing import problems
from lindung.billing.models import Bill, BillClosure, Difference, Invoice
from lindung.billing.services.rights import require_bill
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import thousands


@verb
def explain(
    *,
    invoice: Invoice,
    owner: str,
    reason: str,
    actor: Actor,
    on: date,
    kind: str | None = None,
    only: Sequence[int] | None = None,
) -> int:
    """Give the unexplained differences of an invoice, of one `kind` or `only` these numbers, owner and reason.

    Refused: BILL-15 when one of `only` is not there or explained already, EXCHANGE-07 an officer who may not.
    """
    require_bill(invoice.bill, "billing.compare", "menjelaskan selisih tagihan ini", actor, on)
    found = Difference.objects.filter(invoice=invoice, owner=None)
    if kind:
        found = found.filter(kind=kind)
    if only is not None:
        found = found.filter(number__in=only)
    count = found.update(owner=owner, reason=reason, explained_on=on, explained_by=actor.id)
    if only is not None and count < len(set(only)):
        raise Refused(problems.NO_SUCH_DIFFERENCES.problem(wanted=len(set(only)), found=count))
    _record(invoice, owner, reason, count, actor, on)
    return count


@verb
def explain_ended(*, invoice: Invoice, actor: Actor, on: date) -> int:
    """Explain whom BPJS still bills although their cover ended before that month, by the reason it ended for.

    BPJS owns these: it was told, or will be, that the person died, moved or was replaced.
    """
    require_bill(invoice.bill, "billing.compare", "menjelaskan selisih tagihan ini", actor, on)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE billing_difference d SET owner = 'bpjs', explained_on = %(on)s, explained_by = %(actor)s,
                reason = 'Perlindungan berakhir (' || e.end_reason || ') per ' || to_char(e.ended_from, 'YYYY-MM')
                    || '; mutasi belum diproses BPJS'
            FROM billing_invoice i JOIN billing_bill b ON b.id = i.bill_id
            JOIN nominations_enrolment e ON e.programme_id = b.programme_id AND e.ended_on <= %(on)s
            JOIN membership_registration r ON r.enrolment_id = e.id
            WHERE d.invoice_id = %(invoice)s AND i.id = d.invoice_id AND d.owner IS NULL AND d.kind = 'theirs_only'
                AND r.nik = d.nik AND d.month >= e.ended_from
            """,
            {"invoice": invoice.pk, "on": on, "actor": actor.id},
        )
        count = int(cursor.rowcount)
    _record(invoice, Difference.Owner.BPJS, "perlindungan berakhir", count, actor, on)
    return count


@verb
def close(*, bill: Bill, actor: Actor, on: date) -> BillClosure:
    """Close a bill against its newest invoice; closing it again changes nothing.

    Refused, every reason at once: BILL-16 not paid, BILL-17 never compared, BILL-18 differences unexplained;
    EXCHANGE-07 an officer who may not.
    """
    require_bill(bill, "billing.pay", "menutup tagihan ini", actor, on)
    locked = Bill.objects.select_for_update().get(pk=bill.pk)
    if known := BillClosure.objects.filter(bill=locked).first():
        return known
    code = locked.payment_code
    newest = Invoice.objects.filter(bill=locked).order_by("-pk").first()
    found = []
    if locked.paid_on is None:
        found.append(problems.NOT_PAID.problem(code=code))
    if newest is None:
        raise Refused(*found, problems.NOT_COMPARED.problem(code=code))
    if left := Difference.objects.filter(invoice=newest, owner=None).count():
        found.append(problems.UNEXPLAINED.problem(code=code, count=thousands(left)))
    if found:
        raise Refused(*found)
    try:
        with transaction.atomic():
            closure = BillClosure.objects.create(bill=locked, invoice=newest, closed_on=on, closed_by=actor.id)
    except IntegrityError as broken:  # another invoice came in this very moment
        raise Refused(problems.NOT_COMPARED.problem(code=code)) from broken
    record(actor=actor, verb="billing.close", subject=f"bill:{bill.pk}", on=on, code=code, invoice=newest.pk)
    return closure


def _record(invoice: Invoice, owner: str, reason: str, count: int, actor: Actor, on: date) -> None:
    if not count:
        return
    record(
        actor=actor,
        verb="billing.explain",
        subject=f"bill:{invoice.bill_id}",
        on=on,
        reason=reason,
        owner=str(owner),
        differences=count,
    )
