"""Membership over time: paid through when, in grace, lapsed, paid again; and the gaps that are coming.

Cover is paid in whole months. A person stands `paid` through the last month of a paid bill that was not reversed,
then in `grace` for the months of policy's parameter `grace_months`, then `lapsed`. Who was accepted and has no
paid month yet is `unpaid`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from lindung import policy
from lindung.kernel.month import Month
from lindung.programmes.models import Programme
from lindung.programmes.services import PAYERS

type Rows = list[dict[str, Any]]

# One row per person accepted by that day whose seat has not ended: their last programme, their last paid month, the
# last month anybody holds for them, and whether they were paid again after a lapse. All as known on %(on)s.
PEOPLE = """
WITH member AS (
    SELECT DISTINCT ON (e.person_id) e.person_id, e.programme_id, e.district_id, r.nik, r.kpj
    FROM membership_registration r JOIN nominations_enrolment e ON e.id = r.enrolment_id
    WHERE r.answer = 'accepted' AND r.answered_on <= %(on)s AND coalesce(e.ended_on > %(on)s, true)
        AND (%(programme)s::text IS NULL
             OR e.programme_id = (SELECT id FROM programmes_programme WHERE code = %(programme)s))
        AND (%(district)s::text IS NULL OR e.district_id = %(district)s)
        AND (%(person)s::bigint IS NULL OR e.person_id = %(person)s)
    ORDER BY e.person_id, e.cover_to DESC, e.id DESC
), paid AS (
    SELECT person_id, max(month) AS month, bool_or(month > before + make_interval(months => %(grace)s + 1)) AS again
    FROM (
        SELECT l.person_id, l.month, lag(l.month) OVER (PARTITION BY l.person_id ORDER BY l.month) AS before
        FROM billing_billline l JOIN billing_bill b ON b.id = l.bill_id AND b.paid_on <= %(on)s
        WHERE NOT EXISTS (
            SELECT FROM billing_credit c WHERE c.opened_on <= %(on)s
                AND (c.person_id, c.month, c.billed_turn) = (l.person_id, l.month, l.turn))
            AND (%(person)s::bigint IS NULL OR l.person_id = %(person)s)
    ) months GROUP BY 1
), held AS (
    SELECT person_id, max(month) AS month FROM (
        SELECT DISTINCT ON (x.person_id, x.month) x.person_id, x.month, x.turn
        FROM coverage_entry x JOIN coverage_posting p ON p.id = x.posting_id AND p.booked_on <= %(on)s
        WHERE (%(person)s::bigint IS NULL OR x.person_id = %(person)s)
        ORDER BY x.person_id, x.month, x.turn DESC
    ) last WHERE turn %% 2 = 0 GROUP BY 1
), person AS (
    SELECT m.*, paid.month AS paid_through, coalesce(paid.again, false) AS reactivated, held.month AS held_through,
        (paid.month + make_interval(months => 1 + %(grace)s) - interval '1 day')::date AS grace_until,
        CASE
            WHEN paid.month IS NULL THEN 'unpaid'
            WHEN %(month)s <= paid.month THEN 'paid'
            WHEN %(on)s < paid.month + make_interval(months => 1 + %(grace)s) THEN 'grace'
            ELSE 'lapsed'
        END AS state
    FROM member m LEFT JOIN paid USING (person_id) LEFT JOIN held USING (person_id)
)
"""
STATES = {
    "paid": "iuran lunas",
    "grace": "masa tenggang",
    "lapsed": "nonaktif",
    "unpaid": "belum dibayar",
}


class Horizon(NamedTuple):
    """Days before a gap in which it is told."""

    days: tuple[int, ...] = (60, 30, 7)


def grace_months(on: date) -> int:
    """The months of grace in force, from the law's parameter."""
    return int(policy.current().at("grace_months", on).value)


def standings(on: date, programme: str | None = None, district: str | None = None) -> Rows:
    """How many stand where, by programme and district; `reactivated` were paid again after a lapse."""
    return _rows(
        PEOPLE
        + """
        SELECT g.code AS programme, district_id AS district, state, count(*) AS people,
            count(*) FILTER (WHERE reactivated) AS reactivated, min(paid_through) AS paid_through_from,
            max(paid_through) AS paid_through_to
        FROM person JOIN programmes_programme g ON g.id = programme_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
        """,
        on,
        programme=programme,
        district=district,
    )


def history(on: date, person: int) -> Rows:
    """One person's standing: at most one row."""
    return _rows(
        PEOPLE
        + """
        SELECT g.code AS programme, district_id AS district, state, paid_through, held_through, grace_until,
            reactivated FROM person JOIN programmes_programme g ON g.id = programme_id
        """,
        on,
        person=person,
    )


def alarms(
    on: date,
    programme: str | None = None,
    district: str | None = None,
    *,
    people: bool = False,
    horizon: Horizon | None = None,
) -> Rows:
    """Gaps that are coming: `ends`, nobody pays the month after; `lapses`, the grace for unpaid months runs out.

    `within`: the shortest of the horizon's days the gap lies within. By programme, district and day; `people`:
    each person instead, NIK as kept, for a list that is masked where it is shown.
    """
    days = sorted((horizon or Horizon()).days)
    who = "person_id, nik," if people else "count(*) AS people,"
    group = "" if people else "GROUP BY 1, 2, 3, 4, 5"
    return _rows(
        PEOPLE
        + f"""
        , gap AS (
            SELECT 'ends' AS gap, (held_through + interval '1 month')::date AS gap_on, * FROM person
            WHERE held_through >= %(month)s
            UNION ALL
            SELECT 'lapses', grace_until + 1, * FROM person WHERE state = 'grace'
        )
        SELECT g.code AS programme, district_id AS district, gap, gap_on,
            (SELECT min(d) FROM unnest(%(days)s::int[]) AS d WHERE gap_on - %(on)s::date <= d) AS within,
            {who} gap_on - %(on)s::date AS days_left
        FROM gap JOIN programmes_programme g ON g.id = programme_id
        WHERE gap_on - %(on)s::date BETWEEN 0 AND %(most)s {group} ORDER BY gap_on, 1, 2, 3
        """,
        on,
        programme=programme,
        district=district,
        days=days,
        most=days[-1],
    )


def cliff(on: date, programme: str | None = None, months: int = 12) -> Rows:
    """Who loses cover on which day, who has a next payer already, what `months` more would cost.

    Every seat held in the month of `on` or later, by programme, district and day it ends. `cost` for those without
    a next payer: at the tariff of the same payer, `cost_self` if they paid themselves; None without a known tariff.
    """
    rows = _rows(
        """
        WITH last AS (
            SELECT DISTINCT ON (x.person_id, x.month) x.person_id, x.month, x.turn, x.enrolment_id
            FROM coverage_entry x JOIN coverage_posting p ON p.id = x.posting_id AND p.booked_on <= %(on)s
            WHERE x.month >= %(month)s ORDER BY x.person_id, x.month, x.turn DESC
        ), held AS (
            SELECT person_id, month, enrolment_id FROM last WHERE turn %% 2 = 0
        ), ending AS (
            SELECT person_id, enrolment_id, max(month) AS month FROM held GROUP BY 1, 2
        )
        SELECT g.code AS programme, e.district_id AS district, (h.month + interval '1 month')::date AS loses_on,
            count(*) AS people, count(next.person_id) AS next_payer,
            string_agg(DISTINCT ng.code, ', ') AS next_programmes
        FROM ending h JOIN nominations_enrolment e ON e.id = h.enrolment_id
        JOIN programmes_programme g ON g.id = e.programme_id
        LEFT JOIN held next ON next.person_id = h.person_id AND next.month = h.month + interval '1 month'
        LEFT JOIN nominations_enrolment ne ON ne.id = next.enrolment_id
        LEFT JOIN programmes_programme ng ON ng.id = ne.programme_id
        WHERE %(programme)s::text IS NULL OR g.code = %(programme)s
        GROUP BY 1, 2, 3 ORDER BY 3, 1, 2
        """,
        on,
        programme=programme,
    )
    known = {row.code: row for row in Programme.objects.filter(code__in={row["programme"] for row in rows})}
    for row in rows:
        row["without"] = row["people"] - row["next_payer"]
        same, self_paid = _prices(known[row["programme"]], Month.of(row["loses_on"]), months)
        row["cost"] = None if same is None else same * row["without"]
        row["cost_self"] = None if self_paid is None else self_paid * row["without"]
    return rows


def _prices(programme: Programme, first: Month, months: int) -> tuple[int | None, int | None]:
    """Rupiah of one person for `months` months from `first` on: by the same payer, by themselves."""
    if programme.segment != Programme.Segment.BPU:
        return None, None
    payer, parts = PAYERS[programme.funder.kind], tuple(programme.parts)  # type: ignore[index]
    same = policy.premium(on=first, payer=payer, parts=parts, months=months).total
    return same, policy.premium(on=first, payer="self", parts=parts, months=months).total


def _rows(sql: str, on: date, **words: Any) -> Rows:
    given = {"programme": None, "district": None, "person": None, "days": [], "most": 0} | words
    given |= {"on": on, "month": Month.of(on).first, "grace": grace_months(on)}
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
