"""What both ways of handing over share, at a desk and from phones: stage the items, find every fault, give.

All of it is set-wise over the temporary table `handing`, one row for each item that shall be given.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from lindung.audit.verbs import Overtaken
from lindung.distribution import problems
from lindung.distribution.models import Item
from lindung.kernel.days import in_words
from lindung.kernel.problem import Problem

MANY = 1000  # wishes from which the planner must be told
WORDS = {Item.Kind.CARD: "Kartu", Item.Kind.BOOK: "Buku tabungan"}


class Wish(NamedTuple):
    """One item that shall be given. `ref` says whose wish it is: the number of a phone's event, else 0.

    `custodian`: who may give it although it was returned, where not everybody may.
    """

    item: int
    day: date
    by: str
    event: int | None = None
    proxy: str = ""
    letter: str = ""
    note: str = ""
    receipt: str | None = None
    ref: int = 0
    custodian: str | None = None


class Fault(NamedTuple):
    """Why one item may not be given."""

    ref: int
    item: int
    problem: Problem


# Both live as long as the connection and are empty between transactions: no table is made for a phone's few rows.
TABLES = """
CREATE TEMP TABLE IF NOT EXISTS wish (item_id bigint, day date, by text, event_id bigint, proxy text,
    letter text, note text, receipt text, ref int, custodian text) ON COMMIT DELETE ROWS;
CREATE TEMP TABLE IF NOT EXISTS handing (item_id bigint, day date, by text, event_id bigint, proxy text,
    letter text, note text, receipt text, ref int, kind text, enrolment_id bigint, person_id bigint, state text,
    returned_on date, turn int) ON COMMIT DELETE ROWS;
DELETE FROM wish; DELETE FROM handing
"""
TYPES = ("int8", "date", "text", "int8", "text", "text", "text", "text", "int4", "text")
HOLD = "SELECT id FROM distribution_item WHERE id IN (SELECT item_id FROM wish) ORDER BY id FOR UPDATE"
STAGE = """
INSERT INTO handing
SELECT w.item_id, w.day, w.by, w.event_id, w.proxy, w.letter, w.note,
    coalesce(w.receipt, 'TT-' || w.item_id || '-' || coalesce(last.turn + 1, 0) / 2 + 1), w.ref, i.kind,
    i.enrolment_id, i.person_id, CASE WHEN i.state = 'returned' AND i.custodian <> w.custodian
        THEN 'returned elsewhere' ELSE i.state END, i.returned_on, coalesce(last.turn + 1, 0)
FROM wish w
LEFT JOIN distribution_event v ON v.id = w.event_id
LEFT JOIN (distribution_item i JOIN nominations_enrolment e ON e.id = i.enrolment_id)
    ON i.id = w.item_id AND (v.id IS NULL OR e.programme_id = v.programme_id)
LEFT JOIN LATERAL (SELECT h.turn FROM distribution_handover h WHERE h.item_id = w.item_id
                   ORDER BY h.turn DESC LIMIT 1) last ON true
"""


def stage(cursor: CursorWrapper, wishes: Sequence[Wish]) -> None:
    """Hold the items and fill `handing` with the turn each would take; unknown ones keep an empty kind."""
    cursor.execute(TABLES)
    with cursor.copy("COPY wish FROM STDIN WITH (FORMAT binary)") as stream:
        stream.set_types(TYPES)
        for wish in wishes:
            stream.write_row(wish)
    if many := len(wishes) > MANY:
        cursor.execute("ANALYZE wish")
    cursor.execute(HOLD)  # a statement of its own: the next one sees what was done while this one waited
    cursor.execute(STAGE)
    if many:
        cursor.execute("ANALYZE handing")


# An item whose own turn is written already was handed over by somebody else since it was staged.
FAULTS = """
SELECT CASE WHEN h.kind IS NULL THEN 'unknown'
        WHEN h.state = 'handed_over' THEN 'given'
        WHEN h.state = 'returned elsewhere' THEN 'returned'
        WHEN live.id IS NOT NULL THEN 'remade'
        WHEN h.proxy = '' AND died."on" <= h.day THEN 'died'
        WHEN h.proxy <> '' AND NOT rule.allowed THEN 'proxy'
        WHEN h.proxy <> '' AND rule.letter AND h.letter = '' THEN 'letter'
        WHEN used.item_id = h.item_id AND used.turn >= h.turn THEN 'overtaken'
        WHEN used.item_id IS NOT NULL OR h.copies > 1 THEN 'receipt' END AS fault,
    h.ref, h.item_id, h.kind, p.name, h.receipt, given."on", given.receipt,
    died."on", h.returned_on
FROM (SELECT handing.*, count(*) OVER (PARTITION BY receipt) AS copies FROM handing) h
LEFT JOIN people_person p ON p.id = h.person_id
LEFT JOIN distribution_item live ON h.state = 'returned'
    AND (live.enrolment_id, live.kind) = (h.enrolment_id, h.kind) AND live.returned_on IS NULL
LEFT JOIN distribution_handover given ON (given.item_id, given.turn) = (h.item_id, h.turn - 1)
LEFT JOIN LATERAL (SELECT min("on") AS "on" FROM people_fact f
                   WHERE f.person_id = h.person_id AND f.kind = 'died' AND f.revoked_on IS NULL) died ON true
LEFT JOIN LATERAL (SELECT r.allowed, r.letter FROM distribution_proxyrule r
                   WHERE r.kind = h.kind AND r.valid_from <= h.day
                   ORDER BY r.valid_from DESC LIMIT 1) rule ON h.proxy <> ''
LEFT JOIN distribution_handover used ON used.receipt = h.receipt
"""


def faults(cursor: CursorWrapper) -> list[Fault]:
    """Every reason why a staged item may not be handed over, one for each such item."""
    cursor.execute(f"SELECT * FROM ({FAULTS}) found WHERE fault IS NOT NULL ORDER BY ref, item_id")
    found = cursor.fetchall()
    if any(fault == "overtaken" for fault, *_ in found):
        raise Overtaken("items were handed over by somebody else meanwhile")
    return [Fault(ref, item, _problem(fault, item, *about)) for fault, ref, item, *about in found]


def _problem(
    fault: str, item: int, kind: str, name: str, receipt: str, given: date, known: str, died: date, returned: date
) -> Problem:
    what = WORDS.get(Item.Kind(kind), "") if kind else ""
    match fault:
        case "given":
            return problems.ALREADY_HANDED_OVER.problem(
                what=what, item=item, name=name, day=in_words(given), receipt=known
            )
        case "died":
            return problems.OWNER_DIED.problem(what=what, item=item, name=name, day=in_words(died))
        case "returned":
            return problems.RETURNED_BEFORE.problem(what=what, item=item, name=name, day=in_words(returned))
        case "remade":
            return problems.REMADE.problem(what=what, item=item, name=name)
        case "receipt":
            return problems.RECEIPT_TAKEN.problem(receipt=receipt)
        case "proxy":
            return problems.NO_PROXY.problem(what=what, item=item, name=name)
        case "letter":
            return problems.PROXY_NEEDS_LETTER.problem(what=what, item=item, name=name)
    return problems.UNKNOWN_ITEM.problem(item=item)


def leave_out(cursor: CursorWrapper, found: Sequence[Fault]) -> None:
    """Take items with a fault off the stage."""
    cursor.execute(
        """
        DELETE FROM handing USING unnest(%s::int[], %s::bigint[]) AS f (ref, item_id)
        WHERE (handing.ref, handing.item_id) = (f.ref, f.item_id)
        """,
        [[fault.ref for fault in found], [fault.item for fault in found]],
    )


def give(cursor: CursorWrapper, on: date) -> int:
    """Write the handovers on the stage; how many. Raises Overtaken where somebody was first."""
    cursor.execute(
        """
        WITH given AS (
            INSERT INTO distribution_handover
                (item_id, turn, event_id, "on", booked_on, received_by, proxy, letter, receipt, by, note)
            SELECT item_id, turn, event_id, day, %s, CASE proxy WHEN '' THEN 'self' ELSE 'proxy' END, proxy, letter,
                receipt, by, note
            FROM handing ORDER BY item_id
            ON CONFLICT DO NOTHING RETURNING item_id
        ), kept AS (
            UPDATE distribution_item i SET state = 'handed_over', returned_on = NULL
            FROM handing WHERE handing.item_id = i.id
        )
        SELECT (SELECT count(*) FROM handing), (SELECT count(*) FROM given)
        """,
        [on],
    )
    wanted, given = cursor.fetchone()
    if given < wanted:
        raise Overtaken(f"{wanted - given} items were handed over by somebody else meanwhile")
    return int(given)
