"""An officer decides a pair: once, in the own region, for good or until it is taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from lindung.audit.models import Act
from lindung.kernel.problem import Refused
from lindung.matching.checks import check_verdicts_and_links_agree
from lindung.matching.models import Pair, Verdict
from lindung.matching.queries import waiting
from lindung.matching.services import decide, undo
from lindung.matching.tests.pairs import pair
from lindung.people.models import Person
from lindung.people.services import merge
from tests import cast

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 10)


def decided(*pairs: int, kind: str = "same", actor=cast.DECIDER, **words) -> int:
    return decide(pairs=list(pairs), kind=kind, actor=actor, on=DAY, **words)


def undone(number: int, **words) -> bool:
    return undo(pair=number, actor=cast.DECIDER, on=DAY, reason="keliru", **words)


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def roots() -> dict[int, int | None]:
    return dict(Person.objects.values_list("pk", "merged_into"))


def test_same_links_the_later_row_to_the_earlier_and_leaves_the_queue():
    maria, mia = cast.people(2)
    number = pair(maria, mia)
    assert decided(number) == 1
    assert roots() == {maria: None, mia: maria}
    assert waiting() == []
    verdict = Verdict.objects.get()
    assert (verdict.kind, verdict.actor_id, verdict.double_id) == ("same", cast.DECIDER.id, mia)
    assert Act.objects.filter(verb="people.merge", subject=f"person:{mia}").exists()
    assert Act.objects.filter(verb="matching.same", subject=f"pair:{number}").exists()
    assert check_verdicts_and_links_agree() == []


def test_a_double_click_decides_once():
    number = pair(*cast.people(2))
    assert [decided(number), decided(number)] == [1, 0]
    assert Verdict.objects.count() == 1


def test_the_other_answer_to_a_decided_pair_is_refused_with_who_gave_the_first():
    number = pair(*cast.people(2))
    decided(number, kind="different")
    with pytest.raises(Refused) as refusal:
        decided(number, actor=cast.VERIFIER)
    assert codes(refusal) == ["MATCH-02"]
    assert cast.DECIDER.name in str(refusal.value.problems[0])


def test_asking_the_village_keeps_the_pair_waiting_and_it_can_be_decided_then():
    number = pair(*cast.people(2))
    decided(number, kind="ask")
    assert [(each.pair, each.state) for each in waiting(state="asked")] == [(number, "asked")]
    assert waiting(state="open") == []
    decided(number, kind="different")
    assert waiting() == []
    assert list(Verdict.objects.order_by("turn").values_list("kind", flat=True)) == ["ask", "different"]


def test_who_brought_the_row_in_does_not_decide_it():
    number = pair(*cast.people(2))
    with pytest.raises(Refused) as refusal:
        decided(number, actor=cast.OPERATOR)
    assert codes(refusal) == ["MATCH-03"]


def test_only_where_one_of_the_two_lives():
    [maria] = cast.people(1)
    [mia] = cast.people(1, village="53.04.03.2001", start=2)
    number = pair(maria, mia)
    for kind in ("same", "different", "ask"):
        with pytest.raises(Refused) as refusal:
            decided(number, kind=kind, within="53.71")
        assert codes(refusal) == ["MATCH-04"]
    with pytest.raises(Refused):
        undone(number, within="53.71")
    assert waiting(within=["53.71"]) == []
    assert [each.pair for each in waiting(within=["53.04"])] == [number]
    assert decided(number, within="53.21") == 1


def test_who_has_no_address_is_in_nobodys_region():
    lost = [Person.objects.create(name=name, name_key=name, known_on=DAY).pk for name in ("A", "B")]
    number = pair(*lost)
    assert waiting(within=["53"]) == []
    with pytest.raises(Refused):
        decided(number, within="53")


def test_every_fault_is_told_at_once_and_nothing_is_decided():
    good, own = pair(*cast.people(2)), pair(*cast.people(2, start=3), by=cast.DECIDER.id)
    with pytest.raises(Refused) as refusal:
        decided(good, own, 99)
    assert codes(refusal) == ["MATCH-01", "MATCH-03"]
    assert not Verdict.objects.exists()


def test_undo_brings_the_two_rows_and_the_question_back():
    maria, mia = cast.people(2)
    number = pair(maria, mia)
    decided(number)
    assert [undone(number), undone(number)] == [True, False]
    assert roots() == {maria: None, mia: None}
    assert [each.pair for each in waiting()] == [number]
    assert decided(number, kind="different") == 1


def test_rows_that_followed_a_double_come_back_with_it():
    maria, mia, marsi = cast.people(3)
    below, above = pair(mia, marsi), pair(maria, mia)
    decided(below)
    decided(above)
    assert roots() == {maria: None, mia: maria, marsi: maria}
    undone(above)
    assert roots() == {maria: None, mia: None, marsi: mia}
    undone(below)
    assert roots() == {maria: None, mia: None, marsi: None}


def test_an_earlier_merge_taken_back_leaves_a_later_one():
    maria, mia, marsi = cast.people(3)
    below, above = pair(mia, marsi), pair(maria, mia)
    decided(below)
    decided(above)
    undone(below)
    assert roots() == {maria: None, mia: maria, marsi: None}
    undone(above)
    assert roots() == {maria: None, mia: None, marsi: None}


def test_what_was_decided_of_a_double_holds_for_its_root():
    maria, mia, yuliana = cast.people(3)
    decided(pair(mia, yuliana), kind="different")
    question = pair(maria, yuliana)
    decided(pair(maria, mia))
    assert waiting() == []
    with pytest.raises(Refused) as refusal:
        decided(question)
    assert codes(refusal) == ["MATCH-05"]


def test_one_person_by_way_of_a_third_row_is_not_two():
    maria, mia, marsi = cast.people(3)
    decided(pair(maria, mia), pair(maria, marsi))
    with pytest.raises(Refused) as refusal:
        decided(pair(mia, marsi), kind="different")
    assert codes(refusal) == ["MATCH-05"]


def test_clusters_stand_together():
    maria, mia, marsi, other, twin = cast.people(5)
    numbers = [pair(maria, mia), pair(other, twin), pair(mia, marsi)]
    assert [(each.pair, each.cluster) for each in waiting()] == [(numbers[0], 1), (numbers[2], 1), (numbers[1], 2)]


def test_the_queue_shows_no_whole_nik():
    maria, mia = cast.people(2)
    pair(maria, mia)
    [shown] = waiting()
    assert shown.lower.nik == "5321xxxxxxxx0001"
    assert shown.lower.village == "Barene, Malaka Tengah"


def test_the_database_keeps_a_pair_once_and_in_order():
    maria, mia = cast.people(2)
    pair(maria, mia)
    with pytest.raises(IntegrityError, match="matching_pair_once"), transaction.atomic():
        pair(mia, maria)
    decided(Pair.objects.get().pk, kind="ask")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Verdict.objects.update(reason="lain")


def test_verify_shows_links_that_no_verdict_explains():
    maria, mia = cast.people(2)
    decided(pair(maria, mia), kind="different")
    merge(person=mia, into=maria, reason="keliru", actor=cast.OPERATOR, on=DAY)
    assert [problem.code for problem in check_verdicts_and_links_agree()] == ["MATCH-10"]
