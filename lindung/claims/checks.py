"""Invariants of claims. The database keeps most of them; here they are proved anew."""

from __future__ import annotations

from django.db import connection

from lindung.claims import problems
from lindung.claims.queries import AS_OF
from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import rupiah, thousands

TALLIES = f"""
SELECT stage, p.code, district_id, coalesce(t.value, 0), coalesce(c.value, 0)
FROM (SELECT * FROM programmes_tally WHERE stage IN ('claims', 'claims_paid_rupiah')) t
FULL JOIN ({AS_OF}) c USING (programme_id, district_id, stage)
JOIN programmes_programme p ON p.id = programme_id
WHERE coalesce(t.value, 0) <> coalesce(c.value, 0) ORDER BY 1, 2, 3
"""

# What a claim was granted and paid, counted from decisions and payments.
MONEY = """
SELECT c.id, c.granted, coalesce(d.rupiah, 0), c.paid, coalesce(o.rupiah, 0)
FROM claims_claim c
LEFT JOIN (SELECT DISTINCT ON (claim_id) claim_id, rupiah FROM claims_decision
           ORDER BY claim_id, sequence DESC) d ON d.claim_id = c.id
LEFT JOIN (SELECT y.claim_id, sum(p.rupiah) AS rupiah FROM claims_payout p JOIN claims_payee y ON y.id = p.payee_id
           GROUP BY 1) o ON o.claim_id = c.id
WHERE c.granted <> coalesce(d.rupiah, 0) OR c.paid <> coalesce(o.rupiah, 0) OR
    coalesce(o.rupiah, 0) > coalesce(d.rupiah, 0)
ORDER BY 1
"""

SHARES = """
SELECT y.claim_id, y.id, y.share, sum(p.rupiah) FROM claims_payout p JOIN claims_payee y ON y.id = p.payee_id
GROUP BY y.id HAVING sum(p.rupiah) > y.share ORDER BY 1, 2
"""

# The month of the event may be reversed later: the claim was judged by what was known when it was reported.
COVER = """
SELECT c.id FROM claims_claim c WHERE c.covered AND NOT EXISTS (
    SELECT FROM coverage_entry x JOIN coverage_posting b ON b.id = x.posting_id
    WHERE x.enrolment_id = c.enrolment_id AND x.month = c.cover_month AND b.booked_on <= c.reported_on)
ORDER BY 1
"""


def check_tallies_equal_claims() -> list[Problem]:
    """Claims and rupiah paid are what claims and payments say, by programme and district."""
    return [
        problems.OUT_OF_BALANCE.problem(
            what=stage, where=f"{programme} {district}", kept=thousands(int(kept)), counted=thousands(int(counted))
        )
        for stage, programme, district, kept, counted in _rows(TALLIES)
    ]


def check_payments_stay_within_the_decision() -> list[Problem]:
    """Granted is BPJS's last decision, paid the sum of its payments, and never more than granted."""
    return [
        problems.OUT_OF_BALANCE.problem(
            what="Putusan dan pembayaran",
            where=f"klaim {claim}",
            kept=f"{rupiah(granted)} / {rupiah(paid)}",
            counted=f"{rupiah(decided)} / {rupiah(int(summed))}",
        )
        for claim, granted, decided, paid, summed in _rows(MONEY)
    ]


def check_payments_stay_within_the_share() -> list[Problem]:
    """Nobody was paid more than the share named."""
    return [
        problems.OUT_OF_BALANCE.problem(
            what=f"Pembayaran penerima {payee}",
            where=f"klaim {claim}",
            kept=rupiah(int(summed)),
            counted=f"paling banyak {rupiah(share)}",
        )
        for claim, payee, share, summed in _rows(SHARES)
    ]


def check_covered_claims_have_their_month() -> list[Problem]:
    """A claim that says covered names a seat that held the month of the event."""
    return [
        problems.OUT_OF_BALANCE.problem(
            what="Perlindungan pada bulan kejadian", where=f"klaim {claim}", kept="ada", counted="tidak ada"
        )
        for (claim,) in _rows(COVER)
    ]


def _rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, {"day": "infinity"})
        return list(cursor.fetchall())
