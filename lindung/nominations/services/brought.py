"""Nominations that were checked before this system knew of them: this room's part of bringing forward."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.kernel.problem import Refused
from lindung.nominations import problems
from lindung.nominations.queries import REQUIRED
from lindung.programmes.models import Programme

WAITING = """
FROM nominations_nomination n JOIN newcomer USING (person_id)
WHERE n.programme_id = %(programme)s AND n.withdrawn_on IS NULL AND n.verified_on IS NULL AND n.refused_on IS NULL
"""


def verify_staged(cursor: CursorWrapper, *, programme: Programme, source: str, actor: Actor, on: date) -> int:
    """Pass every required check of the nominations of `newcomer` and verify them, by what `source` says; how many.

    Whoever brings a nomination forward may not have proposed it (NOM-01).
    """
    words: dict[str, Any] = {
        "programme": programme.pk,
        "kinds": list(REQUIRED),
        "source": source,
        "actor": actor.id,
        "on": on,
    }
    cursor.execute(f"SELECT count(*) {WAITING} AND n.proposed_by = %(actor)s", words)
    if own := cursor.fetchone()[0]:
        raise Refused(problems.PROPOSER_VERIFIES.problem(count=own, actor=actor.name))
    cursor.execute(
        f"""
        INSERT INTO nominations_check (nomination_id, kind, "on", source, passed, by)
        SELECT waiting.id, kind, %(on)s, %(source)s, true, %(actor)s
        FROM (SELECT n.id {WAITING}) waiting, unnest(%(kinds)s::text[]) AS kind
        ORDER BY 1, 2 ON CONFLICT DO NOTHING
        """,
        words,
    )
    cursor.execute(
        f"""
        UPDATE nominations_nomination SET verified_on = %(on)s, verified_by = %(actor)s
        WHERE id IN (SELECT n.id {WAITING})
        """,
        words,
    )
    return int(cursor.rowcount)
