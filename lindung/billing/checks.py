"""Invariants of bills, payments and credits. The database keeps most of them; here they are proved anew."""

from __future__ import annotations

from typing import Any

from django.db import connection

from lindung.billing import problems
from lindung.billing.queries import AS_OF, STAGES, outside_totals
from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import rupiah, thousands
from lindung.membership.queries import tallies_that_differ


def check_tallies_equal_bills() -> list[Problem]:
    """Premiums, paid months and open credits are what bills and credits say, district by district."""
    return [
        problems.OUT_OF_BALANCE.problem(
            what=found.stage,
            where=f"{found.programme} {found.district}",
            kept=thousands(found.kept),
            counted=thousands(found.counted),
        )
        for found in tallies_that_differ(AS_OF, STAGES)
    ]


def check_bills_equal_their_lines() -> list[Problem]:
    """A bill's rupiah and people are those of its lines."""
    found = _rows(
        """
        SELECT b.payment_code, b.rupiah, coalesce(l.rupiah, 0)::bigint, b.people, coalesce(l.people, 0)
        FROM billing_bill b LEFT JOIN (
            SELECT bill_id, sum(rupiah) AS rupiah, count(DISTINCT person_id) AS people
            FROM billing_billline GROUP BY 1
        ) l ON l.bill_id = b.id
        WHERE (b.rupiah, b.people) IS DISTINCT FROM (l.rupiah, l.people) ORDER BY 1
        """
    )
    return [
        problems.OUT_OF_BALANCE.problem(
            what="Tagihan",
            where=str(code),
            kept=f"{rupiah(kept)} untuk {thousands(people)} orang",
            counted=f"{rupiah(counted)} untuk {thousands(heads)} orang",
        )
        for code, kept, counted, people, heads in found
    ]


def check_lines_follow_the_ledger() -> list[Problem]:
    """Each line charges its entry's seat, of the bill's programme, branch and months, at the programme's rate."""
    found = _rows(
        """
        SELECT b.payment_code, count(*)
        FROM billing_billline l
        JOIN billing_bill b ON b.id = l.bill_id
        JOIN nominations_enrolment e ON e.id = l.enrolment_id
        LEFT JOIN coverage_entry x ON (x.person_id, x.month, x.turn) = (l.person_id, l.month, l.turn)
        LEFT JOIN membership_registration r ON r.enrolment_id = l.enrolment_id AND r.answer = 'accepted'
        LEFT JOIN membership_batch sent ON sent.id = r.batch_id
        LEFT JOIN programmes_rate rate ON (rate.programme_id, rate.month) = (b.programme_id, l.month)
        WHERE (x.enrolment_id, e.programme_id, sent.branch_id, rate.base, rate.rupiah)
                IS DISTINCT FROM (l.enrolment_id, b.programme_id, b.branch_id, l.base, l.rupiah)
            OR l.month NOT BETWEEN b.month_from AND b.month_to
        GROUP BY 1 ORDER BY 1
        """
    )
    return [problems.LINE_OFF_LEDGER.problem(code=code, count=thousands(count)) for code, count in found]


def check_reversed_months_have_their_credit() -> list[Problem]:
    """Every billed month that was reversed has its credit, of the same rupiah."""
    found = _rows(
        """
        SELECT b.payment_code, count(*)
        FROM billing_billline l
        JOIN billing_bill b ON b.id = l.bill_id
        JOIN coverage_entry undone
            ON (undone.person_id, undone.month, undone.previous_turn) = (l.person_id, l.month, l.turn)
        LEFT JOIN billing_credit c
            ON (c.person_id, c.month, c.turn) = (undone.person_id, undone.month, undone.turn)
        WHERE c.rupiah IS DISTINCT FROM l.rupiah GROUP BY 1 ORDER BY 1
        """
    )
    return [problems.REVERSED_WITHOUT_CREDIT.problem(code=code, count=thousands(count)) for code, count in found]


def check_budgets_hold_ungranted_credits() -> list[Problem]:
    """What a budget holds back is the sum of its credits that BPJS has not granted."""
    found = _rows(
        """
        WITH credited AS (
            SELECT e.programme_id, e.seat_region_id AS region_id, sum(c.rupiah) AS rupiah
            FROM billing_credit c
            JOIN billing_billline l ON (l.person_id, l.month, l.turn) = (c.person_id, c.month, c.billed_turn)
            JOIN nominations_enrolment e ON e.id = l.enrolment_id
            WHERE c.state NOT IN ('offset', 'refunded') GROUP BY 1, 2
        )
        SELECT p.code, region_id, coalesce(b.held, 0), coalesce(c.rupiah, 0)::bigint
        FROM programmes_budget b FULL JOIN credited c USING (programme_id, region_id)
        JOIN programmes_programme p ON p.id = programme_id
        WHERE coalesce(b.held, 0) <> coalesce(c.rupiah, 0) ORDER BY 1, 2
        """
    )
    return [
        problems.OUT_OF_BALANCE.problem(
            what="Anggaran tertahan", where=f"{programme} {region}", kept=rupiah(kept), counted=rupiah(counted)
        )
        for programme, region, kept, counted in found
    ]


def check_payments_fit_their_bill() -> list[Problem]:
    """Payments never exceed a bill, and it is marked paid on the day they reached it, not before."""
    found = _rows(
        """
        SELECT b.payment_code, b.rupiah, coalesce(p.rupiah, 0)::bigint, b.paid_on IS NOT NULL
        FROM billing_bill b LEFT JOIN (
            SELECT bill_id, sum(rupiah) AS rupiah, max("on") AS last_on FROM billing_payment GROUP BY 1
        ) p ON p.bill_id = b.id
        WHERE p.rupiah > b.rupiah OR b.paid_on IS DISTINCT FROM CASE WHEN p.rupiah = b.rupiah THEN p.last_on END
        ORDER BY 1
        """
    )
    return [
        problems.PAID_WRONGLY.problem(
            code=code, rupiah=rupiah(owed), paid=rupiah(paid), state="lunas" if done else "belum lunas"
        )
        for code, owed, paid, done in found
    ]


def check_offsets_equal_their_credits() -> list[Problem]:
    """A payment by offset is the sum of the credits granted for it, or the overpayment it came from."""
    found = _rows(
        """
        SELECT b.payment_code, p.reference, p.rupiah, coalesce(sum(c.rupiah), 0)::bigint
        FROM billing_payment p
        JOIN billing_bill b ON b.id = p.bill_id
        LEFT JOIN (
            SELECT payment_id, rupiah FROM billing_credit UNION ALL SELECT payment_id, rupiah FROM billing_surplus
        ) c ON c.payment_id = p.id
        WHERE p.kind = 'offset' OR c.payment_id IS NOT NULL
        GROUP BY p.id, b.payment_code HAVING p.rupiah <> coalesce(sum(c.rupiah), 0) ORDER BY 1, 2
        """
    )
    return [
        problems.OUT_OF_BALANCE.problem(
            what="Perhitungan kredit", where=f"{code} {reference}", kept=rupiah(kept), counted=rupiah(counted)
        )
        for code, reference, kept, counted in found
    ]


def check_invoices_add_up() -> list[Problem]:
    """An invoice's lines match or differ, and its rupiah are the bill's and those of the differences."""
    found = _rows(
        """
        SELECT b.payment_code FROM billing_invoice i JOIN billing_bill b ON b.id = i.bill_id
        LEFT JOIN (SELECT invoice_id, count(DISTINCT "row") AS lines, sum(rupiah) AS rupiah
                   FROM billing_difference GROUP BY 1) d ON d.invoice_id = i.id
        WHERE i.lines <> i.matched + coalesce(d.lines, 0) OR i.rupiah <> b.rupiah + coalesce(d.rupiah, 0)
        ORDER BY 1
        """
    )
    return [problems.INVOICE_OFF.problem(code=code) for (code,) in found]


def check_outside_totals_agree() -> list[Problem]:
    """Every total that somebody outside stated, and nobody withdrew, is what we count for that day."""
    return [
        problems.TOTAL_DIFFERS.problem(
            source=row.source,
            measure=row.label,
            funder=row.funder,
            month=str(row.month)[:7],
            as_of=row.as_of,
            stated=thousands(row.stated),
            ours=thousands(row.ours),
        )
        for row in outside_totals()
        if row.stated != row.ours
    ]


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
