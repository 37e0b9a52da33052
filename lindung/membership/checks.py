"""Invariants of the round trip to BPJS."""

from __future__ import annotations

from django.db import connection

from lindung.kernel.problem import Kind, Problem
from lindung.kernel.rupiah import thousands
from lindung.membership import problems
from lindung.membership.queries import AS_OF, STAGES, tallies_that_differ


def check_tallies_equal_registrations() -> list[Problem]:
    """The registered and their months are what registrations and ledger say, district by district."""
    return [
        problems.OUT_OF_BALANCE.problem(
            what=found.stage,
            where=f"{found.programme} {found.district}",
            kept=thousands(found.kept),
            counted=thousands(found.counted),
        )
        for found in tallies_that_differ(AS_OF, STAGES)
    ]


def check_accepted_hold_their_kpj() -> list[Problem]:
    """Whoever BPJS accepted holds that KPJ of 11 digits in the registry, themselves or as the root of a merge."""
    return _counted(
        problems.KPJ_NOT_KNOWN,
        """
        SELECT r.enrolment_id FROM membership_registration r
        JOIN nominations_enrolment e ON e.id = r.enrolment_id
        JOIN people_person p ON p.id = e.person_id
        WHERE r.answer = 'accepted' AND (r.kpj !~ '^[0-9]{11}$' OR NOT EXISTS (
            SELECT FROM people_identifier i
            WHERE i.kind = 'kpj' AND i.value = r.kpj AND i.person_id IN (p.id, p.merged_into_id)))
        """,
    )


def check_registrations_are_as_sent() -> list[Problem]:
    """A registration belongs to its batch's programme, and a batch holds as many people as it says."""
    return _counted(
        problems.NOT_AS_SENT,
        """
        SELECT r.enrolment_id FROM membership_registration r
        JOIN membership_batch b ON b.id = r.batch_id
        JOIN nominations_enrolment e ON e.id = r.enrolment_id
        WHERE e.programme_id <> b.programme_id
        UNION ALL
        SELECT min(r.enrolment_id) FROM membership_batch b
        LEFT JOIN membership_registration r ON r.batch_id = b.id
        GROUP BY b.id HAVING count(r.enrolment_id) <> b.people
        """,
    )


def check_refused_hold_no_seat() -> list[Problem]:
    """Nobody whom BPJS refused goes on holding a seat."""
    return _counted(
        problems.REFUSED_YET_COVERED,
        """
        SELECT e.id FROM membership_registration r JOIN nominations_enrolment e ON e.id = r.enrolment_id
        WHERE r.answer = 'rejected' AND e.ended_on IS NULL
        """,
    )


def _counted(kind: Kind, wrong: str) -> list[Problem]:
    """One problem with the number of rows that `wrong` selects and the first of them; none when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*), min(wrong) FROM ({wrong}) AS found (wrong)")
        count, example = cursor.fetchone()
    return [kind.problem(count=thousands(count), example=example)] if count else []
