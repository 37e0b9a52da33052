"""Before a bank answers: banks, consent, and asking for accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.models import AccountBatch, Bank
from lindung.exchange.rights import require, require_for
from lindung.kernel.problem import Refused
from lindung.programmes.models import Programme

# Registered people of live enrolments who have no account and wait for none, with what they said last.
ASKING = """
WITH known AS (
    SELECT coalesce(p.merged_into_id, p.id) AS root_id
    FROM banking_account a JOIN people_person p ON p.id = a.person_id WHERE a.bank_id = %(bank)s
    UNION ALL
    SELECT coalesce(p.merged_into_id, p.id)
    FROM banking_accountrequest q JOIN people_person p ON p.id = q.person_id
    WHERE q.bank_id = %(bank)s AND q.state = 'asked'
)
SELECT DISTINCT ON (e.person_id) e.id AS enrolment_id, e.person_id, r.nik, said.given
FROM nominations_enrolment e
JOIN membership_registration r ON r.enrolment_id = e.id AND r.answer = 'accepted'
JOIN people_person p ON p.id = e.person_id
LEFT JOIN (
    SELECT DISTINCT ON (person_id) person_id, given FROM banking_consent WHERE "on" <= %(on)s
    ORDER BY person_id, "on" DESC, given
) said ON said.person_id = e.person_id
WHERE e.programme_id = %(programme)s AND e.ended_on IS NULL
    AND (%(district)s::text IS NULL OR e.district_id = %(district)s)
    AND NOT EXISTS (SELECT FROM known WHERE known.root_id = coalesce(p.merged_into_id, p.id))
ORDER BY e.person_id, e.id
"""
COUNTED = """
SELECT count(*) FILTER (WHERE given), count(*) FILTER (WHERE NOT given), count(*) FILTER (WHERE given IS NULL)
FROM {0}
"""


@verb
def create_bank(*, code: str, name: str, actor: Actor, on: date) -> Bank:
    """A bank. The same again changes nothing; the same code with another name is refused (BANK-07)."""
    require(actor, "banking.send", "mendaftarkan bank", on)
    bank, made = Bank.objects.get_or_create(code=code, defaults={"name": name})
    if bank.name != name:
        raise Refused(problems.ALREADY_THERE.problem(code=code))
    if made:
        record(actor=actor, verb="banking.create_bank", subject=f"bank:{code}", on=on)
    return bank


@verb
def record_consents(*, consents: Mapping[int, bool], source: str, actor: Actor, on: date) -> int:
    """Enter who said yes or no to an account (person → answer); how many are new. The newest word stands."""
    require(actor, "banking.consent", "mencatat kesediaan", on)
    return enter_consents(consents=consents, source=source, actor=actor, on=on)


def enter_consents(*, consents: Mapping[int, bool], source: str, actor: Actor, on: date) -> int:
    """`record_consents` within a verb that has asked for its own right."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO banking_consent (person_id, "on", source, given)
            SELECT person, %s, %s, given FROM unnest(%s::bigint[], %s::bool[]) AS c (person, given)
            ORDER BY person ON CONFLICT DO NOTHING
            """,
            [on, source, list(consents), list(consents.values())],
        )
        entered = int(cursor.rowcount)
    record(
        actor=actor,
        verb="banking.record_consents",
        subject=f"source:{source}",
        on=on,
        entered=entered,
        declined=sum(not given for given in consents.values()),
    )
    return entered


@dataclass(frozen=True, slots=True)
class Asked:
    """Accounts asked for now, and who was left out: said no, or was never asked. Nobody asked makes no batch."""

    asked: int
    declined: int
    unasked: int
    batch: AccountBatch | None = None


def foresee_requests(*, programme: Programme, bank: Bank, on: date, district: str | None = None) -> Asked:
    """What `request_accounts` would do now."""
    with connection.cursor() as cursor:
        words = {"bank": bank.pk, "programme": programme.pk, "district": district, "on": on}
        cursor.execute(COUNTED.format(f"({ASKING}) asking"), words)
        return Asked(*cursor.fetchone())


@verb
def request_accounts(
    *, programme: Programme, bank: Bank, actor: Actor, on: date, district: str | None = None
) -> Asked:
    """Ask the bank for an account for every registered person of live enrolments who agreed and has none.

    A request the bank has not answered, or has answered with an account, is not made again; a refused one is.
    """
    region = district or programme.territory_id
    require_for(actor, "banking.send", "meminta rekening", on, region)
    with connection.cursor() as cursor:
        lock(cursor, bank)
        cursor.execute(
            f"DROP TABLE IF EXISTS asking; CREATE TEMP TABLE asking ON COMMIT DROP AS {ASKING}; ANALYZE asking",
            {"bank": bank.pk, "programme": programme.pk, "district": district, "on": on},
        )
        cursor.execute(COUNTED.format("asking"))
        asked, declined, unasked = cursor.fetchone()
        batch = None
        if asked:
            batch = AccountBatch.objects.create(
                bank=bank, programme=programme, region_id=region, asked_on=on, asked_by=actor.id, people=asked
            )
            cursor.execute(
                """
                INSERT INTO banking_accountrequest (enrolment_id, person_id, bank_id, batch_id, nik, asked_on)
                SELECT enrolment_id, person_id, %s, %s, nik, %s FROM asking WHERE given ORDER BY enrolment_id
                """,
                [bank.pk, batch.pk, on],
            )
    record(
        actor=actor,
        verb="banking.request_accounts",
        subject=f"programme:{programme.code}",
        on=on,
        bank=bank.code,
        asked=asked,
        declined=declined,
        unasked=unasked,
        district=district,
    )
    return Asked(asked, declined, unasked, batch)


def lock(cursor: CursorWrapper, bank: Bank) -> None:
    """One verb at a time speaks for a bank: nobody is asked for twice, no number is taken twice."""
    cursor.execute("SELECT FROM banking_bank WHERE id = %s FOR UPDATE", [bank.pk])
