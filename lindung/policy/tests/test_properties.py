"""What must be true of every premium and benefit, whoever asks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.policy import Child, benefit, current, eligibility, premium, scholarship, standing
from lindung.policy.benefits import Costs
from lindung.policy.facts import CAUSES, EVENTS, PAYERS, SECTORS
from lindung.policy.law import Law

days = st.dates(date(2015, 7, 1), date(2035, 12, 31))
months = st.builds(Month, st.integers(2016, 2034), st.integers(1, 12))
bases = st.integers(1, 60_000_000)
payers, sectors = st.sampled_from(PAYERS), st.sampled_from(SECTORS)
parts = st.sampled_from([("jkk", "jkm"), ("jkk", "jkm", "jht"), ("jkm",)])
codes = st.sampled_from([row["code"] for row in current()["jkk_disability_schedule"].values[-1].value])
receipts = st.integers(0, 50_000_000)
costs = st.builds(
    Costs,
    treatment=receipts,
    transport=st.dictionaries(st.sampled_from(["land", "sea", "air"]), receipts),
    days_unable=st.integers(0, 1200),
    anatomical=st.lists(codes, max_size=4),
    functional=st.dictionaries(codes, st.integers(1, 100), max_size=3),
    home_care=receipts,
    prosthesis=receipts,
    glasses=receipts,
)
children = st.lists(
    st.builds(
        Child,
        born=st.none() | st.dates(date(1990, 1, 1), date(2015, 7, 1)),
        married=st.booleans(),
        working=st.booleans(),
    ),
    max_size=4,
)
events = st.fixed_dictionaries(
    {
        "on": st.dates(date(2019, 12, 2), date(2035, 12, 31)),
        "event": st.sampled_from(EVENTS),
        "cause": st.sampled_from(CAUSES),
        "start": st.none() | days,
        "paid_through": st.none() | days,
        "paid_months": st.none() | st.integers(0, 120),
        "costs": costs,
        "children": children,
    }
)


@given(start=months, count=st.integers(1, 30), payer=payers, sector=sectors, base=bases, parts=parts)
def test_a_premium_is_the_sum_of_its_lines_and_never_negative(start, count, payer, sector, base, parts):
    found = premium(on=start, months=count, payer=payer, sector=sector, base=base, parts=parts)
    assert found.total == sum(line.amount for line in found.lines) > 0
    assert all(line.amount >= 0 and line.sources for line in found.lines)


@given(start=months, first=st.integers(1, 14), then=st.integers(1, 14), payer=payers, sector=sectors, base=bases)
def test_premiums_add_up_over_months(start, first, then, payer, sector, base):
    facts = {"payer": payer, "sector": sector, "base": base}
    whole = premium(on=start, months=first + then, **facts).total
    assert (
        whole
        == premium(on=start, months=first, **facts).total
        + premium(on=start.plus(first), months=then, **facts).total
    )


@given(month=months, payer=payers, sector=sectors, base=bases, more=st.integers(0, 5_000_000))
def test_a_higher_base_never_costs_less(month, payer, sector, base, more):
    facts = {"on": month, "payer": payer, "sector": sector}
    assert premium(base=base, **facts).total <= premium(base=base + more, **facts).total


@given(month=months, payer=payers, income=st.integers(0, 40_000_000), more=st.integers(0, 5_000_000))
def test_a_higher_income_never_costs_less(month, payer, income, more):
    assert (
        premium(on=month, payer=payer, income=income).total
        <= premium(on=month, payer=payer, income=income + more).total
    )


@given(day=days, payer=payers, sector=sectors)
def test_every_day_of_a_month_has_the_same_premium(day, payer, sector):
    assert (
        premium(on=day, payer=payer, sector=sector).total
        == premium(on=Month.of(day), payer=payer, sector=sector).total
    )


@given(facts=events, base=bases)
@settings(max_examples=100)
def test_a_benefit_is_the_sum_of_its_lines_and_never_negative(facts, base):
    if any(child.born and child.born > facts["on"] for child in facts["children"]):
        return
    found = benefit(**facts, base=base)
    assert found.total == sum(line.amount for line in found.lines) >= 0
    for line in found.lines:
        assert line.amount >= 0
        assert line.sources
        assert line.article
        assert line.formula.id
        assert line.formula.en


@given(facts=events, base=bases, more=st.integers(0, 5_000_000))
@settings(max_examples=100)
def test_a_higher_base_never_pays_less(facts, base, more):
    asked = {**facts, "children": ()}
    assert benefit(**asked, base=base).total <= benefit(**asked, base=base + more).total


@given(facts=events, base=bases)
@settings(max_examples=100)
def test_every_weak_rule_behind_a_number_is_warned_of(facts, base):
    found = benefit(**{**facts, "children": ()}, base=base)
    warned = {notice.source.parameter for notice in found.warnings if notice.source}
    weak = {s.parameter for line in found.lines for s in line.sources if s.confidence == "unverified"}
    assert weak <= warned


def told_again(law: Law) -> Law:
    """The same law, enacted anew from 2024 on, word for word."""
    cut = date(2024, 1, 1)
    return Law(
        replace(
            parameter,
            values=tuple(
                piece
                for value in parameter.values
                for piece in (
                    (replace(value, end=cut - timedelta(days=1)), replace(value, start=cut))
                    if value.start < cut and (value.end is None or value.end >= cut)
                    else (value,)
                )
            ),
        )
        for parameter in law
    )


@given(facts=events, base=bases)
@settings(max_examples=100)
def test_a_later_identical_law_gives_the_same_benefit(facts, base):
    asked = {**facts, "children": ()}
    assert benefit(**asked, base=base, law=AGAIN).as_dict() == benefit(**asked, base=base).as_dict()


@given(month=months, payer=payers, sector=sectors, base=bases)
def test_a_later_identical_law_gives_the_same_premium(month, payer, sector, base):
    facts = {"on": month, "payer": payer, "sector": sector, "base": base, "months": 12}
    assert premium(**facts, law=AGAIN).as_dict() == premium(**facts).as_dict()


AGAIN = told_again(current())


@given(on=days, route=st.sampled_from(["jkm", "jkk"]), children=children, paid=st.integers(0, 120))
def test_a_scholarship_never_exceeds_the_most_for_the_children_allowed(on, route, children, paid):
    if any(child.born and child.born > on for child in children):
        return
    found = scholarship(on=on, route=route, children=children, paid_months=paid)
    most = scholarship(on=on, route="jkk", children=[Child(), Child()]).total
    assert 0 <= found.total <= most


@given(born=st.dates(date(1930, 1, 1), date(2015, 1, 1)), on=days)
def test_who_was_too_old_stays_too_old(born, on):
    codes = {reason.code for reason in eligibility(born=born, on=on).reasons}
    later = {
        reason.code for reason in eligibility(born=born, on=min(on + timedelta(400), date(2036, 1, 1))).reasons
    }
    assert "too-old" not in codes or "too-old" in later


@given(paid=days, on=days)
def test_one_is_covered_then_in_grace_then_lapsed_and_never_back(paid, on):
    order = ["covered", "grace", "lapsed"]
    today, tomorrow = (standing(on=day, paid_through=paid).state for day in (on, on + timedelta(days=1)))
    assert order.index(today) <= order.index(tomorrow)


def test_an_answer_in_memory_serves_only_the_very_same_facts():
    premium(on=date(2025, 7, 1), payer="self", months=1)
    premium(on=date(2025, 7, 1), payer="self", base=1_000_000)
    for facts in ({"months": True}, {"months": 1.0}, {"base": 1_000_000.0}):
        with pytest.raises(Refused):
            premium(on=date(2025, 7, 1), payer="self", **facts)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"payer": "uncle"}, "POLICY-03"),
        ({"payer": "self", "sector": "moon"}, "POLICY-03"),
        ({"payer": "self", "months": 0}, "POLICY-04"),
        ({"payer": "self", "months": True}, "POLICY-04"),
        ({"payer": "self", "tier": 34}, "POLICY-04"),
        ({"payer": "self", "tier": 0}, "POLICY-04"),
        ({"payer": "self", "income": -1}, "POLICY-04"),
        ({"payer": "self", "base": 0}, "POLICY-04"),
        ({"payer": "self", "base": 1.5}, "POLICY-04"),
        ({"payer": "self", "base": 1, "tier": 1}, "POLICY-07"),
        ({"payer": "village", "segment": "wage_earner"}, "POLICY-05"),
        ({"payer": "village", "segment": "wage_earner", "rate": 1}, "POLICY-05"),
        ({"payer": "village", "segment": "wage_earner", "rate": 1, "rate_source": " "}, "POLICY-05"),
        ({"payer": "self", "rate": 16_000}, "POLICY-06"),
        ({"payer": "self", "on": date(2015, 6, 30)}, "POLICY-01"),
    ],
)
def test_facts_that_cannot_be_are_refused_by_number(facts, code):
    with pytest.raises(Refused) as refusal:
        premium(**{"on": date(2025, 7, 1), **facts})
    assert [problem.code for problem in refusal.value.problems] == [code]


def test_an_aid_before_any_known_rule_is_refused_and_the_rest_is_not():
    old = date(2019, 12, 1)
    assert benefit(on=old, event="accident", costs=Costs(days_unable=3)).total > 0
    with pytest.raises(Refused, match="POLICY-01"):
        benefit(on=old, event="accident", costs=Costs(glasses=1))


@pytest.mark.parametrize(
    "facts",
    [
        {"event": "wedding"},
        {"cause": "boredom"},
        {"paid_months": -1},
        {"event": "accident", "costs": Costs(transport={"land": -1})},
        {"event": "accident", "costs": Costs(transport={"balloon": 1})},
        {"event": "accident", "costs": Costs(days_unable=-3)},
        {"event": "accident", "costs": Costs(anatomical=["tail"])},
        {"event": "accident", "costs": Costs(functional={"toe": 101})},
        {"event": "accident", "costs": Costs(functional={"toe": 0})},
        {"children": [Child(level="kindergarden")], "cause": "work-accident"},
        {"children": [Child(born=date(2030, 1, 1))], "cause": "work-accident"},
    ],
)
def test_events_that_cannot_be_are_refused(facts):
    with pytest.raises(Refused):
        benefit(**{"on": date(2025, 12, 15), **facts})
