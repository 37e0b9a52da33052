"""BPJS's answers: accepted with a KPJ, rejected with a reason, contradicted, unknown."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lindung.coverage.services import end_for_death, replace
from lindung.membership import checks
from lindung.membership.models import Contradiction, Registration
from lindung.membership.queries import AS_OF
from lindung.membership.services import Answer, answer, load_branches, send
from lindung.nominations.models import Enrolment
from lindung.people.models import Identifier
from lindung.people.services import merge
from lindung.programmes.models import Budget, Decree, Programme, Seats, Tally
from tests import cast

pytestmark = pytest.mark.django_db

SENT = date(2025, 6, 20)
ANSWERED = date(2025, 6, 27)


def kpj_of(number: int) -> str:
    return f"25{number:09d}"


def yes(number: int, **words) -> Answer:
    return Answer(nik=cast.nik_of(number), accepted=True, kpj=kpj_of(number), **words)


def no(number: int) -> Answer:
    return Answer(nik=cast.nik_of(number), accepted=False, reason_code="R07", reason="sudah terdaftar")


def batch_of(count: int, *, reserve: int = 0):
    load_branches()
    programme = cast.province_programme(seats=count)
    persons = cast.people(count + reserve)
    cast.proposed(programme, persons)
    cast.verified(programme)
    cast.decided(programme)
    [batch] = send(programme=programme, wadah="SG", actor=cast.OPERATOR, on=SENT).batches
    return batch, persons


def enter(batch, *answers: Answer, on: date = ANSWERED, source: str = "jawaban.xlsx"):
    return answer(batch=batch, answers=answers, source=source, actor=cast.OPERATOR, on=on)


def tally(stage: str) -> int:
    return sum(Tally.objects.filter(stage=stage).values_list("value", flat=True))


def known_on(day: date) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT stage, value FROM ({AS_OF}) AS known", {"day": day})
        return dict(cursor.fetchall())


def codes(answered) -> list[str]:
    return [problem.code for problem in answered.problems]


def assert_in_balance():
    for name, check in vars(checks).items():
        if name.startswith("check_"):
            assert check() == [], name


def test_whom_bpjs_accepts_is_registered_with_kpj_and_dates():
    batch, [maria] = batch_of(1)

    done = enter(batch, yes(1, registered_on=date(2025, 6, 25)))

    found = Registration.objects.get()
    assert (done.accepted, done.rejected, done.problems) == (1, 0, ())
    assert (found.answer, found.kpj, found.answered_on) == ("accepted", kpj_of(1), ANSWERED)
    assert (found.registered_on, found.member_since) == (date(2025, 6, 25), date(2025, 7, 1))
    assert Identifier.objects.get(person=maria, kind="kpj").value == kpj_of(1)
    assert (tally("registered"), tally("months_registered")) == (1, 6)
    assert_in_balance()


def test_whom_bpjs_rejects_loses_the_months_and_the_next_of_the_reserve_takes_the_seat():
    batch, [maria, _, agustina] = batch_of(2, reserve=1)

    done = enter(batch, no(1), yes(2))

    assert (done.accepted, done.rejected) == (1, 1)
    assert cast.held_months(maria) == []
    assert Enrolment.objects.get(person=maria).end_reason == "rejected"
    assert Registration.objects.get(enrolment__person=maria).reason == "sudah terdaftar"
    assert set(Seats.objects.values_list("taken", flat=True)) == {1}
    assert Budget.objects.get().committed == 6 * 16_800
    amendment = cast.decree(batch.programme, "SK-2", kind=Decree.Kind.AMENDMENT, on=ANSWERED)
    assert replace(decree=amendment, actor=cast.DECIDER, on=ANSWERED).decided == 1
    [second] = send(programme=batch.programme, wadah="SG", actor=cast.OPERATOR, on=ANSWERED).batches
    enter(second, yes(3))
    assert (tally("registered"), tally("months_registered")) == (2, 12)
    assert len(cast.held_months(agustina)) == 6
    assert_in_balance()


def test_the_same_answers_again_change_nothing():
    batch, _ = batch_of(2)
    enter(batch, yes(1), no(2))
    before = list(Registration.objects.order_by("pk").values())

    again = enter(batch, yes(1), no(2), on=ANSWERED + timedelta(days=3))

    assert (again.accepted, again.rejected, again.unchanged, again.problems) == (0, 0, 2, ())
    assert list(Registration.objects.order_by("pk").values()) == before
    assert Contradiction.objects.count() == 0
    assert_in_balance()


@pytest.mark.parametrize(
    "second",
    [
        no(1),
        Answer(cast.nik_of(1), True, kpj_of(99)),
        Answer(cast.nik_of(1), True, kpj_of(1), member_since=date(2025, 9, 1)),
    ],
)
def test_a_contradicting_answer_is_kept_beside_the_first_and_never_overwrites_it(second):
    batch, [maria] = batch_of(1)
    enter(batch, yes(1))

    for _ in range(2):
        assert codes(enter(batch, second, source="jawaban-2.xlsx")) == ["MEMBER-06"]

    assert Registration.objects.get().kpj == kpj_of(1)
    assert Contradiction.objects.get().source == "jawaban-2.xlsx"
    assert len(cast.held_months(maria)) == 6
    assert_in_balance()


def test_the_database_itself_refuses_to_change_an_answer():
    batch, _ = batch_of(1)
    enter(batch, yes(1))
    for change in ({"kpj": kpj_of(2)}, {"answer": None}, {"nik": cast.nik_of(2)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Registration.objects.update(**change)


def test_a_nik_that_was_not_sent_is_a_problem_in_its_row_and_masked():
    batch, _ = batch_of(1)

    done = enter(batch, yes(1), yes(7))

    [problem] = done.problems
    assert (problem.code, problem.row, done.accepted) == ("MEMBER-03", 2, 1)
    assert cast.nik_of(7) not in str(problem)


@pytest.mark.parametrize("kpj", ["", "123", "2500000000X", "250000000011"])
def test_a_kpj_that_is_not_11_digits_is_left_out(kpj):
    batch, _ = batch_of(1)
    done = enter(batch, Answer(cast.nik_of(1), True, kpj))
    assert (codes(done), done.accepted) == (["MEMBER-04"], 0)
    assert tally("registered") == 0


def test_a_kpj_of_somebody_else_is_left_out():
    batch, _ = batch_of(3)
    enter(batch, yes(1))

    done = enter(batch, Answer(cast.nik_of(2), True, kpj_of(1)), yes(3))

    assert (codes(done), done.accepted) == (["MEMBER-05"], 1)
    assert_in_balance()


def test_one_kpj_for_two_people_in_one_file_is_given_to_neither():
    batch, _ = batch_of(2)
    done = enter(batch, Answer(cast.nik_of(1), True, kpj_of(5)), Answer(cast.nik_of(2), True, kpj_of(5)))
    assert (codes(done), done.accepted) == (["MEMBER-05", "MEMBER-05"], 0)


def test_a_nik_answered_in_two_ways_at_once_is_not_used_but_a_mere_repetition_is():
    batch, _ = batch_of(2)
    done = enter(batch, yes(1), no(1), yes(2), yes(2))
    assert (codes(done), done.accepted, done.rejected) == (["MEMBER-07"], 1, 0)


def test_who_died_after_acceptance_is_registered_no_more_but_keeps_the_months_lived():
    batch, [maria, _] = batch_of(2)
    enter(batch, yes(1), yes(2))

    end_for_death(person=maria, died_on=date(2025, 8, 9), actor=cast.OPERATOR, on=date(2025, 8, 20))

    assert (tally("registered"), tally("months_registered")) == (1, 8)
    assert_in_balance()


def test_who_takes_over_a_seat_begins_a_membership_of_their_own():
    batch, [maria, agustina] = batch_of(1, reserve=1)
    enter(batch, yes(1))
    told = date(2025, 8, 20)
    end_for_death(person=maria, died_on=date(2025, 8, 9), actor=cast.OPERATOR, on=told)
    amendment = cast.decree(batch.programme, "SK-2", kind=Decree.Kind.AMENDMENT, on=told)
    replace(decree=amendment, actor=cast.DECIDER, on=told)

    [second] = send(programme=batch.programme, wadah="SG", actor=cast.OPERATOR, on=told).batches
    enter(second, yes(2), on=told)

    since = dict(Registration.objects.values_list("enrolment__person", "member_since"))
    assert since == {maria: date(2025, 7, 1), agustina: date(2025, 9, 1)}
    assert_in_balance()


def test_an_acceptance_after_the_death_counts_only_the_months_lived():
    batch, [maria] = batch_of(1)
    end_for_death(person=maria, died_on=date(2025, 7, 2), actor=cast.OPERATOR, on=date(2025, 7, 5))
    enter(batch, yes(1), on=date(2025, 7, 10))
    assert (tally("registered"), tally("months_registered")) == (0, 1)
    assert_in_balance()


def test_a_rejection_after_the_death_still_is_an_answer():
    batch, [maria] = batch_of(1)
    end_for_death(person=maria, died_on=date(2025, 7, 2), actor=cast.OPERATOR, on=date(2025, 7, 5))
    assert enter(batch, no(1), on=date(2025, 7, 10)).rejected == 1
    assert_in_balance()


def test_the_kpj_goes_to_the_root_of_a_person_merged_meanwhile():
    batch, [maria] = batch_of(1)
    [root] = cast.people(1, start=50)
    merge(person=maria, into=root, reason="orang yang sama", actor=cast.OPERATOR, on=ANSWERED)

    assert enter(batch, yes(1)).accepted == 1

    assert Identifier.objects.get(kind="kpj").person_id == root
    assert checks.check_accepted_hold_their_kpj() == []


def test_figures_of_an_earlier_day_are_those_known_then():
    batch, [maria, _] = batch_of(2)
    enter(batch, yes(1), on=date(2025, 6, 27))
    enter(batch, yes(2), on=date(2025, 7, 3))
    end_for_death(person=maria, died_on=date(2025, 8, 9), actor=cast.OPERATOR, on=date(2025, 8, 20))

    assert known_on(date(2025, 6, 26)) == {}
    assert known_on(date(2025, 6, 27)) == {"registered": 1, "months_registered": 6}
    assert known_on(date(2025, 7, 3)) == {"registered": 2, "months_registered": 12}
    assert known_on(date(2025, 8, 20)) == {"registered": 1, "months_registered": 8}


def test_a_tally_that_was_tampered_with_is_found():
    batch, _ = batch_of(1)
    enter(batch, yes(1))
    Tally.objects.filter(stage="registered").update(value=7)
    [problem] = checks.check_tallies_equal_registrations()
    assert problem.code == "MEMBER-08"
    assert "tercatat 7, seharusnya 1" in problem.message


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    files=st.lists(
        st.lists(st.tuples(st.integers(1, 5), st.sampled_from(["yes", "no", "other", "short"])), max_size=6),
        max_size=4,
    )
)
def test_whatever_files_come_in_whatever_order_the_first_answer_stands_and_tallies_are_true(db, files):
    with transaction.atomic():
        batch, _ = batch_of(4)
        shapes = {
            "yes": yes,
            "no": no,
            "other": lambda n: Answer(cast.nik_of(n), True, kpj_of(n + 100)),
            "short": lambda n: Answer(cast.nik_of(n), True, "12"),
        }
        stood: dict[int, tuple] = {}
        for rows in files:
            enter(batch, *(shapes[kind](number) for number, kind in rows))
            now = {row.pk: (row.answer, row.kpj) for row in Registration.objects.exclude(answer=None)}
            assert now.items() >= stood.items()
            stood = now
        assert_in_balance()
        assert Programme.objects.count() == 1
        transaction.set_rollback(True)
