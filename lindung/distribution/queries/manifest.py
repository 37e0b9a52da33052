"""What a field officer takes along: who waits at an event or in a village, and what lies ready for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from lindung.distribution.models import Event
from lindung.distribution.models.proofs import proof_number

# One row a person. A number is the shortest name: the phone holds thousands.
PEOPLE = """
SELECT e.id, p.name, n.village_id, date_part('year', p.birth_date)::int, f.id,
    array_agg(i.id ORDER BY i.kind DESC, i.id), array_agg(i.kind ORDER BY i.kind DESC, i.id),
    array_agg(coalesce(i.serial, '') ORDER BY i.kind DESC, i.id)
FROM distribution_item i
JOIN nominations_enrolment e ON e.id = i.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN people_person p ON p.id = i.person_id
LEFT JOIN distribution_proof f ON f.enrolment_id = e.id AND f.revoked_on IS NULL
WHERE e.programme_id = %(programme)s AND e.ended_on IS NULL AND i.state IN ('made', 'at_place')
    AND n.village_id LIKE ANY(%(places)s) AND n.village_id LIKE ANY(%(within)s)
GROUP BY e.id, p.id, n.village_id, f.id
ORDER BY n.village_id, p.name_key, e.id
"""
KINDS = {"card": "k", "book": "b"}


def manifest(
    *, programme: int, places: Sequence[str], within: Sequence[str], event: Event | None = None
) -> dict[str, Any]:
    """Villages and people of these places (region codes) that lie within the officer's own regions.

    {"event": 7, "name": …, "held_on": "2025-08-25", "villages": [["53.21.01.2001", "Barene"], …],
     "people": [[enrolment, name, index of the village, year of birth, number of the proof,
                 [[item, "k" or "b", serial], …]], …]}: no NIK, no account number, no other's village.
    """
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, {"programme": programme, "places": below(places), "within": below(within)})
        rows = cursor.fetchall()
        codes = list(dict.fromkeys(row[2] for row in rows))
        cursor.execute("SELECT code, name FROM regions_region WHERE code = ANY(%s)", [codes])
        names = dict(cursor.fetchall())
    turn = {code: index for index, code in enumerate(codes)}
    return {
        "event": event.pk if event else None,
        "name": event.name if event else "",
        "place": event.place if event else "",
        "held_on": event.held_on.isoformat() if event else None,
        "villages": [[code, names[code]] for code in codes],
        "people": [
            [
                enrolment,
                name,
                turn[village],
                born,
                proof_number(proof) if proof else "",
                [[item, KINDS[kind], serial] for item, kind, serial in zip(items, kinds, serials, strict=True)],
            ]
            for enrolment, name, village, born, proof, items, kinds, serials in rows
        ],
    }


def below(codes: Sequence[str]) -> list[str]:
    """LIKE patterns of the regions with these codes and of all below them; '' is the whole country."""
    return [pattern for code in codes for pattern in ((code, f"{code}.%") if code else ("%",))]


WAITING = """
SELECT e.programme_id, g.code, g.name, m.code, count(*)
FROM distribution_item i
JOIN nominations_enrolment e ON e.id = i.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN regions_region g ON g.code = n.village_id
JOIN programmes_programme m ON m.id = e.programme_id
WHERE e.ended_on IS NULL AND i.state IN ('made', 'at_place') AND n.village_id LIKE ANY(%(within)s)
GROUP BY 1, 2, 3, 4 ORDER BY g.name, m.code LIMIT 500
"""


def waiting_villages(*, within: Sequence[str]) -> list[dict[str, Any]]:
    """Villages of these regions in which something waits, by programme: {programme, village, title, waiting}."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"within": below(within)})
        return [
            {"programme": programme, "village": code, "title": f"{name} ({of})", "waiting": waiting}
            for programme, code, name, of, waiting in cursor.fetchall()
        ]
