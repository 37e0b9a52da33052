"""Sending people to BPJS: one batch for each branch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import analyse, verb
from lindung.exchange.services import told_when_refused
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.membership import problems
from lindung.membership.models import Batch
from lindung.membership.services.rights import may
from lindung.programmes.models import Programme
from lindung.programmes.services import lock_counters


@dataclass(frozen=True, slots=True)
class Sent:
    """The batches made, and whom they could not take, with why."""

    batches: tuple[Batch, ...]
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Prospect:
    """What sending would do now: (branch, people) of each batch, whom it could not take, and what forbids it."""

    branches: tuple[tuple[str, int], ...] = ()
    left_out: int = 0
    refused: tuple[Problem, ...] = ()

    @property
    def people(self) -> int:
        return sum(people for _, people in self.branches)


def send(
    *,
    programme: Programme,
    wadah: str,
    actor: Actor,
    on: date,
    region: str | None = None,
    expected: int | None = None,
) -> Sent:
    """Put every live enrolment not sent yet into a batch of its district's branch, under the group account `wadah`.

    `region`: only nominations of villages within it; `expected`: how many people the officer agreed to. Nothing new
    to send gives no batch. Refused, with a line in the audit: EXCHANGE-07 an officer without that right in every
    district, MEMBER-01 when a district has no branch, MEMBER-21 another number than expected. Whoever has lost the
    NIK since the decree is left out and reported (MEMBER-02).
    """
    subject = f"programme:{programme.code}"
    with told_when_refused(act="membership.send", subject=subject, name=wadah, actor=actor, on=on):
        return _send(programme, wadah, region, expected, actor, on)


@transaction.atomic
def foresee(*, programme: Programme, actor: Actor, on: date, region: str | None = None) -> Prospect:
    """What `send` would do; nothing is kept."""
    with connection.cursor() as cursor:
        stage_sending(cursor, programme, region)
        try:
            _may_send(cursor, actor, on)
            _refuse_without_branch(cursor)
        except Refused as trouble:
            return Prospect(refused=trouble.problems)
        left_out = len(_set_aside_without_nik(cursor))
        cursor.execute(
            """
            SELECT b.name, count(*) FROM sending s JOIN membership_branch b ON b.code = s.branch_id
            GROUP BY 1 ORDER BY 1
            """
        )
        return Prospect(tuple(cursor.fetchall()), left_out)


@verb
def _send(
    programme: Programme, wadah: str, region: str | None, expected: int | None, actor: Actor, on: date
) -> Sent:
    with connection.cursor() as cursor:
        # Two senders of one programme wait for each other: nobody is sent twice, no batch is empty.
        lock_counters(cursor, programme.pk)
        stage_sending(cursor, programme, region)
        _may_send(cursor, actor, on)
        nameless = _set_aside_without_nik(cursor)
        _refuse_unexpected(cursor, expected)
        batches = send_staged(cursor, programme, wadah, on)
    sent = sum(batch.people for batch in batches)
    record(
        actor=actor,
        verb="membership.send",
        subject=f"programme:{programme.code}",
        on=on,
        wadah=wadah,
        batches=len(batches),
        sent=sent,
        left_out=len(nameless),
    )
    return Sent(batches, nameless)


def stage_sending(cursor: CursorWrapper, programme: Programme, region: str | None) -> None:
    """Fill `sending` with every live enrolment not sent yet, its branch and its NIK where they are known."""
    cursor.execute(
        """
        DROP TABLE IF EXISTS sending;
        CREATE TEMP TABLE sending ON COMMIT DROP AS
        SELECT e.id AS enrolment_id, e.person_id, e.district_id, e.cover_from, a.branch_id, i.value AS nik
        FROM nominations_enrolment e
        JOIN nominations_nomination n ON n.id = e.nomination_id
        LEFT JOIN membership_brancharea a ON a.district_id = e.district_id
        LEFT JOIN LATERAL (
            SELECT value FROM people_identifier
            WHERE person_id = e.person_id AND kind = 'nik' AND state <> 'retired'
            ORDER BY (state = 'matched') DESC, since DESC, value LIMIT 1
        ) i ON true
        WHERE e.programme_id = %(programme)s AND e.ended_on IS NULL
            AND (%(region)s::text IS NULL OR n.village_id = %(region)s OR n.village_id LIKE %(region)s || '.%%')
            AND NOT EXISTS (SELECT FROM membership_registration r WHERE r.enrolment_id = e.id);
        ANALYZE sending
        """,
        {"programme": programme.pk, "region": region},
    )


def _may_send(cursor: CursorWrapper, actor: Actor, on: date) -> None:
    cursor.execute("SELECT DISTINCT district_id FROM sending ORDER BY 1")
    may(actor, "membership.send", on, [district for (district,) in cursor.fetchall()])


def _refuse_unexpected(cursor: CursorWrapper, expected: int | None) -> None:
    """Another number than the officer saw; none at all is a second press of the button, and harmless."""
    cursor.execute("SELECT count(*) FROM sending")
    found = cursor.fetchone()[0]
    if expected is not None and found not in (expected, 0):
        raise Refused(problems.NUMBER_CHANGED.problem(expected=thousands(expected), found=thousands(found)))


def _refuse_without_branch(cursor: CursorWrapper) -> None:
    cursor.execute(
        """
        SELECT r.name, count(*) FROM sending s JOIN regions_region r ON r.code = s.district_id
        WHERE s.branch_id IS NULL GROUP BY 1 ORDER BY 1
        """
    )
    if faults := [
        problems.NO_BRANCH.problem(district=district, count=thousands(waiting))
        for district, waiting in cursor.fetchall()
    ]:
        raise Refused(*faults)


def _set_aside_without_nik(cursor: CursorWrapper) -> tuple[Problem, ...]:
    cursor.execute(
        """
        SELECT p.name FROM sending s JOIN people_person p ON p.id = s.person_id
        WHERE s.nik IS NULL ORDER BY 1
        """
    )
    found = tuple(problems.NO_NIK.problem(name=name) for (name,) in cursor.fetchall())
    if found:
        cursor.execute("DELETE FROM sending WHERE nik IS NULL")
    return found


def send_staged(cursor: CursorWrapper, programme: Programme, wadah: str, on: date) -> tuple[Batch, ...]:
    """One batch of `sending` for each branch. Refused: MEMBER-01 when a district has none."""
    _refuse_without_branch(cursor)
    cursor.execute(
        """
        INSERT INTO membership_batch (programme_id, branch_id, wadah, member_since, sent_on, people)
        SELECT %s, branch_id, %s, min(cover_from), %s, count(*) FROM sending GROUP BY branch_id ORDER BY branch_id
        RETURNING id, branch_id
        """,
        [programme.pk, wadah, on],
    )
    made = cursor.fetchall()
    cursor.execute(
        """
        INSERT INTO membership_registration (enrolment_id, batch_id, nik)
        SELECT s.enrolment_id, b.id, s.nik
        FROM sending s JOIN unnest(%s::bigint[], %s::text[]) AS b (id, branch_id) USING (branch_id)
        ORDER BY s.enrolment_id
        """,
        [[batch for batch, _ in made], [branch for _, branch in made]],
    )
    # Without it the lists that go out next are planned for a batch of nobody.
    analyse(cursor, cursor.rowcount, "membership_registration")
    return tuple(Batch.objects.filter(pk__in=[batch for batch, _ in made]).order_by("branch_id"))
