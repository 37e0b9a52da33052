"""Who may be invited to an event, and what was typed of its signed list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from lindung.distribution.models import Event
from lindung.distribution.queries.manifest import below

# By village: who has something waiting and no seat yet, and who has a seat.
INVITABLE = """
SELECT r.code, r.name, above.name, count(*) FILTER (WHERE v.seat IS NULL), count(v.seat)
FROM nominations_enrolment e
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN regions_region r ON r.code = n.village_id
JOIN regions_region above ON above.code = r.parent_id
LEFT JOIN distribution_invitation v ON (v.event_id, v.enrolment_id) = (%(event)s, e.id)
WHERE e.programme_id = %(programme)s AND n.village_id LIKE ANY(%(places)s) AND n.village_id LIKE ANY(%(within)s)
    AND (v.seat IS NOT NULL OR e.ended_on IS NULL AND EXISTS (SELECT FROM distribution_item i
        WHERE i.person_id = e.person_id AND i.enrolment_id = e.id
            AND i.state IN ('made', 'in_transit', 'at_place')))
GROUP BY 1, 2, 3 ORDER BY 3, 2, 1
"""


def invitable(*, event: Event, within: Sequence[str]) -> list[dict[str, Any]]:
    """Villages of the event's region: {code, village, subdistrict, waiting, invited} in people."""
    words = {"event": event.pk, "programme": event.programme_id}
    with connection.cursor() as cursor:
        cursor.execute(INVITABLE, words | {"places": below([event.region_id]), "within": below(within)})
        keys = ("code", "village", "subdistrict", "waiting", "invited")
        return [dict(zip(keys, row, strict=True)) for row in cursor.fetchall()]


SIGNED_FOR = {"": "kosong", "k": "kartu", "b": "buku", "kb": "kartu dan buku"}


class TypedLine(NamedTuple):
    """One line of a signed list as both typists read it; None: not typed that time."""

    enrolment: int
    seat: int
    name: str
    signed: tuple[str | None, str | None]
    proxies: tuple[str | None, str | None]

    @property
    def alike(self) -> bool:
        return self.signed[0] == self.signed[1] and self.proxies[0] == self.proxies[1]

    @property
    def once(self) -> bool:
        return None in self.signed

    @property
    def signed_for(self) -> str:
        return self.signed[0] or ""

    @property
    def proxy(self) -> str:
        return self.proxies[0] or ""

    @property
    def first(self) -> str:
        return self._read(0)

    @property
    def second(self) -> str:
        return self._read(1)

    def _read(self, turn: int) -> str:
        signed, proxy = self.signed[turn], self.proxies[turn]
        if signed is None:
            return "belum diketik"
        return f"{SIGNED_FOR[signed]}, wakil {proxy}" if proxy else SIGNED_FOR[signed]


BOTH = """
SELECT coalesce(one.enrolment_id, two.enrolment_id), v.seat, p.name, one.signed_for, two.signed_for, one.proxy,
    two.proxy
FROM (SELECT * FROM distribution_paperentry WHERE event_id = %(event)s AND pass_number = 1) one
FULL JOIN (SELECT * FROM distribution_paperentry WHERE event_id = %(event)s AND pass_number = 2) two
    USING (enrolment_id)
JOIN distribution_invitation v ON v.event_id = %(event)s
    AND v.enrolment_id = coalesce(one.enrolment_id, two.enrolment_id)
JOIN nominations_enrolment e ON e.id = v.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN people_person p ON p.id = e.person_id
WHERE n.village_id LIKE ANY(%(within)s)
ORDER BY v.seat
"""


def typed_lines(*, event: int, within: Sequence[str] = ("",)) -> list[TypedLine]:
    """Every line of the event's list that somebody typed, by seat; only of these regions."""
    with connection.cursor() as cursor:
        cursor.execute(BOTH, {"event": event, "within": below(within)})
        return [
            TypedLine(enrolment, seat, name, (first, second), (proxy, other))
            for enrolment, seat, name, first, second, proxy, other in cursor.fetchall()
        ]


LINES = """
SELECT v.enrolment_id, v.seat, p.name, r.name, coalesce(t.signed_for, ''), coalesce(t.proxy, ''),
    t.enrolment_id IS NOT NULL, count(*) OVER ()
FROM distribution_invitation v
JOIN nominations_enrolment e ON e.id = v.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN people_person p ON p.id = e.person_id
JOIN regions_region r ON r.code = n.village_id
LEFT JOIN distribution_paperentry t
    ON (t.event_id, t.enrolment_id, t.pass_number) = (v.event_id, v.enrolment_id, %(turn)s)
WHERE v.event_id = %(event)s AND n.village_id LIKE ANY(%(within)s)
    AND (%(line)s::bigint IS NULL OR v.enrolment_id = %(line)s) AND (%(seat)s::int IS NULL OR v.seat = %(seat)s)
ORDER BY v.seat LIMIT %(most)s OFFSET %(after)s
"""
LINE_KEYS = ("enrolment", "seat", "name", "village", "signed", "proxy", "typed", "all")


def lines_to_type(
    *,
    event: int,
    turn: int,
    within: Sequence[str],
    after: int = 0,
    most: int = 50,
    line: int | None = None,
    seat: int | None = None,
) -> list[dict[str, Any]]:
    """Seats of an event with what was typed this turn: {enrolment, seat, name, village, signed, proxy, typed, all}.

    One line alone by its enrolment or by its seat. `all`: how many there are. The other turn is never shown.
    """
    about = {"event": event, "turn": turn, "after": after, "most": most, "line": line, "seat": seat}
    with connection.cursor() as cursor:
        cursor.execute(LINES, about | {"within": below(within)})
        return [dict(zip(LINE_KEYS, row, strict=True)) for row in cursor.fetchall()]
