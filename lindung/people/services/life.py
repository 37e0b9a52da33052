"""Facts of life, occupations, KPJ."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.people.models import Fact, Occupation
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


def record_facts(cursor: CursorWrapper, *, staged: str, on: date) -> None:
    """Enter the facts of a staged table (person_id, kind, value, happened_on, source, fact_id); fill `fact_id`.

    The set-wise `record_fact`: a fact that stands already is that fact. Part of the verb of the list it comes from.
    """
    cursor.execute(
        f"""
        INSERT INTO people_fact (person_id, kind, value, "on", known_on, source)
        SELECT person_id, kind, value, happened_on, %s, min(source) FROM {staged} s
        WHERE NOT EXISTS (
            SELECT FROM people_fact f WHERE f.revoked_on IS NULL
                AND (f.person_id, f.kind, f.value, f."on") = (s.person_id, s.kind, s.value, s.happened_on))
        GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
        """,
        [on],
    )
    cursor.execute(
        f"""
        UPDATE {staged} s SET fact_id = f.id FROM people_fact f WHERE f.revoked_on IS NULL
            AND (f.person_id, f.kind, f.value, f."on") = (s.person_id, s.kind, s.value, s.happened_on)
        """
    )


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
