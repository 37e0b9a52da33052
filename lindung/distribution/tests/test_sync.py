"""What phones send is taken in once, in any order, and every event hears what became of it."""

import json
import random
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from lindung.audit.services import Actor
from lindung.distribution import checks
from lindung.distribution.models import Device, DeviceEvent, Handover, HandoverCase, Item, ProxyRule
from lindung.distribution.queries import undelivered
from lindung.distribution.services import hand_over, hold_event, make_items, take_back
from lindung.distribution.services.phones import enrol_device, revoke_device
from lindung.distribution.services.sync import MOST
from lindung.distribution.tests.phone import Phone
from lindung.kernel.problem import Refused
from lindung.people.services import record_fact
from lindung.programmes.models import Tally
from tests import cast

pytestmark = pytest.mark.django_db

BETUN, SYNCED = date(2025, 8, 25), date(2025, 8, 27)
MARIA, YOSEF = "maria.lapangan", "yosef.lapangan"
BY = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}


@pytest.fixture
def items(programme) -> list[int]:
    """A card and a book for each of the three."""
    make_items(kind="card", programme=programme, made_at="BPJS", **BY)
    make_items(kind="book", programme=programme, made_at="Bank NTT", **BY)
    return undelivered(programme=programme.pk)


@pytest.fixture
def event(programme):
    return hold_event(
        programme=programme, kind="handover", name="Penyerahan Betun", place="Kantor Bupati", region=cast.MALAKA,
        held_on=BETUN, officials=[], actor=cast.OPERATOR, on=BETUN,
    )  # fmt: skip


@pytest.fixture
def maria(db) -> Phone:
    return Phone(MARIA).enrol()


@pytest.fixture
def yosef(db) -> Phone:
    return Phone(YOSEF).enrol()


def outcomes(answers) -> list[str]:
    return [answer.outcome for answer in answers]


def held(item: int) -> bool:
    return Item.objects.get(pk=item).state == Item.State.HANDED_OVER


def test_a_handover_is_recorded_on_the_day_of_its_event_whatever_the_phones_clock_says(items, event, maria):
    maria.act("handover", *items[:2], event=event.pk, clock="2024-01-01T00:00:00+08:00", note="di aula")
    [answer] = maria.send(on=SYNCED)
    assert (answer.outcome, answer.message) == ("recorded", "")
    handed = Handover.objects.get(item=items[0])
    assert (handed.on, handed.booked_on, handed.by, handed.event_id) == (BETUN, SYNCED, MARIA, event.pk)
    assert handed.note == "di aula"
    assert "2024-01-01" in DeviceEvent.objects.get().body
    handed_over = {tally.stage: tally.value for tally in Tally.objects.filter(stage__endswith="delivered")}
    assert sum(handed_over.values()) == 2


def test_the_same_events_again_change_nothing_and_say_how_they_were_judged(items, maria):
    maria.act("handover", items[0])
    maria.act("handover", 999_999)
    assert outcomes(maria.send(on=SYNCED)) == ["recorded", "refused"]
    again = maria.send(on=SYNCED)
    assert [(answer.outcome, answer.first) for answer in again] == [("known", "recorded"), ("known", "refused")]
    assert "tidak ada" in again[1].message
    assert Handover.objects.count() == 1


def test_two_phones_with_one_card_make_a_case_and_overwrite_nothing(items, maria, yosef):
    maria.act("handover", items[0])
    yosef.act("handover", items[0], items[1])
    assert outcomes(maria.send(on=SYNCED)) == ["recorded"]
    [answer] = yosef.send(on=SYNCED)
    assert answer.outcome == "conflict"
    assert f"HP-{Device.objects.get(code=maria.code).pk}-1-{items[0]}" in answer.message
    assert Handover.objects.get(item=items[0]).by == MARIA
    assert Handover.objects.get(item=items[1]).by == YOSEF, "the other item of the act is not held up"
    case = HandoverCase.objects.get()
    assert (case.item_id, case.code, case.settled_on) == (items[0], "HAND-01", None)


def test_a_correction_takes_back_what_it_corrects(items, maria):
    maria.act("handover", items[0])
    maria.act("correction", corrects=1, note="salah orang")
    assert outcomes(maria.send(on=SYNCED)) == ["recorded", "recorded"]
    assert not held(items[0])
    maria.act("handover", items[0])
    maria.send(on=SYNCED)
    assert held(items[0])


def test_a_correction_sent_later_leaves_both_turns_on_record(items, maria):
    first = maria.act("handover", items[0])
    maria.send(first, on=SYNCED)
    maria.send(maria.act("correction", corrects=1), on=SYNCED)
    assert [turn.turn for turn in Handover.objects.filter(item=items[0]).order_by("turn")] == [0, 1]
    assert Item.objects.get(pk=items[0]).state == Item.State.AT_PLACE


def test_whichever_order_a_phones_events_arrive_in_they_end_alike(items, maria):
    maria.act("handover", items[0])
    maria.act("correction", corrects=1)
    maria.act("handover", items[0], proxy={"name": "Yohanes", "relation": "suami"})
    maria.act("return", items[1], reason="moved")
    maria.act("handover", items[1])
    maria.act("handover", items[2])
    maria.act("return", items[2], reason="wrong_name")
    rng = random.Random(7)
    ends = set()
    for _ in range(40):
        mark = transaction.savepoint_create()
        order = rng.sample(maria.log, len(maria.log))
        while order:
            cut = rng.randint(1, 3)
            part, order = order[:cut], order[cut:]
            maria.send(*part, on=SYNCED)
        assert not HandoverCase.objects.filter(settled_on=None).exists()
        proxies = [Handover.objects.filter(item=items[0]).order_by("turn").last().proxy]
        ends.add((*(Item.objects.get(pk=one).state for one in items[:3]), *proxies))
        assert all(not check() for check in every_check())
        transaction.savepoint_rollback(mark)
    assert ends == {("handed_over", "handed_over", "returned", "Yohanes (suami)")}


def every_check():
    return [getattr(checks, name) for name in dir(checks) if name.startswith("check_")]


def test_when_the_first_phone_corrects_itself_the_waiting_handover_is_recorded(items, maria, yosef):
    maria.send(maria.act("handover", items[0]), on=SYNCED)
    yosef.send(yosef.act("handover", items[0]), on=SYNCED)
    maria.send(maria.act("correction", corrects=1), on=SYNCED)
    case = HandoverCase.objects.get()
    assert (case.resolution, case.settled_by) == ("cleared", "sistem")
    assert Handover.objects.filter(item=items[0]).order_by("turn").last().by == YOSEF


def test_when_the_second_phone_corrects_itself_its_case_is_withdrawn(items, maria, yosef):
    maria.send(maria.act("handover", items[0]), on=SYNCED)
    yosef.act("handover", items[0])
    yosef.send(on=SYNCED)
    yosef.send(yosef.act("correction", corrects=1), on=SYNCED)
    assert HandoverCase.objects.get().resolution == "withdrawn"
    assert Handover.objects.get(item=items[0]).by == MARIA


def test_a_lost_phone_is_revoked_and_what_it_sends_later_is_held_back(items, maria):
    maria.send(maria.act("handover", items[0]), on=SYNCED)
    revoke_device(code=maria.code, reason="hilang", actor=cast.DECIDER, on=SYNCED)
    maria.act("handover", items[1])
    known, late = maria.send(on=SYNCED)
    assert (known.outcome, known.first, late.outcome) == ("known", "recorded", "quarantined")
    assert not held(items[1])
    assert HandoverCase.objects.get().code == "SYNC-04"


def test_an_event_changed_on_the_way_is_refused_and_does_not_burn_its_number(items, maria):
    sent = maria.act("handover", items[0])
    changed = sent._replace(body=sent.body.replace(str(items[0]), str(items[1])))
    [answer] = maria.send(changed, on=SYNCED)
    assert answer.outcome == "refused"
    assert "SYNC-02" in answer.message
    assert outcomes(maria.send(sent, on=SYNCED)) == ["recorded"]
    assert not held(items[1])


def test_one_signature_speaks_for_the_events_its_chain_names_and_for_no_other(items, maria):
    for item in items[:4]:
        maria.act("handover", item)
    unsigned = [one._replace(signature=bytes(64)) for one in maria.log]
    changed = unsigned[1]._replace(body=unsigned[1].body.replace(str(items[1]), str(items[5])))
    answers = maria.send(unsigned[0], changed, unsigned[2], maria.log[3], on=SYNCED)
    told = {answer.number: answer.outcome for answer in answers}
    assert told == {1: "refused", 2: "refused", 3: "recorded", 4: "recorded"}
    assert outcomes(maria.send(unsigned[0], maria.log[1], on=SYNCED)) == ["recorded", "recorded"]
    assert not held(items[5])


def test_one_number_for_two_events_is_refused(items, maria):
    maria.send(maria.act("handover", items[0]), on=SYNCED)
    other = maria.sign(json.dumps({"device": maria.code, "number": 1, "kind": "handover", "items": [items[1]]}))
    [answer] = maria.send(other, on=SYNCED)
    assert "SYNC-03" in answer.message
    assert not held(items[1])


def test_an_event_of_another_phone_in_this_ones_name_is_refused(items, maria, yosef):
    stolen = yosef.sign(json.dumps({"device": maria.code, "number": 1, "kind": "handover", "items": [items[0]]}))
    [answer] = maria.send(stolen, on=SYNCED)
    assert answer.outcome == "refused"
    assert not DeviceEvent.objects.exists()


def test_a_phone_nobody_enrolled_is_refused_whole(db):
    stranger = Phone("orang.lain")
    stranger.act("note", note="halo")
    with pytest.raises(Refused, match="SYNC-01"):
        stranger.send(on=SYNCED)


def test_events_carried_by_a_colleague_are_booked_to_the_officer_and_name_the_carrier(items, maria):
    maria.act("handover", items[0])
    maria.send(on=SYNCED, by=Actor(YOSEF, "Yosef"))
    assert DeviceEvent.objects.get().carried_by == YOSEF
    assert Handover.objects.get().by == MARIA


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "party"},
        {"kind": "handover", "items": []},
        {"kind": "handover", "items": [1.5]},
        {"kind": "handover", "items": [True]},
        {"kind": "handover", "items": list(range(1, 30))},
        {"kind": "handover", "items": [2**70]},
        {"kind": "handover", "items": [1], "proxy": {"name": ""}},
        {"kind": "handover", "items": [1], "note": "x" * 1000},
        {"kind": "handover", "items": [1], "note": "\ud800"},
        {"kind": "handover", "items": [1], "note": "\0"},
        {"kind": "return", "items": [1], "reason": "bosan"},
        {"kind": "correction", "corrects": 5},
        {"kind": "correction"},
    ],
)
def test_a_signed_text_that_makes_no_sense_is_kept_and_refused(maria, said):
    maria.act(said.pop("kind"), **said)
    [answer] = maria.send(on=SYNCED)
    assert answer.outcome == "refused"
    assert "SYNC-07" not in answer.message
    assert DeviceEvent.objects.get().outcome == "refused"
    assert outcomes(maria.send(on=SYNCED)) == ["known"]


def test_a_card_of_somebody_dead_is_refused_and_becomes_a_case(items, maria):
    person = Item.objects.get(pk=items[0]).person_id
    record_fact(person=person, kind="died", happened_on=BETUN, source="akta", actor=cast.OPERATOR, on=BETUN)
    [answer] = maria.send(maria.act("handover", items[0]), on=SYNCED)
    assert answer.outcome == "refused"
    assert HandoverCase.objects.get().code == "HAND-05"


def test_a_book_goes_to_a_proxy_only_as_the_bank_allows(items, maria):
    book = Item.objects.filter(kind="book").first().pk
    rule = {"kind": "book", "source": "surat Bank NTT (rekaan)", "verified": False}
    ProxyRule.objects.create(valid_from=date(2025, 1, 1), allowed=True, letter=True, **rule)
    spouse = {"name": "Yohanes", "relation": "suami"}
    maria.act("handover", book, proxy=spouse)
    maria.act("handover", book, proxy=spouse | {"letter": "SK-1"})
    assert outcomes(maria.send(on=SYNCED)) == ["refused", "recorded"]
    assert Handover.objects.get(item=book).letter == "SK-1"
    ProxyRule.objects.create(valid_from=SYNCED, allowed=False, letter=False, **rule)
    other = Item.objects.filter(kind="book").last().pk
    [answer] = maria.send(maria.act("handover", other, proxy=spouse | {"letter": "SK-2"}), on=SYNCED)
    assert "menurut aturan pembuatnya" in answer.message


def test_a_return_of_what_somebody_else_handed_over_is_a_case(items, maria):
    hand_over(items=[items[0]], actor=cast.OPERATOR, on=BETUN)
    [answer] = maria.send(maria.act("return", items[0], reason="refused"), on=SYNCED)
    assert answer.outcome == "conflict"
    assert held(items[0])


def test_a_handover_of_what_an_office_took_back_is_a_case(items, maria):
    take_back(items=[items[0]], brought_to="Dinas", reason="nama salah", actor=cast.OPERATOR, on=BETUN)
    [answer] = maria.send(maria.act("handover", items[0]), on=SYNCED)
    assert answer.outcome == "conflict"
    assert not held(items[0])


def test_an_event_that_lies_ahead_or_is_no_handover_refuses_the_act(items, event, maria):
    [answer] = maria.send(maria.act("handover", items[0], event=event.pk), on=date(2025, 8, 20))
    assert answer.outcome == "refused"
    [answer] = maria.send(maria.act("handover", items[0], event=424242), on=SYNCED)
    assert answer.outcome == "refused"
    assert HandoverCase.objects.count() == 2


def test_a_phones_key_is_one_officers_and_never_comes_back_after_it_was_revoked(maria, yosef):
    officer = Device.objects.get(code=yosef.code).officer
    with pytest.raises(Refused, match="SYNC-06"):
        enrol_device(officer=officer, public=maria.public, name="", actor=cast.OPERATOR, on=SYNCED)
    with pytest.raises(Refused, match="SYNC-05"):
        enrol_device(officer=officer, public=b"\4" + bytes(64), name="", actor=cast.OPERATOR, on=SYNCED)
    revoke_device(code=maria.code, reason="hilang", actor=cast.OPERATOR, on=SYNCED)
    mine = Device.objects.get(code=maria.code).officer
    with pytest.raises(Refused, match="SYNC-06"):
        enrol_device(officer=mine, public=maria.public, name="", actor=cast.OPERATOR, on=SYNCED)


def test_what_a_phone_sent_cannot_be_changed(items, maria):
    maria.send(maria.act("handover", items[0]), on=SYNCED)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE distribution_deviceevent SET outcome = 'refused'")
    assert DeviceEvent.objects.get().outcome == "recorded"


def test_one_request_takes_no_more_than_it_says(items, maria):
    for turn in range(MOST + 1):
        maria.act("note", note=str(turn))
    assert len(maria.send(on=SYNCED)) == MOST
    assert len(maria.send(maria.log[-1], on=SYNCED)) == 1
