"""A box is counted at both ends, and what is missing has a name."""

from datetime import date

import pytest

from lindung.distribution.models import Box, Consignment, Item, ItemMove
from lindung.distribution.queries import undelivered
from lindung.distribution.services import hand_over, make_items
from lindung.distribution.services.consignments import (
    Full,
    Opened,
    find_items,
    receive_consignment,
    send_consignment,
)
from lindung.distribution.tests.test_sync import every_check
from lindung.kernel.problem import Refused
from tests import cast

pytestmark = pytest.mark.django_db
SENT, OPENED = date(2025, 8, 10), date(2025, 8, 14)
BRANCH, OFFICE = "BPJS Atambua", "Kantor Camat Malaka Tengah"
BY = {"actor": cast.OPERATOR}


@pytest.fixture
def cards(programme) -> list[int]:
    make_items(kind="card", programme=programme, made_at=BRANCH, **BY, on=date(2025, 8, 1))
    return undelivered(programme=programme.pk)


def send(cards, boxes=None, number="SJ-1", sent_from=BRANCH) -> Consignment:
    boxes = boxes or {"Barene": Full(cards[:2], 2), "Kakaniuk": Full(cards[2:], 1)}
    return send_consignment(number=number, sent_from=sent_from, brought_to=OFFICE, boxes=boxes, **BY, on=SENT)


def states(cards) -> list[str]:
    return list(Item.objects.filter(pk__in=cards).order_by("pk").values_list("state", flat=True))


def test_what_is_sent_is_on_its_way_and_what_arrives_is_at_its_place(cards):
    send(cards)
    assert states(cards) == ["in_transit"] * 3
    assert (
        receive_consignment(number="SJ-1", boxes={"Barene": Opened(2), "Kakaniuk": Opened(1)}, **BY, on=OPENED)
        == []
    )
    assert states(cards) == ["at_place"] * 3
    assert set(Item.objects.values_list("custodian", flat=True)) == {OFFICE}
    assert ItemMove.objects.filter(item=cards[0]).count() == 2
    assert all(not check() for check in every_check())


def test_what_is_missing_is_named_and_can_be_found_again(cards):
    send(cards)
    boxes = {"Barene": Opened(1, [cards[1]]), "Kakaniuk": Opened(1)}
    [missing] = receive_consignment(number="SJ-1", boxes=boxes, **BY, on=OPENED)
    assert missing.code == "HAND-20"
    assert "Agustina" in missing.message or "Yohanes" in missing.message or "Dominikus" in missing.message
    assert states(cards) == ["at_place", "missing", "at_place"]
    assert Box.objects.get(label="Barene").counted_in == 1
    assert find_items(items=cards, found_at=BRANCH, **BY, on=OPENED) == 1
    assert states(cards) == ["at_place"] * 3
    assert all(not check() for check in every_check())


def test_counts_that_differ_refuse_the_whole_at_either_end(cards):
    with pytest.raises(Refused, match="HAND-15"):
        send(cards, {"Barene": Full(cards, 2)})
    assert not Consignment.objects.exists()
    send(cards)
    with pytest.raises(Refused) as refused:
        receive_consignment(number="SJ-1", boxes={"Barene": Opened(1), "Wehali": Opened(1)}, **BY, on=OPENED)
    assert sorted(problem.code for problem in refused.value.problems) == ["HAND-15", "HAND-19", "HAND-19"]
    assert states(cards) == ["in_transit"] * 3


def test_nothing_is_sent_twice_nor_by_who_does_not_have_it(cards):
    with pytest.raises(Refused, match="HAND-16"):
        send(cards, sent_from="Bank NTT")
    with pytest.raises(Refused, match="HAND-16"):
        send(cards, {"Barene": Full(cards[:2], 2), "Kakaniuk": Full(cards[1:], 2)})
    send(cards)
    with pytest.raises(Refused, match="HAND-17"):
        send(cards)
    with pytest.raises(Refused, match="HAND-16"):
        send(cards, number="SJ-2")


def test_a_consignment_is_opened_once(cards):
    send(cards)
    boxes = {"Barene": Opened(2), "Kakaniuk": Opened(1)}
    receive_consignment(number="SJ-1", boxes=boxes, **BY, on=OPENED)
    with pytest.raises(Refused, match="HAND-18"):
        receive_consignment(number="SJ-1", boxes=boxes, **BY, on=OPENED)


def test_what_was_handed_over_before_the_box_was_opened_stays_handed_over(cards):
    send(cards)
    hand_over(items=cards[:1], **BY, on=OPENED)
    receive_consignment(number="SJ-1", boxes={"Barene": Opened(2), "Kakaniuk": Opened(1)}, **BY, on=OPENED)
    assert states(cards) == ["handed_over", "at_place", "at_place"]
    assert all(not check() for check in every_check())
