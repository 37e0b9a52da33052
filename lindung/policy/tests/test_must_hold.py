"""The figures everybody quotes, to the rupiah."""

from datetime import date

import pytest

from lindung.kernel.month import Month
from lindung.policy import Child, benefit, eligibility, premium, scholarship


def test_six_months_of_the_province_cost_100800():
    assert premium(on=date(2025, 7, 1), payer="apbd", months=6).total == 100_800


@pytest.mark.parametrize(
    ("on", "payer", "sector", "monthly"),
    [
        (date(2026, 5, 1), "self", "other", 8_400),
        (date(2026, 5, 1), "apbd", "other", 16_800),
        (date(2027, 2, 1), "self", "transport", 8_400),
        (date(2027, 4, 1), "self", "transport", 16_800),
    ],
)
def test_the_relief_halves_the_premium_of_those_it_is_meant_for(on, payer, sector, monthly):
    assert premium(on=on, payer=payer, sector=sector).monthly == monthly


def test_a_month_and_a_day_of_it_ask_the_same():
    by_month = premium(on=Month(2025, 7), payer="apbd")
    assert by_month == premium(on=date(2025, 7, 31), payer="apbd")


def test_a_natural_death_pays_42_million_in_three_lines():
    found = benefit(event="death", cause="natural", start=date(2025, 7, 1), on=date(2025, 12, 15))
    assert (found.total, len(found.lines), found.warnings) == (42_000_000, 3, ())


def test_within_three_months_only_the_funeral_is_paid_and_the_rule_is_named():
    found = benefit(event="death", cause="natural", start=date(2025, 7, 1), on=date(2025, 8, 15))
    assert found.total == 10_000_000
    assert "Aturan tiga bulan" in str(found.warnings[0])
    assert "jkm_waiting_months" in {source.parameter for source in found.lines[0].sources}


def test_a_death_at_work_pays_70_million_at_the_first_tier():
    assert benefit(cause="work-accident", start=date(2025, 7, 1), on=date(2025, 8, 15)).total == 70_000_000


def test_a_scholarship_is_87_million_a_child_and_for_two_children():
    children = [Child(), Child(), Child()]
    on = date(2025, 12, 15)
    assert scholarship(on=on, route="jkk", children=children[:1]).total == 87_000_000
    assert scholarship(on=on, route="jkk", children=children).total == 174_000_000


def test_one_may_be_registered_from_18_until_the_day_before_65():
    on = date(2025, 7, 1)
    assert [eligibility(born=born, on=on).eligible for born in (date(2007, 7, 2), date(2007, 7, 1))] == [
        False,
        True,
    ]
    assert [eligibility(born=born, on=on).eligible for born in (date(1960, 7, 2), date(1960, 7, 1))] == [
        True,
        False,
    ]
