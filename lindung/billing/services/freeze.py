"""Freezing a bill out of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.billing import problems
from lindung.billing.models import Bill
from lindung.billing.services.rights import require_at
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.membership.models import Branch
from lindung.programmes.models import Programme
from lindung.programmes.services import lock_counters

FREEZE = """
WITH chargeable AS MATERIALIZED (
    SELECT x.person_id, x.month, x.turn, x.enrolment_id, r.nik, p.name, r.kpj, rate.base, rate.rupiah
    FROM membership_batch sent
    JOIN membership_registration r ON r.batch_id = sent.id AND r.answer = 'accepted'
    JOIN nominations_enrolment e ON e.id = r.enrolment_id
    JOIN people_person p ON p.id = e.person_id
    JOIN coverage_entry x ON x.person_id = e.person_id AND x.enrolment_id = e.id
        AND x.month BETWEEN %(first)s AND %(last)s
    JOIN programmes_rate rate ON rate.programme_id = sent.programme_id AND rate.month = x.month
    WHERE sent.programme_id = %(programme)s AND sent.branch_id = %(branch)s
        AND (%(only)s::bigint[] IS NULL OR e.id IN (SELECT unnest(%(only)s::bigint[])))
        AND NOT EXISTS (SELECT FROM coverage_entry undone
            WHERE (undone.person_id, undone.month, undone.turn) = (x.person_id, x.month, x.turn + 1))
        AND NOT EXISTS (SELECT FROM billing_billline l
            WHERE (l.person_id, l.month, l.turn) = (x.person_id, x.month, x.turn))
), bill AS (
    INSERT INTO billing_bill (programme_id, branch_id, month_from, month_to, issued_on, frozen_on, payment_code,
        due_on, people, rupiah)
    SELECT %(programme)s, %(branch)s, %(first)s, %(last)s, %(issued)s, %(on)s, %(code)s, %(due)s,
        count(DISTINCT person_id), sum(rupiah)
    FROM chargeable HAVING count(*) > 0 RETURNING id
)
INSERT INTO billing_billline (person_id, month, turn, bill_id, enrolment_id, nik, name, kpj, base, rupiah)
SELECT c.person_id, c.month, c.turn, bill.id, c.enrolment_id, c.nik, c.name, c.kpj, c.base, c.rupiah
FROM chargeable c, bill ORDER BY c.person_id, c.month
"""


@verb
def freeze(
    *,
    programme: Programme,
    branch: Branch,
    first: Month,
    last: Month,
    payment_code: str,
    due_on: date,
    actor: Actor,
    on: date,
    issued_on: date | None = None,
) -> Bill:
    """One bill of every month from `first` to `last` that people accepted at `branch` hold and no bill charges.

    Its lines never change: a later reversal opens a credit. The same again changes nothing. Refused: BILL-01
    nothing is left to bill, BILL-02 a span that is not 1 to 12 months, BILL-03 a payment code of another bill,
    EXCHANGE-07 an officer who may not at this branch. `issued_on`: day of the payment code, where it is not `on`.
    """
    require_at(branch.pk, "billing.freeze", "membekukan tagihan cabang ini", actor, on)
    if not 0 <= last.minus(first) < 12:
        raise Refused(problems.BAD_SPAN.problem(first=first, last=last))
    with connection.cursor() as cursor:
        # A reversal of the programme waits: either its month is not billed, or it sees the line and credits it.
        lock_counters(cursor, programme.pk)
        if known := Bill.objects.filter(
            payment_code=payment_code, programme=programme, branch=branch, month_from=first.first,
            month_to=last.first, due_on=due_on,
        ).first():  # fmt: skip
            return known
        lines = freeze_months(
            cursor,
            programme=programme,
            branch=branch.pk,
            first=first,
            last=last,
            payment_code=payment_code,
            issued_on=issued_on or on,
            due_on=due_on,
            on=on,
        )
    if not lines:
        raise Refused(
            problems.NOTHING_TO_BILL.problem(first=first, last=last, programme=programme.code, branch=branch.name)
        )
    bill = Bill.objects.get(payment_code=payment_code)
    record(
        actor=actor,
        verb="billing.freeze",
        subject=f"bill:{bill.pk}",
        on=on,
        programme=programme.code,
        branch=branch.pk,
        code=payment_code,
        people=bill.people,
        months=lines,
        rupiah=bill.rupiah,
    )
    return bill


def freeze_months(
    cursor: CursorWrapper,
    *,
    programme: Programme,
    branch: str,
    first: Month,
    last: Month,
    payment_code: str,
    issued_on: date,
    due_on: date,
    on: date,
    only: Sequence[int] | None = None,
) -> int:
    """The bill and its lines, of `only` these enrolments where they are given; the number of lines.

    Refused: BILL-03 a payment code of another bill.
    """
    if Bill.objects.filter(payment_code=payment_code).exists():
        raise Refused(problems.CODE_USED.problem(code=payment_code))
    cursor.execute(
        FREEZE,
        {
            "programme": programme.pk,
            "branch": branch,
            "first": first.first,
            "last": last.first,
            "issued": issued_on,
            "on": on,
            "code": payment_code,
            "due": due_on,
            "only": None if only is None else list(only),
        },
    )
    return int(cursor.rowcount)
