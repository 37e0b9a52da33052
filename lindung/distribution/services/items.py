"""Items are made and moved. Bulk work is one statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import problems
from lindung.distribution.models import Item
from lindung.kernel.problem import Kind, Refused
from lindung.programmes.models import Programme

# A card is made by BPJS for whom it registered, a book by the bank for the account it opened.
OWNERS = {
    Item.Kind.CARD: (
        "EXISTS (SELECT FROM membership_registration r WHERE r.enrolment_id = e.id AND r.answer = 'accepted')"
    ),
    Item.Kind.BOOK: "EXISTS (SELECT FROM banking_account a WHERE a.opened_for_id = e.id)",
}


@verb
def make_items(
    *,
    kind: str,
    programme: Programme,
    made_at: str,
    actor: Actor,
    on: date,
    district: str | None = None,
    enrolments: Sequence[int] | None = None,
    serials: Mapping[int, str] | None = None,
) -> int:
    """Enter the cards or books made for live enrolments of a programme; how many are new.

    `enrolments`: None means everyone of the programme (or district) who never had one; a list also makes a
    new one for those whose earlier one came back. `serials`: enrolment → serial number printed on the item.
    """
    with connection.cursor() as cursor:
        _refuse_known_serials(cursor, kind, serials or {})
        cursor.execute(
            f"""
            INSERT INTO distribution_item
                (kind, enrolment_id, person_id, serial, made_at, made_on, custodian, state)
            SELECT %(kind)s, e.id, e.person_id, s.serial, %(made_at)s, %(on)s, %(made_at)s, 'made'
            FROM nominations_enrolment e
            LEFT JOIN unnest(%(numbered)s::bigint[], %(serials)s::text[]) AS s (enrolment_id, serial)
                ON s.enrolment_id = e.id
            WHERE e.programme_id = %(programme)s AND e.ended_on IS NULL
                AND (%(district)s::text IS NULL OR e.district_id = %(district)s)
                AND (e.id = ANY(%(ids)s::bigint[]) OR %(ids)s::bigint[] IS NULL AND NOT EXISTS (
                    SELECT FROM distribution_item i WHERE i.enrolment_id = e.id AND i.kind = %(kind)s))
                AND {OWNERS[Item.Kind(kind)]}
            ORDER BY e.id ON CONFLICT (enrolment_id, kind) WHERE returned_on IS NULL DO NOTHING
            """,
            {
                "kind": kind,
                "made_at": made_at,
                "on": on,
                "numbered": list(serials or {}),
                "serials": list((serials or {}).values()),
                "programme": programme.pk,
                "district": district,
                "ids": None if enrolments is None else list(enrolments),
            },
        )
        made = int(cursor.rowcount)
        cursor.execute("ANALYZE distribution_item")
    record(
        actor=actor,
        verb="distribution.make_items",
        subject=f"programme:{programme.code}",
        on=on,
        kind=kind,
        made=made,
        made_at=made_at,
        district=district,
    )
    return made


def _refuse_known_serials(cursor: CursorWrapper, kind: str, serials: Mapping[int, str]) -> None:
    cursor.execute(
        """
        SELECT serial FROM unnest(%(serials)s::text[]) AS serial GROUP BY 1 HAVING count(*) > 1
        UNION
        SELECT i.serial FROM distribution_item i JOIN nominations_enrolment e ON e.id = i.enrolment_id
        WHERE i.kind = %(kind)s AND i.serial = ANY(%(serials)s)
        ORDER BY 1
        """,
        {"kind": kind, "serials": list(serials.values())},
    )
    if faults := [problems.SERIAL_TAKEN.problem(serial=serial) for (serial,) in cursor.fetchall()]:
        raise Refused(*faults)


@verb
def move_items(*, items: Sequence[int], brought_to: str, actor: Actor, on: date, note: str = "") -> int:
    """Bring items to another custodian; how many moved. What is there already stays as it is.

    All or nothing: an item that does not exist or is in its owner's hands refuses the whole (HAND-07).
    """
    wanted = sorted(set(items))
    with connection.cursor() as cursor:
        lock(cursor, wanted, barred=Item.State.HANDED_OVER, fault=problems.NOT_MOVABLE)
        moved = move(cursor, wanted, brought_to=brought_to, actor=actor, on=on, note=note)
    record(
        actor=actor,
        verb="distribution.move_items",
        subject=f"place:{brought_to}",
        on=on,
        reason=note,
        moved=moved,
    )
    return moved


def lock(cursor: CursorWrapper, items: Sequence[int], *, barred: str, fault: Kind) -> None:
    """Hold the items until the transaction ends, in key order; refuse what is unknown or in a barred state."""
    cursor.execute(
        "SELECT id FROM distribution_item WHERE id = ANY(%s) AND state <> %s ORDER BY id FOR UPDATE",
        [list(items), barred],
    )
    held = {found for (found,) in cursor.fetchall()}
    if faults := [fault.problem(item=item) for item in items if item not in held]:
        raise Refused(*faults)


def move(cursor: CursorWrapper, items: Sequence[int], *, brought_to: str, actor: Actor, on: date, note: str) -> int:
    """Write the moves of locked items and their new custodian. What was returned stays returned."""
    cursor.execute(
        """
        WITH leaving AS (
            SELECT id, custodian FROM distribution_item
            WHERE id = ANY(%(items)s) AND (custodian <> %(to)s OR state = 'made')
        ), moves AS (
            INSERT INTO distribution_itemmove (item_id, sequence, "on", taken_from, brought_to, by, note)
            SELECT l.id, coalesce(max(m.sequence), 0) + 1, %(on)s, l.custodian, %(to)s, %(actor)s, %(note)s
            FROM leaving l LEFT JOIN distribution_itemmove m ON m.item_id = l.id
            GROUP BY l.id, l.custodian ORDER BY l.id
        )
        UPDATE distribution_item i SET custodian = %(to)s,
            state = CASE i.state WHEN 'returned' THEN 'returned' ELSE 'at_place' END
        FROM leaving WHERE leaving.id = i.id
        """,
        {"items": list(items), "to": brought_to, "on": on, "actor": actor.id, "note": note},
    )
    return int(cursor.rowcount)
