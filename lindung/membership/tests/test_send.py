"""Sending enrolments to the branches of BPJS."""

from datetime import date

import pytest

from lindung.coverage.services import end_for_death
from lindung.kernel.problem import Refused
from lindung.membership.branches import known_branches
from lindung.membership.models import Batch, BranchArea, Registration
from lindung.membership.services import load_branches, send
from lindung.people.models import Identifier
from lindung.regions.models import Region
from tests import cast

pytestmark = pytest.mark.django_db

SENT = date(2025, 6, 20)


def covered(count: int, *, load: bool = True):
    if load:
        load_branches()
    programme = cast.province_programme(seats=count)
    persons = cast.people(count)
    cast.proposed(programme, persons)
    cast.verified(programme)
    cast.decided(programme)
    return programme, persons


def sent(programme, **words):
    return send(programme=programme, wadah="SG", actor=cast.OPERATOR, on=SENT, **words)


def test_every_district_of_ntt_is_served_by_exactly_one_branch():
    listed = [code for branch in known_branches() for code in branch.districts]
    loaded = Region.objects.filter(parent="53").values_list("code", flat=True)
    assert sorted(listed) == sorted(loaded)


def test_loading_the_branches_twice_gives_the_same_22_districts():
    assert load_branches() == load_branches() == 22
    assert BranchArea.objects.get(district=cast.MALAKA).branch_id == "atambua"


def test_people_of_malaka_go_to_atambua_in_one_batch():
    programme, _ = covered(3)

    [batch] = sent(programme).batches

    assert (batch.branch_id, batch.wadah, batch.people, batch.sent_on) == ("atambua", "SG", 3, SENT)
    assert batch.member_since == date(2025, 7, 1)
    assert sorted(Registration.objects.values_list("nik", flat=True)) == [cast.nik_of(n) for n in (1, 2, 3)]
    assert set(Registration.objects.values_list("answer", flat=True)) == {None}


def test_sending_again_sends_nobody_twice():
    programme, _ = covered(2)
    sent(programme)
    assert sent(programme).batches == ()
    assert (Batch.objects.count(), Registration.objects.count()) == (1, 2)


def test_only_the_people_of_one_region_are_sent_when_asked():
    programme, _ = covered(2)
    assert sent(programme, region="53.21.02").batches == ()
    [batch] = sent(programme, region="53.21.01").batches
    assert batch.people == 2


def test_whose_cover_has_ended_is_not_sent():
    programme, [maria, _] = covered(2)
    end_for_death(person=maria, died_on=date(2025, 7, 2), actor=cast.OPERATOR, on=SENT)
    [batch] = sent(programme).batches
    assert batch.people == 1


def test_a_district_without_a_branch_is_named_and_nothing_is_sent():
    programme, _ = covered(2, load=False)

    with pytest.raises(Refused) as refusal:
        sent(programme)

    assert [problem.code for problem in refusal.value.problems] == ["MEMBER-01"]
    assert "Malaka" in str(refusal.value)
    assert Batch.objects.count() == 0


def test_who_lost_the_nik_since_the_decree_is_left_out_and_named():
    programme, [maria, _] = covered(2)
    Identifier.objects.filter(person=maria, kind="nik").update(state="retired", retired_on=SENT)

    answer = sent(programme)

    assert [problem.code for problem in answer.problems] == ["MEMBER-02"]
    assert answer.batches[0].people == 1
