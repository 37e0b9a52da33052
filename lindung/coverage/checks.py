"""Invariants of the ledger. The database keeps most of them; here they are proved anew."""

from __future__ import annotations

from django.db import connection

from lindung.coverage import problems
from lindung.coverage.models import Posting
from lindung.coverage.queries import doubles, proposals
from lindung.kernel.month import Month
from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import rupiah, thousands

HELD = """
SELECT DISTINCT ON (person_id, month) person_id, month, turn, enrolment_id, posting_id
FROM coverage_entry ORDER BY person_id, month, turn DESC
"""


def check_counters_equal_ledger() -> list[Problem]:
    """Seats taken and rupiah committed are what the ledger says, region by region and month by month."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH counted AS (
                SELECT e.programme_id, e.seat_region_id AS region_id, held.month, count(*) AS months
                FROM ({HELD}) held JOIN nominations_enrolment e ON e.id = held.enrolment_id
                WHERE held.turn % 2 = 0 GROUP BY 1, 2, 3
            ), priced AS (
                SELECT programme_id, region_id, sum(months * r.rupiah) AS rupiah
                FROM counted JOIN programmes_rate r USING (programme_id, month) GROUP BY 1, 2
            )
            SELECT 'seats', p.code, region_id, month, coalesce(s.taken, 0), coalesce(c.months, 0)
            FROM programmes_seats s FULL JOIN counted c USING (programme_id, region_id, month)
            JOIN programmes_programme p ON p.id = programme_id
            WHERE coalesce(s.taken, 0) <> coalesce(c.months, 0)
            UNION ALL
            SELECT 'rupiah', p.code, region_id, NULL, coalesce(b.committed, 0), coalesce(c.rupiah, 0)
            FROM programmes_budget b FULL JOIN priced c USING (programme_id, region_id)
            JOIN programmes_programme p ON p.id = programme_id
            WHERE coalesce(b.committed, 0) <> coalesce(c.rupiah, 0)
            ORDER BY 1, 2, 3, 4
            """
        )
        return [
            problems.OUT_OF_BALANCE.problem(
                what="Kursi terpakai" if what == "seats" else "Anggaran terikat",
                where=f"{programme} {region}" + (f" {Month.of(month)}" if month else ""),
                kept=thousands(kept) if what == "seats" else rupiah(kept),
                counted=thousands(int(counted)) if what == "seats" else rupiah(int(counted)),
            )
            for what, programme, region, month, kept, counted in cursor.fetchall()
        ]


def check_nobody_is_paid_twice_through_a_merge() -> list[Problem]:
    """Two rows of one human being never hold the same month; the seat to end is named with its month."""
    return [
        problems.MERGED_HOLDS.problem(
            name=each.name,
            months=thousands(each.months),
            programme=each.programme,
            enrolment=each.enrolment,
            month=each.start,
        )
        for each in doubles()
    ]


def check_nobody_is_covered_against_what_is_known() -> list[Problem]:
    """Who died, moved away, earns a wage or is a member elsewhere holds no later month; a warning until decided."""
    return [
        problems.COVERED_AGAINST_FACTS.problem(
            name=each.name,
            months=thousands(each.months),
            month=each.start,
            programme=each.programme,
            reason=Posting.Reason(each.reason).label,
            source=each.source,
            enrolment=each.enrolment,
        )
        for each in proposals()
        if each.reason != Posting.Reason.DOUBLE
    ]


def check_entries_have_their_posting_and_seat() -> list[Problem]:
    """Every entry names a posting that exists, and lies within its enrolment's months."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FILTER (WHERE p.id IS NULL),
                count(*) FILTER (WHERE e.id IS NOT NULL AND x.month NOT BETWEEN e.cover_from AND e.cover_to)
            FROM coverage_entry x
            LEFT JOIN coverage_posting p ON p.id = x.posting_id
            LEFT JOIN nominations_enrolment e ON e.id = x.enrolment_id
            """
        )
        lost, outside = cursor.fetchone()
    kinds = {"Bulan tanpa pembukuan": lost, "Bulan di luar masa kepesertaan": outside}
    return [
        problems.OUT_OF_BALANCE.problem(what=what, where="buku besar", kept=thousands(number), counted="0")
        for what, number in kinds.items()
        if number
    ]


def check_ended_enrolments_hold_nothing_after() -> list[Problem]:
    """An ended enrolment holds no month from its end on; one that goes on holds at least one."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*) FROM nominations_enrolment e JOIN ({HELD}) held ON held.enrolment_id = e.id
            WHERE held.turn % 2 = 0 AND held.month >= e.ended_from
            """
        )
        [after] = cursor.fetchone()
        cursor.execute(
            """
            SELECT count(*) FROM nominations_enrolment e WHERE e.ended_on IS NULL AND NOT EXISTS (
                SELECT FROM coverage_entry x WHERE x.enrolment_id = e.id AND NOT EXISTS (
                    SELECT FROM coverage_entry u
                    WHERE (u.person_id, u.month, u.turn) = (x.person_id, x.month, x.turn + 1)))
            """
        )
        [idle] = cursor.fetchone()
    kinds = {"Bulan setelah kepesertaan berakhir": after, "Kepesertaan tanpa bulan": idle}
    return [
        problems.OUT_OF_BALANCE.problem(what=what, where="buku besar", kept=thousands(number), counted="0")
        for what, number in kinds.items()
        if number
    ]


def check_months_older_than_their_decree_have_an_agreement() -> list[Problem]:
    """A month before its decree was signed needs an agreement (PKS) that covers it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT x.month, p.code, d.number
            FROM (SELECT DISTINCT month, posting_id FROM coverage_entry WHERE turn % 2 = 0) x
            JOIN coverage_posting b ON b.id = x.posting_id
            JOIN programmes_decree d ON d.id = b.decree_id
            JOIN programmes_programme p ON p.id = d.programme_id
            WHERE x.month < date_trunc('month', d.signed_on) AND NOT EXISTS (
                SELECT FROM programmes_agreement a
                WHERE a.programme_id = p.id AND x.month BETWEEN a.cover_from AND a.cover_to)
            ORDER BY 1, 2, 3
            """
        )
        return [
            problems.OLDER_THAN_DECREE.problem(month=Month.of(month), programme=code, decree=number)
            for month, code, number in cursor.fetchall()
        ]
