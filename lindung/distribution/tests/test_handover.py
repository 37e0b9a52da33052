"""Cards and bank books: each has a place, every handover a receipt."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from lindung.distribution import checks
from lindung.distribution.models import Event, Handover, Item, ItemMove
from lindung.distribution.queries import AS_OF, undelivered, unpaired
from lindung.distribution.services import hand_over, hold_event, make_items, move_items, take_back
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment
from lindung.people.models import Fact
from lindung.people.services import record_fact
from lindung.programmes.models import Tally
from tests import cast

pytestmark = pytest.mark.django_db

REGISTERED, MADE, BETUN = date(2025, 6, 20), date(2025, 8, 1), date(2025, 8, 25)
BPJS, BANK = "BPJS Ketenagakerjaan Atambua", "Bank NTT Betun"


@pytest.fixture
def items(programme):
    """A card and a book for each of the three."""
    made(programme, Item.Kind.CARD, BPJS)
    made(programme, Item.Kind.BOOK, BANK)
    return undelivered(programme=programme.pk)


def made(programme, kind, made_at, **more) -> int:
    return make_items(kind=kind, programme=programme, made_at=made_at, actor=cast.OPERATOR, on=MADE, **more)


def event(programme, kind=Event.Kind.HANDOVER, held_on=BETUN, officials=("Gubernur NTT", "Bupati Malaka")):
    return hold_event(
        programme=programme,
        kind=kind,
        name="Penyerahan kartu dan buku tabungan",
        place="Betun",
        region=cast.MALAKA,
        held_on=held_on,
        officials=officials,
        actor=cast.OPERATOR,
        on=held_on,
    )


def give(items, *, on=BETUN, **more) -> int:
    return hand_over(items=items, actor=cast.OPERATOR, on=on, **more)


def back(items, *, on=date(2025, 9, 1), reason="nama salah cetak") -> int:
    return take_back(items=items, brought_to=BPJS, reason=reason, actor=cast.OPERATOR, on=on)


def delivered(programme) -> tuple[int, int]:
    values = dict(Tally.objects.filter(programme=programme).values_list("stage", "value"))
    return values.get("cards_delivered", 0), values.get("books_delivered", 0)


def known_on(day: str) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT stage, value FROM ({AS_OF}) known ORDER BY stage", {"day": day})
        return cursor.fetchall()


def faults() -> list[str]:
    run = [check for name, check in vars(checks).items() if name.startswith("check_")]
    return [str(problem) for check in run for problem in check()]


def codes(refusal) -> list[str]:
    return [problem.code for problem in refusal.value.problems]


def test_card_and_book_of_everyone_are_handed_over_at_betun_each_with_its_own_receipt(programme, items):
    assert give(items, event=event(programme)) == 6

    assert delivered(programme) == (3, 3)
    assert len(set(Handover.objects.values_list("receipt", flat=True))) == 6
    assert set(Handover.objects.values_list("on", "received_by")) == {(BETUN, "self")}
    assert undelivered(programme=programme.pk) == []
    assert faults() == []


def test_cards_are_made_for_the_registered_and_books_for_those_with_an_account(programme):
    other = cast.district_programme(seats=2)
    cast.proposed(other, cast.people(2, start=8))
    cast.verified(other)
    cast.decided(other)

    assert made(other, Item.Kind.CARD, BPJS) == 0
    assert made(other, Item.Kind.BOOK, BANK) == 0
    assert made(programme, Item.Kind.CARD, BPJS) == 3
    assert made(programme, Item.Kind.CARD, BPJS) == 0, "nobody gets a second card"


def test_the_same_item_twice_is_refused_with_day_and_receipt_of_the_first_time(programme, items):
    give(items[:1], event=event(programme))

    with pytest.raises(Refused) as refusal:
        give(items[:2], on=date(2025, 8, 26))

    assert codes(refusal) == ["HAND-01"]
    assert "25 Agustus 2025" in str(refusal.value)
    assert f"TT-{items[0]}-1" in str(refusal.value)
    assert Handover.objects.count() == 1, "the whole list is refused"


def test_what_was_taken_back_may_be_handed_over_again_and_every_receipt_stays(programme, items):
    give(items[:1])
    back(items[:1])
    assert delivered(programme) == (0, 0)

    give(items[:1], on=date(2025, 9, 10))

    assert delivered(programme) == (1, 0)
    assert list(Handover.objects.order_by("turn").values_list("receipt", flat=True)) == [
        f"TT-{items[0]}-1", f"TK-{items[0]}-1", f"TT-{items[0]}-2",
    ]  # fmt: skip
    assert faults() == []


def test_a_returned_card_may_be_replaced_by_a_new_one_and_is_then_not_handed_over_any_more(programme, items):
    card = Item.objects.get(pk=items[0])
    back([card.pk])
    assert made(programme, card.kind, BPJS) == 0, "nobody is printed for again unasked"
    assert made(programme, card.kind, BPJS, enrolments=[card.enrolment_id]) == 1

    with pytest.raises(Refused) as refusal:
        give([card.pk])

    assert codes(refusal) == ["HAND-09"]
    assert faults() == []


def test_a_proxy_is_named_on_the_receipt(programme, items):
    give(items[:1], proxy="Yohanes Bria (suami)")

    assert Handover.objects.values_list("received_by", "proxy").get() == ("proxy", "Yohanes Bria (suami)")


def test_the_dead_receive_nothing_themselves_but_the_family_may(programme, items):
    owner = Item.objects.get(pk=items[0]).person_id
    record_fact(
        person=owner,
        kind=Fact.Kind.DIED,
        happened_on=date(2025, 8, 10),
        source="akta",
        actor=cast.OPERATOR,
        on=BETUN,
    )

    with pytest.raises(Refused) as refusal:
        give(items[:1])

    assert codes(refusal) == ["HAND-05"]
    assert give(items[:1], proxy="Yohanes Bria (suami)") == 1


def test_an_award_hands_nothing_over(programme, items):
    with pytest.raises(Refused) as refusal:
        give(items, event=event(programme, Event.Kind.AWARD))
    assert codes(refusal) == ["HAND-03"]


def test_an_event_takes_only_items_of_its_own_programme_that_exist(programme, items):
    other = cast.district_programme(seats=1)
    with pytest.raises(Refused) as refusal:
        give([items[0], 999_999], event=event(other))
    assert codes(refusal) == ["HAND-02", "HAND-02"]


def test_nothing_is_handed_over_before_its_day(programme, items):
    with pytest.raises(Refused) as refusal:
        give(items, event=event(programme), on=date(2025, 8, 24))
    assert codes(refusal) == ["HAND-04"]


def test_a_paper_receipt_serves_one_item_only(programme, items):
    first, second, third, *_ = items
    give([first], receipts={first: "BAST/2025/001"})

    with pytest.raises(Refused) as refusal:
        give([second, third], receipts={second: "BAST/2025/001", third: "BAST/2025/002"})

    assert codes(refusal) == ["HAND-10"]
    with pytest.raises(Refused) as refusal:
        give([second, third], receipts={second: "BAST/2025/003", third: "BAST/2025/003"})
    assert codes(refusal) == ["HAND-10", "HAND-10"]


def test_a_serial_number_is_printed_once(programme):
    first, second, _ = Enrolment.objects.filter(programme=programme).order_by("pk")
    made(programme, Item.Kind.CARD, BPJS, enrolments=[first.pk], serials={first.pk: "K-001"})

    with pytest.raises(Refused, match="HAND-11"):
        made(programme, Item.Kind.CARD, BPJS, enrolments=[second.pk], serials={second.pk: "K-001"})


def test_items_travel_from_custodian_to_custodian(programme, items):
    for place in ("Kecamatan Malaka Tengah", "Desa Wehali", "Desa Wehali"):
        move_items(items=items[:2], brought_to=place, actor=cast.OPERATOR, on=date(2025, 8, 20))

    moves = ItemMove.objects.filter(item=items[0]).order_by("sequence")
    assert [(move.taken_from, move.brought_to) for move in moves] == [
        (BPJS, "Kecamatan Malaka Tengah"),
        ("Kecamatan Malaka Tengah", "Desa Wehali"),
    ]
    assert Item.objects.get(pk=items[0]).state == Item.State.AT_PLACE
    assert faults() == []


def test_what_its_owner_holds_does_not_travel(programme, items):
    give(items[:1])
    with pytest.raises(Refused) as refusal:
        move_items(items=[items[0], 999_999], brought_to="Betun", actor=cast.OPERATOR, on=BETUN)
    assert codes(refusal) == ["HAND-07", "HAND-07"]


def test_what_came_back_cannot_come_back_again(programme, items):
    back(items[:1])
    with pytest.raises(Refused) as refusal:
        back([items[0], 999_999])
    assert codes(refusal) == ["HAND-06", "HAND-06"]


def test_a_card_without_its_book_is_shown(programme, items):
    card = Item.objects.filter(kind=Item.Kind.CARD).first()
    give([card.pk])
    assert unpaired(programme=programme.pk) == [(card.enrolment_id, "book")]


def test_the_same_event_again_is_the_same_and_another_content_is_refused(programme):
    assert event(programme) == event(programme)
    with pytest.raises(Refused, match="HAND-08"):
        event(programme, officials=["Orang lain"])


def test_figures_of_an_earlier_day_know_only_what_was_known_then(programme, items):
    give(items, event=event(programme), on=date(2025, 8, 27))
    back(items[:1], on=date(2025, 9, 1))

    assert known_on("2025-08-26") == []
    assert known_on("2025-08-27") == [("books_delivered", 3), ("cards_delivered", 3)]
    assert known_on("2025-09-01") == [("books_delivered", 3), ("cards_delivered", 2)]


def test_the_database_itself_forbids_a_second_live_handover_and_a_change(programme, items):
    give(items[:1])
    again = {"item_id": items[0], "on": BETUN, "booked_on": BETUN, "by": "x", "received_by": "self"}
    for turn, receipt in ((0, "A"), (2, "B")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Handover.objects.create(**again, turn=turn, receipt=receipt)
    with pytest.raises(Exception, match=r"append-only|permission denied"), transaction.atomic():
        Handover.objects.update(on=date(2025, 8, 26))


def test_a_figure_that_drifts_is_found(programme, items):
    give(items)
    Tally.objects.filter(stage="cards_delivered").update(value=4)
    Item.objects.filter(pk=items[0]).update(state=Item.State.AT_PLACE)

    assert [fault[:7] for fault in faults()] == ["HAND-12", "HAND-12"]
