"""Bills, what is owed on them, how they differ from BPJS's, what is not finished."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from lindung.billing import problems
from lindung.billing.models import Bill, Credit, Difference, Invoice
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import rupiah as in_words
from lindung.people.nik import mask

type Rows = list[dict[str, Any]]

BILLS = """
SELECT b.id AS bill, b.payment_code AS code, p.code AS programme, b.branch_id AS branch, b.month_from, b.month_to,
    b.issued_on, b.due_on, b.people, b.rupiah, coalesce(paid.rupiah, 0)::bigint AS paid, b.paid_on,
    b.rupiah - coalesce(paid.rupiah, 0)::bigint AS owed, i.id AS invoice, i.lines AS invoice_lines,
    coalesce(d.differences, 0) AS differences, coalesce(d.unexplained, 0) AS unexplained, c.closed_on
FROM billing_bill b
JOIN programmes_programme p ON p.id = b.programme_id
LEFT JOIN (SELECT bill_id, sum(rupiah) AS rupiah FROM billing_payment WHERE "on" <= %(on)s GROUP BY 1) paid
    ON paid.bill_id = b.id
LEFT JOIN (SELECT DISTINCT ON (bill_id) bill_id, id, lines FROM billing_invoice ORDER BY bill_id, id DESC) i
    ON i.bill_id = b.id
LEFT JOIN (SELECT invoice_id, count(*) AS differences, count(*) FILTER (WHERE owner IS NULL) AS unexplained
           FROM billing_difference GROUP BY 1) d ON d.invoice_id = i.id
LEFT JOIN billing_billclosure c ON c.bill_id = b.id
WHERE b.issued_on <= %(on)s AND (%(programme)s::text IS NULL OR p.code = %(programme)s)
ORDER BY b.month_from, p.code, b.branch_id
"""


def bill_of(code: str) -> Bill:
    """The bill of this payment code; Refused (BILL-26) when there is none."""
    found = Bill.objects.select_related("programme", "branch").filter(payment_code=code).first()
    if found is None:
        raise Refused(problems.NO_BILL.problem(code=code))
    return found


def bills(on: date, programme: str | None = None) -> Rows:
    """Every bill issued by then: owed, paid, compared, closed."""
    with connection.cursor() as cursor:
        cursor.execute(BILLS, {"on": on, "programme": programme})
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def arrears(on: date, programme: str | None = None) -> Rows:
    """Bills past their day with something still owed, `late` in days; the longest overdue first."""
    late = [
        row | {"late": (on - row["due_on"]).days}
        for row in bills(on, programme)
        if row["owed"] and row["due_on"] < on
    ]
    return sorted(late, key=lambda row: (-row["late"], row["code"]))


def newest_invoice(bill: Bill) -> Invoice:
    """The invoice a bill was compared with last; Refused (BILL-17) when it never was."""
    found = Invoice.objects.filter(bill=bill).order_by("-pk").first()
    if found is None:
        raise Refused(problems.NOT_COMPARED.problem(code=bill.payment_code))
    return found


def differences(invoice: Invoice, *, unexplained: bool = False) -> Rows:
    """How an invoice differs, NIK and KPJ masked."""
    found = Difference.objects.filter(invoice=invoice).order_by("number")
    if unexplained:
        found = found.filter(owner=None)
    rows = []
    for row in found:
        ours, theirs = both_sides(row.kind, row.ours, row.theirs)
        rows.append(
            {
                "number": row.number,
                "kind": row.kind,
                "row": row.row,
                "nik": mask(row.nik),
                "name": row.name,
                "month": str(row.month)[:7] if row.month else "",
                "ours": ours,
                "theirs": theirs,
                "rupiah": row.rupiah,
                "owner": row.owner or "",
                "reason": row.reason,
            }
        )
    return rows


def both_sides(kind: str, ours: str, theirs: str) -> tuple[str, str]:
    """What our line and theirs say, as people read it; of numbers only those that differ, masked."""
    if kind == Difference.Kind.NAME:
        return ours, theirs
    if kind == Difference.Kind.MONTH:
        return ours[:7], theirs[:7]
    if kind != Difference.Kind.NUMBER:
        return _money(ours), _money(theirs)
    pairs = zip(("NIK", "KPJ"), ours.split(" "), theirs.split(" "), strict=False)
    differing = [(name, one, other) for name, one, other in pairs if other not in ("", one)]
    return (
        ", ".join(f"{name} {mask(one)}" for name, one, _ in differing),
        ", ".join(f"{name} {mask(other)}" for name, _, other in differing),
    )


def _money(figures: str) -> str:
    return in_words(int(figures)) if figures else ""


def kinds_of(invoice: Invoice) -> Rows:
    """How many differences of each kind, in the order of the kinds, and how many are `left` to explain."""
    order = list(Difference.Kind.values)
    found = Difference.objects.filter(invoice=invoice).values_list("kind").order_by()
    counted = found.annotate(count=Count("number"), left=Count("number", filter=Q(owner=None)))
    rows: Rows = [{"kind": kind, "count": count, "left": left} for kind, count, left in counted]
    return sorted(rows, key=lambda row: order.index(row["kind"]))


def unfinished(on: date, programme: str | None = None) -> dict[str, Rows]:
    """What still stands open: bills not closed, credits and overpayments not settled.

    `last` is true where the programme has no later bill: then a credit can only be paid back or lost.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT g.code AS programme, c.state, count(*) AS months, sum(c.rupiah)::bigint AS rupiah,
                NOT EXISTS (SELECT FROM billing_bill o WHERE o.programme_id = g.id AND o.paid_on IS NULL)
                    AND g.cover_from + make_interval(months => g.months) <= %(on)s AS last
            FROM billing_credit c
            JOIN billing_billline l ON (l.person_id, l.month, l.turn) = (c.person_id, c.month, c.billed_turn)
            JOIN billing_bill b ON b.id = l.bill_id JOIN programmes_programme g ON g.id = b.programme_id
            WHERE c.state IN ('open', 'asked') AND (%(programme)s::text IS NULL OR g.code = %(programme)s)
            GROUP BY g.id, c.state ORDER BY 1, 2
            """,
            {"on": on, "programme": programme},
        )
        names = [column[0] for column in cursor.description]
        credits = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        cursor.execute(
            """
            SELECT s.id AS number, g.code AS programme, b.payment_code AS code, s.rupiah, s.reference
            FROM billing_surplus s JOIN billing_bill b ON b.id = s.bill_id
            JOIN programmes_programme g ON g.id = b.programme_id
            WHERE s.state = 'open' AND (%(programme)s::text IS NULL OR g.code = %(programme)s) ORDER BY 1
            """,
            {"programme": programme},
        )
        names = [column[0] for column in cursor.description]
        surpluses = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    open_bills = [row for row in bills(on, programme) if row["closed_on"] is None]
    return {"bills": open_bills, "credits": credits, "surpluses": surpluses}


def credits_of(bill: Bill) -> Rows:
    """Months of a bill reversed since, by what became of their credit: state, months, rupiah."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT c.state, count(*), sum(c.rupiah)::bigint FROM billing_billline l
            JOIN billing_credit c ON (c.person_id, c.month, c.billed_turn) = (l.person_id, l.month, l.turn)
            WHERE l.bill_id = %s GROUP BY 1 ORDER BY 1
            """,
            [bill.pk],
        )
        told = dict(Credit.State.choices)
        return [
            {"state": told[state], "months": months, "rupiah": money} for state, months, money in cursor.fetchall()
        ]
