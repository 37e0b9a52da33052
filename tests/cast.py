"""The named cast of the tests: invented people of Malaka, their district's programmes and their officers.

Every helper goes through the services a user's command goes through; none writes a table itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from lindung.audit.services import Actor
from lindung.coverage.services import decide
from lindung.coverage.services.decide import Decision
from lindung.kernel.month import Month
from lindung.nominations.models import Check, Nomination
from lindung.nominations.services import enter_checks, propose, rank, verify
from lindung.people.services import Newcomer, register
from lindung.programmes.models import Decree, Funder, Programme
from lindung.programmes.queries import price
from lindung.programmes.services import (
    Share,
    allocate,
    create_funder,
    create_programme,
    sign_agreement,
    sign_decree,
)

OPERATOR = Actor("maria.operator", "Maria Seuk")
VERIFIER = Actor("yosef.verifikator", "Yosef Nahak")
DECIDER = Actor("stefania.pemutus", "Stefania Bere")
FINANCE = Actor("paulus.keuangan", "Paulus Klau")
BPJS = Actor("rina.bpjs", "Rina Taek")

NTT, MALAKA, BELU = "53", "53.21", "53.04"
LAUNCH = date(2025, 6, 2)
JULY = Month(2025, 7)

NAMES = ["Maria Hoar", "Yohanes Bria", "Agustina Luruk", "Dominikus Seran", "Yuliana Abuk", "Petrus Klau"]


def province_programme(
    *, seats: int, district: str = MALAKA, code: str = "NTT-2025", months: int = 6, rupiah: int | None = None
) -> Programme:
    """The province's programme of 2025 with its agreement and `seats` seats in one district."""
    funder = create_funder(
        code="APBD-53", name="APBD Provinsi NTT", kind=Funder.Kind.PROVINCE, region=NTT, actor=OPERATOR, on=LAUNCH
    )
    return _programme(code, funder, NTT, district, seats, months, rupiah)


def district_programme(
    *, seats: int, district: str = MALAKA, code: str = "MALAKA-2025", months: int = 6
) -> Programme:
    """A district's own programme beside the province's."""
    funder = create_funder(
        code=f"APBD-{district}",
        name="APBD Kabupaten",
        kind=Funder.Kind.DISTRICT,
        region=district,
        actor=OPERATOR,
        on=LAUNCH,
    )
    return _programme(code, funder, district, district, seats, months, None)


def _programme(
    code: str, funder: Funder, territory: str, district: str, seats: int, months: int, rupiah: int | None
) -> Programme:
    programme = create_programme(
        code=code,
        name=f"Perlindungan pekerja rentan {code}",
        funder=funder,
        cover_from=JULY,
        months=months,
        territory=territory,
        actor=OPERATOR,
        on=LAUNCH,
    )
    last = JULY.plus(months - 1)
    sign_agreement(
        programme=programme,
        number=f"PKS/{code}",
        signed_on=LAUNCH,
        cover_from=JULY.first,
        cover_to=last.last,
        actor=OPERATOR,
        on=LAUNCH,
    )
    each = price(programme, JULY.first, last.first)
    allocate(
        decree=decree(programme, "ALOKASI", kind=Decree.Kind.ALLOCATION),
        shares=[Share(district, seats, seats * each if rupiah is None else rupiah)],
        actor=DECIDER,
        on=LAUNCH,
    )
    return programme


def decree(
    programme: Programme, number: str = "SK-1", *, kind: str = Decree.Kind.DECISION, on: date = LAUNCH
) -> Decree:
    return sign_decree(
        programme=programme, number=number, kind=kind, signed_on=on, signed_by="Bupati", actor=DECIDER, on=on
    )


def verified(programme: Programme, *, on: date = LAUNCH) -> list[int]:
    """Pass every check of the programme's nominations and rank them; their ids in rank order."""
    for kind in (Check.Kind.POPULATION, Check.Kind.WORK):
        enter_checks(programme=programme, kind=kind, source="daftar uji", failed=[], actor=VERIFIER, on=on)
    verify(programme=programme, actor=VERIFIER, on=on)
    rank(programme=programme, actor=VERIFIER, on=on)
    ranked = Nomination.objects.filter(programme=programme, ranked_on__isnull=False).order_by("district_id", "rank")
    return list(ranked.values_list("pk", flat=True))


def decided(programme: Programme, nominations: Sequence[int] | None = None, *, on: date = LAUNCH) -> Decision:
    return decide(decree=decree(programme), nominations=nominations, actor=DECIDER, on=on)


def held_months(person: int) -> list[tuple[str, str]]:
    """(month, programme) of every month somebody pays for this person."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT month, code FROM (
                SELECT DISTINCT ON (month) month, turn, enrolment_id FROM coverage_entry
                WHERE person_id = %s ORDER BY month, turn DESC
            ) last
            JOIN nominations_enrolment e ON e.id = last.enrolment_id
            JOIN programmes_programme p ON p.id = e.programme_id
            WHERE turn %% 2 = 0 ORDER BY month
            """,
            [person],
        )
        return [(str(Month.of(month)), code) for month, code in cursor.fetchall()]


def nik_of(number: int, *, district: str = MALAKA, born: date = date(1985, 8, 17), female: bool = True) -> str:
    """A well-formed NIK of an invented person of the district; `number` makes it theirs alone."""
    day = born.day + (40 if female else 0)
    return f"{district.replace('.', '')}01{day:02d}{born:%m%y}{number:04d}"


def people(count: int, *, village: str = "53.21.01.2001", start: int = 1) -> list[int]:
    """`count` invented people of one village in the registry; their ids."""
    return [
        register(
            newcomer=Newcomer(
                number=number,
                nik=nik_of(number, district=village[:5]),
                name=f"{NAMES[number % len(NAMES)]} {number}",
                village=village,
                sex="P",
                birth_date=date(1985, 8, 17),
                mother_name="Martina",
                occupation="petani",
            ),
            source="daftar uji",
            actor=OPERATOR,
            on=LAUNCH,
        ).pk
        for number in range(start, start + count)
    ]


def proposed(programme: Programme, persons: Sequence[int], *, village: str = "53.21.01.2001") -> list[int]:
    """Each person proposed for the programme; the nominations' ids."""
    return [
        propose(programme=programme, person=person, village=village, actor=OPERATOR, on=LAUNCH).pk
        for person in persons
    ]
