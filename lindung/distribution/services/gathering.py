"""Who is invited and who came; signed paper lists are typed twice and then handed over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import problems
from lindung.distribution.models import Event, Invitation, PaperEntry
from lindung.distribution.queries.gathering import typed_lines
from lindung.distribution.services.handing import Wish, give
from lindung.distribution.services.handover import refuse_occasion
from lindung.kernel.problem import Problem, Refused

# Whoever has something waiting, by village and name, after those who have a seat already.
SEATS = """
INSERT INTO distribution_invitation (event_id, enrolment_id, seat, on_stage)
SELECT %(event)s, e.id, %(taken)s + row_number() OVER (ORDER BY n.village_id, p.name_key, e.id), false
FROM nominations_enrolment e
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN people_person p ON p.id = e.person_id
WHERE e.programme_id = %(programme)s AND e.ended_on IS NULL AND n.village_id LIKE ANY(%(places)s)
    AND EXISTS (SELECT FROM distribution_item i WHERE i.enrolment_id = e.id AND i.state IN
        ('made', 'in_transit', 'at_place'))
    AND NOT EXISTS (SELECT FROM distribution_invitation v WHERE (v.event_id, v.enrolment_id) = (%(event)s, e.id))
"""


@verb
def invite(*, event: Event, places: Sequence[str], on_stage: int = 0, actor: Actor, on: date) -> int:
    """Give a seat to everyone of these places (region codes) with something waiting; how many are new.

    `on_stage`: so many receive symbolically, one from each village in turn. Twice is harmless.
    """
    refuse_occasion(event, on, on)
    below = [pattern for code in places for pattern in (code, f"{code}.%")]
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM distribution_event WHERE id = %s FOR UPDATE", [event.pk])
        cursor.execute("SELECT coalesce(max(seat), 0) FROM distribution_invitation WHERE event_id = %s", [event.pk])
        [taken] = cursor.fetchone()
        words = {"event": event.pk, "programme": event.programme_id, "places": below, "taken": taken}
        cursor.execute(SEATS, words)
        invited = int(cursor.rowcount)
        cursor.execute(
            """
            UPDATE distribution_invitation v SET on_stage = picked.turn <= %(stage)s FROM (
                SELECT enrolment_id, row_number() OVER (ORDER BY among, village_id) AS turn FROM (
                    SELECT v.enrolment_id, n.village_id,
                        row_number() OVER (PARTITION BY n.village_id ORDER BY v.seat) AS among
                    FROM distribution_invitation v
                    JOIN nominations_enrolment e ON e.id = v.enrolment_id
                    JOIN nominations_nomination n ON n.id = e.nomination_id
                    WHERE v.event_id = %(event)s) each) picked
            WHERE v.event_id = %(event)s AND v.enrolment_id = picked.enrolment_id
                AND v.on_stage <> (picked.turn <= %(stage)s)
            """,
            {"event": event.pk, "stage": on_stage},
        )
    record(actor=actor, verb="distribution.invite", subject=f"event:{event.pk}", on=on, invited=invited)
    return invited


@verb
def note_attendance(*, event: Event, enrolments: Sequence[int], actor: Actor, on: date) -> int:
    """These invited people came; how many were not noted before."""
    came = Invitation.objects.filter(event=event, enrolment__in=list(enrolments), attended_on=None).update(
        attended_on=on
    )
    record(actor=actor, verb="distribution.note_attendance", subject=f"event:{event.pk}", on=on, came=came)
    return came


@verb
def type_paper(*, event: Event, turn: int, lines: Mapping[int, tuple[str, str]], actor: Actor, on: date) -> int:
    """Enter the signed list for the first or second time; how many lines.

    `lines`: enrolment → (what is signed for: "", "k", "b" or "kb"; name and relation of a proxy, or empty). A line
    typed again in the same turn replaces what was typed. Refused: HAND-21 the second typist was the first,
    HAND-22 not on this event's list.
    """
    seats = set(Invitation.objects.filter(event=event).values_list("enrolment_id", flat=True))
    found = [problems.NOT_ON_LIST.problem(line=line) for line in sorted(lines.keys() - seats)]
    other = PaperEntry.objects.filter(event=event, by=actor.id).exclude(pass_number=turn)
    if other.exists():
        found.append(problems.SAME_TYPIST.problem(name=actor.name))
    if found:
        raise Refused(*found)
    about = {"event": event, "pass_number": turn, "by": actor.id, "entered_on": on}
    PaperEntry.objects.bulk_create(
        [
            PaperEntry(enrolment_id=line, signed_for=signed, proxy=proxy, **about)
            for line, (signed, proxy) in sorted(lines.items())
        ],
        update_conflicts=True,
        unique_fields=["event_id", "enrolment_id", "pass_number"],
        update_fields=["signed_for", "proxy", "by", "entered_on"],
    )
    record(
        actor=actor, verb="distribution.type_paper", subject=f"event:{event.pk}", on=on, turn=turn, lines=len(lines)
    )
    return len(lines)


@verb
def book_paper(*, event: Event, actor: Actor, on: date) -> tuple[int, list[Problem]]:
    """Hand over what both typists read alike; (how many items, what is still to be looked at).

    A line that differs or was typed once only waits (HAND-23); an item that cannot be handed over is named. What
    was booked before is not booked again.
    """
    refuse_occasion(event, event.held_on, on)
    with connection.cursor() as cursor:
        lines = typed_lines(event=event.pk)
        waiting = [
            problems.TYPED_APART.problem(seat=line.seat, first=line.first, second=line.second)
            for line in lines
            if not line.alike
        ]
        agreed = {line.enrolment: (line.signed_for, line.proxy) for line in lines if line.alike}
        cursor.execute(
            """
            SELECT i.id, i.enrolment_id, i.kind FROM distribution_item i
            WHERE i.enrolment_id = ANY(%s) AND i.returned_on IS NULL AND NOT EXISTS (
                SELECT FROM distribution_handover h WHERE h.item_id = i.id AND h.receipt LIKE 'DT-%%')
            ORDER BY i.id
            """,
            [list(agreed)],
        )
        wishes = [
            Wish(item, event.held_on, actor.id, event.pk, agreed[line][1], receipt=f"DT-{event.pk}-{item}")
            for item, line, kind in cursor.fetchall()
            if {"card": "k", "book": "b"}[kind] in agreed[line][0]
        ]
        given, found = give(cursor, wishes, on)
    record(actor=actor, verb="distribution.book_paper", subject=f"event:{event.pk}", on=on, items=given)
    return given, [*waiting, *(fault.problem for fault in found)]
