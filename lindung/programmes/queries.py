"""Questions about programmes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.programmes import problems
from lindung.programmes.models import Programme, Rate, Tally


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


class Quota(NamedTuple):
    """Seats per month and rupiah of a region and all inside it."""

    seats: int
    rupiah: int


class Row(NamedTuple):
    """A region's quota, what of it is used (seats in the fullest month; rupiah committed and held), and figures."""

    region: str
    name: str
    quota: Quota
    used: Quota
    committed: int
    held: int
    own: bool = False


def quota_rows(programme: Programme, within: str) -> list[Row]:
    """`within` first, then every region directly in it; each with what is inside counted to it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH places AS (
                SELECT code, name FROM regions_region
                WHERE code = %(within)s OR (parent_id = %(within)s AND retired_on IS NULL)
            ), seats AS (
                SELECT region_id, max(seats) AS seats, max(taken) AS taken FROM programmes_seats
                WHERE programme_id = %(programme)s GROUP BY 1
            )
            SELECT p.code, p.name, coalesce(sum(s.seats), 0)::bigint, coalesce(sum(b.rupiah), 0)::bigint,
                coalesce(sum(s.taken), 0)::bigint, coalesce(sum(b.committed), 0)::bigint,
                coalesce(sum(b.held), 0)::bigint
            FROM places p
            LEFT JOIN seats s ON s.region_id = p.code OR s.region_id LIKE p.code || '.%%'
            LEFT JOIN programmes_budget b ON (b.programme_id, b.region_id) = (%(programme)s, s.region_id)
            GROUP BY 1, 2 ORDER BY p.code
            """,
            {"programme": programme.pk, "within": within},
        )
        return [
            Row(code, name, Quota(seats, money), Quota(taken, committed + held), committed, held, code == within)
            for code, name, seats, money, taken, committed, held in cursor.fetchall()
        ]


def stages(programme: Programme, districts: Sequence[str] | None = None) -> dict[str, dict[str, int]]:
    """District → stage → running total, of all districts or only of these."""
    found = Tally.objects.filter(programme=programme)
    if districts is not None:
        found = found.filter(district__in=districts)
    told: dict[str, dict[str, int]] = {}
    for district, stage, value in found.values_list("district_id", "stage", "value"):
        told.setdefault(district, {})[stage] = value
    return told


def price_of(programme: Programme) -> int:
    """Rupiah of one seat over the whole programme."""
    last = Month.of(programme.cover_from).plus(programme.months - 1)
    return price(programme, programme.cover_from, last.first)


def rate_spans(programme: Programme) -> list[dict[str, Any]]:
    """The premium by spans of months in which it is the same, with its source."""
    spans: list[dict[str, Any]] = []
    for rate in programme.rates.order_by("month"):
        if spans and (spans[-1]["rupiah"], spans[-1]["source"]) == (rate.rupiah, rate.source):
            spans[-1]["last"] = rate.month
        else:
            spans.append({"first": rate.month, "last": rate.month, "rupiah": rate.rupiah, "source": rate.source,
                          "assumed": rate.assumed})  # fmt: skip
    return spans


MONEY = ("seats", "taken", "rupiah", "committed", "held", "billed", "paid")


def standing(programme: Programme, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Seats and rupiah of a programme by region, for who may look at the regions `codes`.

    One row per district, and one for what lies undivided above them; for who sees less than a district, one per
    region of theirs. Of districts also what bills charge and what was paid.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH held AS (
                SELECT s.region_id, max(s.seats) AS seats, max(s.taken) AS taken FROM programmes_seats s
                WHERE s.programme_id = %(programme)s AND EXISTS (
                    SELECT FROM unnest(%(codes)s::text[]) AS code
                    WHERE s.region_id = code OR s.region_id LIKE code || '.%%')
                GROUP BY 1
            )
            SELECT left(h.region_id, 5) AS place, r.name, sum(h.seats)::bigint, sum(h.taken)::bigint,
                sum(b.rupiah)::bigint, sum(b.committed)::bigint, sum(b.held)::bigint
            FROM held h JOIN programmes_budget b ON (b.programme_id, b.region_id) = (%(programme)s, h.region_id)
            JOIN regions_region r ON r.code = left(h.region_id, 5)
            GROUP BY 1, 2 ORDER BY 1
            """,
            {"programme": programme.pk, "codes": list(codes)},
        )
        found = [dict(zip(("region", "name", *MONEY), row, strict=False)) for row in cursor.fetchall()]
    known = stages(programme, [row["region"] for row in found])
    whole = [code for code in codes if len(code) <= 5]
    for row in found:
        told = known.get(row["region"], {})
        # A village's officer sees the village's seats, not the district's bills.
        sees = any(row["region"] == code or row["region"].startswith(f"{code}.") for code in whole)
        row["billed"] = told.get("premium_billed", 0) if sees else None
        row["paid"] = told.get("premium_paid", 0) if sees else None
        row["decided"] = told.get("enrolled", 0) if sees else None
        row["reserve"] = told.get("reserve", 0) if sees else None
        row["undivided"] = len(row["region"]) == 2
    return found


def totals(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    return {name: sum(row[name] or 0 for row in rows) for name in (*MONEY, "decided", "reserve")}
