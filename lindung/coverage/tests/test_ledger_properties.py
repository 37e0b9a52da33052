"""Whatever verbs are called in whatever order, each month is paid once and every counter is right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from lindung.coverage import checks
from lindung.coverage.models import Posting
from lindung.coverage.queries import AS_OF as COVERAGE
from lindung.coverage.services import decide, end, end_for_death, replace
from lindung.kernel.month import months_from
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment, Nomination
from lindung.nominations.queries import AS_OF as NOMINATIONS
from lindung.nominations.services import withdraw
from lindung.people.services import merge
from lindung.programmes.models import Decree
from tests import cast

MONTHS = months_from(cast.JULY, 6)
CHECKS = [check for name, check in vars(checks).items() if name.startswith("check_") and "merge" not in name]


class Ledger(RuleBasedStateMachine):
    """Two funders, seven people, and every verb the ledger knows."""

    @initialize()
    def open_the_books(self) -> None:
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.today = cast.LAUNCH
        self.decrees = 0
        self.programmes = [cast.province_programme(seats=3), cast.district_programme(seats=2, months=4)]
        self.people = cast.people(7)
        for programme in self.programmes:
            cast.proposed(programme, self.people)
            cast.verified(programme)
        self.known: dict[date, dict] = {}

    def teardown(self) -> None:
        if hasattr(self, "frame"):
            transaction.set_rollback(True)
            self.frame.__exit__(None, None, None)

    def new_decree(self, programme, kind=Decree.Kind.DECISION):
        self.decrees += 1
        return cast.decree(programme, f"SK-{self.decrees}", kind=kind, on=self.today)

    @rule(which=st.integers(0, 1), free_only=st.booleans(), first=st.integers(0, 3))
    def decide_from_the_reserve(self, which, free_only, first):
        programme = self.programmes[which]
        months = months_from(cast.JULY, programme.months)
        cover = (months[first], months[-1])
        decide(decree=self.new_decree(programme), cover=cover, free_months_only=free_only, actor=cast.DECIDER,
               on=self.today)  # fmt: skip

    @rule(data=st.data())
    def decide_somebody_by_name(self, data):
        nomination = data.draw(st.sampled_from(list(Nomination.objects.order_by("pk"))))
        try:
            decide(decree=self.new_decree(nomination.programme), nominations=[nomination.pk], actor=cast.DECIDER,
                   on=self.today)  # fmt: skip
        except Refused as refusal:
            assert refusal.problems

    @rule(data=st.data(), month=st.sampled_from(MONTHS))
    def somebody_withdraws(self, data, month):
        enrolments = list(Enrolment.objects.order_by("pk"))
        if not enrolments:
            return
        enrolment = data.draw(st.sampled_from(enrolments))
        try:
            end(programme=enrolment.programme, cases={enrolment.pk: month}, reason=Posting.Reason.WITHDRAWN,
                actor=cast.OPERATOR, on=self.today)  # fmt: skip
        except Refused as refusal:
            assert [problem.code for problem in refusal.problems] == ["COVER-09"]

    @rule(index=st.integers(0, 6), day=st.dates(date(2025, 7, 1), date(2025, 12, 31)))
    def somebody_dies(self, index, day):
        end_for_death(person=self.people[index], died_on=day, actor=cast.OPERATOR, on=self.today)

    @rule(which=st.integers(0, 1))
    def fill_the_empty_seats(self, which):
        programme = self.programmes[which]
        replace(decree=self.new_decree(programme, Decree.Kind.AMENDMENT), actor=cast.DECIDER, on=self.today)

    @rule(pair=st.permutations(range(7)))
    def two_rows_turn_out_to_be_one_person(self, pair):
        try:
            merge(person=self.people[pair[0]], into=self.people[pair[1]], reason="ganda", actor=cast.OPERATOR,
                  on=self.today)  # fmt: skip
        except Refused as refusal:
            assert [problem.code for problem in refusal.problems] == ["PEOPLE-01"]

    @rule(data=st.data())
    def a_nomination_is_taken_back(self, data):
        nomination = data.draw(st.sampled_from(list(Nomination.objects.order_by("pk"))))
        try:
            withdraw(nomination=nomination.pk, reason="batal", actor=cast.OPERATOR, on=self.today)
        except Refused as refusal:
            assert [problem.code for problem in refusal.problems] == ["NOM-02"]

    @rule()
    def a_day_passes(self):
        self.known[self.today] = stages(self.today)
        self.today += timedelta(days=1)

    @invariant()
    def every_counter_is_right(self):
        if not hasattr(self, "frame"):
            return
        assert [problem for check in CHECKS for problem in check()] == []
        assert tallies() == {key: value for key, value in stages("infinity").items() if value}

    @invariant()
    def yesterdays_report_can_be_made_again(self):
        for day, figures in getattr(self, "known", {}).items():
            assert stages(day) == figures


def stages(day) -> dict:
    with connection.cursor() as cursor:
        cursor.execute(f"{NOMINATIONS} UNION ALL {COVERAGE}", {"day": day})
        return {(programme, district, stage): int(value) for programme, district, stage, value in cursor.fetchall()}


def tallies() -> dict:
    with connection.cursor() as cursor:
        cursor.execute("SELECT programme_id, district_id, stage, value FROM programmes_tally WHERE value <> 0")
        return {row[:3]: row[3] for row in cursor.fetchall()}


@pytest.mark.django_db
def test_the_ledger_stays_right_whatever_happens():
    checks_off = [HealthCheck.too_slow, HealthCheck.data_too_large]
    # Shrinking a failure against a real database takes longer than reading it.
    run_state_machine_as_test(
        Ledger,
        settings=settings(
            max_examples=25,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=checks_off,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],
        ),
    )
