"""Reporting an event: who is covered, what policy expects, what is refused."""

from datetime import date

import pytest

from lindung.claims.models import Claim
from lindung.claims.tests.story import OCTOBER, REPORTED, codes, covered, died, faults, reported, tally
from lindung.coverage.services import decide, end
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment
from lindung.people.models import Fact
from lindung.people.services import merge, record_fact
from tests import cast

pytestmark = pytest.mark.django_db


def test_a_natural_death_in_the_fourth_month_is_estimated_with_its_articles(maria):
    said = died(maria)

    assert said.problems == ()
    assert said.claim.covered
    assert said.claim.cover_month == date(2025, 10, 1)
    assert said.claim.estimate == 42_000_000
    lines = said.claim.estimate_lines["lines"]
    assert sum(line["amount"] for line in lines) == 42_000_000
    assert all(line["article"] for line in lines)
    assert tally("claims") == 1


def test_in_the_first_three_months_the_estimate_is_the_funeral_alone_and_says_why(maria):
    early = died(maria, date(2025, 8, 20))
    assert early.claim.estimate == 10_000_000
    assert early.claim.estimate_lines["warnings"]


def test_a_death_at_work_is_estimated_on_the_base_of_the_programme(maria):
    assert died(maria, cause="work").claim.estimate == 70_000_000


def test_a_death_is_known_from_then_on_and_frees_the_months_after_its_own(maria):
    died(maria)

    assert Fact.objects.get(person=maria, kind=Fact.Kind.DIED).on == OCTOBER
    assert [month for month, _ in cast.held_months(maria)] == ["2025-07", "2025-08", "2025-09", "2025-10"]


def test_an_accident_ends_no_cover(maria):
    reported(maria, "accident", "work", OCTOBER)
    assert len(cast.held_months(maria)) == 6


def test_the_same_report_again_is_the_same_claim(maria):
    assert died(maria).claim == died(maria).claim
    assert tally("claims") == 1
    with pytest.raises(Refused, match="CLAIM-07"):
        died(maria, cause="work")
    with pytest.raises(Refused, match="CLAIM-07"):
        died(maria, date(2025, 10, 11))


def test_an_event_outside_cover_is_refused_with_the_months_that_are_held(maria):
    with pytest.raises(Refused) as refusal:
        died(maria, date(2025, 6, 20))

    assert codes(refusal) == ["CLAIM-01"]
    assert "2025-07, 2025-08" in str(refusal.value)
    assert not Claim.objects.exists()
    assert not Fact.objects.filter(kind=Fact.Kind.DIED).exists(), "a refused report leaves nothing behind"


def test_who_never_had_cover_is_refused(maria):
    [other] = cast.people(1, start=7)
    with pytest.raises(Refused, match="tidak ada"):
        died(other)


def test_an_event_in_grace_is_taken_with_a_warning_and_one_after_it_is_refused(maria):
    said = died(maria, date(2026, 2, 10), on=date(2026, 2, 12))

    assert codes(said.problems) == ["CLAIM-02"]
    assert not said.claim.covered
    assert said.claim.estimate == 42_000_000
    assert Enrolment.objects.get(person=maria) == said.claim.enrolment
    assert faults() == []


def test_an_event_after_grace_is_refused(maria):
    with pytest.raises(Refused, match="CLAIM-01"):
        died(maria, date(2026, 4, 1), on=date(2026, 4, 2))


def test_who_is_not_registered_and_not_paid_for_is_told_before_the_family_travels(db):
    programme = cast.province_programme(seats=1)
    [yohanes] = cast.people(1)
    covered(programme, [yohanes])

    assert codes(died(yohanes).problems) == ["CLAIM-03", "CLAIM-04"]


def test_months_of_every_programme_count_and_a_gap_starts_anew(maria):
    province = Enrolment.objects.get(person=maria).programme
    end(
        programme=province,
        cases={Enrolment.objects.get(person=maria).pk: Month(2025, 9)},
        reason="moved",
        actor=cast.DECIDER,
        on=date(2025, 8, 30),
    )
    district = cast.district_programme(seats=1)
    nominations = cast.proposed(district, [maria])
    cast.verified(district)
    decide(
        decree=cast.decree(district),
        nominations=nominations,
        cover=(Month(2025, 10), Month(2025, 12)),
        actor=cast.DECIDER,
        on=date(2025, 9, 25),
    )

    said = died(maria)

    assert said.claim.enrolment.programme == district
    assert codes(said.problems) == ["CLAIM-03", "CLAIM-04"]
    assert said.claim.estimate == 10_000_000, "October is the first month after the gap"
    assert any("3" in warning for warning in said.claim.estimate_lines["warnings"])


def test_a_claim_for_a_merged_row_belongs_to_the_human_being(maria):
    [double] = cast.people(1, start=5)
    merge(person=maria, into=double, reason="orang yang sama", actor=cast.OPERATOR, on=cast.LAUNCH)

    said = died(maria)

    assert said.claim.person_id == double
    assert said.claim.estimate == 42_000_000
    assert died(double).claim == said.claim
    assert len(cast.held_months(maria)) == 4


def test_dates_that_contradict_are_refused(maria):
    with pytest.raises(Refused, match="CLAIM-05"):
        died(maria, OCTOBER, on=date(2025, 10, 1))
    record_fact(
        person=maria, kind=Fact.Kind.DIED, happened_on=date(2025, 10, 10), source="akta", actor=cast.OPERATOR,
        on=REPORTED,
    )  # fmt: skip
    with pytest.raises(Refused, match="CLAIM-06"):
        died(maria, OCTOBER)
    with pytest.raises(Refused, match="CLAIM-06"):
        reported(maria, "accident", "work", OCTOBER)
    assert reported(maria, "accident", "work", date(2025, 10, 9)).claim.covered
