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
from lindung.kernel.problem import Problem
from lindung.membership import problems
from lindung.membership.models import Batch, Registration
from lindung.people.nik import mask
from lindung.people.services import give_kpj
from lindung.programmes.services import lock_counters


@dataclass(frozen=True, slots=True)
class Answer:
    """BPJS's answer about one person. Dates it does not state are the day of entry and the asked start of cover."""

    nik: str
    accepted: bool
    kpj: str = ""
    reason_code: str = ""
    reason: str = ""
    registered_on: date | None = None
    member_since: date | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a set of answers did: newly accepted and rejected, said before, and what a person must look at."""

    accepted: int
    rejected: int
    unchanged: int
    problems: tuple[Problem, ...] = ()


@verb
def answer(*, batch: Batch, answers: Sequence[Answer], source: str, actor: Actor, on: date) -> Answered:
    """Enter BPJS's answers to a batch. The same answer again changes nothing.

    The first answer stands: one that contradicts it is kept beside it and reported (MEMBER-06). Left out and
    reported: a NIK that is not in the batch (MEMBER-03), a KPJ that is not 11 digits (MEMBER-04) or somebody
    else's (MEMBER-05), a NIK answered in two ways at once (MEMBER-07). Whoever is refused loses every month; the
    seat waits for an amending decree (coverage.services.replace).
    """
    with connection.cursor() as cursor:
        lock_counters(cursor, batch.programme_id)
        _copy(cursor, answers)
        _judge(cursor, batch)
        found = _problems(cursor, batch)
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
        subject=f"batch:{batch}",
        on=on,
        source=source,
        accepted=accepted,
        rejected=rejected,
        unchanged=unchanged,
        months_freed=freed,
        problems=len(found),
    )
    return Answered(accepted, rejected, unchanged, found)


def _copy(cursor: CursorWrapper, answers: Sequence[Answer]) -> None:
    cursor.execute(
        """
        DROP TABLE IF EXISTS answered;
        CREATE TEMP TABLE answered (number int, nik text, answer text, kpj text, reason_code text, reason text,
            registered_on date, member_since date) ON COMMIT DROP
        """
    )
    with cursor.copy("COPY answered FROM STDIN") as copy:
        for number, row in enumerate(answers, start=1):
            said = Registration.Answer.ACCEPTED if row.accepted else Registration.Answer.REJECTED
            # A refusal gives no number, and membership began only where it was granted.
            kpj, registered, since = (
                (row.kpj.strip(), row.registered_on, row.member_since) if row.accepted else ("", None, None)
            )
            copy.write_row(
                (number, row.nik.strip(), said.value, kpj, row.reason_code, row.reason, registered, since)
            )
    cursor.execute("ANALYZE answered")


def _judge(cursor: CursorWrapper, batch: Batch) -> None:
    """Fill `judged` with every answer and its fate; only 'new' ones are written."""
    cursor.execute(
        """
        DROP TABLE IF EXISTS judged;
        CREATE TEMP TABLE judged ON COMMIT DROP AS
        SELECT a.*, r.enrolment_id, r.answer AS kept, r.kpj AS kept_kpj, e.cover_from, e.ended_on,
            coalesce(p.merged_into_id, p.id) AS root_id,
            CASE
                WHEN r.enrolment_id IS NULL THEN 'unknown'
                WHEN a.low <> a.high THEN 'said_twice'
                WHEN a.place > 1 THEN 'repeated'
                WHEN a.answer = 'accepted' AND a.kpj !~ '^[0-9]{11}$' THEN 'bad_kpj'
                WHEN (r.answer, r.kpj, r.member_since)
                    IS NOT DISTINCT FROM (a.answer, a.kpj, coalesce(a.member_since, r.member_since)) THEN 'same'
                WHEN r.answer IS NOT NULL THEN 'contradicts'
                WHEN a.answer = 'accepted' AND (a.first_nik <> a.last_nik
                    OR coalesce(h.merged_into_id, h.id) <> coalesce(p.merged_into_id, p.id)) THEN 'kpj_taken'
                ELSE 'new'
            END AS fate
        FROM (
            SELECT *, row_number() OVER (PARTITION BY nik ORDER BY number) AS place,
                min(concat_ws(' ', answer, kpj, member_since)) OVER (PARTITION BY nik) AS low,
                max(concat_ws(' ', answer, kpj, member_since)) OVER (PARTITION BY nik) AS high,
                min(nik) OVER (PARTITION BY kpj) AS first_nik, max(nik) OVER (PARTITION BY kpj) AS last_nik
            FROM answered
        ) a
        LEFT JOIN membership_registration r ON r.batch_id = %s AND r.nik = a.nik
        LEFT JOIN nominations_enrolment e ON e.id = r.enrolment_id
        LEFT JOIN people_person p ON p.id = e.person_id
        LEFT JOIN people_identifier i ON i.kind = 'kpj' AND i.value = a.kpj AND i.state <> 'retired'
        LEFT JOIN people_person h ON h.id = i.person_id;
        ANALYZE judged
        """,
        [batch.pk],
    )


def _problems(cursor: CursorWrapper, batch: Batch) -> tuple[Problem, ...]:
    kinds = {
        "unknown": problems.UNKNOWN_NIK,
        "said_twice": problems.SAID_TWICE,
        "bad_kpj": problems.BAD_KPJ,
        "contradicts": problems.CONTRADICTS,
        "kpj_taken": problems.KPJ_TAKEN,
    }
    cursor.execute(
        """
        SELECT fate, number, nik, kpj, kept, kept_kpj, answer
        FROM judged WHERE fate = ANY(%s) AND (fate <> 'said_twice' OR place = 1) ORDER BY number
        """,
        [list(kinds)],
    )
    return tuple(
        kinds[fate].problem(
            row=number,
            column="NIK",
            value=mask(nik),
            batch=batch,
            kpj=kpj or "(kosong)",
            kept=_in_words(kept, kept_kpj),
            found=_in_words(said, kpj),
        )
        for fate, number, nik, kpj, kept, kept_kpj, said in cursor.fetchall()
    )


def _in_words(said: str | None, kpj: str | None) -> str:
    if not said:
        return "belum"
    return f"{Registration.Answer(said).label} {kpj or ''}".strip()


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
            reason = CASE j.answer WHEN 'rejected' THEN j.reason ELSE '' END,
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
