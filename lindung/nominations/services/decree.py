"""Annex lines and enrolments: this room's part of coverage's verbs, in their transaction."""

from __future__ import annotations

from datetime import date

from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.audit.verbs import analyse
from lindung.nominations.models import DecreeLine
from lindung.programmes.models import Decree


def name_in_decree(cursor: CursorWrapper, *, decree: Decree, actor: Actor, on: date) -> None:
    """Write a numbered annex line and an enrolment for every row of the staged table `candidate`.

    Part of coverage's verbs, in their transaction. Leaves the enrolments in the temporary table `enrolled`
    (enrolment_id, person_id, cover_from, cover_to). A row's `replaces` names the line whose seat it takes over.
    """
    cursor.execute(
        """
        DROP TABLE IF EXISTS enrolled;
        CREATE TEMP TABLE enrolled (enrolment_id bigint, nomination_id bigint, person_id bigint,
            cover_from date, cover_to date) ON COMMIT DROP;
        """
    )
    cursor.execute(
        """
        WITH numbered AS (
            SELECT c.*, coalesce((SELECT max(number) FROM nominations_decreeline WHERE decree_id = %(decree)s), 0)
                + row_number() OVER (ORDER BY district_id, seat_region_id, rank NULLS LAST, nomination_id) AS number
            FROM candidate c
        ), lines AS (
            INSERT INTO nominations_decreeline
                (decree_id, number, act, nomination_id, replaces_id, booked_on, proposed_by, verified_by,
                    decided_by)
            SELECT %(decree)s, number, %(act)s, nomination_id, replaces, %(on)s, proposed_by, verified_by, %(actor)s
            FROM numbered ORDER BY number RETURNING id, nomination_id
        ), enrolments AS (
            INSERT INTO nominations_enrolment (line_id, nomination_id, person_id, programme_id, seat_region_id,
                district_id, cover_from, cover_to, booked_on, end_reason)
            SELECT lines.id, c.nomination_id, c.person_id, %(programme)s, c.seat_region_id, c.district_id,
                c.cover_from, c.cover_to, %(on)s, ''
            FROM lines JOIN candidate c USING (nomination_id) ORDER BY lines.id
            RETURNING id AS enrolment_id, nomination_id, person_id, cover_from, cover_to
        )
        INSERT INTO enrolled SELECT * FROM enrolments
        """,
        {
            "decree": decree.pk,
            "act": DecreeLine.Act.ADD,
            "on": on,
            "actor": actor.id,
            "programme": decree.programme_id,
        },
    )
    analyse(cursor, cursor.rowcount, "nominations_decreeline", "nominations_enrolment")
    cursor.execute("ANALYZE enrolled")
    cursor.execute(
        "UPDATE nominations_nomination n SET decided_on = coalesce(decided_on, %s) FROM enrolled e"
        " WHERE e.nomination_id = n.id",
        [on],
    )


def end_enrolments(cursor: CursorWrapper, *, reason: str, on: date) -> None:
    """Close every enrolment of the staged table `ending` (enrolment_id, ended_from). Part of coverage's verbs."""
    cursor.execute(
        """
        UPDATE nominations_enrolment e
        SET ended_on = %s, ended_from = ending.ended_from, end_reason = %s
        FROM ending WHERE ending.enrolment_id = e.id
        """,
        [on, reason],
    )


def strike_lines(cursor: CursorWrapper, *, decree: Decree, actor: Actor, on: date) -> int:
    """Remove by `decree` the lines of the staged table `vacated` (line_id, nomination_id); how many."""
    cursor.execute(
        """
        INSERT INTO nominations_decreeline
            (decree_id, number, act, nomination_id, replaces_id, booked_on, proposed_by, decided_by)
        SELECT %(decree)s,
            coalesce((SELECT max(number) FROM nominations_decreeline WHERE decree_id = %(decree)s), 0)
                + row_number() OVER (ORDER BY line_id),
            %(act)s, nomination_id, line_id, %(on)s, '', %(actor)s
        FROM vacated ORDER BY line_id
        """,
        {"decree": decree.pk, "act": DecreeLine.Act.REMOVE, "on": on, "actor": actor.id},
    )
    return int(cursor.rowcount)
