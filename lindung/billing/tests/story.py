"""From people to bills in one call, for the tests of this room."""

from __future__ import annotations

from datetime import date

from django.db import connection

from lindung.billing import checks
from lindung.billing.models import Bill
from lindung.billing.services import freeze
from lindung.coverage.services import end_for_death
from lindung.kernel.month import Month
from lindung.membership import checks as membership
from lindung.membership.models import Branch
from lindung.membership.services import Answer, answer, load_branches, send
from lindung.people.models import Identifier
from lindung.programmes.models import Budget, Programme, Tally
from tests import cast

DUE = date(2025, 8, 15)
FROZEN = date(2025, 7, 10)
DIED = date(2025, 8, 9)
REVERSED = date(2025, 8, 20)
DECEMBER = Month(2025, 12)


def registered(count: int, *, programme: Programme | None = None, start: int = 1, rupiah: int | None = None):
    """`count` people covered July to December and accepted by BPJS; (programme, persons)."""
    load_branches()
    programme = programme or cast.province_programme(seats=count, rupiah=rupiah)
    persons = cast.people(count, start=start)
    cast.proposed(programme, persons)
    cast.verified(programme)
    cast.decided(programme)
    accept(programme)
    return programme, persons


def accept(programme: Programme, on: date = date(2025, 6, 27)) -> None:
    """Send who is not sent yet, and let BPJS accept everybody."""
    for batch in send(programme=programme, wadah="SG", actor=cast.BPJS, on=on).batches:
        people = batch.registrations.values_list("nik", "enrolment__person_id")
        known = dict(Identifier.objects.filter(kind="kpj").values_list("person_id", "value"))
        answers = [Answer(nik, True, known.get(person, f"25{person:09d}")) for nik, person in people]
        answer(batch=batch, answers=answers, source="jawaban.xlsx", actor=cast.BPJS, on=on)


def frozen(
    programme: Programme,
    first: Month = cast.JULY,
    last: Month = DECEMBER,
    code: str = "KODE-1",
    on: date = FROZEN,
    branch: str = "atambua",
) -> Bill:
    return freeze(
        programme=programme,
        branch=Branch.objects.get(pk=branch),
        first=first,
        last=last,
        payment_code=code,
        due_on=DUE,
        actor=cast.BPJS,
        on=on,
    )


def dies(person: int) -> int:
    return end_for_death(person=person, died_on=DIED, actor=cast.OPERATOR, on=REVERSED)


def tallies() -> dict[str, int]:
    """What stands above zero of this room's figures and the months beneath them."""
    names = ("person_months", "premium_billed", "premium_paid", "months_paid", "credits_open")
    found = Tally.objects.filter(stage__in=names).exclude(value=0)
    return dict(found.values_list("stage", "value"))


def budget() -> tuple[int, int]:
    """(committed, held)"""
    return Budget.objects.values_list("committed", "held").get()


def faults() -> list[str]:
    """What the checks of this room and of membership find."""
    found = [
        problem
        for room in (membership, checks)
        for name, check in vars(room).items()
        if name.startswith("check_")
        for problem in check()
    ]
    return [str(problem) for problem in found]


def known_on(sql: str, day: date) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT stage, value FROM ({sql}) AS known", {"day": day})
        return {stage: int(value) for stage, value in cursor.fetchall()}
