"""Deciding: seats, rupiah and months, each taken once."""

import pytest

from lindung.coverage.services import decide
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.programmes.models import Budget, Seats, Tally
from tests import cast

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def tallies(programme) -> dict[str, int]:
    return dict(Tally.objects.filter(programme=programme).values_list("stage", "value"))


def test_three_people_of_malaka_are_covered_from_july_to_december():
    programme = cast.province_programme(seats=3)
    maria, *others = cast.people(3)
    cast.proposed(programme, [maria, *others])
    cast.verified(programme)

    decision = cast.decided(programme)

    assert (decision.decided, decision.months, decision.problems) == (3, 18, ())
    assert cast.held_months(maria) == [(f"2025-{month:02d}", "NTT-2025") for month in range(7, 13)]
    assert set(Seats.objects.values_list("taken", flat=True)) == {3}
    assert Budget.objects.get().committed == 3 * 6 * 16_800
    assert tallies(programme) == {
        "nominated": 3, "verified": 3, "reserve": 0, "decided": 3, "enrolled": 3, "person_months": 18,
    }  # fmt: skip


def test_the_reserve_keeps_those_for_whom_there_is_no_seat():
    programme = cast.province_programme(seats=2)
    cast.proposed(programme, cast.people(5))
    cast.verified(programme)

    assert cast.decided(programme).decided == 2
    assert tallies(programme)["reserve"] == 3


def test_an_exact_list_beyond_the_seats_is_refused_whole_and_says_what_is_left():
    programme = cast.province_programme(seats=2)
    cast.proposed(programme, cast.people(3))
    ids = cast.verified(programme)

    with pytest.raises(Refused) as refusal:
        cast.decided(programme, ids)

    assert set(codes(refusal)) == {"COVER-02", "COVER-03"}
    assert "tersisa 2, diminta 3" in str(refusal.value)
    assert tallies(programme).get("enrolled") is None


def test_rupiah_that_do_not_suffice_refuse_even_when_seats_are_left():
    programme = cast.province_programme(seats=9, rupiah=16_800 * 6 * 2)
    cast.proposed(programme, cast.people(3))
    ids = cast.verified(programme)

    with pytest.raises(Refused) as refusal:
        cast.decided(programme, ids)

    assert codes(refusal) == ["COVER-03"]


def test_the_second_decree_sees_programme_district_and_months_and_may_cover_the_free_ones():
    province = cast.province_programme(seats=1, months=3)
    district = cast.district_programme(seats=1, months=6)
    maria = cast.people(1)
    for programme in (province, district):
        cast.proposed(programme, maria)
        cast.verified(programme)
    cast.decided(province)

    first = cast.decided(district)
    assert (first.decided, first.problems[0].code) == (0, "COVER-01")
    assert "NTT-2025" in first.problems[0].message
    assert "2025-07, 2025-08, 2025-09" in first.problems[0].message

    second = decide(decree=cast.decree(district, "SK-2"), free_months_only=True, actor=cast.DECIDER, on=cast.LAUNCH)
    assert second.months == 3
    assert cast.held_months(maria[0]) == [
        ("2025-07", "NTT-2025"), ("2025-08", "NTT-2025"), ("2025-09", "NTT-2025"),
        ("2025-10", "MALAKA-2025"), ("2025-11", "MALAKA-2025"), ("2025-12", "MALAKA-2025"),
    ]  # fmt: skip


def test_who_proposes_never_decides():
    programme = cast.province_programme(seats=1)
    cast.proposed(programme, cast.people(1))
    cast.verified(programme)

    with pytest.raises(Refused) as refusal:
        decide(decree=cast.decree(programme), actor=cast.OPERATOR, on=cast.LAUNCH)

    assert codes(refusal) == ["COVER-04"]


def test_an_unverified_person_is_not_decided():
    programme = cast.province_programme(seats=1)
    ids = cast.proposed(programme, cast.people(1))

    with pytest.raises(Refused) as refusal:
        cast.decided(programme, ids)

    assert codes(refusal) == ["COVER-05"]


def test_nobody_is_decided_twice():
    programme = cast.province_programme(seats=2)
    cast.proposed(programme, cast.people(1))
    ids = cast.verified(programme)
    cast.decided(programme, ids)

    with pytest.raises(Refused) as refusal:
        decide(decree=cast.decree(programme, "SK-2"), nominations=ids, actor=cast.DECIDER, on=cast.LAUNCH)

    assert "COVER-06" in codes(refusal)


def test_months_outside_the_programme_are_refused():
    programme = cast.province_programme(seats=1)

    with pytest.raises(Refused) as refusal:
        decide(
            decree=cast.decree(programme),
            cover=(Month(2025, 6), Month(2025, 12)),
            actor=cast.DECIDER,
            on=cast.LAUNCH,
        )

    assert codes(refusal) == ["COVER-11"]
