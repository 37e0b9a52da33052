"""Reversals: death, rejection, replacement, transfer, merge."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from lindung.coverage.models import Entry, Posting
from lindung.coverage.services import end, end_for_death, replace, transfer
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment
from lindung.people.services import merge, record_fact
from lindung.programmes.models import Budget, Decree, Seats, Tally
from tests import cast

pytestmark = pytest.mark.django_db

AUGUST = date(2025, 8, 20)


def covered(count: int, *, seats: int | None = None, reserve: int = 0):
    programme = cast.province_programme(seats=seats or count)
    persons = cast.people(count + reserve)
    cast.proposed(programme, persons)
    cast.verified(programme)
    cast.decided(programme)
    return programme, persons


def amendment(programme, number="SK-PERUBAHAN", on=AUGUST):
    return cast.decree(programme, number, kind=Decree.Kind.AMENDMENT, on=on)


def tally(programme, stage):
    return Tally.objects.get(programme=programme, stage=stage).value


def test_a_death_in_august_keeps_august_and_frees_the_rest():
    programme, [maria] = covered(1)

    reversed_months = end_for_death(person=maria, died_on=date(2025, 8, 9), actor=cast.OPERATOR, on=AUGUST)

    assert reversed_months == 4
    assert [month for month, _ in cast.held_months(maria)] == ["2025-07", "2025-08"]
    assert dict(Seats.objects.values_list("month", "taken"))[date(2025, 9, 1)] == 0
    assert Budget.objects.get().committed == 2 * 16_800
    assert (tally(programme, "enrolled"), tally(programme, "decided")) == (0, 1)


@pytest.mark.parametrize("day", [date(2025, 8, 1), date(2025, 8, 31)])
def test_the_first_and_the_last_day_of_a_month_both_keep_it(day):
    _, [maria] = covered(1)
    end_for_death(person=maria, died_on=day, actor=cast.OPERATOR, on=date(2025, 9, 1))
    assert [month for month, _ in cast.held_months(maria)] == ["2025-07", "2025-08"]


def test_a_death_reported_twice_changes_nothing_more():
    _, [maria] = covered(1)
    end_for_death(person=maria, died_on=AUGUST, actor=cast.OPERATOR, on=AUGUST)
    assert end_for_death(person=maria, died_on=AUGUST, actor=cast.OPERATOR, on=AUGUST) == 0


def test_the_vacated_seat_goes_to_the_next_of_the_reserve_from_the_next_month():
    programme, [maria, yohanes] = covered(1, reserve=1)
    end_for_death(person=maria, died_on=date(2025, 8, 9), actor=cast.OPERATOR, on=AUGUST)

    answer = replace(decree=amendment(programme), actor=cast.DECIDER, on=date(2025, 8, 28))

    assert (answer.decided, answer.months) == (1, 4)
    assert [month for month, _ in cast.held_months(yohanes)] == ["2025-09", "2025-10", "2025-11", "2025-12"]
    assert set(Seats.objects.values_list("taken", flat=True)) == {1}
    assert (tally(programme, "decided"), tally(programme, "enrolled"), tally(programme, "reserve")) == (1, 1, 0)


def test_replacing_again_finds_nothing_left_to_do():
    programme, [maria, _] = covered(1, reserve=1)
    end_for_death(person=maria, died_on=AUGUST, actor=cast.OPERATOR, on=AUGUST)
    replace(decree=amendment(programme), actor=cast.DECIDER, on=AUGUST)
    assert replace(decree=amendment(programme, "SK-3"), actor=cast.DECIDER, on=AUGUST).decided == 0


def test_an_empty_reserve_is_said_not_hidden():
    programme, [maria] = covered(1)
    end_for_death(person=maria, died_on=AUGUST, actor=cast.OPERATOR, on=AUGUST)

    answer = replace(decree=amendment(programme), actor=cast.DECIDER, on=AUGUST)

    assert [problem.code for problem in answer.problems] == ["COVER-10"]


def test_the_dead_are_never_taken_from_the_reserve():
    programme, [maria, yohanes] = covered(1, reserve=1)
    record_fact(person=yohanes, kind="died", happened_on=AUGUST, source="surat", actor=cast.OPERATOR, on=AUGUST)
    end_for_death(person=maria, died_on=AUGUST, actor=cast.OPERATOR, on=AUGUST)

    assert replace(decree=amendment(programme), actor=cast.DECIDER, on=AUGUST).decided == 0


def test_who_was_refused_may_be_covered_again_by_another_programme_as_turn_two():
    province, [maria] = covered(1)
    enrolment = Enrolment.objects.get(programme=province)
    end(programme=province, cases={enrolment.pk: cast.JULY}, reason=Posting.Reason.REJECTED, actor=cast.OPERATOR,
        on=AUGUST)  # fmt: skip
    district = cast.district_programme(seats=1)
    cast.proposed(district, [maria])
    cast.verified(district)
    cast.decided(district)

    assert {code for _, code in cast.held_months(maria)} == {"MALAKA-2025"}
    assert sorted(Entry.objects.filter(month=cast.JULY.first).values_list("turn", flat=True)) == [0, 1, 2]


def test_ending_what_has_ended_is_refused():
    programme, [maria] = covered(1)
    enrolment = Enrolment.objects.get()
    end_for_death(person=maria, died_on=AUGUST, actor=cast.OPERATOR, on=AUGUST)

    with pytest.raises(Refused) as refusal:
        end(programme=programme, cases={enrolment.pk: Month(2025, 11)}, reason=Posting.Reason.WITHDRAWN,
            actor=cast.OPERATOR, on=AUGUST)  # fmt: skip

    assert refusal.value.problems[0].code == "COVER-09"


def test_a_transfer_moves_the_later_months_to_the_other_funder_or_nothing():
    province, [maria] = covered(1)
    district = cast.district_programme(seats=1)
    nominations = cast.proposed(district, [maria])
    cast.verified(district)
    enrolment = Enrolment.objects.get(programme=province)

    transfer(
        enrolments=[enrolment.pk],
        nominations=nominations,
        decree=cast.decree(district),
        start=Month(2025, 10),
        actor=cast.DECIDER,
        on=AUGUST,
    )

    assert [code for _, code in cast.held_months(maria)] == ["NTT-2025"] * 3 + ["MALAKA-2025"] * 3


def test_a_merged_person_cannot_be_covered_even_past_the_program():
    programme, [maria, double] = covered(1, reserve=1)
    merge(person=double, into=maria, reason="NIK salah satu angka", actor=cast.OPERATOR, on=AUGUST)
    end_for_death(person=maria, died_on=AUGUST, actor=cast.OPERATOR, on=AUGUST)
    assert replace(decree=amendment(programme), actor=cast.DECIDER, on=AUGUST).decided == 0

    enrolment = Enrolment.objects.get(person_id=maria)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO coverage_entry (person_id, month, turn, enrolment_id, posting_id)"
            " VALUES (%s, %s, 0, %s, 1)",
            [double, date(2025, 7, 1), enrolment.pk],
        )


def test_months_a_double_holds_count_as_the_roots_own():
    programme = cast.province_programme(seats=2)
    other = cast.district_programme(seats=2)
    maria, double = cast.people(2)
    cast.proposed(programme, [double])
    cast.verified(programme)
    cast.decided(programme)
    merge(person=double, into=maria, reason="orang yang sama", actor=cast.OPERATOR, on=AUGUST)
    cast.proposed(other, [maria])
    cast.verified(other)

    decision = cast.decided(other)

    assert (decision.decided, decision.problems[0].code) == (0, "COVER-01")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE coverage_entry SET posting_id = 9",
        "DELETE FROM coverage_entry",
        "TRUNCATE coverage_entry",
        "UPDATE coverage_posting SET note = 'x'",
        "DELETE FROM audit_act",
        "DELETE FROM people_person",
    ],
)
def test_the_program_may_not_rewrite_history(statement):
    covered(1)
    with pytest.raises(Exception, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_turn_cannot_be_skipped():
    _, [maria] = covered(1)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO coverage_entry (person_id, month, turn, posting_id) VALUES (%s, '2025-07-01', 3, 1)",
            [maria],
        )
