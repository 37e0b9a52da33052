"""Questions about programmes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import connection

from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.programmes import problems
from lindung.programmes.models import Programme, Rate


def price(programme: Programme, first: date, last: date) -> int:
    """Rupiah of one person's cover from month `first` to month `last`, both included."""
    rates = Rate.objects.filter(programme=programme, month__range=(first, last))
    return sum(rates.values_list("rupiah", flat=True))


def programme_of(code: str) -> Programme:
    """The programme of this code; Refused (PROG-12) when there is none."""
    found = Programme.objects.filter(code=code).select_related("funder").first()
    if found is None:
        raise Refused(problems.PROGRAMME_UNKNOWN.problem(value=code))
    return found


def overview() -> list[dict[str, Any]]:
    """Every programme with its seats per month, its budget and how much of it decrees have committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.code, p.name, f.name AS funder, p.cover_from, p.months,
                (SELECT coalesce(sum(seats), 0) FROM programmes_seats s
                 WHERE s.programme_id = p.id AND s.month = p.cover_from) AS seats,
                coalesce(b.rupiah, 0), coalesce(b.committed, 0)
            FROM programmes_programme p JOIN programmes_funder f ON f.id = p.funder_id
            LEFT JOIN (SELECT programme_id, sum(rupiah) AS rupiah, sum(committed) AS committed
                       FROM programmes_budget GROUP BY 1) b ON b.programme_id = p.id
            ORDER BY p.code
            """
        )
        return [
            {
                "code": code,
                "name": name,
                "funder": funder,
                "cover_from": str(Month.of(cover_from)),
                "months": months,
                "seats": int(seats),
                "budget": int(budget),
                "committed": int(committed),
            }
            for code, name, funder, cover_from, months, seats, budget, committed in cursor.fetchall()
        ]
