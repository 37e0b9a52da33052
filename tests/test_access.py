"""Who sees which rows: by role, by region, by day; without a role nothing."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from lindung.accounts.access import has, scope, visible_to
from lindung.accounts.models import Role, User
from lindung.accounts.rights import CAPABILITIES, RoleName
from lindung.billing.models import BillLine
from lindung.distribution.models import Item
from lindung.nominations.models import Enrolment, Nomination
from lindung.people.models import Identifier, Occupation, Person
from lindung.programmes.models import Programme
from lindung.regions import catalogue
from lindung.regions.services import load
from tests import cast
from tests.officers import officer

pytestmark = pytest.mark.django_db
BARENE, BAKIRUK, BELU_VILLAGE = "53.21.01.2001", "53.21.01.2004", "53.04.01.2001"


@pytest.fixture
def people():
    """Three of Barene, two of Bakiruk, four of Belu, all proposed for the province's programme."""
    programme = cast.province_programme(seats=20)
    start = 1
    for village, count in {BARENE: 3, BAKIRUK: 2, BELU_VILLAGE: 4}.items():
        cast.proposed(programme, cast.people(count, village=village, start=start), village=village)
        start += count
    return programme


@pytest.mark.parametrize(
    ("role", "region", "count"),
    [
        ("village", BARENE, 3),
        ("village", "53.21.01", 5),
        ("operator", "53.21", 5),
        ("operator", "53.04", 4),
        ("manager", "53", 9),
        ("auditor", "53", 9),
        ("leader", "53", 0),
    ],
)
@pytest.mark.usefixtures("people")
def test_people_and_nominations_are_seen_in_ones_region_alone(role, region, count):
    user = officer(role, region)
    assert visible_to(user, Person.objects.all()).count() == count
    assert visible_to(user, Nomination.objects.all()).count() == count
    assert visible_to(user, Identifier.objects.filter(kind="nik")).count() == count


@pytest.mark.usefixtures("people")
def test_whoever_has_no_role_sees_nothing():
    user = officer("operator")
    Role.objects.filter(user=user).update(until=date(2025, 6, 30))
    for nobody in (user, AnonymousUser(), None):
        assert not visible_to(nobody, Person.objects.all()).exists()
        assert not has(nobody, "figures.read")


@pytest.mark.usefixtures("people")
def test_a_closed_account_sees_nothing():
    user = officer("manager")
    user.is_active = False
    assert not visible_to(user, Person.objects.all()).exists()


def test_a_person_without_address_is_seen_from_the_province_alone():
    Person.objects.create(name="Tanpa Alamat", name_key="TANPA ALAMAT", known_on=cast.LAUNCH)
    assert visible_to(officer("auditor"), Person.objects.all()).count() == 1
    assert not visible_to(officer("operator"), Person.objects.all()).exists()


def test_where_another_province_has_villages_too_nobody_of_it_is_seen(people):
    manager = officer("manager")
    assert visible_to(manager, Person.objects.all()).count() == 9
    load(places=catalogue.of_province("51"), list_name="uji", actor=cast.OPERATOR, on=cast.LAUNCH)
    [stranger] = cast.people(1, village="51.01.01.2001", start=50)
    cast.proposed(people, [stranger], village="51.01.01.2001")
    for user in (User.objects.get(pk=manager.pk), officer("auditor")):  # as at the next request
        assert visible_to(user, Person.objects.all()).count() == 9
        assert visible_to(user, Nomination.objects.all()).count() == 9


def test_two_addresses_show_a_person_once_and_to_both_villages(people):
    person = Person.objects.filter(addresses__village=BARENE).first()
    person.addresses.create(village_id=BELU_VILLAGE, since=date(2025, 9, 1), source="uji")
    assert visible_to(officer("manager"), Person.objects.filter(pk=person.pk)).count() == 1
    assert visible_to(officer("operator", "53.04"), Person.objects.filter(pk=person.pk)).count() == 1


def test_a_district_sees_the_provinces_programme_but_not_its_neighbours(people):
    other = cast.district_programme(seats=3, district=cast.BELU, code="BELU-2025")
    seen = set(visible_to(officer("operator"), Programme.objects.all()))
    assert seen == {people}
    assert other in set(visible_to(officer("manager"), Programme.objects.all()))


def test_roles_of_two_districts_add_up(people):
    user = officer("bpjs", cast.MALAKA)
    Role.objects.create(user=user, name="bpjs", region_id=cast.BELU, since=cast.LAUNCH, given_by="tests")
    assert visible_to(user, Person.objects.all()).count() == 9


def test_a_role_counts_between_its_days_only():
    user = officer("operator")
    Role.objects.filter(user=user).update(since=date(2025, 7, 1), until=date(2025, 7, 31))
    assert [bool(scope(user, "people.read", date(2025, month, 1))) for month in (6, 7, 8)] == [False, True, False]


@pytest.mark.parametrize("model", [Enrolment, BillLine, Item])
def test_rows_far_from_a_region_still_find_theirs(model):
    assert not visible_to(officer("decider"), model.objects.all()).exists()


def test_a_model_that_does_not_say_who_sees_it_is_refused():
    with pytest.raises(TypeError, match="Occupation does not say"):
        visible_to(officer("auditor"), Occupation.objects.all())


def test_the_auditor_changes_nothing_and_the_leader_sees_no_person():
    reading = {name for name, roles in CAPABILITIES.items() if name.endswith((".read", ".reveal", ".gallery"))}
    assert {name for name, roles in CAPABILITIES.items() if RoleName.AUDITOR in roles} <= reading
    leader = {name for name, roles in CAPABILITIES.items() if RoleName.LEADER in roles}
    assert leader == {"figures.read", "law.read", "ui.gallery"}


def test_nobody_both_proposes_and_verifies_decides_or_pays():
    steps = ("nominations.propose", "nominations.verify", "coverage.decide", "billing.pay")
    for role in RoleName:
        assert sum(role in CAPABILITIES[step] for step in steps) <= 1, role
