"""Proofs of enrolment are issued and revoked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import analyse, verb
from lindung.distribution import problems
from lindung.distribution.models import Proof
from lindung.distribution.models.proofs import proof_number
from lindung.distribution.proof.claim import Content, sealer
from lindung.distribution.proof.status import seal_list
from lindung.distribution.services.keys import signing_key
from lindung.kernel.problem import Refused
from lindung.programmes.models import Programme

# Who holds a seat, is registered at BPJS, and has no proof in force; with what will be printed.
WAITING = """
SELECT nextval('distribution_proof_id_seq'), e.id, e.person_id, p.name, date_part('year', p.birth_date)::int,
    village.name || ', ' || coalesce(above.name, '')
FROM nominations_enrolment e
JOIN people_person p ON p.id = e.person_id
JOIN nominations_nomination n ON n.id = e.nomination_id
JOIN regions_region village ON village.code = n.village_id
LEFT JOIN regions_region above ON above.code = village.parent_id
WHERE e.programme_id = %(programme)s AND e.ended_on IS NULL
    AND (%(district)s::text IS NULL OR e.district_id = %(district)s)
    AND (%(village)s::text IS NULL OR n.village_id = %(village)s)
    AND EXISTS (SELECT FROM membership_registration r WHERE r.enrolment_id = e.id AND r.answer = 'accepted')
    AND NOT EXISTS (SELECT FROM distribution_proof f WHERE f.enrolment_id = e.id AND f.revoked_on IS NULL)
ORDER BY e.district_id, n.village_id, p.name_key, e.id
"""


@verb
def issue_proofs(
    *, programme: Programme, actor: Actor, on: date, district: str | None = None, village: str | None = None
) -> int:
    """Sign a proof for everyone of the programme who is registered and has none in force; how many.

    Twice is harmless: the second time nobody waits. Refused: KEY-02, KEY-06 without a usable key.
    """
    kid, private = signing_key()
    seal = sealer(kid, private)
    with connection.cursor() as cursor:
        # Two officers at once would sign twice for the same people: the second waits and finds nobody.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('distribution_proof'), %s)", [programme.pk])
        cursor.execute(WAITING, {"programme": programme.pk, "district": district, "village": village})
        people = cursor.fetchall()
        with cursor.copy(
            "COPY distribution_proof (id, enrolment_id, person_id, key_id, name, birth_year, village, issued_on,"
            " sealed) FROM STDIN WITH (FORMAT binary)"
        ) as stream:
            stream.set_types(["int8", "int8", "int8", "text", "text", "int2", "text", "date", "bytea"])
            for serial, enrolment, person, name, born, place in people:
                content = Content(
                    proof_number(serial), name, born, place, programme.code, on, settings.PROOF_ISSUER
                )
                stream.write_row((serial, enrolment, person, kid, name, born, place, on, seal(content)))
        analyse(cursor, len(people), "distribution_proof")
    record(
        actor=actor,
        verb="distribution.issue_proofs",
        subject=f"programme:{programme.code}",
        on=on,
        proofs=len(people),
        district=district,
        key=kid,
    )
    return len(people)


@verb
def revoke_proofs(*, serials: Sequence[int], reason: str, actor: Actor, on: date) -> int:
    """Take proofs out of force: lost, wrong name, ended; how many were in force until now.

    Refused: PROOF-01 for every serial that was never issued. One revoked before stays as it is.
    """
    wanted = sorted(set(serials))
    with connection.cursor() as cursor:
        _refuse_unknown(cursor, wanted)
        cursor.execute(
            "UPDATE distribution_proof SET revoked_on = %s, reason = %s WHERE id = ANY(%s) AND revoked_on IS NULL",
            [on, reason, wanted],
        )
        revoked = int(cursor.rowcount)
    record(
        actor=actor,
        verb="distribution.revoke_proofs",
        subject="proofs:",
        on=on,
        reason=reason,
        revoked=revoked,
        numbers=",".join(map(proof_number, wanted[:50])),
    )
    return revoked


def _refuse_unknown(cursor: CursorWrapper, serials: Sequence[int]) -> None:
    cursor.execute("SELECT id FROM distribution_proof WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(serials)])
    known = {serial for (serial,) in cursor.fetchall()}
    if faults := [
        problems.UNKNOWN_PROOF.problem(number=proof_number(serial)) for serial in serials if serial not in known
    ]:
        raise Refused(*faults)


@verb
def note_printed(*, serials: Sequence[int], actor: Actor, on: date) -> None:
    """Remember the first print of each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE distribution_proof SET printed_on = %s WHERE id = ANY(%s) AND printed_on IS NULL",
            [on, list(serials)],
        )
    record(actor=actor, verb="distribution.print_proofs", subject="proofs:", on=on, proofs=len(serials))


def signed_revocations(*, on: date) -> bytes:
    """The list of revoked proofs, signed with the key in use (proof.status)."""
    kid, private = signing_key()
    revoked = Proof.objects.filter(revoked_on__isnull=False).values_list("pk", flat=True)
    return seal_list(list(revoked), on=on, kid=kid, private=private)
