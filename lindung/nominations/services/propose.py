"""Proposing people for a programme, and taking a proposal back."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import analyse, verb
from lindung.kernel.problem import Refused
from lindung.nominations import problems
from lindung.nominations.models import Nomination
from lindung.programmes.models import Programme

PROPOSE = """
INSERT INTO nominations_nomination (programme_id, person_id, village_id, district_id, file_id, row, proposed_on,
    proposed_by, verified_by, withdrawn_reason)
SELECT %(programme)s, person_id, village, left(village, 5), %(file)s, number, %(on)s, %(actor)s, '', ''
FROM newcomer ORDER BY number
ON CONFLICT (programme_id, person_id) WHERE withdrawn_on IS NULL DO NOTHING
"""


def propose_staged(cursor: CursorWrapper, *, programme: Programme, file: int, actor: Actor, on: date) -> int:
    """Propose everyone in the staged table `newcomer` (people.services.register); how many were new.

    Somebody with a live nomination for the programme keeps it: one live nomination per person and programme.
    """
    cursor.execute(PROPOSE, {"programme": programme.pk, "file": file, "on": on, "actor": actor.id})
    proposed = int(cursor.rowcount)
    analyse(cursor, proposed, "nominations_nomination")
    return proposed


@verb
def propose(*, programme: Programme, person: int, village: str, actor: Actor, on: date) -> Nomination:
    """Propose one registered person. Who is proposed already keeps the nomination there is."""
    nomination, made = Nomination.objects.get_or_create(
        programme=programme,
        person_id=person,
        withdrawn_on=None,
        defaults={
            "village_id": village,
            "district_id": village[:5],
            "proposed_on": on,
            "proposed_by": actor.id,
        },
    )
    if made:
        record(actor=actor, verb="nominations.propose", subject=f"nomination:{nomination.pk}", on=on)
    return nomination


@verb
def withdraw(*, nomination: int, reason: str, actor: Actor, on: date) -> None:
    """Take back a nomination that no decree has named yet (NOM-02 otherwise). Twice changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT decided_on, withdrawn_on FROM nominations_nomination WHERE id = %s FOR UPDATE",
            [nomination],
        )
        found = cursor.fetchone()
        if not found or found[0]:
            raise Refused(problems.NOT_WITHDRAWABLE.problem(nomination=nomination))
        if found[1]:
            return
        cursor.execute(
            "UPDATE nominations_nomination SET withdrawn_on = %s, withdrawn_reason = %s WHERE id = %s",
            [on, reason, nomination],
        )
    record(actor=actor, verb="nominations.withdraw", subject=f"nomination:{nomination}", on=on, reason=reason)


def withdraw_corrected(cursor: CursorWrapper, *, file: int, on: date) -> list[tuple[int, int]]:
    """Withdraw the undecided nominations of rows that a row of `file` corrects to somebody else.

    Returns (who was proposed, who is instead): the officer has said that the two are one line of the list.
    """
    cursor.execute(
        """
        UPDATE nominations_nomination n SET withdrawn_on = %(on)s, withdrawn_reason = 'baris diperbaiki'
        FROM intake_row r JOIN newcomer c ON c.number = r.number
        WHERE r.file_id = %(file)s AND (n.file_id, n.row) = (r.corrects_file_id, r.corrects_number)
            AND n.withdrawn_on IS NULL AND n.decided_on IS NULL AND n.person_id <> c.person_id
        RETURNING n.person_id, c.person_id
        """,
        {"file": file, "on": on},
    )
    return list(cursor.fetchall())
