"""Questions about cards and bank books."""

from __future__ import annotations

from lindung.distribution.models import Item

# (programme_id, district_id, stage, value): items in the person's hands as was known on %(day)s.
AS_OF = """
SELECT e.programme_id, e.district_id, i.kind || 's_delivered' AS stage, count(*) AS value
FROM distribution_handover given
JOIN distribution_item i ON i.id = given.item_id
JOIN nominations_enrolment e ON e.id = i.enrolment_id
WHERE given.turn %% 2 = 0 AND given.booked_on <= %(day)s AND NOT EXISTS (
    SELECT FROM distribution_handover back
    WHERE (back.item_id, back.turn) = (given.item_id, given.turn + 1) AND back.booked_on <= %(day)s)
GROUP BY 1, 2, 3
"""


def undelivered(*, programme: int, district: str | None = None, kind: str | None = None) -> list[int]:
    """Ids of the items of a programme still with an office, of enrolments that have not ended."""
    found = Item.objects.filter(
        enrolment__programme_id=programme,
        enrolment__ended_on=None,
        state__in=[Item.State.MADE, Item.State.AT_PLACE],
    )
    if district:
        found = found.filter(enrolment__district_id=district)
    if kind:
        found = found.filter(kind=kind)
    return list(found.order_by("pk").values_list("pk", flat=True))


def unpaired(*, programme: int) -> list[tuple[int, str]]:
    """(enrolment, kind still missing) of people who hold one of card and book and not the other."""
    held = Item.objects.filter(enrolment__programme_id=programme, state=Item.State.HANDED_OVER)
    kinds: dict[int, set[str]] = {}
    for enrolment, kind in held.values_list("enrolment_id", "kind"):
        kinds.setdefault(enrolment, set()).add(kind)
    return sorted(
        (enrolment, missing) for enrolment, found in kinds.items() for missing in set(Item.Kind.values) - found
    )
