"""The ledger's reference to (enrolment, person) is kept set-wise: no entry strays, no enrolment goes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, connections, transaction

from lindung.nominations.models import Enrolment
from tests import cast

pytestmark = pytest.mark.django_db


def covered() -> tuple[int, int]:
    """Two people, the first of whom is decided: the first one's enrolment and the second person."""
    programme = cast.province_programme(seats=2)
    maria, yohanes = cast.people(2)
    cast.proposed(programme, [maria])
    cast.verified(programme)
    cast.decided(programme)
    return Enrolment.objects.get(person_id=maria).pk, yohanes


def book(person: int, enrolment: int) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO coverage_entry (person_id, month, turn, enrolment_id, posting_id)"
            " VALUES (%s, '2025-07-01', 0, %s, 1)",
            [person, enrolment],
        )


def test_nobody_is_covered_by_the_enrolment_of_another() -> None:
    enrolment, yohanes = covered()
    with pytest.raises(IntegrityError, match="cover without its enrolment"):
        book(yohanes, enrolment)


def test_nobody_is_covered_by_an_enrolment_that_does_not_exist() -> None:
    _, yohanes = covered()
    with pytest.raises(IntegrityError, match="cover without its enrolment"):
        book(yohanes, 999_999)


def test_an_enrolment_never_becomes_another_persons() -> None:
    enrolment, yohanes = covered()
    with pytest.raises(IntegrityError, match="an enrolment stays"), transaction.atomic():
        Enrolment.objects.filter(pk=enrolment).update(person_id=yohanes)


@pytest.mark.django_db(databases=["default", "owner"])
def test_not_even_the_owner_deletes_an_enrolment() -> None:
    with pytest.raises(IntegrityError, match="an enrolment stays"), connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM nominations_enrolment")
