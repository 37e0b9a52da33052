"""Invariants of banking. The database keeps most of them; here they are proved anew."""

from __future__ import annotations

from django.db import connection

from lindung.banking import problems
from lindung.banking.queries import AS_OF
from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import thousands


def check_tallies_equal_accounts() -> list[Problem]:
    """Accounts opened are counted right, by programme and district."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT p.code, district_id, coalesce(t.value, 0), coalesce(c.value, 0)
            FROM (SELECT * FROM programmes_tally WHERE stage = 'accounts') t
            FULL JOIN ({AS_OF}) c USING (programme_id, district_id)
            JOIN programmes_programme p ON p.id = programme_id
            WHERE coalesce(t.value, 0) <> coalesce(c.value, 0) ORDER BY 1, 2
            """,
            {"day": "infinity"},
        )
        return [
            problems.OUT_OF_BALANCE.problem(
                what="Rekening dibuka",
                where=f"{programme} {district}",
                kept=thousands(kept),
                counted=thousands(counted),
            )
            for programme, district, kept, counted in cursor.fetchall()
        ]


def check_accounts_answer_requests() -> list[Problem]:
    """A request counts as opened exactly when its account is there."""
    return _counted(
        "Permintaan yang keadaannya lain dari rekeningnya",
        """
        SELECT count(*) FROM (SELECT * FROM banking_accountrequest WHERE state = 'opened') q
        FULL JOIN banking_account a
            ON (a.opened_for_id, a.person_id, a.bank_id) = (q.enrolment_id, q.person_id, q.bank_id)
        WHERE q.id IS NULL OR a.id IS NULL
        """,
    )


def check_accounts_were_agreed_to() -> list[Problem]:
    """Nobody was given to the bank who had not said yes by that day."""
    return _counted(
        "Permintaan rekening tanpa persetujuan",
        """
        SELECT count(*) FROM banking_accountrequest q WHERE NOT coalesce((
            SELECT c.given FROM banking_consent c WHERE c.person_id = q.person_id AND c."on" <= q.asked_on
            ORDER BY c."on" DESC, c.given LIMIT 1), false)
        """,
    )


def check_batches_equal_their_requests() -> list[Problem]:
    """A batch has as many people as it was made for, all of its bank and programme, asked on its day."""
    return _counted(
        "Kiriman permintaan rekening yang lain dari isinya",
        """
        SELECT count(*) FROM banking_accountbatch b LEFT JOIN (
            SELECT q.batch_id, count(*) AS people, min(q.bank_id) AS bank, max(q.bank_id) AS other,
                min(q.asked_on) AS first, max(q.asked_on) AS last, min(e.programme_id) AS programme,
                max(e.programme_id) AS another
            FROM banking_accountrequest q JOIN nominations_enrolment e ON e.id = q.enrolment_id
            WHERE q.batch_id IS NOT NULL GROUP BY 1
        ) q ON q.batch_id = b.id
        WHERE (b.people, b.bank_id, b.bank_id, b.asked_on, b.asked_on, b.programme_id, b.programme_id)
            IS DISTINCT FROM (q.people, q.bank, q.other, q.first, q.last, q.programme, q.another)
        """,
    )


def check_orders_equal_their_transfers() -> list[Problem]:
    """An order's people and rupiah are those of its transfers, and each transfer names its order's payer."""
    return _counted(
        "Perintah bayar yang lain dari transfernya",
        """
        SELECT count(*) FROM banking_paymentorder o LEFT JOIN (
            SELECT order_id, count(*) AS transfers, sum(rupiah) AS rupiah, min(payer_id) AS low,
                max(payer_id) AS high
            FROM banking_transfer GROUP BY 1
        ) t ON t.order_id = o.id
        WHERE (o.transfers_ordered, o.rupiah, o.payer_id, o.payer_id)
            IS DISTINCT FROM (t.transfers, t.rupiah, t.low, t.high)
        """,
    )


def check_statements_add_up() -> list[Problem]:
    """A movement matched to a premium payment is that payment's rupiah, with what was paid beyond the bill."""
    return _counted(
        "Mutasi bank yang lain dari pembayaran iurannya",
        """
        SELECT count(*) FROM banking_statemententry e JOIN billing_payment p ON p.id = e.payment_id
        LEFT JOIN billing_surplus s ON (s.bill_id, s.reference) = (p.bill_id, p.reference)
        WHERE -e.rupiah NOT IN (p.rupiah, p.rupiah + coalesce(s.rupiah, 0))
        """,
    )


def _counted(what: str, query: str) -> list[Problem]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        [number] = cursor.fetchone()
    if not number:
        return []
    return [problems.OUT_OF_BALANCE.problem(what=what, where="bank", kept=thousands(number), counted="0")]
