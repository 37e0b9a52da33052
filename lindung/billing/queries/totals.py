"""What others stated of us beside what we count for the same day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db import connection

from lindung.billing.models import OutsideTotal


class Stated(NamedTuple):
    """One total of somebody outside, and ours."""

    number: int
    funder: str
    month: date
    measure: str
    as_of: date
    source: str
    stated: int
    ours: int

    @property
    def apart(self) -> int:
        """Theirs less ours."""
        return self.stated - self.ours

    @property
    def label(self) -> str:
        return str(OutsideTotal.Measure(self.measure).label)


# Each as it was known on the day the statement speaks of.
OURS = """
SELECT t.id, f.code, t.month, t.measure, t.as_of, t.source, t.value, coalesce(CASE t.measure
    WHEN 'members' THEN (
        SELECT count(*) FROM programmes_programme g
        JOIN nominations_enrolment e ON e.programme_id = g.id
        JOIN membership_registration r ON r.enrolment_id = e.id
            AND r.answer = 'accepted' AND r.answered_on <= t.as_of
        JOIN coverage_entry x ON x.person_id = e.person_id AND x.month = t.month AND x.enrolment_id = e.id
        JOIN coverage_posting p ON p.id = x.posting_id AND p.booked_on <= t.as_of
        WHERE g.funder_id = t.funder_id AND NOT EXISTS (
            SELECT FROM coverage_entry undone JOIN coverage_posting u ON u.id = undone.posting_id
            WHERE (undone.person_id, undone.month, undone.turn) = (x.person_id, x.month, x.turn + 1)
                AND u.booked_on <= t.as_of))
    ELSE (
        SELECT sum(l.rupiah) FROM programmes_programme g
        JOIN billing_bill b ON b.programme_id = g.id AND b.frozen_on <= t.as_of
            AND (t.measure = 'billed' OR b.paid_on <= t.as_of) AND t.month BETWEEN b.month_from AND b.month_to
        JOIN billing_billline l ON l.bill_id = b.id AND l.month = t.month
        WHERE g.funder_id = t.funder_id)
    END, 0)::bigint
FROM billing_outsidetotal t JOIN programmes_funder f ON f.id = t.funder_id
WHERE t.withdrawn_on IS NULL AND (%(only)s::bigint[] IS NULL OR t.id = ANY(%(only)s::bigint[])) ORDER BY t.id
"""


def outside_totals(only: Sequence[int] | None = None) -> list[Stated]:
    """Every total stated and not withdrawn, or `only` these, beside ours as it was known on that day."""
    with connection.cursor() as cursor:
        cursor.execute(OURS, {"only": None if only is None else list(only)})
        return [Stated(*row) for row in cursor.fetchall()]
