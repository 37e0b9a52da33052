"""Entering people into the registry: one row or a hundred thousand, by the same statements.

The rows wait in the temporary table `newcomer`; the file layouts COPY into it, `register` puts one row there.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import analyse, verb
from lindung.kernel.problem import Refused
from lindung.people import problems
from lindung.people.models import Person


@dataclass(frozen=True, slots=True)
class Newcomer:
    """What a list says of one person. The order of these fields is the order of the COPY."""

    number: int
    nik: str
    name: str
    village: str
    sex: str | None = None
    birth_date: date | None = None
    birth_place: str = ""
    marital: str = ""
    mother_name: str = ""
    phone: str = ""
    occupation: str | None = None
    household: str = ""
    street: str = ""
    rt: str = ""
    rw: str = ""
    disability: bool | None = None
    extreme_poor: bool | None = None
    decile: int | None = None
    working_well_on: date | None = None
    witness: str = ""
    heir_name: str = ""
    heir_relation: str = ""


COLUMNS = tuple(field.name for field in fields(Newcomer))

STAGE = """
DROP TABLE IF EXISTS newcomer;
CREATE TEMP TABLE newcomer (
    number int PRIMARY KEY, nik text, name text, village text, sex text, birth_date date, birth_place text,
    marital text, mother_name text, phone text, occupation text, household text, street text, rt text, rw text,
    disability boolean, extreme_poor boolean, decile int, working_well_on date, witness text,
    heir_name text, heir_relation text,
    name_key text GENERATED ALWAYS AS (
        upper(trim(regexp_replace(regexp_replace(name, '[^[:alpha:] ]', '', 'g'), ' +', ' ', 'g')))) STORED,
    person_id bigint NOT NULL DEFAULT nextval('people_person_id_seq'), fresh boolean NOT NULL DEFAULT true
) ON COMMIT DROP;
"""

# A NIK the registry knows is that person, unless both the name and the birth date contradict: then somebody
# mistyped, and a person must look. A double stands for its root.
RECOGNISE = """
UPDATE newcomer n SET person_id = coalesce(p.merged_into_id, p.id), fresh = false
FROM people_identifier i JOIN people_person p ON p.id = i.person_id
WHERE i.kind = 'nik' AND i.state <> 'retired' AND i.value = n.nik;
"""
DOUBTS = """
SELECT n.number, CASE
    WHEN p.name_key <> n.name_key AND p.birth_date IS DISTINCT FROM n.birth_date THEN 'contested'
    WHEN f.kind = 'died' THEN 'died'
    ELSE 'moved' END AS doubt
FROM newcomer n JOIN people_person p ON p.id = n.person_id AND NOT n.fresh
LEFT JOIN LATERAL (
    SELECT kind FROM people_fact
    WHERE person_id = p.id AND revoked_on IS NULL AND kind IN ('died', 'moved') ORDER BY kind LIMIT 1
) f ON true
WHERE f.kind IS NOT NULL OR (p.name_key <> n.name_key AND p.birth_date IS DISTINCT FROM n.birth_date)
ORDER BY 1
"""

REGISTER = """
INSERT INTO people_person (id, name, name_key, sex, birth_date, birth_place, marital, mother_name, phone,
    occupation_id, known_on)
SELECT person_id, name, name_key, sex, birth_date, birth_place, marital, mother_name, phone, occupation, %(on)s
FROM newcomer WHERE fresh ORDER BY person_id;

INSERT INTO people_identifier (kind, value, person_id, state, source, since)
SELECT kind, value, person_id, 'stated', %(source)s, %(on)s
FROM newcomer, LATERAL (VALUES ('nik', nik), ('kk', household)) AS i (kind, value)
WHERE value <> '' AND (fresh OR kind = 'kk') ORDER BY kind, value
ON CONFLICT (kind, value, person_id) DO NOTHING;

INSERT INTO people_address (person_id, village_id, street, rt, rw, since, source)
SELECT n.person_id, n.village, n.street, n.rt, n.rw, %(on)s, %(source)s
FROM newcomer n
WHERE n.fresh OR NOT EXISTS (
    SELECT FROM people_address a
    WHERE a.person_id = n.person_id AND (a.village_id, a.street, a.rt, a.rw) = (n.village, n.street, n.rt, n.rw)
)
ORDER BY n.person_id ON CONFLICT DO NOTHING;

INSERT INTO people_fact (person_id, kind, value, "on", known_on, source)
SELECT person_id, kind, value, coalesce(seen_on, %(on)s), %(on)s, said_by
FROM newcomer, LATERAL (VALUES
    ('working_well', '', working_well_on, coalesce(nullif(witness, ''), %(source)s)),
    ('disability', CASE WHEN disability THEN 'ya' END, NULL, %(source)s),
    ('extreme_poor', CASE WHEN extreme_poor THEN 'ya' END, NULL, %(source)s),
    ('dtsen_decile', decile::text, NULL, %(source)s)
) AS f (kind, value, seen_on, said_by)
WHERE value IS NOT NULL AND (kind <> 'working_well' OR seen_on IS NOT NULL)
    -- a known person on another list: only what is new about them
    AND (fresh OR NOT EXISTS (
        SELECT FROM people_fact known
        WHERE known.person_id = newcomer.person_id AND known.kind = f.kind AND known.value = f.value
            AND known.revoked_on IS NULL AND (seen_on IS NULL OR known."on" = seen_on)))
ORDER BY person_id;

INSERT INTO people_heir (person_id, name, relation, source, known_on)
SELECT person_id, heir_name, heir_relation, %(source)s, %(on)s FROM newcomer
WHERE heir_name <> '' AND (fresh OR NOT EXISTS (
    SELECT FROM people_heir known
    WHERE known.person_id = newcomer.person_id
        AND (known.name, known.relation) = (newcomer.heir_name, newcomer.heir_relation)));
"""


def stage(cursor: CursorWrapper) -> None:
    """Make the empty table `newcomer` of this transaction."""
    cursor.execute(STAGE)


def recognise(cursor: CursorWrapper) -> list[tuple[int, str]]:
    """Find who of `newcomer` is in the registry; (number, 'contested' | 'died' | 'moved') of the doubtful."""
    # Only what later statements join by: looking at all columns takes as long as filling them.
    cursor.execute("ANALYZE newcomer (number, nik, person_id, fresh)")
    cursor.execute(RECOGNISE)
    cursor.execute(DOUBTS)
    return list(cursor.fetchall())


def enter(cursor: CursorWrapper, *, source: str, on: date) -> None:
    """Write everyone left in `newcomer`: new people whole, known ones with what is new about them."""
    cursor.execute(REGISTER, {"source": source, "on": on})
    cursor.execute("SELECT count(*) FROM newcomer")
    (entered,) = cursor.fetchone()
    analyse(cursor, entered, "people_person", "people_identifier", "people_address", "people_fact")


@verb
def register(*, newcomer: Newcomer, source: str, actor: Actor, on: date) -> Person:
    """Enter one person, or give the one who holds the NIK. Refused: PEOPLE-02 when the NIK is contested."""
    return register_new(newcomer=newcomer, source=source, actor=actor, on=on)[0]


@verb
def register_new(*, newcomer: Newcomer, source: str, actor: Actor, on: date) -> tuple[Person, bool]:
    """`register`, and whether the person was new to the registry."""
    with connection.cursor() as cursor:
        stage(cursor)
        row = asdict(newcomer)
        places = ", ".join(["%s"] * len(COLUMNS))
        cursor.execute(
            f"INSERT INTO newcomer ({', '.join(COLUMNS)}) VALUES ({places})", [row[name] for name in COLUMNS]
        )
        if doubts := recognise(cursor):
            raise Refused(*(problems.DOUBTFUL.problem(doubt=doubt) for _, doubt in doubts))
        enter(cursor, source=source, on=on)
        cursor.execute("SELECT person_id, fresh FROM newcomer")
        person, fresh = cursor.fetchone()
    if fresh:
        record(actor=actor, verb="people.register", subject=f"person:{person}", on=on, source=source)
    return Person.objects.get(pk=person), bool(fresh)
