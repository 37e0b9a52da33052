"""The bank's answers: accounts opened, requests refused, contradictions kept. Bulk work is one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.accounts.access import Scope
from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.models import AccountRequest, Bank
from lindung.banking.queries import masked
from lindung.banking.services.asking import enter_consents, lock
from lindung.exchange.rights import reach, require
from lindung.kernel.problem import Problem, Refused
from lindung.kernel.rupiah import thousands
from lindung.membership.services.judging import NAME_DIFFERS
from lindung.people.nik import mask


@dataclass(frozen=True, slots=True)
class Answer:
    """The bank's answer about one person: an account's number and branch, or the reason why there is none."""

    nik: str
    number: str = ""
    branch: str = ""
    reason: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a set of answers did: accounts opened, requests refused, said before, and what needs a person."""

    opened: int
    refused: int
    unchanged: int
    problems: tuple[Problem, ...] = ()
    already: bool = False


@verb
def answer_accounts(
    *,
    bank: Bank,
    answers: Sequence[Answer],
    source: str,
    actor: Actor,
    on: date,
    confirmed: Sequence[str] = (),
) -> Answered:
    """Enter the bank's answers. The same answer again changes nothing; the first answer stands.

    `confirmed`: NIK of people whose account the bank confirmed although it writes the name otherwise.
    Kept as contradictions and reported, never taken: BANK-01 a NIK never asked for, 02 neither or both of number
    and reason, 03 no account number, 04 answered in two ways at once, 05 otherwise than before, 06 a number that
    is somebody else's, 18 an account in another name. Refused: an officer who may not (EXCHANGE-07, BANK-32).
    """
    require(actor, "banking.answer", "memasukkan jawaban bank", on)
    with connection.cursor() as cursor:
        stage(cursor, answers)
        within = reach(actor, "banking.answer", on)
        return answer_staged(
            cursor, bank=bank, source=source, actor=actor, on=on, confirmed=confirmed, within=within
        )


def stage(cursor: CursorWrapper, answers: Sequence[Answer]) -> None:
    """Answers into the table `answered`, numbered from 1."""
    stage_answers(cursor)
    with cursor.copy("COPY answered (line, nik, number, branch, reason, name) FROM STDIN") as copy:
        for line, row in enumerate(answers, start=1):
            words = (row.nik, row.number, row.branch, row.reason, row.name)
            copy.write_row((line, *(word.strip() for word in words)))


def answer_staged(
    cursor: CursorWrapper,
    *,
    bank: Bank,
    source: str,
    actor: Actor,
    on: date,
    confirmed: Sequence[str] = (),
    within: Scope | None = None,
) -> Answered:
    """`answer_accounts` for what stands in `answered`; within the verb that put it there and asked for its right.

    `within`: where the actor may answer; None: everywhere.
    """
    lock(cursor, bank)
    _judge(cursor, bank, confirmed)
    if within is not None:
        _refuse_outside(cursor, within)
    found = _problems(cursor, bank)
    _keep(cursor, bank, source, on, found)
    _write(cursor, bank, source, actor, on)
    cursor.execute(
        """
        SELECT count(*) FILTER (WHERE fate = 'new' AND number <> ''),
            count(*) FILTER (WHERE fate = 'new' AND number = ''),
            count(*) FILTER (WHERE fate = 'same') FROM judged
        """
    )
    opened, refused, unchanged = cursor.fetchone()
    record(
        actor=actor,
        verb="banking.answer_accounts",
        subject=f"bank:{bank.code}",
        on=on,
        source=source,
        opened=opened,
        refused=refused,
        unchanged=unchanged,
        problems=len(found),
    )
    return Answered(opened, refused, unchanged, found)


def stage_answers(cursor: CursorWrapper) -> None:
    """The empty table `answered`, for a COPY of line, nik, number, branch, reason and name."""
    cursor.execute(
        """
        DROP TABLE IF EXISTS answered;
        CREATE TEMP TABLE answered (line int, nik text, number text, branch text, reason text, name text)
            ON COMMIT DROP
        """
    )


def _judge(cursor: CursorWrapper, bank: Bank, confirmed: Sequence[str]) -> None:
    """Fill `judged` with every answer and its fate; only 'new' ones are written."""
    cursor.execute(
        f"""
        ANALYZE answered;
        DROP TABLE IF EXISTS judged;
        CREATE TEMP TABLE judged ON COMMIT DROP AS
        SELECT a.*, q.id AS request_id, q.enrolment_id, q.person_id, q.state AS kept, held.number AS kept_number,
            p.name AS sent_name,
            CASE
                WHEN q.id IS NULL THEN 'unknown'
                WHEN (a.number = '') = (a.reason = '') THEN 'incomplete'
                WHEN a.number !~ '^([0-9]{{6,20}})?$' THEN 'bad_number'
                WHEN a.low <> a.high THEN 'said_twice'
                WHEN a.place > 1 THEN 'repeated'
                WHEN q.state = 'opened' AND held.number = a.number OR q.state = 'refused' AND a.number = ''
                    THEN 'same'
                WHEN q.state <> 'asked' THEN 'contradicts'
                WHEN a.number <> '' AND (owner.id IS NOT NULL OR a.first_nik <> a.last_nik) THEN 'taken'
                WHEN a.number <> '' AND ({NAME_DIFFERS}) AND NOT a.nik = ANY(%(confirmed)s)
                    THEN 'name_differs'
                ELSE 'new'
            END AS fate
        FROM (
            SELECT *, row_number() OVER (PARTITION BY nik ORDER BY line) AS place,
                min(number) OVER (PARTITION BY nik) AS low, max(number) OVER (PARTITION BY nik) AS high,
                min(nik) OVER (PARTITION BY number) AS first_nik, max(nik) OVER (PARTITION BY number) AS last_nik
            FROM answered
        ) a
        LEFT JOIN (
            SELECT DISTINCT ON (nik) * FROM banking_accountrequest WHERE bank_id = %(bank)s ORDER BY nik, id DESC
        ) q ON q.nik = a.nik
        LEFT JOIN people_person p ON p.id = q.person_id
        LEFT JOIN banking_account held ON (held.bank_id, held.person_id) = (%(bank)s, q.person_id)
        LEFT JOIN banking_account owner ON (owner.bank_id, owner.number) = (%(bank)s, a.number);
        ANALYZE judged
        """,
        {"bank": bank.pk, "confirmed": list(confirmed)},
    )


def _refuse_outside(cursor: CursorWrapper, within: Scope) -> None:
    cursor.execute(
        """
        SELECT e.district_id, count(*) FROM judged j JOIN nominations_enrolment e ON e.id = j.enrolment_id
        GROUP BY 1 ORDER BY 1
        """
    )
    outside = [(district, count) for district, count in cursor.fetchall() if district not in within]
    if outside:
        count = sum(count for _, count in outside)
        raise Refused(problems.OUTSIDE.problem(count=thousands(count), district=outside[0][0]))


def _problems(cursor: CursorWrapper, bank: Bank) -> tuple[Problem, ...]:
    kinds = {
        "unknown": problems.UNKNOWN_NIK,
        "incomplete": problems.INCOMPLETE,
        "bad_number": problems.BAD_NUMBER,
        "said_twice": problems.SAID_TWICE,
        "contradicts": problems.CONTRADICTS,
        "taken": problems.NUMBER_TAKEN,
        "name_differs": problems.NAME_DIFFERS,
    }
    cursor.execute(
        """
        SELECT fate, line, nik, kept, kept_number, number, name, sent_name
        FROM judged WHERE fate = ANY(%s) ORDER BY line
        """,
        [list(kinds)],
    )
    return tuple(
        kinds[fate].problem(
            row=line,
            column="NIK",
            value=mask(nik),
            bank=bank.name,
            kept=_in_words(kept, kept_number),
            found=_in_words("opened" if number else "refused", number),
            said=name,
            sent=sent_name,
        )
        for fate, line, nik, kept, kept_number, number, name, sent_name in cursor.fetchall()
    )


def _in_words(state: str | None, number: str | None) -> str:
    if not state:
        return "belum"
    return f"{AccountRequest.State(state).label} {masked(number or '')}".strip()


def _keep(cursor: CursorWrapper, bank: Bank, source: str, on: date, found: Sequence[Problem]) -> None:
    cursor.execute(
        """
        INSERT INTO banking_contradiction
            (bank_id, source, line, found_on, code, value, message, request_id, name, number, branch)
        SELECT %s, %s, p.line, %s, p.code, p.value, p.message, j.request_id, j.name, j.number, j.branch
        FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS p (line, code, value, message)
        JOIN LATERAL (
            SELECT * FROM judged WHERE judged.line = p.line AND fate NOT IN ('new', 'same', 'repeated') LIMIT 1
        ) j ON true
        ORDER BY p.line ON CONFLICT DO NOTHING
        """,
        [
            bank.pk,
            source,
            on,
            [problem.row for problem in found],
            [problem.code for problem in found],
            [problem.value for problem in found],
            [problem.message for problem in found],
        ],
    )


def _write(cursor: CursorWrapper, bank: Bank, source: str, actor: Actor, on: date) -> None:
    """What was in doubt about a request that is answered now is settled by that answer."""
    cursor.execute(
        """
        UPDATE banking_accountrequest q SET answered_on = %(on)s, source = %(source)s, reason = j.reason,
            state = CASE WHEN j.number = '' THEN 'refused' ELSE 'opened' END
        FROM judged j WHERE j.fate = 'new' AND q.id = j.request_id;

        INSERT INTO banking_account (person_id, bank_id, number, branch, opened_on, opened_for_id, source)
        SELECT person_id, %(bank)s, number, branch, %(on)s, enrolment_id, %(source)s
        FROM judged WHERE fate = 'new' AND number <> '' ORDER BY enrolment_id;

        UPDATE banking_contradiction c SET settled_on = %(on)s, settled_by = %(actor)s, settled_note = %(source)s,
            settled = CASE WHEN j.number <> '' AND j.number = c.number THEN 'taken' ELSE 'dropped' END
        FROM judged j WHERE j.fate = 'new' AND c.request_id = j.request_id AND c.settled IS NULL
        """,
        {"bank": bank.pk, "source": source, "on": on, "actor": actor.id},
    )


def bring_forward(cursor: CursorWrapper, *, source: str, actor: Actor, on: date) -> int:
    """Enter the accounts that people of `brought` had already, as asked for and answered by `source`; how many.

    Whoever has an account agreed to it. Refused: whatever `answer_accounts` finds wrong with a number.
    """
    cursor.execute("SELECT DISTINCT bank_id FROM brought WHERE account <> '' ORDER BY 1")
    opened = 0
    for bank in Bank.objects.filter(pk__in=[pk for (pk,) in cursor.fetchall()]).order_by("pk"):
        lock(cursor, bank)
        cursor.execute(
            """
            SELECT b.person_id, r.nik, b.account, b.enrolment_id
            FROM brought b JOIN membership_registration r USING (enrolment_id)
            WHERE b.bank_id = %s AND b.account <> '' ORDER BY b.number
            """,
            [bank.pk],
        )
        owners = cursor.fetchall()
        enter_consents(consents={owner[0]: True for owner in owners}, source=source, actor=actor, on=on)
        cursor.executemany(
            """
            INSERT INTO banking_accountrequest (person_id, nik, enrolment_id, bank_id, asked_on)
            SELECT %s, %s, %s, %s, %s ON CONFLICT DO NOTHING
            """,
            [(person, nik, enrolment, bank.pk, on) for person, nik, _, enrolment in owners],
        )
        stage(cursor, [Answer(nik, number) for _, nik, number, _ in owners])
        given = answer_staged(cursor, bank=bank, source=source, actor=actor, on=on)
        if given.problems:
            raise Refused(*given.problems)
        opened += given.opened
    return opened
