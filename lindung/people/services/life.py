"""Facts of life, merges, KPJ."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.kernel.problem import Refused
from lindung.people import problems
from lindung.people.models import Fact, Occupation, Person
from lindung.people.occupations import standard_list


@transaction.atomic
def load_occupations() -> int:
    """Bring the table in line with the standard list; how many there are. Codes are never removed."""
    rows = [Occupation(code=entry.code, name=entry.name, isco08=entry.isco08) for entry in standard_list()]
    Occupation.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["code"], update_fields=["name", "isco08"]
    )
    return len(rows)


@verb
def record_fact(
    *, person: int, kind: str, happened_on: date, source: str, actor: Actor, on: date, value: str = ""
) -> Fact:
    """Enter a dated fact of life. The same fact again gives the same row."""
    fact, made = Fact.objects.get_or_create(
        person_id=person,
        kind=kind,
        value=value,
        on=happened_on,
        revoked_on=None,
        defaults={"known_on": on, "source": source},
    )
    if made:
        record(actor=actor, verb="people.record_fact", subject=f"person:{person}", on=on, kind=kind, source=source)
    return fact


@verb
def revoke_fact(*, fact: int, reason: str, actor: Actor, on: date) -> None:
    """Mark a fact as wrong from now on; the row stays. Twice changes nothing."""
    changed = Fact.objects.filter(pk=fact, revoked_on=None).update(revoked_on=on)
    if changed:
        record(actor=actor, verb="people.revoke_fact", subject=f"fact:{fact}", on=on, reason=reason)


@verb
def merge(*, person: int, into: int, reason: str, actor: Actor, on: date) -> Person:
    """Link `person` to the root `into`: one human being, two rows. Nothing is re-pointed.

    Rows already linked to `person` follow to the root, so that merges always point at roots. Refused: PEOPLE-01
    when one of the two is a double already. Months that both hold show in `lindung verify`.
    """
    found = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=[person, into]).order_by("pk")}
    if len(found) < 2 or any(row.merged_into_id for row in found.values()):
        raise Refused(problems.NOT_MERGEABLE.problem(person=person, into=into))
    Person.objects.filter(merged_into_id=person).update(merged_into_id=into)
    Person.objects.filter(pk=person).update(merged_into_id=into)
    record(actor=actor, verb="people.merge", subject=f"person:{person}", on=on, reason=reason, into=into)
    return found[into]


def give_kpj(cursor: CursorWrapper, *, staged: str, source: str, on: date) -> None:
    """Add the KPJ of every row of the staged table (person_id, kpj). Part of membership's verbs."""
    cursor.execute(
        f"""
        INSERT INTO people_identifier (kind, value, person_id, state, source, since)
        SELECT 'kpj', kpj, person_id, 'matched', %s, %s FROM {staged} WHERE kpj <> ''
        ORDER BY kpj ON CONFLICT DO NOTHING
        """,
        [source, on],
    )


def change_kpj(cursor: CursorWrapper, *, person: int, old: str, new: str, source: str, on: date) -> None:
    """BPJS corrected a number: the old one is retired, the new one given. Part of membership's verbs."""
    cursor.execute(
        """
        UPDATE people_identifier SET state = 'retired', retired_on = %s
        WHERE kind = 'kpj' AND value = %s AND person_id = %s AND state <> 'retired';
        """,
        [on, old, person],
    )
    cursor.execute(
        """
        INSERT INTO people_identifier (kind, value, person_id, state, source, since)
        VALUES ('kpj', %s, %s, 'matched', %s, %s)
        ON CONFLICT (kind, value, person_id) DO UPDATE SET state = 'matched', retired_on = NULL
        """,
        [new, person, source, on],
    )
