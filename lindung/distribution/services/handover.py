"""Items are handed over and taken back. Bulk work is one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import problems
from lindung.distribution.models import Event, Item
from lindung.distribution.services.handing import Wish, give
from lindung.distribution.services.items import lock
from lindung.kernel.days import in_words
from lindung.kernel.problem import Problem, Refused


@verb
def hand_over(
    *,
    items: Sequence[int],
    actor: Actor,
    on: date,
    event: Event | None = None,
    received_on: date | None = None,
    proxy: str = "",
    letter: str = "",
    receipts: Mapping[int, str] | None = None,
    note: str = "",
) -> int:
    """Give items to their owners, each with a receipt of its own; how many. All or nothing.

    `received_on` is the event's day, or `on`. `proxy`: name and relation of who received for the owner, `letter`
    their letter of authority. `receipts`: item → reference of its paper receipt; the others get TT-<item>-<n>.
    Refused: HAND-01 handed over already, 02 unknown or of another programme, 03 not a handover, 04 ahead of time,
    05 owner died before and no proxy, 09 remade, 10 receipt used already, 13 no proxy allowed, 14 no letter.
    """
    day = received_on or (event.held_on if event else on)
    refuse_occasion(event, day, on)
    numbered = receipts or {}
    of_event = event.pk if event else None
    wishes = [
        Wish(item, day, actor.id, of_event, proxy, letter, note, numbered.get(item)) for item in sorted(set(items))
    ]
    with connection.cursor() as cursor:
        given, found = give(cursor, wishes, on)
        if found:
            raise Refused(*(fault.problem for fault in found))
    record(
        actor=actor,
        verb="distribution.hand_over",
        subject=f"event:{event.pk}" if event else "event:",
        on=on,
        items=given,
        proxy=proxy,
    )
    return given


def refuse_occasion(event: Event | None, day: date, on: date) -> None:
    """Only a handover hands over (HAND-03), and only on its day or later (HAND-04)."""
    found: list[Problem] = []
    if event and event.kind != Event.Kind.HANDOVER:
        found.append(problems.NOT_A_HANDOVER.problem(event=event.name, kind=event.get_kind_display()))
    if day > on:
        found.append(problems.AHEAD_OF_TIME.problem(day=in_words(day), on=in_words(on)))
    if found:
        raise Refused(*found)


@verb
def take_back(*, items: Sequence[int], brought_to: str, reason: str, actor: Actor, on: date) -> int:
    """Items come back to an office: wrong name, moved, refused, or handed over by mistake; how many.

    What was handed over gets a reversing row; the receipt and its day stay on record. All or nothing: an item
    that does not exist or came back already refuses the whole (HAND-06).
    """
    wanted = sorted(set(items))
    with connection.cursor() as cursor:
        lock(cursor, wanted, barred=Item.State.RETURNED, fault=problems.ALREADY_RETURNED)
        returned = bring_back(cursor, wanted, brought_to=brought_to, reason=reason, by=actor.id, on=on)
    record(
        actor=actor,
        verb="distribution.take_back",
        subject=f"place:{brought_to}",
        on=on,
        reason=reason,
        items=returned,
    )
    return returned


def bring_back(
    cursor: CursorWrapper, items: Sequence[int], *, brought_to: str, reason: str, by: str, on: date
) -> int:
    """Write the return of locked items, none of them returned already; how many."""
    words: dict[str, Any] = {"items": list(items), "on": on, "by": by, "reason": reason, "to": brought_to}
    cursor.execute(
        """
        WITH held AS (
            SELECT h.item_id, max(h.turn) AS turn FROM distribution_handover h
            JOIN distribution_item i ON i.id = h.item_id
            WHERE i.id = ANY(%(items)s) AND i.state = 'handed_over' GROUP BY 1
        )
        INSERT INTO distribution_handover
            (item_id, turn, "on", booked_on, received_by, proxy, letter, receipt, by, note)
        SELECT item_id, turn + 1, %(on)s, %(on)s, '', '', '', 'TK-' || item_id || '-' || turn / 2 + 1, %(by)s,
            %(reason)s
        FROM held ORDER BY item_id
        """,
        words,
    )
    cursor.execute(
        """
        WITH moves AS (
            INSERT INTO distribution_itemmove (item_id, sequence, "on", taken_from, brought_to, by, note)
            SELECT i.id, coalesce(max(m.sequence), 0) + 1, %(on)s,
                CASE i.state WHEN 'handed_over' THEN 'penerima' ELSE i.custodian END, %(to)s, %(by)s, %(reason)s
            FROM distribution_item i LEFT JOIN distribution_itemmove m ON m.item_id = i.id
            WHERE i.id = ANY(%(items)s) GROUP BY i.id ORDER BY i.id
        )
        UPDATE distribution_item SET custodian = %(to)s, state = 'returned', returned_on = %(on)s
        WHERE id = ANY(%(items)s)
        """,
        words,
    )
    return int(cursor.rowcount)
