"""One row per human being: entered once, merged by a link, facts dated and revocable."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from lindung.kernel.problem import Refused
from lindung.people.models import Address, Fact, Identifier, Person
from lindung.people.services import Newcomer, merge, record_fact, register, revoke_fact
from tests import cast

pytestmark = pytest.mark.django_db

MARIA = Newcomer(
    number=1, nik=cast.nik_of(1), name="Maria Hoar", village="53.21.01.2001", sex="P",
    birth_date=date(1985, 8, 17), mother_name="Martina", occupation="petani",
)  # fmt: skip


def entered(newcomer: Newcomer = MARIA, *, source: str = "daftar desa", on: date = cast.LAUNCH) -> Person:
    return register(newcomer=newcomer, source=source, actor=cast.OPERATOR, on=on)


def happened(person: int, kind: str = Fact.Kind.DIED, day: date = date(2025, 6, 1)) -> Fact:
    return record_fact(
        person=person, kind=kind, happened_on=day, source="akta kematian", actor=cast.OPERATOR, on=cast.LAUNCH
    )


def merged(person: int, into: int) -> Person:
    return merge(person=person, into=into, reason="ganda", actor=cast.OPERATOR, on=cast.LAUNCH)


def test_who_is_entered_twice_is_one_person():
    first = entered()
    assert entered(source="daftar kecamatan", on=date(2025, 6, 9)) == first
    assert Person.objects.count() == 1
    assert Identifier.objects.get(kind="nik").source == "daftar desa"


def test_a_new_address_is_a_new_row_and_the_old_one_stays():
    maria = entered()
    entered(replace(MARIA, village="53.21.01.2002"), source="daftar kecamatan", on=date(2025, 6, 9))
    homes = Address.objects.filter(person=maria).order_by("since").values_list("village_id", flat=True)
    assert list(homes) == ["53.21.01.2001", "53.21.01.2002"]


def test_one_difference_is_a_slip_and_the_same_person():
    maria = entered()
    assert entered(replace(MARIA, name="Maria Hoar Seran")) == maria
    assert entered(replace(MARIA, birth_date=date(1985, 8, 7))) == maria


def test_a_nik_with_another_name_and_another_birth_date_is_contested():
    entered()
    with pytest.raises(Refused) as refusal:
        entered(replace(MARIA, name="Yuliana Abuk", birth_date=date(1990, 1, 1)))
    assert [problem.code for problem in refusal.value.problems] == ["PEOPLE-02"]
    assert Person.objects.count() == 1


@pytest.mark.parametrize("kind", [Fact.Kind.DIED, Fact.Kind.MOVED])
def test_the_dead_and_the_moved_need_a_look(kind):
    fact = happened(entered().pk, kind)
    with pytest.raises(Refused):
        entered()
    revoke_fact(fact=fact.pk, reason="orang lain", actor=cast.OPERATOR, on=cast.LAUNCH)
    assert entered()


def test_the_database_lets_one_person_hold_a_nik():
    maria = entered()
    other = Person.objects.create(name="Lain", name_key="LAIN", known_on=cast.LAUNCH)
    with pytest.raises(IntegrityError, match="one_holder_of_nik"), transaction.atomic():
        Identifier.objects.create(person=other, kind="nik", value=MARIA.nik, source="uji", since=cast.LAUNCH)
    Identifier.objects.filter(person=maria).update(state="retired", retired_on=cast.LAUNCH)
    Identifier.objects.create(person=other, kind="nik", value=MARIA.nik, source="uji", since=cast.LAUNCH)


@pytest.mark.parametrize("nik", ["123", "53210157088500012", "5321015708850OO1"])
def test_the_database_keeps_no_nik_that_is_not_16_digits(nik):
    with pytest.raises(IntegrityError, match="nik_16_digits"), transaction.atomic():
        entered(replace(MARIA, nik=nik))


def test_a_fact_entered_twice_is_one_and_a_revoked_one_stays_on_record():
    maria = entered().pk
    fact = happened(maria)
    assert happened(maria) == fact
    for day in (date(2025, 6, 5), date(2025, 6, 9)):  # the second time changes nothing
        revoke_fact(fact=fact.pk, reason="keliru", actor=cast.OPERATOR, on=day)
    assert Fact.objects.get(pk=fact.pk).revoked_on == date(2025, 6, 5)
    assert happened(maria) != fact


def test_a_merge_is_a_link_and_links_always_point_at_the_root():
    root, double, treble = cast.people(3)
    merged(treble, double)
    merged(double, root)
    assert dict(Person.objects.values_list("pk", "merged_into")) == {root: None, double: root, treble: root}


def test_a_known_nik_of_a_double_is_the_root():
    root, double = cast.people(2)
    merged(double, root)
    again = replace(MARIA, number=1, nik=cast.nik_of(2), name="Agustina Luruk 2")
    assert entered(again).pk == root


@pytest.mark.parametrize("pair", [(1, 0), (0, 1), (0, 0), (2, 1), (0, 99)])
def test_a_double_is_not_merged_again_and_nobody_into_himself(pair):
    root, double, other = cast.people(3)
    merged(double, root)
    ids = {0: root, 1: double, 2: other, 99: 0}
    with pytest.raises(Refused) as refusal:
        merged(ids[pair[0]], ids[pair[1]])
    assert [problem.code for problem in refusal.value.problems] == ["PEOPLE-01"]
