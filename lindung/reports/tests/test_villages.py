"""The totals of villages move with every row, and an independent count says the same."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connections

from lindung.billing.tests.story import accept
from lindung.coverage.services import end_for_death, replace
from lindung.distribution.models import Item
from lindung.distribution.services import hand_over, make_items, take_back
from lindung.membership.services import load_branches
from lindung.nominations.models import Nomination
from lindung.nominations.services import withdraw
from lindung.programmes.models import Decree, VillageTally
from lindung.reports.checks import check_villages_equal_base_tables
from lindung.reports.villages import villages
from tests import cast

pytestmark = pytest.mark.django_db
BARENE, BAKIRUK = "53.21.01.2001", "53.21.01.2004"
AUGUST = date(2025, 8, 1)
BY = {"actor": cast.OPERATOR, "on": AUGUST}


def counts(village: str) -> dict[str, int]:
    """What stands above nothing, by stage; and never otherwise than counted anew."""
    assert check_villages_equal_base_tables() == []
    found = VillageTally.objects.filter(village=village).exclude(value=0)
    return dict(found.values_list("stage", "value"))


@pytest.fixture
def decided():
    """Three of Barene and two of Bakiruk for four seats: one of Bakiruk waits in the reserve."""
    load_branches()
    programme = cast.province_programme(seats=4)
    cast.proposed(programme, cast.people(3))
    cast.proposed(programme, cast.people(2, village=BAKIRUK, start=11), village=BAKIRUK)
    cast.verified(programme)
    cast.decided(programme)
    return programme


def test_a_list_a_check_and_a_decree_each_move_their_stage(decided):
    assert counts(BARENE) == {"nominated": 3, "verified": 3, "decided": 3, "enrolled": 3}
    assert counts(BAKIRUK) == {"nominated": 2, "verified": 2, "decided": 1, "enrolled": 1}


def test_a_nomination_taken_back_counts_nowhere():
    programme = cast.province_programme(seats=4)
    first, _second = cast.proposed(programme, cast.people(2))
    withdraw(nomination=first, reason="salah orang", actor=cast.OPERATOR, on=cast.LAUNCH)
    assert counts(BARENE) == {"nominated": 1}


def test_who_died_makes_room_for_the_next_of_another_village(decided):
    accept(decided)
    assert counts(BARENE)["registered"] == 3
    person = Nomination.objects.filter(village=BARENE).earliest("pk").person_id
    end_for_death(person=person, died_on=AUGUST, **BY)
    assert (counts(BARENE)["enrolled"], counts(BARENE)["registered"]) == (2, 2)
    amending = cast.decree(decided, "SK-2", kind=Decree.Kind.AMENDMENT, on=AUGUST)
    replace(decree=amending, actor=cast.DECIDER, on=AUGUST)
    assert (counts(BARENE)["decided"], counts(BAKIRUK)["decided"], counts(BAKIRUK)["enrolled"]) == (2, 2, 2)


def test_a_card_counts_in_its_owners_hands_alone(decided):
    accept(decided)
    make_items(kind="card", programme=decided, made_at="BPJS", **BY)
    cards = list(Item.objects.order_by("pk").values_list("pk", flat=True))
    assert "cards_delivered" not in counts(BARENE)
    hand_over(items=cards, **BY)
    take_back(items=[cards[1]], brought_to="kantor", reason="salah nama", **BY)
    assert (counts(BARENE)["cards_delivered"], counts(BAKIRUK)["cards_delivered"]) == (2, 1)


def test_programmes_are_kept_apart_and_shown_together(decided):
    other = cast.district_programme(seats=5)
    cast.proposed(other, cast.people(1, start=30))
    assert counts(BARENE)  # both programmes equal their own count
    by_code = {village.code: village for village in villages()}
    assert (by_code[BARENE].at("nominated"), by_code[BAKIRUK].at("nominated")) == (4, 2)
    assert VillageTally.objects.filter(village=BARENE, stage="nominated").count() == 2


def test_a_spoilt_total_is_found(decided):
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE programmes_villagetally SET value = 7 WHERE stage = 'verified' AND village_id = %s",
                       [BARENE])  # fmt: skip
    [problem] = check_villages_equal_base_tables()
    assert problem.code == "REPORT-02"
    assert "angka tersimpan 7, hitungan ulang 3" in str(problem)
