"""Membership over time: paid, in grace, lapsed, paid again; alarms before the gap; the cliff at the year's end."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from lindung import policy
from lindung.billing.commands import bills, membership
from lindung.billing.queries import alarms, cliff, history, standings
from lindung.billing.queries.standing import grace_months
from lindung.billing.services import pay
from lindung.coverage.services import decide
from lindung.kernel.month import Month
from lindung.people.models import Person
from tests import cast

from .story import dies, frozen, registered

pytestmark = pytest.mark.django_db

EACH = 16_800


def july_paid(count: int = 2):
    programme, persons = registered(count)
    bill = frozen(programme, last=cast.JULY)
    pay(bill=bill, rupiah=bill.rupiah, reference="TRF-1", actor=cast.FINANCE, on=date(2025, 7, 15))
    return programme, persons


def states(on: date) -> dict[str, int]:
    return {row["state"]: row["people"] for row in standings(on)}


def test_who_is_accepted_but_not_paid_for_is_unpaid():
    registered(2)
    assert states(date(2025, 7, 20)) == {"unpaid": 2}


@pytest.mark.parametrize(
    ("on", "state"),
    [
        (date(2025, 7, 20), "paid"),
        (date(2025, 7, 31), "paid"),
        (date(2025, 8, 1), "grace"),
        (date(2025, 10, 31), "grace"),
        (date(2025, 11, 1), "lapsed"),
    ],
)
def test_grace_lasts_the_months_of_the_law_and_then_membership_lapses(on, state):
    assert grace_months(on) == 3
    july_paid()
    assert states(on) == {state: 2}


def test_who_is_paid_again_after_the_lapse_is_reactivated():
    programme, [maria, _] = july_paid()
    december = Month(2025, 12)
    bill = frozen(programme, december, december, code="KODE-12")
    pay(bill=bill, rupiah=bill.rupiah, reference="TRF-2", actor=cast.FINANCE, on=date(2025, 12, 10))
    [row] = standings(date(2025, 12, 20))
    assert (row["state"], row["people"], row["reactivated"]) == ("paid", 2, 2)
    [own] = history(date(2025, 12, 20), maria)
    assert (own["paid_through"], own["reactivated"]) == (date(2025, 12, 1), True)


def test_the_dead_are_no_members_and_lose_no_cover():
    _, [maria, _] = july_paid()
    dies(maria)
    assert sum(states(date(2025, 9, 1)).values()) == 1
    assert history(date(2025, 9, 1), maria) == []


@pytest.mark.parametrize(
    ("on", "within"),
    [(date(2025, 11, 1), None), (date(2025, 11, 2), 60), (date(2025, 12, 2), 30), (date(2025, 12, 25), 7)],
)
def test_the_end_of_cover_is_told_60_30_and_7_days_before(on, within):
    july_paid()
    found = [row for row in alarms(on) if row["gap"] == "ends"]
    assert [row["within"] for row in found] == ([within] if within else [])
    assert all((row["gap_on"], row["people"]) == (date(2026, 1, 1), 2) for row in found)


def test_grace_that_runs_out_is_told_too_person_by_person():
    july_paid()
    found = [row for row in alarms(date(2025, 10, 28), people=True) if row["gap"] == "lapses"]
    assert [(row["gap_on"], row["within"]) for row in found] == [(date(2025, 11, 1), 7)] * 2


def test_a_next_payer_means_no_alarm_and_no_cliff():
    registered(2)
    other = cast.district_programme(seats=1, months=12)
    cast.proposed(other, [Person.objects.order_by("pk").first().pk])
    cast.verified(other)
    decide(decree=cast.decree(other), free_months_only=True, actor=cast.DECIDER, on=date(2025, 11, 1))
    rows = {row["programme"]: row for row in cliff(date(2025, 12, 1))}
    ours = rows["NTT-2025"]
    assert (ours["loses_on"], ours["people"], ours["next_payer"], ours["without"]) == (date(2026, 1, 1), 2, 1, 1)
    assert ours["next_programmes"] == "MALAKA-2025"
    alone = policy.premium(on=Month(2026, 1), payer="self", months=12).total
    assert (ours["cost"], ours["cost_self"]) == (12 * EACH, alone)
    assert alone < ours["cost"]
    ends = [row for row in alarms(date(2025, 12, 20)) if row["gap"] == "ends"]
    assert [row["people"] for row in ends] == [1]


def test_the_commands_tell_the_same():
    july_paid()
    run = CliRunner().invoke
    told = json.loads(run(membership, ["standing", "--on", "2025-08-10", "--json"]).stdout)
    assert told[0]["state"] == "grace"
    answer = run(membership, ["alarms", "--people", "--on", "2025-12-28", "--json"])
    assert answer.exit_code == 1
    assert cast.nik_of(1) not in answer.stdout
    [edge] = json.loads(run(membership, ["cliff", "--on", "2025-12-01", "--months", "1", "--json"]).stdout)
    assert (edge["without"], edge["cost"]) == (2, 2 * EACH)
    assert "nonaktif" in run(membership, ["standing", "--nik", cast.nik_of(1), "--on", "2025-12-28"]).stdout
    listed = json.loads(run(bills, ["list", "--json", "--on", "2025-12-01"]).stdout)
    assert [(row["code"], row["owed"]) for row in listed] == [("KODE-1", 0)]
