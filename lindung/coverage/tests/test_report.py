"""A death or a move is reported once, and frees exactly the months it must."""

from __future__ import annotations

from datetime import date

import pytest

from lindung.coverage.services import report_death, report_move
from lindung.kernel.problem import Refused
from lindung.people.models import Address, Fact
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = date(2025, 9, 15)
WHO = {"source": "akta desa", "actor": cast.OPERATOR, "on": TODAY}


@pytest.fixture
def covered() -> int:
    """Somebody of Malaka whom the province covers July to December."""
    programme = cast.province_programme(seats=2)
    [person] = cast.people(1)
    cast.proposed(programme, [person])
    cast.verified(programme)
    cast.decided(programme)
    return person


def test_the_month_of_death_stays_and_the_later_ones_are_freed(covered):
    assert report_death(people=[covered], died_on=date(2025, 9, 2), **WHO) == 3
    assert [month for month, _ in cast.held_months(covered)] == ["2025-07", "2025-08", "2025-09"]


def test_the_same_death_twice_frees_nothing_more(covered):
    report_death(people=[covered], died_on=date(2025, 9, 2), **WHO)
    assert report_death(people=[covered], died_on=date(2025, 9, 2), **WHO) == 0
    assert Fact.objects.filter(kind=Fact.Kind.DIED).count() == 1


def test_nobody_dies_on_two_days_or_on_a_day_to_come(covered):
    with pytest.raises(Refused, match="COVER-22"):
        report_death(people=[covered], died_on=date(2025, 9, 16), **WHO)
    report_death(people=[covered], died_on=date(2025, 9, 2), **WHO)
    with pytest.raises(Refused, match="COVER-23"):
        report_death(people=[covered], died_on=date(2025, 9, 3), **WHO)


def test_a_move_inside_the_funders_territory_keeps_cover(covered):
    freed = report_move(people=[covered], moved_on=date(2025, 9, 2), village="53.04.01.2001", place="", **WHO)
    assert freed == 0
    assert len(cast.held_months(covered)) == 6
    assert Address.objects.filter(person=covered).order_by("-since").first().village_id == "53.04.01.2001"


def test_a_move_out_of_the_province_ends_it_after_the_month(covered):
    assert report_move(people=[covered], moved_on=date(2025, 9, 2), village="", place="Surabaya", **WHO) == 3
    assert Fact.objects.get(kind=Fact.Kind.MOVED).value == "Surabaya"


def test_a_move_out_of_the_district_ends_the_districts_own_cover():
    programme = cast.district_programme(seats=2)
    [person] = cast.people(1)
    cast.proposed(programme, [person])
    cast.verified(programme)
    cast.decided(programme)
    assert report_move(people=[person], moved_on=date(2025, 9, 2), village="53.04.01.2001", place="", **WHO) == 3
    assert not Fact.objects.filter(kind=Fact.Kind.MOVED).exists()
