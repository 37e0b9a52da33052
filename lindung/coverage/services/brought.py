"""Bringing forward: months that a running programme has paid already enter the ledger under their own decrees."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.coverage.models import Posting
from lindung.coverage.services.decide import book, refuse_beyond_counters, refuse_what_may_not
from lindung.coverage.services.staging import stage_candidates
from lindung.kernel.month import Month
from lindung.nominations.services import name_in_decree
from lindung.programmes.models import Decree, Programme
from lindung.programmes.services import sign_decree

# One row per person brought forward; `newcomer` of the same number says who it is.
STAGE = """
DROP TABLE IF EXISTS brought;
CREATE TEMP TABLE brought (
    number int PRIMARY KEY, kpj text, paid_from date, paid_to date, decree text, decree_on date,
    account text, bank text, bank_id bigint, person_id bigint, nomination_id bigint, enrolment_id bigint
) ON COMMIT DROP
"""
SIGNED_BY = "tidak disebut (saldo awal)"


def stage_brought(cursor: CursorWrapper) -> None:
    """Make the empty table `brought` of this transaction."""
    cursor.execute(STAGE)


def bring_forward(cursor: CursorWrapper, *, programme: Programme, source: str, actor: Actor, on: date) -> int:
    """Name everyone of `brought` in their decree and book exactly their paid months; the person-months booked.

    A decree that is not known yet is entered. All or nothing: refused as `decide` refuses an exact list (COVER-02
    to 08), PROG-04 when a decree of that number is another one. Leaves person and enrolment in `brought`.
    """
    cursor.execute(
        """
        UPDATE brought b SET person_id = n.person_id, nomination_id = nomination.id
        FROM newcomer n JOIN nominations_nomination nomination
            ON nomination.person_id = n.person_id AND nomination.programme_id = %s
            AND nomination.withdrawn_on IS NULL
        WHERE n.number = b.number
        """,
        [programme.pk],
    )
    cursor.execute(
        "SELECT decree, decree_on, array_agg(nomination_id ORDER BY 1) FROM brought GROUP BY 1, 2 ORDER BY 2, 1"
    )
    months = 0
    for number, signed_on, nominations in cursor.fetchall():
        decree = _decree(programme, number, signed_on, actor, on)
        months += _book(cursor, decree, nominations, source=source, actor=actor, on=on)
    if months:
        record(
            actor=actor,
            verb="coverage.bring_forward",
            subject=f"programme:{programme.code}",
            on=on,
            source=source,
            months=months,
        )
    return months


def _decree(programme: Programme, number: str, signed_on: date, actor: Actor, on: date) -> Decree:
    known = Decree.objects.filter(programme=programme, number=number, signed_on=signed_on).first()
    return known or sign_decree(
        programme=programme,
        number=number,
        kind=Decree.Kind.DECISION,
        signed_on=signed_on,
        signed_by=SIGNED_BY,
        actor=actor,
        on=on,
    )


def _book(
    cursor: CursorWrapper, decree: Decree, nominations: list[int], *, source: str, actor: Actor, on: date
) -> int:
    opening = Month.of(decree.programme.cover_from)
    closing = opening.plus(decree.programme.months - 1)
    stage_candidates(cursor, decree.programme, first=opening.first, last=closing.first, ids=nominations)
    # Who verified them did so on paper, before this system knew of them; the actor only enters it.
    cursor.execute(
        # What was paid is not undone by waiting: an officer's later verdict shows what was paid twice.
        "UPDATE candidate c SET cover_from = b.paid_from, cover_to = b.paid_to, waiting = false, verified_by = ''"
        " FROM brought b WHERE b.nomination_id = c.nomination_id"
    )
    refuse_what_may_not(cursor, actor, exact=nominations)
    refuse_beyond_counters(cursor, decree.programme)
    name_in_decree(cursor, decree=decree, actor=actor, on=on)
    months = book(cursor, decree=decree, reason=Posting.Reason.BROUGHT_FORWARD, actor=actor, on=on, note=source)
    cursor.execute(
        "UPDATE brought b SET enrolment_id = e.enrolment_id FROM enrolled e WHERE e.nomination_id = b.nomination_id"
    )
    return months
