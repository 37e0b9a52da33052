"""What BPJS answers: a KPJ, or a reason of refusal that frees the seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.coverage.models import Posting
from lindung.coverage.services import end
from lindung.kernel.month import Month
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.membership import problems
from lindung.membership.models import Batch
from lindung.membership.services.judging import Answer, copy_answers, found_problems, judge
from lindung.membership.services.rights import may_with
from lindung.people.services import give_kpj
from lindung.programmes.services import lock_counters


@dataclass(frozen=True, slots=True)
class Answered:
    """What a set of answers did: newly accepted and rejected, said before, and what a person must look at."""

    accepted: int
    rejected: int
    unchanged: int
    problems: tuple[Problem, ...] = ()
    already: bool = False


@verb
def answer(*, batch: Batch, answers: Sequence[Answer], source: str, actor: Actor, on: date) -> Answered:
    """Enter BPJS's answers to a batch. The same answer again changes nothing.

    The first answer stands: one that contradicts it is kept beside it and reported (MEMBER-06). Left out and
    reported: a NIK that is not in the batch (MEMBER-03), a KPJ that is not 11 digits (MEMBER-04) or somebody
    else's (MEMBER-05), a NIK answered in two ways at once (MEMBER-07), a status nobody knows (MEMBER-12). Whoever
    is refused loses every month; the seat waits for an amending decree (coverage.services.replace). Refused:
    EXCHANGE-07 an officer without that right in every district of the batch.
    """
    may_with(batch, actor, "membership.answer", on)
    with connection.cursor() as cursor:
        copy_answers(cursor, answers)
        return answer_staged(cursor, batch=batch, source=source, actor=actor, on=on)


def answer_staged(cursor: CursorWrapper, *, batch: Batch, source: str, actor: Actor, on: date) -> Answered:
    """`answer` for what stands in `answered`; within the verb that put it there."""
    lock_counters(cursor, batch.programme_id)
    judge(cursor, batch)
    found = found_problems(cursor, batch)
    _keep_contradictions(cursor, source, on)
    _write(cursor, batch, source, on)
    freed = _free_the_refused(cursor, batch, source, actor, on)
    cursor.execute(
        """
        SELECT count(*) FILTER (WHERE fate = 'new' AND answer = 'accepted'),
            count(*) FILTER (WHERE fate = 'new' AND answer = 'rejected'),
            count(*) FILTER (WHERE fate = 'same')
        FROM judged
        """
    )
    accepted, rejected, unchanged = cursor.fetchone()
    record(
        actor=actor,
        verb="membership.answer",
        subject=f"batch:{batch.pk}",
        on=on,
        source=source,
        accepted=accepted,
        rejected=rejected,
        unchanged=unchanged,
        months_freed=freed,
        problems=len(found),
    )
    return Answered(accepted, rejected, unchanged, found)


def refuse_other_batch(cursor: CursorWrapper, batch: Batch, file: str) -> None:
    """Refuse a file most of whose people were not sent in this batch (MEMBER-15), naming where they were."""
    cursor.execute(
        """
        SELECT count(DISTINCT a.nik), count(DISTINCT a.nik) FILTER (WHERE r.nik IS NOT NULL)
        FROM answered a LEFT JOIN membership_registration r ON r.batch_id = %s AND r.nik = a.nik
        """,
        [batch.pk],
    )
    rows, known = cursor.fetchone()
    if known * 2 >= rows:
        return
    cursor.execute(
        """
        SELECT r.batch_id FROM answered a JOIN membership_registration r ON r.nik = a.nik
        GROUP BY 1 ORDER BY count(*) DESC LIMIT 1
        """
    )
    other = cursor.fetchone()
    where = f"; kebanyakan ada di kiriman {other[0]}" if other else ""
    raise Refused(
        problems.OTHER_BATCH.problem(
            file=file, batch=batch.pk, known=thousands(known), rows=thousands(rows), where=where
        )
    )


def _keep_contradictions(cursor: CursorWrapper, source: str, on: date) -> None:
    cursor.execute(
        """
        INSERT INTO membership_contradiction
            (registration_id, answer, kpj, member_since, reason_code, reason, source, received_on)
        SELECT enrolment_id, answer, kpj, member_since, reason_code, reason, %s, %s
        FROM judged WHERE fate = 'contradicts' ORDER BY enrolment_id ON CONFLICT DO NOTHING
        """,
        [source, on],
    )


def _write(cursor: CursorWrapper, batch: Batch, source: str, on: date) -> None:
    cursor.execute(
        """
        UPDATE membership_registration r
        SET answer = j.answer, kpj = j.kpj, source = %(source)s, answered_on = %(on)s,
            reason_code = CASE j.answer WHEN 'rejected' THEN j.reason_code ELSE '' END,
            reason_kind = CASE j.answer WHEN 'rejected'
                THEN coalesce(nullif(j.reason_kind, ''), 'other') ELSE '' END,
            reason = CASE j.answer WHEN 'rejected' THEN j.reason ELSE '' END,
            name_said = CASE WHEN j.name_differs THEN j.name ELSE '' END,
            registered_on = CASE j.answer WHEN 'accepted' THEN coalesce(j.registered_on, %(on)s) END,
            member_since = CASE j.answer WHEN 'accepted'
                THEN coalesce(j.member_since, greatest(j.cover_from, %(asked)s)) END
        FROM judged j WHERE j.fate = 'new' AND r.enrolment_id = j.enrolment_id;

        DROP TABLE IF EXISTS given;
        CREATE TEMP TABLE given ON COMMIT DROP AS
        SELECT root_id AS person_id, kpj FROM judged WHERE fate = 'new' AND answer = 'accepted'
        """,
        {"source": source, "on": on, "asked": batch.member_since},
    )
    give_kpj(cursor, staged="given", source=source, on=on)


def _free_the_refused(cursor: CursorWrapper, batch: Batch, source: str, actor: Actor, on: date) -> int:
    """Reverse every month of the newly refused who still hold a seat; the number of person-months."""
    cursor.execute(
        """
        SELECT enrolment_id, cover_from FROM judged
        WHERE fate = 'new' AND answer = 'rejected' AND ended_on IS NULL ORDER BY 1
        """
    )
    cases = {enrolment: Month.of(start) for enrolment, start in cursor.fetchall()}
    if not cases:
        return 0
    return end(
        programme=batch.programme,
        cases=cases,
        reason=Posting.Reason.REJECTED,
        actor=actor,
        on=on,
        note=source,
    )
