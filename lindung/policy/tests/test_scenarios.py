"""Many person-months at once agree with one at a time; reforms and expected claims follow from the same rules."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.policy import current, premium
from lindung.policy.facts import PAYERS, SECTORS
from lindung.policy.scenarios import Incidence, cost, expected_claims, premiums, reform

rows = st.lists(
    st.tuples(
        st.builds(lambda year, month: date(year, month, 1), st.integers(2016, 2030), st.integers(1, 12)),
        st.sampled_from(PAYERS),
        st.sampled_from(SECTORS),
        st.none() | st.integers(0, 30_000_000),
    ),
    min_size=1,
    max_size=30,
)
HIGHER = {
    "name": "jkm_premium",
    "values": [
        {
            "from": date(2026, 7, 1),
            "to": None,
            "value": 8000,
            "law": "Usulan",
            "article": "Pasal 1",
            "link": "https://example.org/",
            "confidence": "unverified",
            "checked": None,
        }
    ],
}


@given(people=rows)
@settings(max_examples=50, deadline=None)
def test_a_frame_is_priced_like_each_of_its_rows(people):
    frame = pl.DataFrame(
        people, schema={"month": pl.Date, "payer": pl.String, "sector": pl.String, "income": pl.Int64}, orient="row"
    )
    alone = [
        premium(on=month, payer=payer, sector=sector, income=income).total
        for month, payer, sector, income in people
    ]
    assert premiums(frame)["premium"].to_list() == alone


def test_plain_columns_come_back_as_plain_columns():
    told = premiums({"month": [date(2026, 5, 1)] * 2, "payer": ["self", "apbd"]})
    assert told["premium"] == [8_400, 16_800]


def test_a_typed_base_is_priced():
    assert premiums({"month": [date(2025, 7, 1)], "payer": ["self"], "base": [20_700_000]})["premium"] == [213_800]


@pytest.mark.parametrize(
    "columns",
    [
        {"month": [date(2025, 7, 1)], "payer": ["uncle"]},
        {"month": [date(2025, 7, 1)], "payer": [None]},
        {"month": [date(2025, 7, 1)], "payer": ["self"], "sector": ["moon"]},
        {"month": [date(2015, 6, 1)], "payer": ["self"]},
        {"month": [None], "payer": ["self"]},
        {"month": [date(2025, 7, 1)], "payer": ["self"], "base": [None]},
        {"month": [date(2025, 7, 1)], "payer": ["self"], "base": [1_000_000], "income": [5]},
    ],
)
def test_rows_that_cannot_be_priced_are_refused_not_left_empty(columns):
    schema = {"month": pl.Date, "payer": pl.String}
    with pytest.raises(Refused):
        premiums(pl.DataFrame(columns, schema_overrides=schema))


def test_no_person_month_costs_nothing():
    empty = pl.DataFrame(schema={"month": pl.Date, "payer": pl.String})
    assert premiums(empty)["premium"].to_list() == []


def test_a_reform_costs_the_difference_from_its_first_month_on():
    people = {"month": [date(2026, 6, 1), date(2026, 7, 1), date(2026, 8, 1)], "payer": ["apbd"] * 3}
    found = reform(people, law=current().reformed([HIGHER]))
    assert (found.before, found.after, found.difference) == (50_400, 52_800, 2_400)
    assert [after - before for _, before, after in found.by_month] == [0, 1_200, 1_200]


def test_a_reform_may_be_a_file_and_leaves_todays_law_alone(tmp_path):
    file = tmp_path / "higher.yaml"
    file.write_text(yaml.safe_dump(HIGHER), "utf-8")
    changed = current().reformed(file)
    assert premium(on=date(2026, 7, 1), payer="apbd", law=changed).total == 18_000
    assert premium(on=date(2026, 6, 30), payer="apbd", law=changed).total == 16_800
    assert premium(on=date(2026, 7, 1), payer="apbd").total == 16_800


def test_a_reform_for_a_time_gives_back_the_old_rule_afterwards():
    brief = {**HIGHER, "values": [{**HIGHER["values"][0], "to": date(2026, 12, 31)}]}
    changed = current().reformed([brief])
    totals = [
        premium(on=day, payer="apbd", law=changed).total
        for day in (date(2026, 6, 1), date(2026, 7, 1), date(2026, 12, 1), date(2027, 1, 1))
    ]
    assert totals == [16_800, 18_000, 18_000, 16_800]


def test_a_programme_is_told_month_by_month_through_a_change_of_tariff():
    found = cost(start=Month(2026, 2), months=4, seats=10, payer="self")
    assert [amount for _, amount in found.monthly] == [168_000, 168_000, 84_000, 84_000]
    assert found.total == sum(amount for _, amount in found.monthly)


def test_a_budget_too_small_for_one_seat_affords_none():
    found = cost(start=Month(2025, 7), months=6, seats=10, payer="apbd", budget=100_799)
    assert (found.affordable, found.funded_until) == (0, None)


def test_expected_deaths_count_the_three_months_in_which_only_the_funeral_is_paid():
    rate = Incidence("death", "natural", per_100_000=1_200, source="an assumption")
    (found,) = expected_claims(start=Month(2025, 7), months=6, seats=1_000, incidence=[rate])
    assert found.cases == Fraction(6)
    assert found.amount == 3 * 10_000_000 + 3 * 42_000_000
    assert "waiting" in {notice.code for notice in found.warnings}


def test_expected_work_deaths_pay_from_the_first_month():
    rate = Incidence("death", "work-accident", per_100_000=12, source="an assumption")
    (found,) = expected_claims(start=Month(2025, 7), months=6, seats=100_000, incidence=[rate])
    assert (found.cases, found.amount) == (6, 420_000_000)
