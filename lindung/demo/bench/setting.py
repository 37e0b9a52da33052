"""A database of the benches' own, programmes in it, and people by the thousand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from django.db import connection, connections, transaction

from lindung.audit.services import Actor
from lindung.config import database
from lindung.kernel.month import Month
from lindung.nominations.models import Check
from lindung.nominations.services import enter_checks, propose_staged, rank, verify
from lindung.people.services import load_occupations
from lindung.people.services.register import enter, recognise, stage
from lindung.programmes.models import Decree, Programme
from lindung.programmes.queries import price
from lindung.programmes.services import Share, allocate, create_funder, create_programme, sign_decree
from lindung.regions import catalogue
from lindung.regions.services import load

MARK = "made by lindung bench"
PROVINCE = "53"
JULY, MONTHS = Month(2025, 7), 6
LISTED, DECIDED = date(2025, 6, 2), date(2025, 6, 20)
OPERATOR = Actor("bench.operator", "Operator")
VERIFIER = Actor("bench.verifier", "Verifikator")
DECIDER = Actor("bench.decider", "Pejabat")


@contextmanager
def own_database() -> Iterator[None]:
    """An empty, migrated database with regions and occupations, beside the user's; dropped at the end."""
    kept = {alias: connections[alias].settings_dict["NAME"] for alias in ("default", "owner")}
    name = f"{kept['default']}_bench"
    point_at(dict.fromkeys(kept, name))
    try:
        database.recreate(name, mark=MARK)
        database.migrate()
        places = [*catalogue.provinces(), *catalogue.districts(), *catalogue.of_province(PROVINCE)]
        load(places=places, list_name=catalogue.LIST_NAME, actor=OPERATOR, on=LISTED)
        load_occupations()
        yield
    finally:
        point_at(kept)
        database.drop(name)


def point_at(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        connections[alias].settings_dict["NAME"] = name


def districts() -> list[str]:
    return sorted(place.code for place in catalogue.districts(PROVINCE))


def shared_out(total: int, among: Sequence[str] | None = None) -> dict[str, int]:
    """`total` shared evenly among the districts, or `among` these."""
    codes = list(among or districts())
    return {code: total // len(codes) + (turn < total % len(codes)) for turn, code in enumerate(codes)}


def programme_of(turn: int, *, seats: int, among: Sequence[str] | None = None) -> Programme:
    """A programme of July to December 2025 with its seats and rupiah in every district, or `among` these."""
    funder = create_funder(
        code=f"UJI-{turn}", name="Uji", kind="province", region=PROVINCE, actor=OPERATOR, on=LISTED
    )
    programme = create_programme(
        code=f"UJI-{turn}",
        name="Uji kecepatan",
        funder=funder,
        cover_from=JULY,
        months=MONTHS,
        territory=PROVINCE,
        actor=OPERATOR,
        on=LISTED,
    )
    each = price(programme, JULY.first, JULY.plus(MONTHS - 1).first)
    shares = [Share(code, count, count * each) for code, count in shared_out(seats, among).items() if count]
    allocate(decree=decree_of(programme, "kuota", Decree.Kind.ALLOCATION), shares=shares, actor=DECIDER, on=LISTED)
    return programme


def decree_of(programme: Programme, number: str, kind: str = Decree.Kind.DECISION) -> Decree:
    return sign_decree(
        programme=programme,
        number=f"{number}/{programme.code}",
        kind=kind,
        signed_on=LISTED,
        signed_by="Uji",
        actor=DECIDER,
        on=LISTED,
    )


# Invented people, each with a NIK of the right form and a household of three, spread over the district's villages.
PEOPLE = """
WITH village AS (
    SELECT code, row_number() OVER (ORDER BY code) - 1 AS turn, count(*) OVER () AS villages
    FROM regions_region WHERE code LIKE %(district)s || '.%%' AND length(code) = 13
)
INSERT INTO newcomer (number, nik, name, village, sex, birth_date, birth_place, marital, mother_name, phone,
    household, street, rt, rw, decile, working_well_on, witness, heir_name, heir_relation)
SELECT g, replace(%(district)s, '.', '') || lpad((%(base)s + g)::text, 12, '0'), 'Maria Bria', village.code, 'P',
    '1985-08-17', 'Kupang', 'Kawin', 'Martina', '',
    replace(%(district)s, '.', '') || lpad((%(base)s + g / 3)::text, 12, '0'), '', '1', '2', g %% 10 + 1,
    '2025-06-01', 'Kepala desa', '', ''
FROM generate_series(1, %(people)s) AS g JOIN village ON village.turn = g %% villages
"""


def ready_to_decide(programme: Programme, *, turn: int, people: int, among: Sequence[str] | None = None) -> None:
    """Register, propose, check, verify and rank new people by the real verbs, one transaction per district."""
    file = _file(programme, people)
    for district, count in shared_out(people, among).items():
        with transaction.atomic(), connection.cursor() as cursor:
            stage(cursor)
            cursor.execute(PEOPLE, {"district": district, "base": turn * 1_000_000, "people": count})
            recognise(cursor)
            enter(cursor, source=f"uji {programme.code}", on=LISTED)
            propose_staged(cursor, programme=programme, file=file, actor=OPERATOR, on=LISTED)
    for kind in (Check.Kind.POPULATION, Check.Kind.WORK):
        enter_checks(programme=programme, kind=kind, source="uji", failed=[], actor=VERIFIER, on=LISTED)
    verify(programme=programme, actor=VERIFIER, on=LISTED)
    rank(programme=programme, actor=VERIFIER, on=LISTED)


def _file(programme: Programme, rows: int) -> int:
    """The list these people stand on: a nomination names its file."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO intake_file (sha256, name, size, layout, scope, letter, received_on, uploaded_by, rows,
                accepted, rejected, needs_look)
            VALUES (%(scope)s, 'uji', 0, 'bench', %(scope)s, '', %(on)s, %(by)s, %(rows)s, %(rows)s, 0, 0)
            RETURNING id
            """,
            {"scope": programme.code, "on": LISTED, "by": OPERATOR.id, "rows": rows},
        )
        return int(cursor.fetchone()[0])
