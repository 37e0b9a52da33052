"""A person whom a second list names again: known facts are not written twice, new ones are added."""

from datetime import date

import pytest

from lindung.people.models import Fact, Heir
from lindung.people.services import Newcomer, register
from tests import cast

pytestmark = pytest.mark.django_db


def listed(**more):
    newcomer = Newcomer(
        number=1,
        nik=cast.nik_of(1),
        name="Maria Hoar",
        village="53.21.01.2001",
        sex="P",
        birth_date=date(1985, 8, 17),
        extreme_poor=True,
        working_well_on=date(2025, 6, 1),
        heir_name="Yohanes Bria",
        heir_relation="suami",
        **more,
    )
    return register(newcomer=newcomer, source="daftar uji", actor=cast.OPERATOR, on=cast.LAUNCH)


def test_the_same_facts_and_heir_are_kept_once():
    assert listed() == listed()
    assert sorted(Fact.objects.values_list("kind", flat=True)) == ["extreme_poor", "working_well"]
    assert Heir.objects.count() == 1


def test_what_is_new_about_a_known_person_is_added():
    listed()
    listed(decile=1, disability=True)
    assert sorted(Fact.objects.values_list("kind", flat=True)) == [
        "disability",
        "dtsen_decile",
        "extreme_poor",
        "working_well",
    ]
