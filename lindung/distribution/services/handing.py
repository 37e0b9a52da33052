"""What all ways of handing over share, at a desk, from paper and from phones: find every fault, give the others.

All of it is set-wise over the temporary table `wish`, one row for each item that shall be given.
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


# Lives as long as the connection and is empty between transactions: no table is made for a phone's few rows.
TABLE = """
CREATE TEMP TABLE IF NOT EXISTS wish (item_id bigint, day date, by text, event_id bigint, proxy text,
    letter text, note text, receipt text, ref int, custodian text) ON COMMIT DELETE ROWS;
DELETE FROM wish
"""
TYPES = ("int8", "date", "text", "int8", "text", "text", "text", "text", "int4", "text")
HOLD = "SELECT id FROM distribution_item WHERE id = ANY(%s) ORDER BY id FOR UPDATE"

# Every lookup goes by a key, one row at a time (a scalar subquery, or LIMIT): a phone's few hundred rows must never
# make the planner, who knows nothing of the wishes, read a table of all cards.
# The turn each item would take; unknown ones, and those of another programme, keep an empty kind.
STAGED = """
SELECT w.item_id, w.day, w.by, w.event_id, w.proxy, w.letter, w.note, w.ref, i.kind, i.enrolment_id, i.person_id,
    coalesce(w.receipt, 'TT-' || w.item_id || '-' || coalesce(last.turn + 1, 0) / 2 + 1) AS receipt,
    CASE WHEN i.state = 'returned' AND i.custodian <> w.custodian THEN 'returned elsewhere' ELSE i.state END
        AS state, i.returned_on, coalesce(last.turn + 1, 0) AS turn
FROM wish w
LEFT JOIN LATERAL (SELECT i.* FROM distribution_item i WHERE i.id = w.item_id AND (w.event_id IS NULL OR
        (SELECT e.programme_id FROM nominations_enrolment e WHERE e.id = i.enrolment_id)
        = (SELECT v.programme_id FROM distribution_event v WHERE v.id = w.event_id)) LIMIT 1) i ON true
LEFT JOIN LATERAL (SELECT h.turn FROM distribution_handover h WHERE h.item_id = w.item_id
                   ORDER BY h.turn DESC LIMIT 1) last ON true
"""
# Each reason is looked for only where none was found before. An item whose own turn is written already was handed
# over by somebody else since it was staged.
JUDGED = f"""
SELECT s.*, coalesce(
    CASE WHEN kind IS NULL THEN 'unknown'
        WHEN state = 'handed_over' THEN 'given'
        WHEN state = 'returned elsewhere' THEN 'returned'
        WHEN state = 'returned' AND (SELECT true FROM distribution_item live WHERE live.returned_on IS NULL
            AND (live.enrolment_id, live.kind) = (s.enrolment_id, s.kind)) THEN 'remade'
        WHEN proxy = '' AND (SELECT true FROM people_fact f WHERE f.person_id = s.person_id AND f.kind = 'died'
            AND f.revoked_on IS NULL AND f."on" <= s.day LIMIT 1) THEN 'died'
        WHEN proxy <> '' THEN
            (SELECT CASE WHEN NOT r.allowed THEN 'proxy' WHEN r.letter AND s.letter = '' THEN 'letter' END
             FROM distribution_proxyrule r WHERE r.kind = s.kind AND r.valid_from <= s.day
             ORDER BY r.valid_from DESC LIMIT 1) END,
    (SELECT CASE WHEN used.item_id = s.item_id AND used.turn >= s.turn THEN 'overtaken' ELSE 'receipt' END
     FROM distribution_handover used WHERE used.receipt = s.receipt),
    CASE WHEN copies > 1 THEN 'receipt' END) AS fault
FROM (SELECT *, count(*) OVER (PARTITION BY receipt) AS copies FROM ({STAGED}) each) s
"""
# Gives what has no fault; answers with the number given, beside each fault in words.
GIVE = f"""
WITH judged AS MATERIALIZED ({JUDGED}), given AS (
    INSERT INTO distribution_handover
        (item_id, turn, event_id, "on", booked_on, received_by, proxy, letter, receipt, by, note)
    SELECT item_id, turn, event_id, day, %(on)s, CASE proxy WHEN '' THEN 'self' ELSE 'proxy' END, proxy, letter,
        receipt, by, note
    FROM judged WHERE fault IS NULL ORDER BY item_id
    ON CONFLICT DO NOTHING RETURNING item_id
), kept AS (
    UPDATE distribution_item SET state = 'handed_over', returned_on = NULL
    WHERE id = ANY(ARRAY(SELECT item_id FROM judged WHERE fault IS NULL))
)
SELECT (SELECT count(*) FROM given), h.fault, h.ref, h.item_id, h.kind,
    (SELECT p.name FROM people_person p WHERE p.id = h.person_id), h.receipt, before."on", before.receipt,
    (SELECT min(f."on") FROM people_fact f
     WHERE f.person_id = h.person_id AND f.kind = 'died' AND f.revoked_on IS NULL), h.returned_on
FROM (SELECT) once LEFT JOIN judged h ON h.fault IS NOT NULL
LEFT JOIN LATERAL (SELECT g."on", g.receipt FROM distribution_handover g
                   WHERE (g.item_id, g.turn) = (h.item_id, h.turn - 1) LIMIT 1) before ON true
ORDER BY h.ref, h.item_id
"""


def give(cursor: CursorWrapper, wishes: Sequence[Wish], on: date) -> tuple[int, list[Fault]]:
    """Hand over what may be handed over: (how many items, the reason for each of the others).

    Raises Overtaken where somebody was first.
    """
    cursor.execute(TABLE)
    with cursor.copy("COPY wish FROM STDIN WITH (FORMAT binary)") as stream:
        stream.set_types(TYPES)
        for wish in wishes:
            stream.write_row(wish)
    if len(wishes) > MANY:
        cursor.execute("ANALYZE wish")
    # A statement of its own: the next one sees what was done while this one waited.
    cursor.execute(HOLD, [sorted({wish.item for wish in wishes})])
    cursor.execute(GIVE, {"on": on})
    rows = cursor.fetchall()
    given, found = int(rows[0][0]), [row[1:] for row in rows if row[1]]
    late = sum(fault == "overtaken" for fault, *_ in found) or len(wishes) - len(found) - given
    if late:
        raise Overtaken(f"{late} items were handed over by somebody else meanwhile")
    return given, [Fault(ref, item, _problem(fault, item, *about)) for fault, ref, item, *about in found]


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
