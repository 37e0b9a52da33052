"""Several connections at once, and the owner: what only a really committed transaction can show."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, connections

from lindung.coverage.checks import check_counters_equal_ledger
from lindung.coverage.services import decide, end_for_death
from lindung.coverage.services.decide import Decision
from lindung.kernel.problem import Refused
from lindung.programmes.models import Seats
from tests import cast


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run the acts in threads of their own, started together; their results or exceptions."""
    results: list[object] = [None] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(index: int, act: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[index] = act()
        except Exception as trouble:
            results[index] = trouble
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def ready(programme, persons):
    cast.proposed(programme, persons)
    cast.verified(programme)
    return cast.decree(programme)


def decide_now(decree) -> Callable[[], Decision]:
    return lambda: decide(decree=decree, actor=cast.DECIDER, on=cast.LAUNCH)


def test_two_funders_deciding_the_same_people_at_once_cover_each_person_once(committed_db):
    persons = cast.people(40)
    province = ready(cast.province_programme(seats=40), persons)
    district = ready(cast.district_programme(seats=40), persons[::-1])

    results = at_once(decide_now(province), decide_now(district))

    assert all(isinstance(result, Decision) for result in results), results
    assert sum(result.decided for result in results) == 40
    for person in persons:
        funders = {code for _, code in cast.held_months(person)}
        assert len(funders) == 1
        assert len(cast.held_months(person)) == 6
    assert check_counters_equal_ledger() == []


def test_seats_are_never_exceeded_by_deciders_in_parallel(committed_db):
    programme = cast.province_programme(seats=5)
    cast.proposed(programme, cast.people(12))
    ids = cast.verified(programme)
    decrees = [cast.decree(programme, f"SK-{number}") for number in range(4)]
    chunks = [ids[start : start + 3] for start in range(0, 12, 3)]

    def exactly(decree, chunk):
        return lambda: decide(decree=decree, nominations=chunk, actor=cast.DECIDER, on=cast.LAUNCH)

    results = at_once(*(exactly(*pair) for pair in zip(decrees, chunks, strict=True)))

    assert sum(isinstance(result, Decision) for result in results) == 1
    refusals = [result for result in results if isinstance(result, Refused)]
    assert {problem.code for refusal in refusals for problem in refusal.problems} == {"COVER-02", "COVER-03"}
    assert set(Seats.objects.values_list("taken", flat=True)) == {3}
    assert check_counters_equal_ledger() == []


def test_a_double_click_on_decide_decides_once(committed_db):
    programme = cast.province_programme(seats=3)
    decree = ready(programme, cast.people(3))

    results = at_once(decide_now(decree), decide_now(decree))

    assert sorted(result.decided for result in results) == [0, 3]
    assert check_counters_equal_ledger() == []


def test_a_death_reported_by_two_officers_at_once_is_reversed_once(committed_db):
    programme = cast.province_programme(seats=1)
    [maria] = cast.people(1)
    decide_now(ready(programme, [maria]))()

    def report() -> int:
        return end_for_death(person=maria, died_on=date(2025, 8, 9), actor=cast.OPERATOR, on=date(2025, 8, 20))

    results = at_once(report, report)

    reversed_months = [result for result in results if isinstance(result, int)]
    refused = [result for result in results if isinstance(result, Refused)]
    assert sum(reversed_months) == 4
    assert len(reversed_months) + len(refused) == 2
    assert check_counters_equal_ledger() == []


def test_even_the_owner_cannot_change_the_ledger_with_its_triggers_on(committed_db):
    programme = cast.province_programme(seats=1)
    decide_now(ready(programme, cast.people(1)))()

    with pytest.raises(IntegrityError, match="append-only"), connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE coverage_entry SET posting_id = 9")
