"""Questions about nominations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection

from lindung.nominations.models import Check
from lindung.people.nik import mask
from lindung.programmes.models import Programme

# What must have passed before a nomination is verified. Which checks a programme asks beyond these is its own.
REQUIRED = (Check.Kind.POPULATION, Check.Kind.WORK)
STANDINGS = ("proposed", "verified", "refused", "reserve", "decided")

# (programme_id, district_id, stage, value) of this room's stages as they were known on %(day)s.
AS_OF = """
SELECT n.programme_id, n.district_id, s.stage, count(*) AS value
FROM nominations_nomination n, LATERAL (VALUES
    ('nominated', true),
    ('verified', n.verified_on <= %(day)s),
    ('refused', n.refused_on <= %(day)s),
    ('reserve', n.ranked_on <= %(day)s AND coalesce(n.decided_on > %(day)s, true))
) AS s (stage, stands)
WHERE s.stands AND n.proposed_on <= %(day)s AND coalesce(n.withdrawn_on > %(day)s, true)
GROUP BY 1, 2, 3
UNION ALL
SELECT n.programme_id, n.district_id, 'decided', sum(CASE l.act WHEN 'add' THEN 1 ELSE -1 END)
FROM nominations_decreeline l JOIN nominations_nomination n ON n.id = l.nomination_id
WHERE l.booked_on <= %(day)s GROUP BY 1, 2
UNION ALL
SELECT programme_id, district_id, 'enrolled', count(*)
FROM nominations_enrolment
WHERE booked_on <= %(day)s AND coalesce(ended_on > %(day)s, true) GROUP BY 1, 2
UNION ALL
SELECT p.id, r.place, CASE r.fate WHEN 'look' THEN 'needs_look' ELSE r.fate END, count(*)
FROM intake_row r JOIN intake_file f ON f.id = r.file_id AND f.layout = 'nominations' AND f.received_on <= %(day)s
JOIN programmes_programme p ON p.code = f.scope
WHERE r.fate <> 'accepted' AND NOT EXISTS (
    SELECT FROM intake_row newer JOIN intake_file g ON g.id = newer.file_id AND g.received_on <= %(day)s
    WHERE (newer.corrects_file_id, newer.corrects_number) = (r.file_id, r.number)
)
GROUP BY 1, 2, 3
"""

LISTED = """
SELECT * FROM (
    SELECT n.id, n.rank, i.value AS nik, p.name, district.name AS district, village.name AS village,
        CASE WHEN n.decided_on IS NOT NULL THEN 'decided' WHEN n.refused_on IS NOT NULL THEN 'refused'
            WHEN n.ranked_on IS NOT NULL THEN 'reserve' WHEN n.verified_on IS NOT NULL THEN 'verified'
            ELSE 'proposed' END AS standing
    FROM nominations_nomination n
    JOIN people_person p ON p.id = n.person_id
    JOIN regions_region district ON district.code = n.district_id
    JOIN regions_region village ON village.code = n.village_id
    LEFT JOIN LATERAL (
        SELECT max(value) AS value FROM people_identifier
        WHERE person_id = p.id AND kind = 'nik' AND state <> 'retired'
    ) i ON true
    WHERE n.programme_id = %(programme)s AND n.withdrawn_on IS NULL
        AND (%(district)s::text IS NULL OR n.district_id = %(district)s)
    ORDER BY n.district_id, n.rank NULLS LAST, n.id
) listed WHERE %(standing)s::text IS NULL OR standing = %(standing)s
"""


def listing(programme: Programme, *, standing: str | None, district: str | None) -> list[dict[str, Any]]:
    """The live nominations of a programme, each at one of STANDINGS, in the order of the reserve; NIK masked."""
    with connection.cursor() as cursor:
        cursor.execute(LISTED, {"programme": programme.pk, "standing": standing, "district": district})
        return [
            {
                "nomination": nomination,
                "rank": rank,
                "nik": mask(nik or ""),
                "name": name,
                "district": in_district,
                "village": village,
                "standing": stands,
            }
            for nomination, rank, nik, name, in_district, village, stands in cursor.fetchall()
        ]


def unverified(programme: Programme, niks: Sequence[str], district: str | None) -> dict[str, int]:
    """NIK → live nomination of this programme that is not verified; NIKs without one are left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT i.value, n.id
            FROM people_identifier i JOIN people_person p ON p.id = i.person_id
            JOIN nominations_nomination n ON n.person_id IN (p.id, p.merged_into_id)
            WHERE i.kind = 'nik' AND i.state <> 'retired' AND i.value = ANY(%(niks)s)
                AND n.programme_id = %(programme)s AND n.withdrawn_on IS NULL AND n.verified_on IS NULL
                AND (%(district)s::text IS NULL OR n.district_id = %(district)s)
            ORDER BY n.person_id = p.id  -- a merged row's own nomination wins over its root's
            """,
            {"niks": list(niks), "programme": programme.pk, "district": district},
        )
        return dict(cursor.fetchall())


class Readiness(NamedTuple):
    """How the waiting of a place stand: every required check passed, one failed, or some still missing."""

    waiting: int
    fit: int
    unfit: int
    own: int

    @property
    def incomplete(self) -> int:
        return self.waiting - self.fit - self.unfit

    @property
    def decided(self) -> int:
        """How many a verification settles one way or the other."""
        return self.fit + self.unfit


def readiness(programme: Programme, district: str, actor: str) -> Readiness:
    """What verifying a district now would do; `own`: proposed by `actor`, who may not verify them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*), count(*) FILTER (WHERE passed AND required >= %(needed)s),
                count(*) FILTER (WHERE NOT passed),
                count(*) FILTER (WHERE proposed_by = %(actor)s AND passed IS NOT NULL)
            FROM (
                SELECT n.id, n.proposed_by, bool_and(c.passed) AS passed,
                    count(*) FILTER (WHERE c.kind = ANY(%(required)s)) AS required
                FROM nominations_nomination n LEFT JOIN LATERAL (
                    SELECT DISTINCT ON (kind) kind, passed FROM nominations_check
                    WHERE nomination_id = n.id ORDER BY kind, "on" DESC
                ) c ON true
                WHERE n.programme_id = %(programme)s AND n.district_id = %(district)s AND n.withdrawn_on IS NULL
                    AND n.verified_on IS NULL AND n.refused_on IS NULL
                GROUP BY n.id
            ) looked
            """,
            {
                "required": list(REQUIRED),
                "needed": len(REQUIRED),
                "programme": programme.pk,
                "district": district,
                "actor": actor,
            },
        )
        return Readiness(*cursor.fetchone())


def results(programme: Programme, district: str, nominations: Sequence[int]) -> dict[int, list[Check]]:
    """The latest result of each kind of check of these nominations of the district."""
    of_district = {"nomination__programme": programme, "nomination__district": district}
    found = Check.objects.filter(nomination__in=nominations, **of_district).order_by("nomination", "kind", "-on")
    told: dict[int, list[Check]] = {}
    for one in found.distinct("nomination", "kind"):
        told.setdefault(one.nomination_id, []).append(one)
    return told


def waiting(codes: Sequence[str]) -> list[dict[str, Any]]:
    """Programme and district with nominations not verified yet, within the regions `codes`."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT g.id, g.code, g.name, r.code, r.name, count(*), min(n.proposed_on)
            FROM nominations_nomination n JOIN programmes_programme g ON g.id = n.programme_id
            JOIN regions_region r ON r.code = n.district_id
            WHERE n.withdrawn_on IS NULL AND n.verified_on IS NULL AND n.refused_on IS NULL AND EXISTS (
                SELECT FROM unnest(%s::text[]) AS code
                WHERE n.district_id = code OR n.district_id LIKE code || '.%%')
            GROUP BY g.id, r.code ORDER BY min(n.proposed_on), g.code, r.code
            """,
            [list(codes)],
        )
        names = ("programme", "code", "name", "region", "district", "waiting", "since")
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
