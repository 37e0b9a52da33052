"""What each kind of a phone's event does: hand over, bring back, withdraw. In the transaction of `sync`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from django.db.backends.utils import CursorWrapper

from lindung.distribution import acts, problems
from lindung.distribution.acts import Act
from lindung.distribution.models import DeviceEvent, HandoverCase, Item
from lindung.distribution.services.handing import Fault, Wish, give
from lindung.distribution.services.handover import bring_back
from lindung.kernel.problem import Problem

RECORDED, CONFLICT, REFUSED, QUARANTINED = DeviceEvent.Outcome.values
# Two accounts of one item that cannot both be true, as against an act that could not be done at all.
CONTRADICTIONS = {problem.code for problem in (problems.ALREADY_HANDED_OVER, problems.RETURNED_BEFORE)} | {
    problems.GIVEN_BEFORE.code
}
SYSTEM = "sistem"


class Phone(NamedTuple):
    """The phone whose events are taken in; `officer` is the account that its handovers are booked to."""

    id: int
    code: str
    public: str
    officer: str
    revoked_on: date | None
    reason: str
    last: int  # the highest number taken in so far


@dataclass
class Verdicts:
    """What became of each event of a batch; recorded, unless said otherwise."""

    outcomes: dict[int, str] = field(default_factory=dict)
    words: dict[int, list[str]] = field(default_factory=dict)
    cases: list[Fault] = field(default_factory=list)

    def of(self, number: int) -> tuple[str, str]:
        return self.outcomes.get(number, RECORDED), " ".join(self.words.get(number, ()))

    def refuse(self, act: Act, problem: Problem) -> None:
        """The whole act cannot be recorded; each of its items becomes a case, for it may have changed hands."""
        self._say(act.number, REFUSED, problem)
        self.cases += [Fault(act.number, item, problem) for item in act.items]

    def hold_back(self, act: Act, problem: Problem) -> None:
        self._say(act.number, QUARANTINED, problem)
        self.cases += [Fault(act.number, item, problem) for item in act.items]

    def dispute(self, fault: Fault) -> None:
        """One item of an act cannot be recorded."""
        worse = CONFLICT if fault.problem.code in CONTRADICTIONS else REFUSED
        known = self.outcomes.get(fault.ref)
        self._say(fault.ref, CONFLICT if CONFLICT in (known, worse) else worse, fault.problem)
        self.cases.append(fault)

    def _say(self, number: int, outcome: str, problem: Problem) -> None:
        self.outcomes[number] = outcome
        self.words.setdefault(number, []).append(f"{problem.message} {problem.remedy}")


def in_force(cursor: CursorWrapper, phone: Phone, fresh: Sequence[Act]) -> list[Act]:
    """The acts that still count: not those the phone withdrew, nor items of which a later act of it was taken in.

    So a phone's acts end in one state, whichever order they arrive in.
    """
    least = min((act.number for act in fresh), default=0)
    later = _later(cursor, phone, least) if least <= phone.last else []
    withdrawn = {corrects for _, _, corrects, _ in later} | {act.corrects for act in fresh}
    last: dict[int, int] = {}
    for number, kind, _, items in later:
        if kind != acts.CORRECTION and number not in withdrawn:
            last |= {item: max(number, last.get(item, 0)) for item in items}
    found = []
    for act in fresh:
        if act.number in withdrawn:
            continue
        rest = tuple(item for item in act.items if last.get(item, 0) < act.number)
        if rest or not act.items:
            found.append(act if rest == act.items else replace(act, items=rest))
    return found


def _later(cursor: CursorWrapper, phone: Phone, least: int) -> list[tuple[int, str, int | None, list[int]]]:
    """(number, kind, corrects, items) of the phone's later events that took effect."""
    cursor.execute(
        """
        SELECT number, kind, corrects, items FROM distribution_deviceevent
        WHERE device_id = %s AND number > %s AND outcome = 'recorded'
            AND kind IN ('handover', 'return', 'correction')
        """,
        [phone.id, least],
    )
    return cursor.fetchall()


def hand_over(cursor: CursorWrapper, phone: Phone, run: Sequence[Act], on: date, verdicts: Verdicts) -> None:
    """Give the items of these acts to their owners on the day of the event, or on the day it became known."""
    days = _occasions(cursor, run, on, verdicts)
    wishes = [
        Wish(
            item=item,
            day=days[act.event],
            by=phone.officer,
            event=act.event,
            proxy=act.proxy,
            letter=act.letter,
            note=act.note,
            receipt=receipt_of(phone.id, act.number, item),
            ref=act.number,
            custodian=with_officer(phone),
        )
        for act in run
        if act.event in days
        for item in act.items
    ]
    _, found = give(cursor, wishes, on)
    for fault in found:
        verdicts.dispute(fault)


def receipt_of(device: int, number: int, item: int) -> str:
    """The receipt of an item handed over by a phone; it leads back to the signed event."""
    return f"HP-{device}-{number}-{item}"


def _occasions(cursor: CursorWrapper, run: Sequence[Act], on: date, verdicts: Verdicts) -> dict[int | None, date]:
    """Day of each event named, and of none; an act at an event that is no handover or lies ahead is refused."""
    named = {act.event for act in run if act.event}
    days: dict[int | None, date] = {None: on}
    if named:
        cursor.execute(
            "SELECT id, held_on FROM distribution_event WHERE id = ANY(%s) AND kind = 'handover' AND held_on <= %s",
            [list(named), on],
        )
        days |= dict(cursor.fetchall())
    for act in run:
        if act.event not in days:
            verdicts.refuse(act, problems.NOT_AN_OCCASION.problem(number=act.number, event=act.event))
    return days


def hold(cursor: CursorWrapper, items: Sequence[int]) -> None:
    """Hold the items until the transaction ends, in key order."""
    cursor.execute(
        "SELECT id FROM distribution_item WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [sorted(set(items))]
    )


def with_officer(phone: Phone) -> str:
    """The custodian of what a field officer brings back."""
    return f"petugas {phone.officer}"


def return_(cursor: CursorWrapper, phone: Phone, run: Sequence[Act], on: date, verdicts: Verdicts) -> None:
    """Items that could not be handed over go back with the officer; one in its owner's hands is a case."""
    for act in run:
        hold(cursor, act.items)
        cursor.execute(
            """
            SELECT w.id, i.state, last.receipt FROM unnest(%s::bigint[]) AS w (id)
            LEFT JOIN distribution_item i ON i.id = w.id
            LEFT JOIN LATERAL (SELECT h.receipt FROM distribution_handover h WHERE h.item_id = w.id
                               ORDER BY h.turn DESC LIMIT 1) last ON true
            """,
            [list(act.items)],
        )
        going = []
        for item, state, receipt in cursor.fetchall():
            if state is None:
                verdicts.dispute(Fault(act.number, item, problems.UNKNOWN_ITEM.problem(item=item)))
            elif state == Item.State.HANDED_OVER and not receipt.startswith(f"HP-{phone.id}-"):
                verdicts.dispute(Fault(act.number, item, problems.GIVEN_BEFORE.problem(item=item, receipt=receipt)))
            elif state != Item.State.RETURNED:
                going.append(item)
        if going:
            reason = f"{act.reason}; {act.note}" if act.note else act.reason
            bring_back(cursor, going, brought_to=with_officer(phone), reason=reason, by=phone.officer, on=on)


def correct(cursor: CursorWrapper, phone: Phone, run: Sequence[Act], on: date, verdicts: Verdicts) -> None:
    """Withdraw an earlier act of the same phone, and let what it stood in the way of happen."""
    for act in run:
        cursor.execute(
            "SELECT kind, items, outcome FROM distribution_deviceevent WHERE device_id = %s AND number = %s",
            [phone.id, act.corrects],
        )
        found = cursor.fetchone()
        if found is None:  # not here yet: `in_force` will leave it out when it comes
            continue
        kind, items, _ = found
        if kind == acts.CORRECTION:
            problem = problems.NOTHING_TO_CORRECT.problem(number=act.number, corrects=act.corrects)
            verdicts.refuse(act, problem)
            continue
        hold(cursor, items)
        _withdraw(cursor, phone, int(act.corrects or 0), items, act, on)
        _settle(cursor, phone.id, int(act.corrects or 0), HandoverCase.Resolution.WITHDRAWN, phone.officer, on)
        retry(cursor, items, on)


def _withdraw(cursor: CursorWrapper, phone: Phone, number: int, items: Sequence[int], act: Act, on: date) -> None:
    """A handover gets its odd turn, a return is undone where nothing was made in the item's place."""
    receipts = [receipt_of(phone.id, number, item) for item in items]
    cursor.execute(
        """
        WITH standing AS (
            SELECT h.item_id, h.turn FROM distribution_handover h
            WHERE h.receipt = ANY(%(receipts)s) AND NOT EXISTS (
                SELECT FROM distribution_handover b WHERE b.item_id = h.item_id AND b.turn = h.turn + 1)
        ), back AS (
            INSERT INTO distribution_handover
                (item_id, turn, "on", booked_on, received_by, proxy, letter, receipt, by, note)
            SELECT item_id, turn + 1, %(on)s, %(on)s, '', '', '', 'TK-' || item_id || '-' || turn / 2 + 1, %(by)s,
                %(note)s
            FROM standing ORDER BY item_id
        )
        UPDATE distribution_item i SET state = 'at_place' FROM standing WHERE standing.item_id = i.id
        """,
        {"receipts": receipts, "on": on, "by": phone.officer, "note": act.note or "dibetulkan petugasnya"},
    )
    cursor.execute(
        """
        UPDATE distribution_item i SET state = 'at_place', returned_on = NULL
        WHERE i.id = ANY(%(items)s) AND i.state = 'returned' AND i.custodian = %(with)s AND EXISTS (
            SELECT FROM distribution_deviceevent d WHERE (d.device_id, d.number) = (%(device)s, %(number)s)
                AND d.kind = 'return' AND d.outcome = 'recorded')
            AND NOT EXISTS (SELECT FROM distribution_item live WHERE live.returned_on IS NULL
                AND (live.enrolment_id, live.kind) = (i.enrolment_id, i.kind))
        """,
        {"items": list(items), "with": with_officer(phone), "device": phone.id, "number": number},
    )


def _settle(
    cursor: CursorWrapper, device: int, number: int, resolution: str, by: str, on: date, item: int | None = None
) -> None:
    cursor.execute(
        """
        UPDATE distribution_handovercase SET settled_on = %(on)s, settled_by = %(by)s, resolution = %(resolution)s
        WHERE device_id = %(device)s AND number = %(number)s AND settled_on IS NULL
            AND (%(item)s::bigint IS NULL OR item_id = %(item)s)
        """,
        {"on": on, "by": by, "resolution": resolution, "device": device, "number": number, "item": item},
    )


def retry(cursor: CursorWrapper, items: Sequence[int], on: date) -> None:
    """Handovers that waited as cases because of what was just withdrawn: the oldest is recorded now."""
    cursor.execute(
        """
        SELECT c.number, c.item_id, e.body, d.id, d.code, d.public, u.username, d.revoked_on, d.reason, 0
        FROM distribution_handovercase c
        JOIN distribution_deviceevent e ON (e.device_id, e.number) = (c.device_id, c.number)
        JOIN distribution_device d ON d.id = c.device_id
        JOIN accounts_user u ON u.id = d.officer_id
        WHERE c.item_id = ANY(%s) AND c.settled_on IS NULL AND c.code = ANY(%s) AND e.kind = 'handover'
            AND d.revoked_on IS NULL
        ORDER BY e.received_at, c.id
        """,
        [list(items), list(CONTRADICTIONS)],
    )
    for number, item, body, *about in cursor.fetchall():
        phone, found = Phone(*about), Verdicts()
        hand_over(cursor, phone, [replace(acts.read(body, device=phone.code), items=(item,))], on, found)
        if not found.cases:
            _settle(cursor, phone.id, number, HandoverCase.Resolution.CLEARED, SYSTEM, on, item)


def open_cases(cursor: CursorWrapper, phone: Phone, verdicts: Verdicts, on: date) -> None:
    """Write down what a person must settle."""
    if not verdicts.cases:
        return
    cursor.execute(
        """
        INSERT INTO distribution_handovercase (device_id, number, item_id, named, code, message, opened_on)
        SELECT %(device)s, f.number, i.id, f.named, f.code, f.message, %(on)s
        FROM unnest(%(numbers)s::int[], %(items)s::bigint[], %(codes)s::text[], %(messages)s::text[])
            AS f (number, named, code, message)
        LEFT JOIN distribution_item i ON i.id = f.named
        ON CONFLICT DO NOTHING
        """,
        {
            "device": phone.id,
            "on": on,
            "numbers": [fault.ref for fault in verdicts.cases],
            "items": [fault.item for fault in verdicts.cases],
            "codes": [fault.problem.code for fault in verdicts.cases],
            "messages": [fault.problem.message for fault in verdicts.cases],
        },
    )


Effect = Callable[[CursorWrapper, Phone, Sequence[Act], date, Verdicts], None]
EFFECTS: dict[str, Effect] = {acts.HANDOVER: hand_over, acts.RETURN: return_, acts.CORRECTION: correct}
"""A note changes nothing: that it was said is all there is."""
