"""Two officers at one pair, a double click, a crash: what only a really committed transaction can show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lindung.coverage.tests.test_newcomers import MARIA, SLIPPED, TYPED, entered, take_in
from lindung.coverage.tests.test_two_writers import at_once
from lindung.intake.models import File
from lindung.kernel.problem import Refused
from lindung.matching.checks import check_verdicts_and_links_agree
from lindung.matching.models import Pair, Verdict
from lindung.matching.tests.pairs import pair
from lindung.matching.tests.test_verdicts import decided, roots
from lindung.nominations.models import Nomination
from lindung.people.models import Person
from tests import cast


def test_two_officers_deciding_one_pair_at_once_leave_one_verdict(committed_db):
    number = pair(*cast.people(2))
    results = at_once(
        lambda: decided(number, kind="different"), lambda: decided(number, kind="same", actor=cast.VERIFIER)
    )
    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == 1
    assert [problem.code for problem in refused[0].problems] == ["MATCH-02"]
    assert Verdict.objects.count() == 1
    assert check_verdicts_and_links_agree() == []


def test_a_double_click_at_once_decides_once(committed_db):
    number = pair(*cast.people(2))
    assert sorted(at_once(lambda: decided(number), lambda: decided(number))) == [0, 1]
    assert Verdict.objects.count() == 1


def test_a_crash_in_the_middle_leaves_nothing_half_done(committed_db, monkeypatch):
    maria, mia = cast.people(2)
    number = pair(maria, mia)

    def crash(*_args, **_words):
        raise RuntimeError("the power went")

    monkeypatch.setattr("lindung.matching.services.verdicts.record_each", crash)
    with pytest.raises(RuntimeError):
        decided(number)
    assert roots() == {maria: None, mia: None}
    assert not Verdict.objects.exists()
    assert Pair.objects.get(pk=number).state == "open"


def test_two_officers_typing_one_person_at_once_make_one_person(committed_db):
    slipped = replace(TYPED, nik="5321014107900007")
    results = at_once(lambda: entered(TYPED), lambda: entered(slipped))
    assert all(isinstance(result, Person) for result in results), results
    assert Person.objects.filter(merged_into=None).count() == 1
    assert at_once(lambda: entered(TYPED), lambda: entered(TYPED))[0] == Person.objects.get(merged_into=None)


def test_a_crash_while_finding_leaves_nothing_of_the_file(committed_db, monkeypatch, tmp_path):
    cast.province_programme(seats=10)
    take_in(tmp_path, "a", MARIA)

    def crash(*_args, **_words):
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr("lindung.matching.services.finding.merge_many", crash)
        with pytest.raises(RuntimeError):
            take_in(tmp_path, "b", SLIPPED)
    assert (Person.objects.count(), Pair.objects.count(), Verdict.objects.count()) == (1, 0, 0)
    assert (File.objects.count(), Nomination.objects.count()) == (1, 1)
    assert take_in(tmp_path, "b", SLIPPED).accepted == 1
    assert Person.objects.filter(merged_into=None).count() == 1
