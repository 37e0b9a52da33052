"""Invariants of distribution. The database keeps most of them; here they are proved anew."""

from __future__ import annotations

from django.db import connection

from lindung.distribution import problems
from lindung.distribution.queries import AS_OF
from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import thousands


def check_tallies_equal_handovers() -> list[Problem]:
    """Cards and books delivered are the items given and not taken back, by programme and district."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT p.code, district_id, stage, coalesce(t.value, 0), coalesce(c.value, 0)
            FROM (SELECT * FROM programmes_tally WHERE stage IN ('cards_delivered', 'books_delivered')) t
            FULL JOIN ({AS_OF}) c USING (programme_id, district_id, stage)
            JOIN programmes_programme p ON p.id = programme_id
            WHERE coalesce(t.value, 0) <> coalesce(c.value, 0) ORDER BY 1, 2, 3
            """,
            {"day": "infinity"},
        )
        return [
            problems.OUT_OF_BALANCE.problem(
                what=stage, where=f"{programme} {district}", kept=thousands(kept), counted=thousands(counted)
            )
            for programme, district, stage, kept, counted in cursor.fetchall()
        ]


def check_nobody_holds_an_item_twice() -> list[Problem]:
    """An item is in its owner's hands exactly when its last turn is even, and its turns have no gap."""
    return _counted(
        {
            "Barang yang keadaannya lain dari penyerahannya": """
                SELECT count(*) FROM distribution_item i LEFT JOIN (
                    SELECT DISTINCT ON (item_id) item_id, turn FROM distribution_handover
                    ORDER BY item_id, turn DESC) last ON last.item_id = i.id
                WHERE (i.state = 'handed_over') <> (coalesce(last.turn, 1) % 2 = 0)
            """,
            "Barang dengan penyerahan terlewat": """
                SELECT count(*) FROM (
                    SELECT FROM distribution_handover GROUP BY item_id HAVING max(turn) <> count(*) - 1) gap
            """,
            "Orang dengan dua barang sejenis": """
                SELECT count(*) FROM (
                    SELECT FROM distribution_item WHERE returned_on IS NULL
                    GROUP BY enrolment_id, kind HAVING count(*) > 1) doubled
            """,
        }
    )


def check_every_item_is_with_its_last_custodian() -> list[Problem]:
    """The custodian of an item is where its last move brought it, or who made it."""
    return _counted(
        {
            "Barang yang pemegangnya lain dari perpindahan terakhir": """
                SELECT count(*) FROM distribution_item i LEFT JOIN (
                    SELECT DISTINCT ON (item_id) item_id, brought_to FROM distribution_itemmove
                    ORDER BY item_id, sequence DESC) last ON last.item_id = i.id
                WHERE i.custodian <> coalesce(last.brought_to, i.made_at)
            """,
        }
    )


def check_handovers_happen_at_handovers() -> list[Problem]:
    """No card comes from a launch or an award, and none from another programme's event."""
    return _counted(
        {
            "Penyerahan pada acara yang bukan penyerahan program itu": """
                SELECT count(*) FROM distribution_handover h
                JOIN distribution_event v ON v.id = h.event_id
                JOIN distribution_item i ON i.id = h.item_id
                JOIN nominations_enrolment e ON e.id = i.enrolment_id
                WHERE v.kind <> 'handover' OR v.programme_id <> e.programme_id
            """,
        }
    )


def check_boxes_hold_what_was_counted() -> list[Problem]:
    """The count by hand at each end of a trip is what the box's list says, less what is named as missing."""
    return _counted(
        {
            "Kotak yang hitungannya lain dari daftarnya": """
                SELECT count(*) FROM distribution_box b JOIN (
                    SELECT box_id, count(*) AS listed, count(*) FILTER (WHERE arrived) AS arrived
                    FROM distribution_packed GROUP BY 1) p ON p.box_id = b.id
                WHERE b.counted_out <> p.listed OR b.counted_in <> p.arrived
            """,
            "Barang hilang yang bukan dari kiriman": """
                SELECT count(*) FROM distribution_item i WHERE i.state = 'missing' AND NOT EXISTS (
                    SELECT FROM distribution_packed p WHERE p.item_id = i.id AND NOT p.arrived)
            """,
        }
    )


def check_every_act_of_a_phone_is_accounted_for() -> list[Problem]:
    """What could not be recorded is a case, and what was recorded as handed over has its receipt.

    A handover that its phone withdrew before it was taken in, or did anew later, has none.
    """
    return _counted(
        {
            "Catatan ponsel yang tidak tercatat dan tidak menjadi kasus": """
                SELECT count(*) FROM distribution_deviceevent e, unnest(e.items) AS named
                WHERE e.outcome <> 'recorded' AND e.kind IN ('handover', 'return') AND NOT EXISTS (
                    SELECT FROM distribution_handovercase c
                    WHERE (c.device_id, c.number) = (e.device_id, e.number)
                        AND (c.named = named OR e.outcome = 'conflict'))
            """,
            "Penyerahan ponsel tanpa tanda terima": """
                SELECT count(*) FROM distribution_deviceevent e, unnest(e.items) AS named
                WHERE e.outcome = 'recorded' AND e.kind = 'handover'
                    AND NOT EXISTS (SELECT FROM distribution_handover h
                        WHERE h.receipt = 'HP-' || e.device_id || '-' || e.number || '-' || named)
                    AND NOT EXISTS (SELECT FROM distribution_deviceevent later
                        WHERE later.device_id = e.device_id AND later.number > e.number
                            AND (later.corrects = e.number OR named = ANY(later.items)))
            """,
        }
    )


def _counted(faults: dict[str, str]) -> list[Problem]:
    """One problem for each query that counts something."""
    found: list[Problem] = []
    with connection.cursor() as cursor:
        for what, query in faults.items():
            cursor.execute(query)
            [number] = cursor.fetchone()
            if number:
                found.append(
                    problems.OUT_OF_BALANCE.problem(
                        what=what, where="penyerahan", kept=thousands(number), counted="0"
                    )
                )
    return found
