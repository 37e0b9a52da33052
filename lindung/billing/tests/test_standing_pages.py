"""Pages of membership over time: the same counts as the queries, the alarms, the cliff and what it costs."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from lindung.billing.queries import alarms, cliff, coming, outlook, standings, state_of
from lindung.billing.queries.members import ending_soon, lapsing_bills
from lindung.billing.services import pay
from lindung.billing.tests.story import dies, frozen, registered
from lindung.coverage.services import decide
from lindung.kernel.month import Month
from lindung.people.models import Person
from tests import cast
from tests.officers import signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db

EACH = 16_800
DAYS = [
    date(2025, 7, 20), date(2025, 8, 1), date(2025, 10, 2), date(2025, 10, 31), date(2025, 11, 1),
    date(2025, 11, 2), date(2025, 12, 25), date(2026, 1, 1),
]  # fmt: skip


@pytest.fixture
def story() -> list[int]:
    """Five of Malaka: all paid for July, two of them for August; one has died, one has a next payer."""
    programme, persons = registered(5)
    bill = frozen(programme, last=cast.JULY)
    pay(bill=bill, rupiah=bill.rupiah, reference="TRF-1", actor=cast.FINANCE, on=date(2025, 7, 15))
    dies(persons[0])
    late = frozen(programme, Month(2025, 8), Month(2025, 8), code="KODE-8")
    pay(bill=late, rupiah=late.rupiah, reference="TRF-8", actor=cast.FINANCE, on=date(2025, 8, 15))
    other = cast.district_programme(seats=1, months=12)
    cast.proposed(other, [persons[1]])
    cast.verified(other)
    decide(decree=cast.decree(other), free_months_only=True, actor=cast.DECIDER, on=date(2025, 11, 1))
    assert Person.objects.count() == 5
    return persons


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("on", DAYS)
def test_pages_count_what_the_queries_count(on):
    """The cheap way of the pages against the one that puts every paid month in order."""
    groups = outlook(on, [cast.NTT])
    counted: dict[str, int] = {}
    for group in groups:
        counted[state_of(group.paid, on)] = counted.get(state_of(group.paid, on), 0) + group.people
    assert counted == {row["state"]: row["people"] for row in standings(on)}
    told = [(one.kind, one.on, one.within, one.code, one.people) for one in coming(groups, on)]
    expected = [(row["gap"], row["gap_on"], row["within"], row["programme"], row["people"]) for row in alarms(on)]
    assert sorted(told) == sorted(expected)


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize("on", DAYS)
def test_lists_hold_as_many_people_as_the_counts_say(on):
    client = signed_in("bpjs")

    def listed(page: str, **asked: str) -> int:
        answer = client.get(reverse(f"billing:{page}"), {"pada": on.isoformat()} | asked)
        return answer.context["table"].page.paginator.count

    states = {row["state"]: row["people"] for row in standings(on)}
    assert {state: listed("members", keadaan=state) for state in ("paid", "grace", "lapsed", "unpaid")} == {
        state: states.get(state, 0) for state in ("paid", "grace", "lapsed", "unpaid")
    }
    for kind in ("ends", "lapses"):
        people = sum(row["people"] for row in alarms(on) if row["gap"] == kind)
        assert listed("members", celah=kind, dalam="60") == people, kind
    edge = cliff(on)
    assert listed("endings") == sum(row["people"] for row in edge)
    assert listed("endings", penerus="no") == sum(row["without"] for row in edge)
    for row in edge:
        asked = {"bulan": row["loses_on"].isoformat(), "wilayah": row["district"]}
        alike = sum(one["people"] for one in edge if one["loses_on"] == row["loses_on"])
        assert listed("endings", **asked) == alike


@pytest.mark.usefixtures("story")
def test_the_page_shows_states_and_alarms_with_few_questions():
    client = signed_in("finance")
    with few_queries():
        page = client.get(reverse("billing:standing"), {"pada": "2025-12-28"})
    assert "4 peserta" in page.text
    assert "tidak ada pembayar bulan berikutnya" in page.text
    assert "4 hari" in page.text
    with few_queries():
        client.get(reverse("billing:members"), {"pada": "2025-12-28", "celah": "ends"})


@pytest.mark.usefixtures("story")
def test_the_cliff_says_who_when_and_what_it_costs():
    client = signed_in("manager")
    with few_queries():
        page = client.get(reverse("billing:cliff"), {"pada": "2025-12-01", "bulan": "2"})
    ours = next(row for row in page.context["rows"] if row["programme"] == "NTT-2025")
    assert (ours["without"], ours["next_payer"]) == (3, 1)
    assert "Rp100.800" in page.text  # three people, two months
    bars = page.context["chart"].bars
    assert [bar.counts for bar in bars[:2]] == [(4, 0), (1, 3)]
    with few_queries():
        listed = client.get(reverse("billing:endings"), {"pada": "2025-12-01", "penerus": "yes"})
    assert "MALAKA-2025" in listed.text
    assert cast.nik_of(2) not in listed.text


@pytest.mark.usefixtures("story")
def test_only_seats_without_a_next_payer_are_urgent():
    assert ending_soon(date(2025, 11, 1)).count() == 0
    assert ending_soon(date(2025, 11, 2)).count() == 3
    assert ending_soon(date(2026, 1, 2)).count() == 0


@pytest.mark.usefixtures("story")
def test_another_district_sees_nobody_of_malaka():
    client = signed_in("operator", "53.13")
    assert client.get(reverse("billing:standing"), {"pada": "2025-08-10"}).context["rows"] == []
    assert client.get(reverse("billing:cliff"), {"pada": "2025-08-10"}).context["rows"] == []
    for page in ("members", "endings"):
        assert client.get(reverse(f"billing:{page}")).context["table"].page.paginator.count == 0


@pytest.mark.parametrize("query", ["pada=kemarin", "bulan=0", "program=99", "pada=2025-13-01"])
def test_a_made_up_address_is_told_and_breaks_nothing(query):
    client = signed_in("finance")
    for page in ("standing", "cliff", "members", "endings"):
        assert client.get(f"{reverse(f'billing:{page}')}?{query}").status_code == 200


def test_a_bill_that_nobody_pays_is_urgent_before_the_grace_of_its_people_ends():
    """July unpaid: whoever was never paid for has grace, as the law counts it, through September."""
    programme, _ = registered(2)
    frozen(programme)
    assert lapsing_bills(date(2025, 7, 20)).count() == 0
    assert lapsing_bills(date(2025, 8, 2)).count() == 1
