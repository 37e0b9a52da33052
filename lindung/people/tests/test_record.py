"""A record is put right, moved, looked at: each with its reason, never over somebody else's correction."""

from __future__ import annotations

from datetime import date

import pytest

from lindung.audit.models import Act
from lindung.kernel.problem import Refused
from lindung.people.models import Address, Person
from lindung.people.services import correct, move, reveal, version_of
from tests import cast

pytestmark = pytest.mark.django_db
WHO = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}


@pytest.fixture
def maria() -> Person:
    return Person.objects.get(pk=cast.people(1)[0])


def corrected(person: Person, version: str = "", **values: object) -> tuple[str, ...]:
    return correct(person=person.pk, values=values, version=version or version_of(person), source="KTP asli", **WHO)


def test_a_correction_changes_the_name_and_its_key_and_says_what_it_was(maria):
    assert corrected(maria, name="Maria Luruk", birth_date=date(1985, 8, 18)) == ("name", "birth_date")
    maria.refresh_from_db()
    assert maria.name_key == "MARIA LURUK"
    act = Act.objects.get(verb="people.correct")
    assert (act.details["name_from"], act.details["name_to"]) == ("Yohanes Bria 1", "Maria Luruk")
    assert act.reason == "KTP asli"


def test_the_same_correction_twice_is_one(maria):
    version = version_of(maria)
    corrected(maria, version, name="Maria Luruk")
    assert corrected(maria, version, name="Maria Luruk") == ()
    assert Act.objects.filter(verb="people.correct").count() == 1


def test_whoever_corrects_what_somebody_corrected_meanwhile_is_told(maria):
    version = version_of(maria)
    corrected(maria, version, name="Maria Luruk")
    with pytest.raises(Refused, match="PEOPLE-05"):
        corrected(maria, version, name="Maria Lurug")
    assert Person.objects.get(pk=maria.pk).name == "Maria Luruk"


def test_the_record_of_acts_keeps_no_telephone(maria):
    corrected(maria, phone="+6281234567890")
    assert "6281234567890" not in str(Act.objects.get(verb="people.correct").details)


def test_a_new_address_is_added_and_the_old_one_stays(maria):
    words = {"person": maria.pk, "village": "53.21.01.2004", "since": date(2025, 8, 1), "source": "KK baru"}
    assert move(**words, **WHO)
    assert not move(**words, **WHO)
    assert list(Address.objects.order_by("since").values_list("village_id", flat=True)) == [
        "53.21.01.2001",
        "53.21.01.2004",
    ]


def test_a_number_is_shown_for_a_reason_and_the_look_is_recorded(maria):
    assert reveal(people=[maria.pk], what="nik", reason="mencocokkan KTP di loket", **WHO) == [cast.nik_of(1)]
    act = Act.objects.get(verb="people.reveal")
    assert (act.subject, act.reason, act.details) == (
        f"person:{maria.pk}",
        "mencocokkan KTP di loket",
        {"what": "nik"},
    )


@pytest.mark.parametrize("reason", ["", "   ", "ya"])
def test_without_a_reason_nothing_is_shown(maria, reason):
    with pytest.raises(Refused, match="PEOPLE-06"):
        reveal(people=[maria.pk], what="nik", reason=reason, **WHO)
    assert not Act.objects.filter(verb="people.reveal").exists()
