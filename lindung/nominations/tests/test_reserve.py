"""Proposed, checked, verified, ranked, withdrawn: who waits in the reserve, and in what order."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from lindung.kernel.problem import Refused
from lindung.nominations.models import Check, Nomination
from lindung.nominations.services import enter_checks, propose, rank, verify, withdraw
from lindung.people.models import Fact
from lindung.people.services import record_fact, revoke_fact
from tests import cast

pytestmark = pytest.mark.django_db


def codes(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def checked(programme, kind: str, failed=(), *, on: date = cast.LAUNCH, actor=cast.VERIFIER) -> int:
    return enter_checks(programme=programme, kind=kind, source="daftar uji", failed=failed, actor=actor, on=on)


def poor(person: int, kind: str, value: str) -> Fact:
    return record_fact(
        person=person, kind=kind, value=value, happened_on=cast.LAUNCH, source="DTSEN", actor=cast.OPERATOR,
        on=cast.LAUNCH,
    )  # fmt: skip


def in_rank_order() -> list[int]:
    return list(Nomination.objects.filter(rank__isnull=False).order_by("rank").values_list("person_id", flat=True))


def test_who_is_proposed_twice_keeps_the_nomination():
    programme = cast.province_programme(seats=1)
    [maria] = cast.people(1)
    assert cast.proposed(programme, [maria]) == cast.proposed(programme, [maria])


def test_every_required_check_must_have_passed():
    programme = cast.province_programme(seats=3)
    cast.proposed(programme, cast.people(1))
    assert checked(programme, Check.Kind.POPULATION) == 1
    assert verify(programme=programme, actor=cast.VERIFIER, on=cast.LAUNCH) == (0, 0)
    checked(programme, Check.Kind.WORK)
    assert verify(programme=programme, actor=cast.VERIFIER, on=cast.LAUNCH) == (1, 0)


def test_a_failed_check_refuses_the_nomination():
    programme = cast.province_programme(seats=3)
    fit, unfit = cast.proposed(programme, cast.people(2))
    checked(programme, Check.Kind.POPULATION)
    checked(programme, Check.Kind.WORK, failed=[unfit])
    assert verify(programme=programme, actor=cast.VERIFIER, on=cast.LAUNCH) == (1, 1)
    assert Nomination.objects.get(pk=unfit).refused_on == cast.LAUNCH
    rank(programme=programme, actor=cast.VERIFIER, on=cast.LAUNCH)
    assert list(Nomination.objects.filter(ranked_on__isnull=False).values_list("pk", flat=True)) == [fit]


def test_a_newer_look_stands_above_an_older_one():
    programme = cast.province_programme(seats=3)
    [maria] = cast.proposed(programme, cast.people(1))
    checked(programme, Check.Kind.POPULATION, failed=[maria])
    checked(programme, Check.Kind.POPULATION, on=date(2025, 6, 5))
    checked(programme, Check.Kind.WORK)
    assert verify(programme=programme, actor=cast.VERIFIER, on=date(2025, 6, 5)) == (1, 0)


def test_the_same_check_of_the_same_day_again_changes_nothing():
    programme = cast.province_programme(seats=3)
    cast.proposed(programme, cast.people(2))
    assert checked(programme, Check.Kind.WORK) == 2
    assert checked(programme, Check.Kind.WORK) == 0


def test_who_proposed_does_not_verify():
    programme = cast.province_programme(seats=3)
    [maria] = cast.proposed(programme, cast.people(1))
    checked(programme, Check.Kind.POPULATION)
    checked(programme, Check.Kind.WORK)
    with pytest.raises(Refused) as refusal:
        verify(programme=programme, actor=cast.OPERATOR, on=cast.LAUNCH)
    assert codes(refusal) == ["NOM-01"]
    with pytest.raises(IntegrityError, match="proposer_never_verifies"), transaction.atomic():
        Nomination.objects.filter(pk=maria).update(verified_on=cast.LAUNCH, verified_by=cast.OPERATOR.id)


def test_the_extremely_poor_come_first_then_the_lower_decile_then_the_earlier():
    programme = cast.province_programme(seats=5)
    first, second, tenth, poorest, wrongly_poor = cast.people(5)
    poor(second, Fact.Kind.DECILE, "2")
    poor(tenth, Fact.Kind.DECILE, "10")
    poor(poorest, Fact.Kind.EXTREME_POOR, "ya")
    wrong = poor(wrongly_poor, Fact.Kind.EXTREME_POOR, "ya")
    revoke_fact(fact=wrong.pk, reason="keliru", actor=cast.OPERATOR, on=cast.LAUNCH)
    cast.proposed(programme, [first, second, tenth, poorest, wrongly_poor])
    cast.verified(programme)
    assert in_rank_order() == [poorest, second, tenth, first, wrongly_poor]


def test_who_stands_in_the_reserve_keeps_the_place_when_a_poorer_one_comes():
    programme = cast.province_programme(seats=5)
    early, late = cast.people(2)
    cast.proposed(programme, [early])
    cast.verified(programme)
    poor(late, Fact.Kind.EXTREME_POOR, "ya")
    cast.proposed(programme, [late])
    cast.verified(programme, on=date(2025, 6, 3))
    assert in_rank_order() == [early, late]


def test_each_district_ranks_its_own():
    programme = cast.province_programme(seats=5)
    cast.proposed(programme, cast.people(2))
    belu = "53.04.01.2001"
    cast.proposed(programme, cast.people(1, village=belu, start=9), village=belu)
    cast.verified(programme)
    assert sorted(Nomination.objects.values_list("district_id", "rank")) == [
        (cast.BELU, 1), (cast.MALAKA, 1), (cast.MALAKA, 2),
    ]  # fmt: skip


def test_a_withdrawn_nomination_leaves_room_for_a_new_one():
    programme = cast.province_programme(seats=1)
    [maria] = cast.people(1)
    [old] = cast.proposed(programme, [maria])
    for _ in range(2):  # the second time changes nothing
        withdraw(nomination=old, reason="menolak", actor=cast.OPERATOR, on=cast.LAUNCH)
    new = propose(programme=programme, person=maria, village="53.21.01.2001", actor=cast.OPERATOR, on=cast.LAUNCH)
    assert new.pk != old
    assert Nomination.objects.get(pk=old).withdrawn_reason == "menolak"


def test_what_a_decree_names_is_not_withdrawn():
    programme = cast.province_programme(seats=1)
    cast.proposed(programme, cast.people(1))
    [maria] = cast.verified(programme)
    cast.decided(programme)
    for nomination in (maria, 0):
        with pytest.raises(Refused) as refusal:
            withdraw(nomination=nomination, reason="batal", actor=cast.OPERATOR, on=cast.LAUNCH)
        assert codes(refusal) == ["NOM-02"]


def test_an_annex_line_stays_as_it_was_signed():
    programme = cast.province_programme(seats=1)
    cast.proposed(programme, cast.people(1))
    cast.verified(programme)
    cast.decided(programme)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("UPDATE nominations_decreeline SET number = 2")
