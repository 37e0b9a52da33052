"""Checks, verification and the ranked reserve. Bulk work is one statement."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from lindung.audit.services import Actor, record
from lindung.audit.verbs import analyse, verb
from lindung.kernel.problem import Refused
from lindung.nominations import problems
from lindung.nominations.queries import REQUIRED
from lindung.programmes.models import Programme


@verb
def enter_checks(
    *,
    programme: Programme,
    kind: str,
    source: str,
    failed: Sequence[int],
    actor: Actor,
    on: date,
    district: str | None = None,
    only: Sequence[int] | None = None,
) -> int:
    """Enter one check's results for every live, unverified nomination of a programme (or one district of it).

    `only`: of these nominations alone. `failed`: ids of the nominations that did not pass; all others passed.
    Returns how many were checked. The same check of the same day again changes nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO nominations_check (nomination_id, kind, "on", source, passed, by)
            SELECT id, %(kind)s, %(on)s, %(source)s, id <> ALL(%(failed)s::bigint[]), %(actor)s
            FROM nominations_nomination
            WHERE programme_id = %(programme)s AND withdrawn_on IS NULL AND verified_on IS NULL
                AND refused_on IS NULL AND (%(district)s::text IS NULL OR district_id = %(district)s)
                AND (%(only)s::bigint[] IS NULL OR id = ANY(%(only)s))
            ORDER BY id ON CONFLICT DO NOTHING
            """,
            {
                "kind": kind,
                "on": on,
                "source": source,
                "failed": list(failed),
                "actor": actor.id,
                "programme": programme.pk,
                "district": district,
                "only": None if only is None else list(only),
            },
        )
        checked = cursor.rowcount
        analyse(cursor, checked, "nominations_check")
    record(
        actor=actor,
        verb="nominations.enter_checks",
        subject=f"programme:{programme.code}",
        on=on,
        kind=kind,
        source=source,
        checked=checked,
        failed=len(failed),
        district=district,
    )
    return int(checked)


@verb
def verify(*, programme: Programme, actor: Actor, on: date, district: str | None = None) -> tuple[int, int]:
    """Mark verified what passed every required check, refused what failed one; (verified, refused).

    The verifier may not be the one who proposed (NOM-01, and a CHECK in the database).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DROP TABLE IF EXISTS looked;
            CREATE TEMP TABLE looked ON COMMIT DROP AS
            SELECT n.id, n.proposed_by,
                bool_and(c.passed) AND count(*) FILTER (WHERE c.kind = ANY(%(required)s)) >= %(needed)s AS fit,
                NOT bool_and(c.passed) AS unfit
            FROM nominations_nomination n JOIN LATERAL (
                SELECT DISTINCT ON (kind) kind, passed FROM nominations_check
                WHERE nomination_id = n.id ORDER BY kind, "on" DESC
            ) c ON true
            WHERE n.programme_id = %(programme)s AND n.withdrawn_on IS NULL AND n.verified_on IS NULL
                AND n.refused_on IS NULL AND (%(district)s::text IS NULL OR n.district_id = %(district)s)
            GROUP BY n.id;
            ANALYZE looked;
            """,
            {
                "required": list(REQUIRED),
                "needed": len(REQUIRED),
                "programme": programme.pk,
                "district": district,
            },
        )
        cursor.execute(
            "SELECT count(*) FILTER (WHERE proposed_by = %s), count(*) FILTER (WHERE fit),"
            " count(*) FILTER (WHERE unfit) FROM looked",
            [actor.id],
        )
        own, verified, refused = cursor.fetchone()
        if own:
            raise Refused(problems.PROPOSER_VERIFIES.problem(count=own, actor=actor.name))
        cursor.execute(
            """
            UPDATE nominations_nomination n SET
                verified_on = CASE WHEN fit THEN %(on)s::date END,
                verified_by = CASE WHEN fit THEN %(actor)s ELSE '' END,
                refused_on = CASE WHEN unfit THEN %(on)s::date END
            FROM looked WHERE looked.id = n.id AND (fit OR unfit)
            """,
            {"on": on, "actor": actor.id},
        )
    record(
        actor=actor,
        verb="nominations.verify",
        subject=f"programme:{programme.code}",
        on=on,
        verified=verified,
        refused=refused,
        district=district,
    )
    return verified, refused


@verb
def rank(*, programme: Programme, actor: Actor, on: date, district: str | None = None) -> int:
    """Put verified nominations (of one district) into the reserve of their district; how many were ranked now.

    Who stands in the reserve already keeps the place. New ones follow: the extremely poor first, then by
    DTSEN decile, then as they were proposed. Returns the number newly ranked.
    """
    with connection.cursor() as cursor:
        # A new programme is one row to the planner, which then compares everybody with everybody.
        cursor.execute(
            """
            DROP TABLE IF EXISTS waiting;
            CREATE TEMP TABLE waiting ON COMMIT DROP AS
            SELECT id, person_id, district_id, proposed_on FROM nominations_nomination
            WHERE programme_id = %(programme)s AND withdrawn_on IS NULL
                AND verified_on IS NOT NULL AND refused_on IS NULL AND ranked_on IS NULL
                AND (%(district)s::text IS NULL OR district_id = %(district)s);
            ANALYZE waiting;
            """,
            {"programme": programme.pk, "district": district},
        )
        cursor.execute(
            """
            WITH poverty AS (
                SELECT f.person_id,
                    bool_or(f.kind = 'extreme_poor' AND f.value = 'ya') AS extreme,
                    min(CASE WHEN f.kind = 'dtsen_decile' THEN f.value::int END) AS decile
                FROM people_fact f JOIN waiting USING (person_id)
                WHERE f.revoked_on IS NULL AND f.kind IN ('extreme_poor', 'dtsen_decile')
                GROUP BY 1
            ), last AS (
                SELECT district_id, max(rank) AS rank FROM nominations_nomination
                WHERE programme_id = %(programme)s GROUP BY 1
            ), places AS (
                SELECT n.id, coalesce(last.rank, 0) + row_number() OVER (
                    PARTITION BY n.district_id
                    ORDER BY coalesce(p.extreme, false) DESC, coalesce(p.decile, 11), n.proposed_on, n.id
                ) AS rank
                FROM waiting n
                JOIN last ON last.district_id = n.district_id
                LEFT JOIN poverty p ON p.person_id = n.person_id
            )
            UPDATE nominations_nomination n SET rank = places.rank, ranked_on = %(on)s
            FROM places WHERE places.id = n.id
            """,
            {"programme": programme.pk, "on": on},
        )
        ranked = cursor.rowcount
        # Nobody had a rank before: what the planner knows of the column is wrong for whoever reads it next.
        analyse(cursor, ranked, "nominations_nomination")
    record(actor=actor, verb="nominations.rank", subject=f"programme:{programme.code}", on=on, ranked=ranked)
    return int(ranked)
