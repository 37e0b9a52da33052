"""Seats and rupiah can never be exceeded; what is signed twice must say the same."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.programmes.checks import check_counters_equal_allocations, check_nothing_is_overdrawn
from lindung.programmes.models import Agreement, Allocation, Budget, Decree, Funder, Rate, Seats
from lindung.programmes.services import (
    Share,
    Tariff,
    allocate,
    create_funder,
    create_programme,
    sign_agreement,
)
from tests import cast

pytestmark = pytest.mark.django_db
VILLAGE = "53.21.01.2001"
COST = 6 * 16_800


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def share_out(programme, *shares: Share, number: str = "SK-KUOTA-2") -> None:
    decree = cast.decree(programme, number, kind=Decree.Kind.ALLOCATION)
    allocate(decree=decree, shares=list(shares), actor=cast.DECIDER, on=cast.LAUNCH)


def seats(region: str) -> set[int]:
    return set(Seats.objects.filter(region=region).values_list("seats", flat=True))


def test_the_premium_is_frozen_month_by_month_with_its_article():
    programme = cast.province_programme(seats=1)
    rates = Rate.objects.filter(programme=programme).order_by("month")
    assert [(rate.month, rate.rupiah, rate.base, rate.assumed) for rate in rates] == [
        (month.first, 16_800, 1_000_000, False) for month in [Month(2025, number) for number in range(7, 13)]
    ]
    assert all(rate.source for rate in rates)


def test_a_child_gets_no_more_than_its_parent_has_left():
    programme = cast.province_programme(seats=10)
    share_out(programme, Share(VILLAGE, 4, 4 * COST, taken_from=cast.MALAKA))
    assert (seats(VILLAGE), seats(cast.MALAKA)) == ({4}, {6})

    with pytest.raises(Refused) as refusal:
        share_out(programme, Share("53.21.01", 7, 0, taken_from=cast.MALAKA), number="SK-KUOTA-3")

    assert codes(refusal) == ["PROG-02"]
    assert seats(cast.MALAKA) == {6}


def test_a_child_gets_no_more_rupiah_than_its_parent_has_left():
    programme = cast.province_programme(seats=10)
    with pytest.raises(Refused) as refusal:
        share_out(programme, Share(VILLAGE, 1, 10 * COST + 1, taken_from=cast.MALAKA))
    assert codes(refusal) == ["PROG-02"]
    assert Budget.objects.get(region=cast.MALAKA).rupiah == 10 * COST


def test_seats_somebody_holds_cannot_be_taken_back():
    programme = cast.province_programme(seats=3)
    cast.proposed(programme, cast.people(2))
    cast.verified(programme)
    cast.decided(programme)

    with pytest.raises(Refused) as refusal:
        share_out(programme, Share(cast.MALAKA, -2, 0))
    assert codes(refusal) == ["PROG-02"]

    share_out(programme, Share(cast.MALAKA, -1, -COST), number="SK-KUOTA-3")
    assert seats(cast.MALAKA) == {2}
    assert check_counters_equal_allocations() == check_nothing_is_overdrawn() == []


def test_rupiah_that_decrees_have_committed_cannot_be_taken_back():
    programme = cast.province_programme(seats=3)
    cast.proposed(programme, cast.people(3))
    cast.verified(programme)
    cast.decided(programme)
    with pytest.raises(Refused) as refusal:
        share_out(programme, Share(cast.MALAKA, 0, -1))
    assert codes(refusal) == ["PROG-02"]


@pytest.mark.parametrize(
    "share",
    [Share("35.78", 1, 0), Share(cast.BELU, 1, 0, taken_from=cast.MALAKA), Share("53.99", 1, 0)],
    ids=["outside the territory", "outside its giver", "no region at all"],
)
def test_seats_go_only_to_regions_inside(share):
    programme = cast.province_programme(seats=5)
    with pytest.raises(Refused) as refusal:
        share_out(programme, share)
    assert codes(refusal) == ["PROG-01"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moves=st.lists(st.tuples(st.sampled_from([cast.MALAKA, "53.21.01", VILLAGE]), st.integers(-6, 6)), max_size=6)
)
def test_whatever_is_moved_counters_equal_the_decrees_and_never_fall_below_nothing(moves):
    above = {cast.MALAKA: None, "53.21.01": cast.MALAKA, VILLAGE: "53.21.01"}
    with transaction.atomic():
        programme = cast.province_programme(seats=5)
        for number, (region, count) in enumerate(moves):
            try:
                share_out(programme, Share(region, count, count * COST, above[region]), number=f"SK-{number}")
            except Refused as refusal:
                assert [problem.code for problem in refusal.problems] == ["PROG-02"]
        assert check_counters_equal_allocations() == check_nothing_is_overdrawn() == []
        assert all(left >= 0 for left in Seats.objects.values_list("seats", flat=True))
        transaction.set_rollback(True)


def test_an_allocation_is_never_changed():
    cast.province_programme(seats=5)
    for statement in ("UPDATE programmes_allocation SET seats = 6", "DELETE FROM programmes_allocation"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
    assert Allocation.objects.get().seats == 5


def agreed(programme, **changes) -> Agreement:
    words = {
        "number": "PKS-7",
        "signed_on": date(2025, 7, 21),
        "cover_from": date(2025, 7, 1),
        "cover_to": date(2025, 12, 31),
        "backdating_letter": "B/123/072025",
    }
    return sign_agreement(programme=programme, actor=cast.OPERATOR, on=cast.LAUNCH, **words | changes)


def test_cover_from_before_the_signature_needs_a_letter():
    programme = cast.province_programme(seats=1)
    with pytest.raises(Refused) as refusal:
        agreed(programme, backdating_letter="")
    assert codes(refusal) == ["PROG-03"]
    assert "1 Juli 2025" in str(refusal.value)
    assert agreed(programme).backdating_letter == "B/123/072025"


def test_an_agreement_signed_again_is_the_same_and_with_another_content_refused():
    programme = cast.province_programme(seats=1)
    assert agreed(programme) == agreed(programme)
    with pytest.raises(Refused) as refusal:
        agreed(programme, cover_to=date(2026, 6, 30))
    assert codes(refusal) == ["PROG-04"]


def test_a_decree_signed_again_is_the_same_and_with_another_content_refused():
    programme = cast.province_programme(seats=1)
    assert cast.decree(programme) == cast.decree(programme)
    with pytest.raises(Refused) as refusal:
        cast.decree(programme, on=date(2025, 6, 3))
    assert codes(refusal) == ["PROG-04"]


def test_a_funder_entered_again_is_the_same_and_with_another_content_refused():
    def funder(name: str) -> Funder:
        return create_funder(
            code="CSR-1", name=name, kind=Funder.Kind.COMPANY, region=None, actor=cast.OPERATOR, on=cast.LAUNCH
        )

    assert funder("PT Tenun") == funder("PT Tenun")
    with pytest.raises(Refused) as refusal:
        funder("PT Lain")
    assert codes(refusal) == ["PROG-04"]


def test_a_code_names_one_programme_only():
    cast.province_programme(seats=1)
    with pytest.raises(Refused) as refusal:
        cast.district_programme(seats=1, code="NTT-2025")
    assert codes(refusal) == ["PROG-04"]


def test_wage_earners_need_a_typed_tariff_and_its_source():
    funder = create_funder(
        code="DESA", name="Dana desa", kind=Funder.Kind.VILLAGE, region=cast.MALAKA, actor=cast.OPERATOR,
        on=cast.LAUNCH,
    )  # fmt: skip
    words = {
        "name": "Perangkat desa", "funder": funder, "cover_from": cast.JULY, "months": 6, "territory": cast.MALAKA,
        "segment": "wage_earner", "actor": cast.OPERATOR, "on": cast.LAUNCH,
    }  # fmt: skip
    with pytest.raises(Refused) as refusal:
        create_programme(code="DESA-2025", **words)
    assert codes(refusal) == ["PROG-05"]
    tariff = Tariff(rupiah=21_600, base=4_000_000, source="surat cabang 5/2025")
    programme = create_programme(code="DESA-2026", tariff=tariff, **words)
    assert set(Rate.objects.filter(programme=programme).values_list("rupiah", "source", "assumed")) == {
        (21_600, "surat cabang 5/2025", True)
    }
