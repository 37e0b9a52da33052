"""How a handover stands: an event as it goes on, and what still lies in offices, village by village."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from lindung.distribution.queries.manifest import below
from lindung.regions.models import Region
from lindung.ui.maps import Picture, Spot, drawn, sketched

# Of everyone who is invited or was handed something there: by village, who has what. Who received in person came.
BOARD = """
WITH there AS (
    SELECT v.enrolment_id FROM distribution_invitation v WHERE v.event_id = %(event)s
    UNION
    SELECT i.enrolment_id FROM distribution_handover h JOIN distribution_item i ON i.id = h.item_id
    WHERE h.event_id = %(event)s
), given AS (
    SELECT i.enrolment_id, i.kind, h.received_by FROM distribution_handover h
    JOIN distribution_item i ON i.id = h.item_id AND i.state = 'handed_over'
    WHERE h.event_id = %(event)s AND NOT EXISTS (
        SELECT FROM distribution_handover b WHERE (b.item_id, b.turn) = (h.item_id, h.turn + 1))
)
SELECT r.code, r.name, count(*),
    count(*) FILTER (WHERE came.attended_on IS NOT NULL OR EXISTS (
        SELECT FROM given g WHERE g.enrolment_id = t.enrolment_id AND g.received_by = 'self')),
    count(*) FILTER (WHERE EXISTS (SELECT FROM given g WHERE g.enrolment_id = t.enrolment_id AND g.kind = 'card')),
    count(*) FILTER (WHERE EXISTS (SELECT FROM given g WHERE g.enrolment_id = t.enrolment_id AND g.kind = 'book')),
    count(*) FILTER (WHERE EXISTS (
        SELECT FROM given g WHERE g.enrolment_id = t.enrolment_id AND g.received_by = 'proxy'))
FROM there t
JOIN nominations_enrolment e ON e.id = t.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN regions_region r ON r.code = n.village_id
LEFT JOIN distribution_invitation came ON (came.event_id, came.enrolment_id) = (%(event)s, t.enrolment_id)
WHERE n.village_id LIKE ANY(%(within)s)
GROUP BY 1, 2 ORDER BY 2, 1
"""
BOARD_KEYS = ("code", "village", "people", "came", "cards", "books", "proxies")


def board(*, event: int, within: Sequence[str]) -> dict[str, Any]:
    """{"villages": [{code, village, people, came, cards, books, proxies}, …], "totals": the same keys}."""
    with connection.cursor() as cursor:
        cursor.execute(BOARD, {"event": event, "within": below(within)})
        villages = [dict(zip(BOARD_KEYS, row, strict=True)) for row in cursor.fetchall()]
    totals = {key: sum(row[key] for row in villages) for key in BOARD_KEYS[2:]}
    return {"villages": villages, "totals": totals}


# What is in hand already, nearly everything in the end, is kept by village; only what waits is counted.
AGEING = """
WITH waiting AS (
    SELECT n.village_id AS code, i.made_on, i.state, count(*) AS items, %(day)s - i.made_on AS days
    FROM distribution_item i JOIN nominations_enrolment e ON e.id = i.enrolment_id AND e.ended_on IS NULL
    JOIN nominations_nomination n ON n.id = e.nomination_id
    WHERE i.state IN ('made', 'in_transit', 'at_place', 'missing') GROUP BY 1, 2, 3
), lying AS (
    SELECT code, sum(items) AS items, sum(items) FILTER (WHERE days <= 14) AS fresh,
        sum(items) FILTER (WHERE days BETWEEN 15 AND 30) AS month,
        sum(items) FILTER (WHERE days BETWEEN 31 AND 60) AS two_months,
        sum(items) FILTER (WHERE days > 60) AS old, sum(items) FILTER (WHERE state = 'missing') AS missing,
        min(made_on) AS oldest
    FROM waiting GROUP BY 1
), given AS (
    SELECT village_id AS code, sum(value) AS items FROM programmes_villagetally
    WHERE stage IN ('cards_delivered', 'books_delivered') GROUP BY 1
)
SELECT r.code, r.name, above.name, r.latitude, r.longitude,
    (coalesce(lying.items, 0) + coalesce(given.items, 0))::int, coalesce(given.items, 0)::int,
    coalesce(fresh, 0)::int, coalesce(month, 0)::int, coalesce(two_months, 0)::int, coalesce(old, 0)::int,
    coalesce(missing, 0)::int, oldest
FROM lying FULL JOIN given USING (code)
JOIN regions_region r USING (code) JOIN regions_region above ON above.code = r.parent_id
WHERE r.code LIKE ANY(%(within)s) AND r.code LIKE ANY(%(places)s)
ORDER BY oldest NULLS LAST, r.name
"""
AGEING_KEYS = ("code", "village", "subdistrict", "latitude", "longitude", "items", "delivered", "fresh", "month",
               "two_months", "old", "missing", "oldest")  # fmt: skip
MOST_DOTS = 500  # villages that each get a circle of their own
STEPS = (1, 50, 80, 95, 100)  # percent delivered from which each shade begins


def ageing(*, within: Sequence[str], on: date, region: str = "") -> dict[str, Any]:
    """What lies undelivered by village and by days since it was made, the oldest first; and as a map."""
    with connection.cursor() as cursor:
        cursor.execute(AGEING, {"day": on, "within": below(within), "places": below([region])})
        villages = [dict(zip(AGEING_KEYS, row, strict=True)) for row in cursor.fetchall()]
    numbers = ("items", "delivered", "fresh", "month", "two_months", "old", "missing")
    totals = {key: sum(row[key] for row in villages) for key in numbers}
    return {
        "villages": [row for row in villages if row["items"] > row["delivered"]],
        "totals": totals | {"waiting": totals["items"] - totals["delivered"]},
        "picture": _drawn(villages),
    }


def _drawn(villages: Sequence[dict[str, Any]]) -> Picture:
    """Each village with its own words; a whole province as a sketch whose districts lead to themselves."""
    spots = [
        Spot(
            row["latitude"],
            row["longitude"],
            sum(100 * row["delivered"] >= step * row["items"] for step in STEPS),
            f"{row['village']}: {row['delivered']} / {row['items']}",
            row["code"],
        )
        for row in villages
        if row["latitude"] is not None
    ]
    if len(spots) <= MOST_DOTS:
        return drawn(spots)
    names = dict(Region.objects.filter(kind=Region.Kind.DISTRICT).values_list("code", "name"))
    return sketched(spots, names, depth=5)
