"""The figures, today's from the tallies and an earlier day's from the base tables."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from django.db import connection

from lindung.banking.queries import AS_OF as BANKING
from lindung.billing.queries import AS_OF as BILLING
from lindung.claims.queries import AS_OF as CLAIMS
from lindung.coverage.queries import AS_OF as COVERAGE
from lindung.distribution.queries import AS_OF as DISTRIBUTION
from lindung.membership.queries import AS_OF as MEMBERSHIP
from lindung.nominations.queries import AS_OF as NOMINATIONS

Row = dict[str, Any]

TALLIES = "SELECT programme_id, district_id, stage, value FROM programmes_tally"
BASE = "\nUNION ALL\n".join((NOMINATIONS, COVERAGE, MEMBERSHIP, BILLING, BANKING, DISTRIBUTION, CLAIMS))

FIGURES = """
WITH counted AS ({stages}),
stages AS (
    SELECT programme_id, district_id, jsonb_object_agg(stage, value) AS values FROM counted GROUP BY 1, 2
), moves AS (
    SELECT d.programme_id, left(a.region_id, 5) AS district_id, a.seats, a.basis
    FROM programmes_allocation a JOIN programmes_decree d ON d.id = a.decree_id WHERE a.booked_on <= %(day)s
    UNION ALL
    SELECT d.programme_id, left(a.taken_from_id, 5), -a.seats, 'published'
    FROM programmes_allocation a JOIN programmes_decree d ON d.id = a.decree_id
    WHERE a.taken_from_id IS NOT NULL AND a.booked_on <= %(day)s
), seats AS (
    SELECT programme_id, district_id, sum(seats) AS seats,
        CASE WHEN bool_or(basis = 'assumed') THEN 'assumed' ELSE 'published' END AS basis
    FROM moves GROUP BY 1, 2
)
SELECT p.code, f.name, f.kind, p.year, district_id, r.name, coalesce(seats.seats, 0),
    coalesce(seats.basis, 'published'), coalesce(stages.values, '{{}}')
FROM stages FULL JOIN seats USING (programme_id, district_id)
JOIN programmes_programme p ON p.id = programme_id
JOIN programmes_funder f ON f.id = p.funder_id
JOIN regions_region r ON r.code = district_id
WHERE (%(programme)s::text IS NULL OR p.code = %(programme)s)
    AND (coalesce(seats.seats, 0) <> 0 OR stages.values IS NOT NULL)
ORDER BY p.code, district_id
"""


@cache
def stages() -> dict[str, dict[str, str]]:
    """Stage → unit and description in Indonesian and English, in the order of the columns."""
    text = files("lindung.reports").joinpath("figures.yaml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text))


def figures(*, programme: str | None = None, as_of: date | None = None) -> list[Row]:
    """One row per programme and district: every stage as its own count, in whole units (figures.yaml).

    `as_of`: what was known on that day, counted from the base tables; None: now, from the tallies.
    """
    return _rows(BASE if as_of else TALLIES, programme, as_of)


def recounted(*, programme: str | None = None) -> list[Row]:
    """Today's figures counted anew from the base tables, to be held against `figures()`."""
    return _rows(BASE, programme, None)


def _rows(source: str, programme: str | None, as_of: date | None) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(FIGURES.format(stages=source), {"programme": programme, "day": as_of or "infinity"})
        found = cursor.fetchall()
    return [_row(*row) for row in found]


def _row(
    code: str, funder: str, kind: str, year: int, district: str, name: str, seats: int, basis: str, values: Any
) -> Row:
    counts = json.loads(values) if isinstance(values, str) else values
    place: Row = {
        "programme": code,
        "funder": funder,
        "funder_kind": kind,
        "year": year,
        "district": district,
        "district_name": name,
        "seats": int(seats),
        "seats_basis": basis,
    }
    return place | {stage: int(counts.get(stage, 0)) for stage in stages() if stage != "seats"}


def total(rows: list[Row], stage: str) -> int:
    return sum(row[stage] for row in rows)
