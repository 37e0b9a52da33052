"""Judging a set of answers against what was sent: the temporary tables `answered` and `judged`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.backends.utils import CursorWrapper

from lindung.kernel.problem import Problem
from lindung.membership import problems
from lindung.membership.models import Batch, Registration
from lindung.people.nik import mask

# `answer` is empty where the status means nothing to us, `reason_kind` where the code does.
STAGE = """
DROP TABLE IF EXISTS answered;
CREATE TEMP TABLE answered (number int, "row" int, nik text, answer text, status text, kpj text, reason_code text,
    reason_kind text, reason text, name text, registered_on date, member_since date) ON COMMIT DROP
"""
# Nearly every name is written as it was sent: only the others are reduced to their letters, which is slow.
NAME_DIFFERS = """
    a.name <> '' AND upper(a.name) <> upper(p.name) AND
    upper(trim(regexp_replace(regexp_replace(a.name, '[^[:alpha:] ]', '', 'g'), ' +', ' ', 'g')))
        NOT IN ('', p.name_key)
"""
COLUMNS = (
    "number", "row", "nik", "answer", "status", "kpj", "reason_code", "reason_kind", "reason", "name",
    "registered_on", "member_since",
)  # fmt: skip


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
    name: str = ""
    reason_kind: str = Registration.Reason.OTHER.value


def stage_answers(cursor: CursorWrapper) -> None:
    """The empty table `answered`, for a COPY of `COLUMNS`."""
    cursor.execute(STAGE)


def copy_answers(cursor: CursorWrapper, answers: Sequence[Answer]) -> None:
    """Fill `answered` from answers at hand; their place in the sequence is their row."""
    stage_answers(cursor)
    names = ", ".join(f'"{name}"' for name in COLUMNS)
    with cursor.copy(f"COPY answered ({names}) FROM STDIN") as copy:
        for number, row in enumerate(answers, start=1):
            said = Registration.Answer.ACCEPTED if row.accepted else Registration.Answer.REJECTED
            copy.write_row(
                (number, number, row.nik.strip(), said.value, said.value, row.kpj.strip(), row.reason_code,
                 row.reason_kind, row.reason, row.name, row.registered_on, row.member_since)
            )  # fmt: skip


def judge(cursor: CursorWrapper, batch: Batch) -> None:
    """Fill `judged` with every answer of `answered` and its fate; only 'new' ones are written."""
    cursor.execute(
        f"""
        -- A refusal gives no number, and membership began only where it was granted.
        UPDATE answered SET kpj = '', registered_on = NULL, member_since = NULL WHERE answer <> 'accepted';
        ANALYZE answered;
        DROP TABLE IF EXISTS judged;
        CREATE TEMP TABLE judged ON COMMIT DROP AS
        SELECT a.*, r.enrolment_id, r.answer AS kept, r.kpj AS kept_kpj, e.cover_from, e.ended_on,
            p.name AS sent_name,
            coalesce(p.merged_into_id, p.id) AS root_id, {NAME_DIFFERS} AS name_differs,
            CASE
                WHEN r.enrolment_id IS NULL THEN 'unknown'
                WHEN a.answer = '' THEN 'unclear'
                WHEN a.differ THEN 'said_twice'
                WHEN a.place > 1 THEN 'repeated'
                WHEN a.answer = 'accepted' AND a.kpj !~ '^[0-9]{{11}}$' THEN 'bad_kpj'
                WHEN (r.answer, r.kpj, r.member_since)
                    IS NOT DISTINCT FROM (a.answer, a.kpj, coalesce(a.member_since, r.member_since)) THEN 'same'
                WHEN r.answer IS NOT NULL THEN 'contradicts'
                WHEN a.answer = 'accepted' AND (a.kpj_shared
                    OR coalesce(h.merged_into_id, h.id) <> coalesce(p.merged_into_id, p.id)) THEN 'kpj_taken'
                ELSE 'new'
            END AS fate
        FROM (
            -- Nearly everybody is answered once: only the others are put in order.
            SELECT a.*, coalesce(m.place, 1) AS place, coalesce(m.differ, false) AS differ,
                shared.kpj IS NOT NULL AS kpj_shared
            FROM answered a
            LEFT JOIN (
                SELECT number, row_number() OVER (PARTITION BY nik ORDER BY number) AS place,
                    min(concat_ws(' ', answer, kpj, member_since)) OVER (PARTITION BY nik)
                        <> max(concat_ws(' ', answer, kpj, member_since)) OVER (PARTITION BY nik) AS differ
                FROM answered WHERE nik IN (SELECT nik FROM answered GROUP BY 1 HAVING count(*) > 1)
            ) m USING (number)
            LEFT JOIN (
                SELECT kpj FROM answered WHERE kpj <> '' GROUP BY 1 HAVING min(nik) <> max(nik)
            ) shared USING (kpj)
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


KINDS = {
    "unknown": problems.UNKNOWN_NIK,
    "unclear": problems.UNCLEAR,
    "said_twice": problems.SAID_TWICE,
    "bad_kpj": problems.BAD_KPJ,
    "contradicts": problems.CONTRADICTS,
    "kpj_taken": problems.KPJ_TAKEN,
    "unknown_code": problems.UNKNOWN_CODE,
    "name_differs": problems.NAME_DIFFERS,
}


def found_problems(cursor: CursorWrapper, batch: Batch, *, again: bool = False) -> tuple[Problem, ...]:
    """What a person must look at, in the order of the file.

    `again`: of a file whose answers were entered before; contradictions that somebody settled are left out.
    """
    cursor.execute(
        """
        SELECT f.kind, "row", nik, status, kpj, kept, kept_kpj, answer, reason_code, name, sent_name
        FROM judged, LATERAL (
            SELECT fate WHERE fate = ANY(%(kinds)s) AND (fate <> 'said_twice' OR place = 1)
                AND NOT (%(again)s AND fate = 'contradicts' AND NOT EXISTS (
                    SELECT FROM membership_contradiction c
                    WHERE c.registration_id = enrolment_id AND c.stands IS NULL))
            UNION ALL SELECT 'unknown_code'
            WHERE fate = ANY(%(entered)s) AND answer = 'rejected' AND reason_kind = ''
            UNION ALL SELECT 'name_differs'
            WHERE fate = ANY(%(entered)s) AND answer = 'accepted' AND name_differs
        ) AS f (kind) ORDER BY number
        """,
        {"kinds": list(KINDS), "again": again, "entered": ["same"] if again else ["new"]},
    )
    return tuple(
        KINDS[kind].problem(
            row=row,
            column="NIK",
            value=mask(nik),
            batch=batch,
            status=status or "(kosong)",
            kpj=kpj or "(kosong)",
            kept=in_words(kept, kept_kpj),
            found=in_words(said, kpj),
            code=code or "(kosong)",
            said=name,
            sent=sent_name,
        )
        for kind, row, nik, status, kpj, kept, kept_kpj, said, code, name, sent_name in cursor.fetchall()
    )


def in_words(said: str | None, kpj: str | None) -> str:
    if not said:
        return "belum"
    return f"{Registration.Answer(said).label} {kpj or ''}".strip()
