"""Invariants of programmes."""

from __future__ import annotations

from django.db import connection

from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes import problems


def check_counters_equal_allocations() -> list[Problem]:
    """Seats and rupiah of each region are the sum of the allocations to it, less what it gave on."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH moves AS (
                SELECT d.programme_id, a.region_id, a.seats, a.rupiah
                FROM programmes_allocation a JOIN programmes_decree d ON d.id = a.decree_id
                UNION ALL
                SELECT d.programme_id, a.taken_from_id, -a.seats, -a.rupiah
                FROM programmes_allocation a JOIN programmes_decree d ON d.id = a.decree_id
                WHERE a.taken_from_id IS NOT NULL
            ), given AS (
                SELECT programme_id, region_id, sum(seats) AS seats, sum(rupiah) AS rupiah FROM moves GROUP BY 1, 2
            ), kept AS (
                SELECT b.programme_id, b.region_id, b.rupiah, min(s.seats) AS low, max(s.seats) AS high
                FROM programmes_budget b LEFT JOIN programmes_seats s USING (programme_id, region_id)
                GROUP BY 1, 2, 3
            )
            SELECT p.code, region_id, kept.low, given.seats, kept.rupiah, given.rupiah
            FROM given FULL JOIN kept USING (programme_id, region_id)
            JOIN programmes_programme p ON p.id = programme_id
            WHERE (kept.low, kept.high, kept.rupiah) IS DISTINCT FROM (given.seats, given.seats, given.rupiah)
            ORDER BY 1, 2
            """
        )
        return [
            problems.COUNTER_DIFFERS.problem(
                programme=code,
                region=region,
                kept=f"{thousands(low or 0)} kursi, {rupiah(int(money or 0))}",
                counted=f"{thousands(int(seats or 0))} kursi, {rupiah(int(budget or 0))}",
            )
            for code, region, low, seats, money, budget in cursor.fetchall()
        ]


def check_nothing_is_overdrawn() -> list[Problem]:
    """No seat and no rupiah beyond what was allocated; the CHECKs say so, this says it again."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.code, s.region_id, s.taken, s.seats FROM programmes_seats s
            JOIN programmes_programme p ON p.id = s.programme_id WHERE s.taken > s.seats
            UNION ALL
            SELECT p.code, b.region_id, b.committed + b.held, b.rupiah FROM programmes_budget b
            JOIN programmes_programme p ON p.id = b.programme_id WHERE b.committed + b.held > b.rupiah
            """
        )
        return [
            problems.COUNTER_DIFFERS.problem(
                programme=code, region=region, kept=thousands(used), counted=thousands(room)
            )
            for code, region, used, room in cursor.fetchall()
        ]
