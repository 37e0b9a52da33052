"""Holding BPJS's invoice against our bill, name by name and month by month, in a few statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.billing import problems
from lindung.billing.models import Bill, Invoice
from lindung.exchange.models import Message
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import thousands

STAGE = """
DROP TABLE IF EXISTS invoiced;
CREATE TEMP TABLE invoiced ("row" int, nik text, kpj text, name text, month date, base bigint, rupiah bigint)
    ON COMMIT DROP
"""
COLUMNS = ("row", "nik", "kpj", "name", "month", "base", "rupiah")
FOLDED = "upper(trim(regexp_replace(regexp_replace({0}, '[^[:alpha:] ]', '', 'g'), ' +', ' ', 'g')))"

# A person-month stands on the invoice once; what repeats it is set aside first.
REPEATED = """
ANALYZE invoiced;
DROP TABLE IF EXISTS repeated, pair;
CREATE TEMP TABLE repeated ON COMMIT DROP AS
SELECT i.* FROM (
    SELECT i.*, row_number() OVER (PARTITION BY kpj, month, CASE kpj WHEN '' THEN nik END ORDER BY "row") AS place
    FROM invoiced i JOIN (
        SELECT kpj, month FROM invoiced GROUP BY 1, 2 HAVING count(*) > 1
    ) more USING (kpj, month)
) i WHERE place > 1;
DELETE FROM invoiced i USING repeated r WHERE r."row" = i."row";
"""
# Only what differs is kept. Names are folded only where they are not the same but for their case.
PAIRS = f"""
CREATE TEMP TABLE pair ON COMMIT DROP AS
SELECT o.person_id, o.month, o.nik, o.kpj, o.name, o.base, o.rupiah, t."row", t.nik AS t_nik, t.kpj AS t_kpj,
    t.name AS t_name, t.month AS t_month, t.base AS t_base, t.rupiah AS t_rupiah
FROM (SELECT * FROM billing_billline WHERE bill_id = %(bill)s) o
FULL JOIN invoiced t ON t.kpj = o.kpj AND t.month = o.month
WHERE o.person_id IS NULL OR t."row" IS NULL OR o.rupiah <> t.rupiah OR o.base <> t.base
    OR t.nik NOT IN ('', o.nik)
    OR CASE WHEN t.name = '' OR upper(t.name) = upper(o.name) THEN false
        ELSE {FOLDED.format("t.name")} <> {FOLDED.format("o.name")} END
"""
# Whom the KPJ did not bring together the NIK may, and then the person where one month of each stands alone.
TAKE = """
UPDATE pair p SET "row" = t."row", t_nik = t.t_nik, t_kpj = t.t_kpj, t_name = t.t_name, t_month = t.t_month,
    t_base = t.t_base, t_rupiah = t.t_rupiah
FROM ({theirs}) t WHERE p."row" IS NULL AND {same};
DELETE FROM pair d USING pair m WHERE d.person_id IS NULL AND m.person_id IS NOT NULL AND m."row" = d."row";
"""
BY_NIK = TAKE.format(
    theirs="SELECT * FROM pair WHERE person_id IS NULL AND t_nik <> ''",
    same="p.nik = t.t_nik AND p.month = t.t_month",
)
BY_PERSON = TAKE.format(
    theirs="""
        SELECT * FROM (SELECT *, count(*) OVER (PARTITION BY t_kpj) AS months FROM pair
            WHERE person_id IS NULL AND t_kpj <> '') alone WHERE months = 1""",
    same="""p.kpj = t.t_kpj AND NOT EXISTS (SELECT FROM pair q WHERE q."row" IS NULL AND q.kpj = p.kpj
            AND q.month <> p.month)""",
)
KEEP = f"""
INSERT INTO billing_difference
    (invoice_id, number, kind, person_id, month, "row", nik, kpj, name, ours, theirs, rupiah)
SELECT %(invoice)s, row_number() OVER (ORDER BY "row" NULLS FIRST, person_id, month, kind), kind, person_id, month,
    "row", nik, kpj, name, ours, theirs, rupiah
FROM (
    SELECT d.kind, p.person_id, coalesce(p.month, p.t_month) AS month, p."row", coalesce(p.nik, p.t_nik) AS nik,
        coalesce(p.kpj, p.t_kpj) AS kpj, coalesce(p.name, p.t_name) AS name, d.ours, d.theirs, d.rupiah
    FROM pair p, LATERAL (
        SELECT 'theirs_only', '', t_rupiah::text, t_rupiah WHERE person_id IS NULL
        UNION ALL SELECT 'ours_only', p.rupiah::text, '', -p.rupiah WHERE "row" IS NULL
        UNION ALL SELECT 'month', p.month::text, t_month::text, 0 WHERE p.month <> t_month
        UNION ALL SELECT 'amount', p.rupiah::text, t_rupiah::text, t_rupiah - p.rupiah WHERE p.rupiah <> t_rupiah
        UNION ALL SELECT 'base', p.base::text, t_base::text, 0 WHERE p.base <> t_base
        UNION ALL SELECT 'name', p.name, t_name, 0 WHERE t_name <> ''
            AND {FOLDED.format("t_name")} <> {FOLDED.format("p.name")}
        UNION ALL SELECT 'number', concat_ws(' ', p.nik, p.kpj), concat_ws(' ', t_nik, t_kpj), 0
            WHERE t_nik NOT IN ('', p.nik) OR t_kpj NOT IN ('', p.kpj)
    ) AS d (kind, ours, theirs, rupiah)
    UNION ALL
    SELECT 'twice', NULL, month, "row", nik, kpj, name, '', rupiah::text, rupiah FROM repeated
) found
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """The invoice and its differences by kind; `already`: this file was compared before."""

    invoice: Invoice
    differences: dict[str, int]
    already: bool = False


def stage_invoice(cursor: CursorWrapper) -> None:
    """The empty table `invoiced`, for a COPY of `COLUMNS`. KPJ and NIK are '' where they are not said."""
    cursor.execute(STAGE)


def compare_staged(cursor: CursorWrapper, *, bill: Bill, message: Message, actor: Actor, on: date) -> Compared:
    """Compare `invoiced` with the bill and keep every difference; within the verb that filled it.

    Refused: BILL-13 an invoice that is mostly about others, BILL-14 a bill that is closed already.
    """
    locked = Bill.objects.select_for_update().get(pk=bill.pk)
    if hasattr(locked, "closure"):
        raise Refused(problems.CLOSED.problem(code=bill.payment_code))
    cursor.execute("SELECT count(*), coalesce(sum(rupiah), 0)::bigint FROM invoiced")
    lines, rupiah = cursor.fetchone()
    cursor.execute(REPEATED)
    cursor.execute(PAIRS, {"bill": bill.pk})
    _refuse_other_bill(cursor, bill, message.name, lines)
    cursor.execute(f"ANALYZE pair; {BY_NIK} {BY_PERSON}")
    cursor.execute('SELECT (SELECT count(*) FROM invoiced) - (SELECT count(*) FROM pair WHERE "row" IS NOT NULL)')
    matched = cursor.fetchone()[0]
    invoice = Invoice.objects.create(
        bill=bill, message=message, received_on=on, lines=lines, rupiah=rupiah, matched=matched
    )
    cursor.execute(KEEP, {"invoice": invoice.pk})
    found = kinds_of(cursor, invoice.pk)
    record(
        actor=actor,
        verb="billing.compare",
        subject=f"bill:{bill.pk}",
        on=on,
        code=bill.payment_code,
        lines=lines,
        matched=matched,
        differences=sum(found.values()),
        rupiah=rupiah - bill.rupiah,
    )
    return Compared(invoice, found)


def kinds_of(cursor: CursorWrapper, invoice: int) -> dict[str, int]:
    cursor.execute(
        "SELECT kind, count(*) FROM billing_difference WHERE invoice_id = %s GROUP BY 1 ORDER BY 1", [invoice]
    )
    return dict(cursor.fetchall())


def _refuse_other_bill(cursor: CursorWrapper, bill: Bill, file: str, lines: int) -> None:
    """More than half of the lines are of people never sent for this programme to this branch: it is another's."""
    cursor.execute(
        """
        WITH sent AS MATERIALIZED (
            SELECT r.nik, r.kpj FROM membership_batch b JOIN membership_registration r ON r.batch_id = b.id
            WHERE (b.programme_id, b.branch_id) = (%s, %s)
        )
        SELECT count(*) FROM pair WHERE person_id IS NULL
            AND t_nik NOT IN (SELECT nik FROM sent) AND t_kpj NOT IN (SELECT kpj FROM sent WHERE kpj <> '')
        """,
        [bill.programme_id, bill.branch_id],
    )
    strange = cursor.fetchone()[0]
    if strange * 2 > lines:
        raise Refused(
            problems.OTHER_BILL.problem(
                file=file, code=bill.payment_code, strange=thousands(strange), lines=thousands(lines)
            )
        )
