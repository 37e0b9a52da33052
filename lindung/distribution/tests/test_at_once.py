"""Two officers, one card: the second hears who was first."""

import threading
from datetime import date

import pytest
from django.db import connections

from lindung.distribution.models import Handover, Item
from lindung.distribution.services import hand_over
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment
from tests import cast

CARDS = 40


@pytest.fixture
def cards(committed_db) -> list[int]:
    """Cards that lie ready; how they came about is not what this asks."""
    programme = cast.province_programme(seats=CARDS)
    cast.proposed(programme, cast.people(CARDS))
    cast.verified(programme)
    cast.decided(programme)
    held = Enrolment.objects.filter(programme=programme)
    return [
        Item.objects.create(
            kind="card", enrolment=one, person=one.person, made_at="BPJS", custodian="BPJS", state="made",
            made_on=cast.LAUNCH,
        ).pk
        for one in held
    ]  # fmt: skip


def test_cards_handed_over_by_two_officers_at_once_are_handed_over_once(cards):
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def officer(order: list[int]) -> None:
        start.wait()
        try:
            hand_over(items=order, actor=cast.OPERATOR, on=date(2025, 8, 25))
            outcomes.append("handed over")
        except Refused as refusal:
            outcomes.append(refusal.problems[0].code)
        finally:
            connections.close_all()

    officers = [threading.Thread(target=officer, args=(order,)) for order in (cards, cards[::-1])]
    for one in officers:
        one.start()
    for one in officers:
        one.join()

    assert sorted(outcomes) == ["HAND-01", "handed over"]
    assert Handover.objects.count() == CARDS
