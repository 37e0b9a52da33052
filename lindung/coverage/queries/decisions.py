"""What waits for a decree, through whose hands it came, and what a decree did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from lindung.nominations.models import DecreeLine
from lindung.programmes.models import Decree, Programme


def people_of(decree: Decree) -> int:
    """How many people a decree's annex names."""
    return DecreeLine.objects.filter(decree=decree, act=DecreeLine.Act.ADD).count()


def desks(codes: Sequence[str]) -> list[dict[str, Any]]:
    """Programme and district: who waits in the reserve, seats that are free, ended cover not struck yet."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH reserve AS (
                SELECT programme_id, district_id, value AS people FROM programmes_tally WHERE stage = 'reserve'
            ), room AS (
                SELECT programme_id, left(region_id, 5) AS district_id, sum(seats)::bigint AS seats,
                    sum(free)::bigint AS free
                FROM (SELECT programme_id, region_id, max(seats) AS seats, min(seats - taken) AS free
                      FROM programmes_seats GROUP BY 1, 2) months
                WHERE length(region_id) >= 5 GROUP BY 1, 2
            ), ended AS (
                SELECT e.programme_id, e.district_id, count(*) AS people FROM nominations_enrolment e
                WHERE e.ended_on IS NOT NULL AND e.ended_from <= e.cover_to AND NOT EXISTS (
                    SELECT FROM nominations_decreeline l WHERE l.replaces_id = e.line_id AND l.act = 'remove')
                GROUP BY 1, 2
            )
            SELECT p.id, p.code, p.name, r.code, r.name, coalesce(room.seats, 0), coalesce(room.free, 0),
                coalesce(reserve.people, 0), coalesce(ended.people, 0)
            FROM room FULL JOIN reserve USING (programme_id, district_id)
            LEFT JOIN ended USING (programme_id, district_id)
            JOIN programmes_programme p ON p.id = programme_id JOIN regions_region r ON r.code = district_id
            WHERE EXISTS (SELECT FROM unnest(%s::text[]) AS code
                          WHERE district_id = code OR district_id LIKE code || '.%%')
            ORDER BY (coalesce(reserve.people, 0) > 0 AND coalesce(room.free, 0) > 0) DESC, p.cover_from DESC,
                p.code, r.code
            """,
            [list(codes)],
        )
        names = ("programme", "code", "name", "region", "district", "seats", "free", "reserve", "ended")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def hands(programme: Programme, region: str) -> dict[str, list[str]]:
    """Who proposed and who verified the reserve of a region: none of them may decide it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT array_agg(DISTINCT proposed_by), array_agg(DISTINCT verified_by) FROM nominations_nomination
            WHERE programme_id = %s AND (village_id = %s OR village_id LIKE %s || '.%%') AND withdrawn_on IS NULL
                AND ranked_on IS NOT NULL AND decided_on IS NULL
            """,
            [programme.pk, region, region],
        )
        proposed, verified = cursor.fetchone()
    return {"proposed": proposed or [], "verified": verified or []}
