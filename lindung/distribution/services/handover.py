"""Items are handed over and taken back. Bulk work is one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import Overtaken, verb
from lindung.distribution import problems
from lindung.distribution.models import Event, Handover, Item
from lindung.distribution.services.items import lock
from lindung.kernel.days import in_words
from lindung.kernel.problem import Problem, Refused

WORDS = {Item.Kind.CARD: "Kartu", Item.Kind.BOOK: "Buku tabungan"}


@verb
def hand_over(
    *,
    items: Sequence[int],
    actor: Actor,
    on: date,
    event: Event | None = None,
    received_on: date | None = None,
    proxy: str = "",
    receipts: Mapping[int, str] | None = None,
    note: str = "",
) -> int:
    """Give items to their owners, each with a receipt of its own; how many. All or nothing.

    `received_on` is the event's day, or `on`. `proxy`: name and relation of who received for the owner.
    `receipts`: item → reference of its paper receipt; the others get TT-<item>-<n>. Refused: HAND-01 handed
    over already, 02 unknown or of another programme, 03 not a handover, 04 ahead of time, 05 owner died before
    and no proxy, 09 remade, 10 receipt used already.
    """
    day = received_on or (event.held_on if event else on)
    _refuse_occasion(event, day, on)
    with connection.cursor() as cursor:
        _stage_handing(cursor, sorted(set(items)), event, receipts or {})
        if faults := _faults(cursor, day, by_proxy=bool(proxy)):
            raise Refused(*faults)
        given = _give(cursor, event, day, on, proxy, actor, note)
    record(
        actor=actor,
        verb="distribution.hand_over",
        subject=f"event:{event.pk}" if event else "event:",
        on=on,
        items=given,
        proxy=proxy,
    )
    return given


def _refuse_occasion(event: Event | None, day: date, on: date) -> None:
    faults: list[Problem] = []
    if event and event.kind != Event.Kind.HANDOVER:
        faults.append(problems.NOT_A_HANDOVER.problem(event=event.name, kind=event.get_kind_display()))
    if day > on:
        faults.append(problems.AHEAD_OF_TIME.problem(day=in_words(day), on=in_words(on)))
    if faults:
        raise Refused(*faults)


def _stage_handing(
    cursor: CursorWrapper, items: Sequence[int], event: Event | None, receipts: Mapping[int, str]
) -> None:
    """Fill `handing` with the items asked for and the turn each would take; unknown ones keep an empty kind."""
    cursor.execute(
        """
        DROP TABLE IF EXISTS handing;
        CREATE TEMP TABLE handing ON COMMIT DROP AS
        SELECT w.id AS item_id, i.kind, i.enrolment_id, i.person_id, i.state, coalesce(last.turn + 1, 0) AS turn,
            coalesce(r.receipt, 'TT-' || w.id || '-' || coalesce(last.turn + 1, 0) / 2 + 1) AS receipt
        FROM unnest(%(items)s::bigint[]) AS w (id)
        LEFT JOIN (SELECT i.* FROM distribution_item i JOIN nominations_enrolment e ON e.id = i.enrolment_id
                   WHERE %(programme)s::bigint IS NULL OR e.programme_id = %(programme)s) i ON i.id = w.id
        LEFT JOIN (SELECT item_id, max(turn) AS turn FROM distribution_handover
                   WHERE item_id = ANY(%(items)s) GROUP BY 1) last ON last.item_id = w.id
        LEFT JOIN unnest(%(numbered)s::bigint[], %(receipts)s::text[]) AS r (item_id, receipt)
            ON r.item_id = w.id;
        ANALYZE handing;
        """,
        {
            "items": list(items),
            "programme": event.programme_id if event else None,
            "numbered": list(receipts),
            "receipts": list(receipts.values()),
        },
    )


# An item whose own turn is written already was handed over by somebody else since it was staged.
FAULTS = """
SELECT CASE WHEN h.kind IS NULL THEN 'unknown'
        WHEN h.state = 'handed_over' THEN 'given'
        WHEN live.id IS NOT NULL THEN 'remade'
        WHEN %(self)s AND died."on" <= %(day)s THEN 'died'
        WHEN used.item_id = h.item_id AND used.turn >= h.turn THEN 'overtaken'
        WHEN used.item_id IS NOT NULL OR h.copies > 1 THEN 'receipt' END AS fault,
    h.item_id, h.kind, p.name, h.receipt, given."on", given.receipt, died."on"
FROM (SELECT handing.*, count(*) OVER (PARTITION BY receipt) AS copies FROM handing) h
LEFT JOIN people_person p ON p.id = h.person_id
LEFT JOIN distribution_item live ON h.state = 'returned'
    AND (live.enrolment_id, live.kind) = (h.enrolment_id, h.kind) AND live.returned_on IS NULL
LEFT JOIN distribution_handover given ON (given.item_id, given.turn) = (h.item_id, h.turn - 1)
LEFT JOIN (SELECT person_id, min("on") AS "on" FROM people_fact
           WHERE kind = 'died' AND revoked_on IS NULL GROUP BY 1) died ON died.person_id = h.person_id
LEFT JOIN distribution_handover used ON used.receipt = h.receipt
"""


def _faults(cursor: CursorWrapper, day: date, *, by_proxy: bool) -> list[Problem]:
    """Every reason why a staged item may not be handed over, one for each such item."""
    cursor.execute(
        f"SELECT * FROM ({FAULTS}) found WHERE fault IS NOT NULL ORDER BY item_id",
        {"self": not by_proxy, "day": day},
    )
    found = cursor.fetchall()
    if any(fault == "overtaken" for fault, *_ in found):
        raise Overtaken("items were handed over by somebody else meanwhile")
    return [_fault(*row) for row in found]


def _fault(
    fault: str, item: int, kind: str, name: str, receipt: str, given: date, known: str, died: date
) -> Problem:
    what = WORDS.get(Item.Kind(kind), "") if kind else ""
    match fault:
        case "given":
            return problems.ALREADY_HANDED_OVER.problem(
                what=what, item=item, name=name, day=in_words(given), receipt=known
            )
        case "died":
            return problems.OWNER_DIED.problem(what=what, item=item, name=name, day=in_words(died))
        case "remade":
            return problems.REMADE.problem(what=what, item=item, name=name)
        case "receipt":
            return problems.RECEIPT_TAKEN.problem(receipt=receipt)
    return problems.UNKNOWN_ITEM.problem(item=item)


def _give(
    cursor: CursorWrapper,
    event: Event | None,
    day: date,
    on: date,
    proxy: str,
    actor: Actor,
    note: str,
) -> int:
    receiver = Handover.Receiver.PROXY if proxy else Handover.Receiver.SELF
    cursor.execute(
        """
        WITH given AS (
            INSERT INTO distribution_handover
                (item_id, turn, event_id, "on", booked_on, received_by, proxy, receipt, by, note)
            SELECT item_id, turn, %s, %s, %s, %s, %s, receipt, %s, %s FROM handing ORDER BY item_id
            ON CONFLICT DO NOTHING RETURNING item_id
        ), kept AS (
            UPDATE distribution_item i SET state = 'handed_over', returned_on = NULL
            FROM handing WHERE handing.item_id = i.id
        )
        SELECT (SELECT count(*) FROM handing), (SELECT count(*) FROM given)
        """,
        [event.pk if event else None, day, on, receiver, proxy, actor.id, note],
    )
    wanted, given = cursor.fetchone()
    if given < wanted:
        raise Overtaken(f"{wanted - given} items were handed over by somebody else meanwhile")
    return int(given)


@verb
def take_back(*, items: Sequence[int], brought_to: str, reason: str, actor: Actor, on: date) -> int:
    """Items come back to an office: wrong name, moved, refused, or handed over by mistake; how many.

    What was handed over gets a reversing row; the receipt and its day stay on record. All or nothing: an item
    that does not exist or came back already refuses the whole (HAND-06).
    """
    wanted = sorted(set(items))
    with connection.cursor() as cursor:
        lock(cursor, wanted, barred=Item.State.RETURNED, fault=problems.ALREADY_RETURNED)
        cursor.execute(
            """
            WITH held AS (
                SELECT h.item_id, max(h.turn) AS turn FROM distribution_handover h
                JOIN distribution_item i ON i.id = h.item_id
                WHERE i.id = ANY(%(items)s) AND i.state = 'handed_over' GROUP BY 1
            )
            INSERT INTO distribution_handover
                (item_id, turn, "on", booked_on, received_by, proxy, receipt, by, note)
            SELECT item_id, turn + 1, %(on)s, %(on)s, '', '', 'TK-' || item_id || '-' || turn / 2 + 1,
                %(actor)s, %(reason)s
            FROM held ORDER BY item_id
            """,
            {"items": wanted, "on": on, "actor": actor.id, "reason": reason},
        )
        cursor.execute(
            """
            WITH moves AS (
                INSERT INTO distribution_itemmove (item_id, sequence, "on", taken_from, brought_to, by, note)
                SELECT i.id, coalesce(max(m.sequence), 0) + 1, %(on)s,
                    CASE i.state WHEN 'handed_over' THEN 'penerima' ELSE i.custodian END,
                    %(to)s, %(actor)s, %(reason)s
                FROM distribution_item i LEFT JOIN distribution_itemmove m ON m.item_id = i.id
                WHERE i.id = ANY(%(items)s) GROUP BY i.id ORDER BY i.id
            )
            UPDATE distribution_item SET custodian = %(to)s, state = 'returned', returned_on = %(on)s
            WHERE id = ANY(%(items)s)
            """,
            {"items": wanted, "on": on, "actor": actor.id, "reason": reason, "to": brought_to},
        )
        returned = int(cursor.rowcount)
    record(
        actor=actor,
        verb="distribution.take_back",
        subject=f"place:{brought_to}",
        on=on,
        reason=reason,
        items=returned,
    )
    return returned
