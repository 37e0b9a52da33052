"""A newcomer meets the registry: known for certain, to be looked at, or new."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from lindung.coverage.services import decide as decide_cover
from lindung.intake.services import Outcome, receive
from lindung.intake.tests import makers
from lindung.kernel.problem import Refused
from lindung.matching.checks import check_verdicts_and_links_agree
from lindung.matching.models import MatchKey, Pair, Verdict
from lindung.matching.queries import waiting
from lindung.matching.services import correct, correct_nik, decide, enter, move, rebuild, undo
from lindung.matching.services.finding import MACHINE
from lindung.nominations.models import Enrolment, Nomination
from lindung.nominations.tests.lists import titled
from lindung.people.models import Identifier, Person
from lindung.people.services import Newcomer
from lindung.people.services.record import version_of
from lindung.programmes.models import Decree, Programme
from tests import cast

pytestmark = pytest.mark.django_db

DAY = date(2025, 6, 2)
MARIA = {
    "nik": "5321014107900001", "name": "Maria Hoar Bria", "birth_date": "01-07-1990", "sex": "P",
    "village": "Wehali", "subdistrict": "Malaka Tengah", "district": "Malaka", "mother_name": "Martina Luruk",
    "kk": "5321011203100004", "phone": "081234567890",
}  # fmt: skip
# One figure of the serial slipped: everything else says that she is Maria.
SLIPPED = MARIA | {"nik": "5321014107900007"}
# Written by another hand: no telephone, the clan's name left out, another serial.
DOUBTFUL = MARIA | {"nik": "5321014107900412", "name": "Maria Hoar", "phone": "", "kk": "", "mother_name": ""}
YOHANES = {
    "nik": "5321011503720009", "name": "Yohanes Seran Klau", "birth_date": "15-03-1972", "sex": "L",
    "village": "Wehali", "subdistrict": "Malaka Tengah", "district": "Malaka", "mother_name": "Yuliana Abuk",
    "kk": "5321012209080011", "phone": "081355512345",
}  # fmt: skip


def take_in(folder: Path, name: str, *people: dict[str, object], scope: str = "NTT-2025") -> Outcome:
    path = makers.xlsx(folder / f"{name}.xlsx", titled(*people))
    return receive(path=path, layout_code="nominations", scope=scope, actor=cast.OPERATOR, on=DAY)


def person(nik: str) -> Person:
    return Person.objects.get(identifiers__kind="nik", identifiers__value=nik)


@pytest.fixture
def programme(db: None) -> Programme:
    return cast.province_programme(seats=10)


def test_one_slipped_figure_is_the_same_person_and_takes_one_seat(programme, tmp_path):
    take_in(tmp_path, "a", MARIA, YOHANES)
    assert take_in(tmp_path, "b", SLIPPED).accepted == 1
    maria, double = person(MARIA["nik"]), person(SLIPPED["nik"])
    assert (maria.merged_into_id, double.merged_into_id) == (None, maria.pk)
    verdict = Verdict.objects.get()
    assert (verdict.kind, verdict.actor_id, verdict.double_id) == ("same", MACHINE.id, double.pk)
    assert Nomination.objects.count() == 3
    cast.verified(programme)
    assert cast.decided(programme).decided == 2
    assert set(Enrolment.objects.values_list("person_id", flat=True)) == {maria.pk, person(YOHANES["nik"]).pk}
    assert check_verdicts_and_links_agree() == []


def test_who_is_listed_only_by_the_other_row_is_covered_as_the_root(programme, tmp_path):
    take_in(tmp_path, "a", MARIA)
    other = cast.district_programme(seats=5)
    take_in(tmp_path, "b", SLIPPED, scope="MALAKA-2025")
    cast.verified(other)
    assert cast.decided(other).decided == 1
    assert len(cast.held_months(person(MARIA["nik"]).pk)) == 6


def test_twice_in_one_file_under_two_numbers(programme, tmp_path):
    take_in(tmp_path, "a", MARIA, SLIPPED)
    assert person(SLIPPED["nik"]).merged_into_id == person(MARIA["nik"]).pk


def test_a_machines_link_taken_back_throws_nobody_out(programme, tmp_path):
    take_in(tmp_path, "a", MARIA, SLIPPED)
    pair = Pair.objects.get().pk
    undo(pair=pair, actor=cast.VERIFIER, on=DAY, reason="kembar")
    decide(pairs=[pair], kind="different", actor=cast.VERIFIER, on=DAY)
    cast.verified(programme)
    assert cast.decided(programme).decided == 2


def test_a_doubtful_one_waits_and_nobody_waits_for_her(programme, tmp_path):
    take_in(tmp_path, "a", MARIA, YOHANES)
    take_in(tmp_path, "b", DOUBTFUL)
    [pair] = waiting()
    assert {pair.lower.name, pair.higher.name} == {"Maria Hoar Bria", "Maria Hoar"}
    ids = cast.verified(programme)
    assert len(ids) == 3
    with pytest.raises(Refused) as refusal:
        decide_cover(decree=cast.decree(programme, "SK-9"), nominations=ids, actor=cast.DECIDER, on=DAY)
    assert [problem.code for problem in refusal.value.problems] == ["COVER-17"]
    assert cast.decided(programme).decided == 2
    decide(pairs=[pair.pair], kind="different", actor=cast.VERIFIER, on=DAY)
    more = cast.decree(programme, "SK-2", kind=Decree.Kind.DECISION)
    assert decide_cover(decree=more, actor=cast.DECIDER, on=DAY).decided == 1


def test_a_doubtful_one_who_is_the_same_takes_no_second_seat(programme, tmp_path):
    take_in(tmp_path, "a", MARIA)
    take_in(tmp_path, "b", DOUBTFUL)
    [pair] = waiting()
    decide(pairs=[pair.pair], kind="same", actor=cast.VERIFIER, on=DAY)
    cast.verified(programme)
    assert cast.decided(programme).decided == 1


def test_what_was_decided_is_not_asked_again_by_the_same_list(programme, tmp_path):
    take_in(tmp_path, "a", MARIA, DOUBTFUL)
    [pair] = waiting()
    decide(pairs=[pair.pair], kind="different", actor=cast.VERIFIER, on=DAY)
    cast.district_programme(seats=5)
    take_in(tmp_path, "a", MARIA, DOUBTFUL)
    take_in(tmp_path, "c", MARIA, DOUBTFUL, YOHANES, scope="MALAKA-2025")
    assert waiting() == []
    assert Pair.objects.count() == 1


@pytest.mark.parametrize(
    "other",
    [
        SLIPPED | {"sex": "L", "nik": "5321010107900007"},
        MARIA | {"nik": "5304025509830123", "birth_date": "15-09-1983", "kk": "", "phone": ""},
        YOHANES | {"kk": MARIA["kk"]},
    ],
    ids=["the other sex", "another NIK and birthday", "another name in the household"],
)
def test_the_machine_links_nobody_whom_something_contradicts(programme, tmp_path, other):
    take_in(tmp_path, "a", MARIA)
    take_in(tmp_path, "b", other)
    assert not Person.objects.filter(merged_into__isnull=False).exists()
    assert not Verdict.objects.exists()


def test_who_is_like_two_people_told_apart_is_left_to_a_person(programme, tmp_path):
    take_in(tmp_path, "a", MARIA, SLIPPED)
    pair = Pair.objects.get().pk
    undo(pair=pair, actor=cast.VERIFIER, on=DAY, reason="kembar")
    decide(pairs=[pair], kind="different", actor=cast.VERIFIER, on=DAY)
    third = MARIA | {"nik": "5321014107900009"}
    take_in(tmp_path, "b", third)
    assert person(third["nik"]).merged_into_id is None
    assert {each.higher.person for each in waiting()} == {person(third["nik"]).pk}


def test_a_corrected_row_is_no_double_of_the_row_it_corrects(programme, tmp_path):
    from lindung.intake.keys import key_of

    file = take_in(tmp_path, "a", MARIA).file
    title, row = titled(SLIPPED)
    path = makers.xlsx(tmp_path / "b.xlsx", [[*title, "Kunci"], [*row, key_of(file, 1)]])
    receive(path=path, layout_code="nominations", scope="NTT-2025", actor=cast.OPERATOR, on=DAY)
    assert not Pair.objects.exists()
    assert Nomination.objects.get(withdrawn_on=None).person == person(SLIPPED["nik"])


TYPED = Newcomer(
    number=1, nik=MARIA["nik"], name="Maria Hoar Bria", village="53.21.01.2006", sex="P",
    birth_date=date(1990, 7, 1), mother_name="Martina Luruk", household=MARIA["kk"], phone="+6281234567890",
)  # fmt: skip


def entered(newcomer: Newcomer) -> Person:
    return enter(newcomer=newcomer, source="layar", actor=cast.OPERATOR, on=DAY)


def test_one_typed_in_is_found_as_well():
    maria = entered(TYPED)
    assert entered(replace(TYPED, nik=SLIPPED["nik"])) == maria
    assert entered(TYPED) == maria
    doubtful = entered(
        replace(TYPED, nik=DOUBTFUL["nik"], name="Maria Hoar", household="", phone="", mother_name="")
    )
    assert [each.higher.person for each in waiting()] == [doubtful.pk]


def test_a_corrected_nik_closes_the_pair_it_settles_and_touches_no_other():
    maria = entered(TYPED)
    # A namesake of another subdistrict, born on the same round day, with a wrong figure in her NIK.
    other_home = {"village": "53.21.02.2001", "household": "5321052203110009", "phone": "", "mother_name": ""}
    namesake = entered(replace(TYPED, nik=SLIPPED["nik"], **other_home))
    klau = replace(
        TYPED, number=2, nik="5321011503720009", name="Yohanes Seran Klau", sex="L", birth_date=date(1972, 3, 15),
        mother_name="Yuliana Abuk", household="5321012209080011", phone="",
    )  # fmt: skip
    entered(klau)
    entered(replace(klau, nik="5321011503720512", name="Yohanes Seran", household="", mother_name=""))
    [settled, other] = waiting()
    told = correct_nik(person=namesake.pk, nik="5304025509830123", source="KTP", actor=cast.VERIFIER, on=DAY)
    assert (told.settled, told.reopened) == (1, 0)
    assert [each.pair for each in waiting()] == [other.pair]
    assert Pair.objects.get(pk=settled.pair).state == "settled"
    old = Identifier.objects.get(person=namesake, value=SLIPPED["nik"])
    assert (old.state, old.retired_on) == ("retired", DAY)
    assert Verdict.objects.filter(pair=other.pair).count() == 0
    again = correct_nik(person=namesake.pk, nik="5304025509830123", source="KTP", actor=cast.VERIFIER, on=DAY)
    assert again.settled == 0
    assert maria.merged_into_id is None


def test_a_corrected_nik_opens_what_it_brings_near():
    entered(TYPED)
    far = entered(replace(TYPED, nik="5304025509830123", name="Maria Hoar", household="", phone="", mother_name=""))
    before = {each.pair for each in waiting()}
    for pair in before:
        decide(pairs=[pair], kind="different", actor=cast.VERIFIER, on=DAY)
    told = correct_nik(person=far.pk, nik=SLIPPED["nik"], source="KTP", actor=cast.VERIFIER, on=DAY)
    assert told.reopened + told.found == 1
    assert [each.higher.person for each in waiting()] == [far.pk]


def test_a_corrected_name_is_looked_at_again_and_finds_the_double_it_hid():
    maria = entered(TYPED)
    hidden = replace(TYPED, nik="5321014107900412", name="Agustina Luruk", household="", phone="", mother_name="")
    other = entered(hidden)
    assert waiting() == []
    version = version_of(other)
    told = correct(
        person=other.pk,
        values={"name": "Maria Hoar Bria"},
        version=version,
        source="KTP",
        actor=cast.VERIFIER,
        on=DAY,
    )
    assert told is not None
    assert told.found == 1
    assert [(each.lower.person, each.higher.person) for each in waiting()] == [(maria.pk, other.pk)]


def test_a_correction_that_changes_nothing_looks_at_nothing():
    maria = entered(TYPED)
    same = {"person": maria.pk, "version": version_of(maria), "source": "KTP", "actor": cast.VERIFIER, "on": DAY}
    assert correct(values={"name": maria.name}, **same) is None


def test_a_corrected_address_is_one_by_which_the_person_is_found_from_then_on():
    entered(TYPED)
    far = entered(replace(TYPED, nik="5304025509830123", village="53.04.01.2001", household="", phone=""))
    before = MatchKey.objects.filter(person=far.pk).count()
    where = {"village": TYPED.village, "since": DAY, "street": "Dusun A"}
    who = {"person": far.pk, "source": "KTP", "actor": cast.VERIFIER, "on": DAY}
    assert move(**who, **where) is not None
    assert MatchKey.objects.filter(person=far.pk).count() > before
    assert move(**who, **where) is None


def test_a_nik_of_somebody_else_is_refused():
    entered(TYPED)
    other = cast.people(1, start=40)[0]
    with pytest.raises(Refused) as refusal:
        correct_nik(person=other, nik=TYPED.nik, source="KTP", actor=cast.VERIFIER, on=DAY)
    assert [problem.code for problem in refusal.value.problems] == ["PEOPLE-04"]


def test_keys_made_anew_are_the_keys_there_were():
    entered(TYPED)
    kept = set(MatchKey.objects.values_list("key", "person_id"))
    assert kept
    assert rebuild(batch=1, actor=cast.VERIFIER, on=DAY) == (1, 0)
    cast.people(3)
    assert rebuild(batch=2, actor=cast.VERIFIER, on=DAY)[0] == 4
    assert set(MatchKey.objects.values_list("person_id", flat=True)) == set(
        Person.objects.values_list("pk", flat=True)
    )
