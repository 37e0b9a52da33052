"""What pages tell of membership over time: all members counted at once by paid month and last month held.

The same standing as in `queries.standing`, of which a test reminds them, without putting every paid month in order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from lindung.billing.queries.standing import Horizon, grace_months
from lindung.kernel.month import Month, months_from
from lindung.programmes.models import Programme
from lindung.regions.models import Region

MEMBERS = """
WITH member AS (
    SELECT DISTINCT ON (e.person_id) e.person_id, e.programme_id, e.district_id
    FROM membership_registration r JOIN nominations_enrolment e ON e.id = r.enrolment_id
    WHERE r.answer = 'accepted' AND r.answered_on <= %(on)s AND coalesce(e.ended_on > %(on)s, true)
        AND EXISTS (SELECT FROM unnest(%(codes)s::text[]) AS code
                    WHERE e.district_id = code OR e.district_id LIKE code || '.%%')
    ORDER BY e.person_id, e.cover_to DESC, e.id DESC
), paid AS (
    SELECT l.person_id, max(l.month) AS month
    FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id AND b.paid_on <= %(on)s
    WHERE NOT EXISTS (
        SELECT FROM billing_credit c WHERE c.opened_on <= %(on)s
            AND (c.person_id, c.month, c.billed_turn) = (l.person_id, l.month, l.turn))
    GROUP BY 1
), held AS (
    SELECT person_id,
        max(CASE WHEN ended_on <= %(on)s THEN ended_from - interval '1 month' ELSE cover_to END) AS month
    FROM nominations_enrolment WHERE booked_on <= %(on)s GROUP BY 1
)
SELECT m.programme_id, g.code, m.district_id, r.name, paid.month, (held.month + interval '1 month')::date, count(*)
FROM member m LEFT JOIN paid USING (person_id) JOIN held USING (person_id)
JOIN programmes_programme g ON g.id = m.programme_id JOIN regions_region r ON r.code = m.district_id
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY g.code, m.district_id, 6, 5
"""
# Seats held month by month as the ledger knows them on a day.
HELD = """
SELECT m.month, count(x.person_id)
FROM unnest(%(months)s::date[]) AS m (month)
LEFT JOIN (
    SELECT x.person_id, x.month FROM coverage_entry x
    JOIN coverage_posting p ON p.id = x.posting_id AND p.booked_on <= %(on)s
    JOIN nominations_enrolment e ON e.id = x.enrolment_id
    WHERE x.month = ANY(%(months)s) AND (%(programme)s::bigint IS NULL OR e.programme_id = %(programme)s)
        AND EXISTS (SELECT FROM unnest(%(codes)s::text[]) AS code
                    WHERE e.district_id = code OR e.district_id LIKE code || '.%%')
        AND NOT EXISTS (
            SELECT FROM coverage_entry undone JOIN coverage_posting u ON u.id = undone.posting_id
            WHERE (undone.person_id, undone.month, undone.turn) = (x.person_id, x.month, x.turn + 1)
                AND u.booked_on <= %(on)s)
) x ON x.month = m.month
GROUP BY 1 ORDER BY 1
"""


class Group(NamedTuple):
    """Members alike in all that counts here. `paid`: last paid month; `ends`: first day nobody pays on."""

    programme: int
    code: str
    district: str
    name: str
    paid: date | None
    ends: date
    people: int


@dataclass(frozen=True, slots=True)
class Alarm:
    """A gap that is coming. `kind`: ends, nobody pays on; lapses, the grace for unpaid months runs out."""

    kind: str
    on: date
    within: int
    days_left: int
    programme: int
    code: str
    district: str
    name: str
    people: int


def outlook(on: date, codes: Iterable[str]) -> list[Group]:
    """Every member of these regions as known on a day, in groups."""
    with connection.cursor() as cursor:
        cursor.execute(MEMBERS, {"on": on, "codes": list(codes)})
        return [Group(*row) for row in cursor.fetchall()]


def state_of(paid: date | None, on: date) -> str:
    """paid, grace, lapsed or unpaid on a day, for whoever was last paid for month `paid`."""
    if paid is None:
        return "unpaid"
    since = Month.of(on).minus(Month.of(paid))
    return "paid" if since <= 0 else "grace" if since <= grace_months(on) else "lapsed"


def lapses_on(paid: date, on: date) -> date:
    """The first day without any grace left, for whoever was last paid for month `paid`."""
    return Month.of(paid).plus(1 + grace_months(on)).first


def coming(groups: Iterable[Group], on: date, horizon: Horizon | None = None) -> list[Alarm]:
    """The alarms of these members, the nearest first, programme by programme and district by district."""
    days = sorted((horizon or Horizon()).days)
    found: dict[tuple[date, str, str, str], list[Group]] = {}
    for group in groups:
        if 0 < (group.ends - on).days <= days[-1]:
            found.setdefault((group.ends, group.code, group.district, "ends"), []).append(group)
        if group.paid and state_of(group.paid, on) == "grace":
            day = lapses_on(group.paid, on)
            if (day - on).days <= days[-1]:
                found.setdefault((day, group.code, group.district, "lapses"), []).append(group)
    alarms = []
    for (day, code, district, kind), alike in sorted(found.items()):
        left, first = (day - on).days, alike[0]
        within = next(horizon for horizon in days if left <= horizon)
        people = sum(group.people for group in alike)
        alarms.append(Alarm(kind, day, within, left, first.programme, code, district, first.name, people))
    return alarms


def ahead(on: date, codes: Iterable[str], programme: int | None = None, months: int = 13) -> dict[date, int]:
    """{first day of a month: people covered in it}, from the month of `on`: what the picture of the cliff shows."""
    wanted = [month.first for month in months_from(Month.of(on), months)]
    with connection.cursor() as cursor:
        cursor.execute(HELD, {"months": wanted, "on": on, "programme": programme, "codes": list(codes)})
        return dict(cursor.fetchall())


def names_of(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """{district's code: its name} and {programme's code: its key} for rows of `cliff`."""
    found = list(rows)
    districts = Region.objects.filter(pk__in={row["district"] for row in found}).values_list("code", "name")
    programmes = Programme.objects.filter(code__in={row["programme"] for row in found}).values_list("code", "pk")
    return dict(districts) | dict(programmes)
