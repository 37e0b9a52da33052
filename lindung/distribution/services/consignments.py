"""Boxes are sent, opened and counted. The counts must agree at both ends, and what is missing is named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import problems
from lindung.distribution.models import Box, Consignment, Item, Packed
from lindung.distribution.services.handing import WORDS
from lindung.distribution.services.items import move
from lindung.kernel.problem import Problem, Refused


@dataclass(frozen=True, slots=True)
class Full:
    """A box as it was closed: its list, and the count by hand."""

    items: Sequence[int]
    counted: int


@dataclass(frozen=True, slots=True)
class Opened:
    """A box as it was opened: the count by hand, and what of its list was not in it."""

    counted: int
    missing: Sequence[int] = ()


@verb
def send_consignment(
    *, number: str, sent_from: str, brought_to: str, boxes: Mapping[str, Full], actor: Actor, on: date
) -> Consignment:
    """Close boxes and let them go. All or nothing; every fault of every box is told.

    Refused: HAND-15 a count differs from the list, HAND-16 an item is in two boxes, not with the sender, on its way
    already or in its owner's hands, HAND-17 the number was used.
    """
    if Consignment.objects.filter(number=number).exists():
        raise Refused(problems.CONSIGNMENT_KNOWN.problem(number=number))
    every = [item for box in boxes.values() for item in box.items]
    with connection.cursor() as cursor:
        faults = [
            problems.COUNT_DIFFERS.problem(label=label, counted=box.counted, listed=len(box.items))
            for label, box in boxes.items()
            if box.counted != len(box.items) or not box.items
        ]
        faults += _not_to_send(cursor, every, sent_from)
        if faults:
            raise Refused(*faults)
        trip = Consignment.objects.create(
            number=number, sent_from=sent_from, brought_to=brought_to, sent_on=on, sent_by=actor.id
        )
        for label, box in boxes.items():
            made = Box.objects.create(consignment=trip, label=label, counted_out=box.counted)
            Packed.objects.bulk_create(Packed(box=made, item_id=item) for item in sorted(box.items))
        move(cursor, every, brought_to=on_its_way(number), actor=actor, on=on, note=f"ke {brought_to}")
        cursor.execute(
            "UPDATE distribution_item SET state = 'in_transit' WHERE id = ANY(%s) AND state <> 'returned'", [every]
        )
    record(
        actor=actor,
        verb="distribution.send_consignment",
        subject=f"consignment:{number}",
        on=on,
        boxes=len(boxes),
        items=len(every),
        brought_to=brought_to,
    )
    return trip


def on_its_way(number: str) -> str:
    """The custodian of what travels."""
    return f"dalam perjalanan {number}"


def _not_to_send(cursor: CursorWrapper, items: Sequence[int], sent_from: str) -> list[Problem]:
    cursor.execute(
        "SELECT id FROM distribution_item WHERE id = ANY(%s) AND custodian = %s"
        " AND state IN ('made', 'at_place', 'returned') ORDER BY id FOR UPDATE",
        [sorted(set(items)), sent_from],
    )
    there = {item for (item,) in cursor.fetchall()}
    twice = {item for item in items if items.count(item) > 1} if len(set(items)) < len(items) else set()
    return [
        problems.NOT_TO_SEND.problem(item=item, sender=sent_from)
        for item in sorted(set(items))
        if item not in there or item in twice
    ]


@verb
def receive_consignment(*, number: str, boxes: Mapping[str, Opened], actor: Actor, on: date) -> list[Problem]:
    """Open every box of a trip; what is missing is named, one problem for each item. The rest is at its place.

    Refused: HAND-18 no such trip or opened already, HAND-19 a box is not told of or unknown, HAND-15 a count and
    the missing do not make up the list.
    """
    trip = Consignment.objects.select_for_update().filter(number=number, received_on=None).first()
    if trip is None:
        raise Refused(problems.NOT_ON_ITS_WAY.problem(number=number))
    sent = {box.label: box for box in trip.boxes.all()}
    faults = [problems.UNKNOWN_BOX.problem(label=label, number=number) for label in sorted(sent.keys() ^ boxes)]
    packed = {label: set(box.packed.values_list("item_id", flat=True)) for label, box in sent.items()}
    for label in sorted(sent.keys() & boxes):
        opened, listed = boxes[label], packed[label]
        if opened.counted + len(set(opened.missing)) != len(listed) or not listed.issuperset(opened.missing):
            faults.append(
                problems.COUNT_DIFFERS.problem(
                    label=label, counted=opened.counted, listed=len(listed) - len(set(opened.missing))
                )
            )
    if faults:
        raise Refused(*faults)
    missing = sorted(item for opened in boxes.values() for item in opened.missing)
    arrived = sorted(set().union(*packed.values()) - set(missing))
    _open(trip, sent, boxes, missing, arrived, actor, on)
    record(
        actor=actor,
        verb="distribution.receive_consignment",
        subject=f"consignment:{number}",
        on=on,
        arrived=len(arrived),
        missing=len(missing),
    )
    return _named(missing)


def _open(
    trip: Consignment,
    sent: Mapping[str, Box],
    boxes: Mapping[str, Opened],
    missing: Sequence[int],
    arrived: Sequence[int],
    actor: Actor,
    on: date,
) -> None:
    for label, opened in boxes.items():
        sent[label].counted_in = opened.counted
        sent[label].save()
    trip.received_on, trip.received_by = on, actor.id
    trip.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE distribution_packed p SET arrived = NOT p.item_id = ANY(%s) FROM distribution_box b"
            " WHERE b.id = p.box_id AND b.consignment_id = %s",
            [list(missing), trip.pk],
        )
        # A phone may have handed something over before the office opened the box: that stands.
        cursor.execute(
            "SELECT id FROM distribution_item WHERE id = ANY(%s) AND state IN ('in_transit', 'returned')"
            " ORDER BY id FOR UPDATE",
            [list(arrived)],
        )
        here = [item for (item,) in cursor.fetchall()]
        move(cursor, here, brought_to=trip.brought_to, actor=actor, on=on, note=f"kiriman {trip.number}")
        cursor.execute(
            "UPDATE distribution_item SET state = 'missing' WHERE id = ANY(%s) AND state = 'in_transit'",
            [list(missing)],
        )


def _named(items: Sequence[int]) -> list[Problem]:
    found = Item.objects.filter(pk__in=items).select_related("person").order_by("pk")
    return [
        problems.MISSING.problem(what=WORDS[Item.Kind(item.kind)], item=item.pk, name=item.person.name)
        for item in found
    ]


@verb
def find_items(*, items: Sequence[int], found_at: str, actor: Actor, on: date) -> int:
    """What was missing turned up; how many. What is not missing stays as it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM distribution_item WHERE id = ANY(%s) AND state = 'missing' ORDER BY id FOR UPDATE",
            [sorted(set(items))],
        )
        lost = [item for (item,) in cursor.fetchall()]
        moved = move(cursor, lost, brought_to=found_at, actor=actor, on=on, note="ditemukan")
    record(actor=actor, verb="distribution.find_items", subject=f"place:{found_at}", on=on, found=moved)
    return moved
