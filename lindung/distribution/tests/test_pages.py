"""What officers see of cards and books, and what the field app asks."""

import base64
import json
from datetime import date

import pytest
from django.test import Client

from lindung.distribution.models import Device, DeviceEvent, Handover, HandoverCase, Item
from lindung.distribution.queries import undelivered
from lindung.distribution.services import hand_over, hold_event, make_items
from lindung.distribution.services.keys import make_key
from lindung.distribution.services.phones import revoke_device
from lindung.distribution.tests.phone import Phone
from tests import cast
from tests.officers import officer, signed_in
from tests.pages import few_queries

pytestmark = pytest.mark.django_db
BETUN, SYNCED = date(2025, 8, 25), date(2025, 8, 27)


@pytest.fixture
def items(programme) -> list[int]:
    by = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}
    make_items(kind="card", programme=programme, made_at="BPJS", **by)
    make_items(kind="book", programme=programme, made_at="Bank NTT", **by)
    return undelivered(programme=programme.pk)


@pytest.fixture
def event(programme, items):
    return hold_event(
        programme=programme, kind="handover", name="Penyerahan Betun", place="Kantor Bupati", region=cast.MALAKA,
        held_on=BETUN, officials=["Bupati Malaka"], actor=cast.OPERATOR, on=BETUN,
    )  # fmt: skip


@pytest.fixture
def case(items) -> HandoverCase:
    for name in ("maria.lapangan", "yosef.lapangan"):
        phone = Phone(name).enrol()
        phone.act("handover", items[0])
        phone.send(on=SYNCED)
    return HandoverCase.objects.get()


def test_the_list_shows_every_item_and_who_has_it(items):
    client = signed_in("operator")
    with few_queries():
        page = client.get("/kartu/")
    assert page.text.count("<tr>") == 7
    assert "6 baris" in page.text
    assert "Bank NTT" in client.get("/kartu/?kind=book").text
    assert "3 baris" in client.get("/kartu/?kind=book").text
    assert "0 baris" in signed_in("operator", cast.BELU).get("/kartu/").text


def test_villages_tell_how_long_what_waits_has_been_waiting(items):
    hand_over(items=items[:2], actor=cast.OPERATOR, on=BETUN)
    client = signed_in("operator")
    with few_queries():
        page = client.get("/kartu/desa/")
    assert "Barene" in page.text
    assert page.context["totals"]["waiting"] == 4
    assert page.context["totals"]["old"] == 4
    assert signed_in("operator", cast.BELU).get("/kartu/desa/").context["villages"] == []


def test_the_board_counts_an_event_as_it_goes_on(event, items):
    hand_over(items=items[:2], event=event, proxy="Yohanes (suami)", actor=cast.OPERATOR, on=BETUN)
    client = signed_in("operator")
    with few_queries():
        page = client.get(f"/acara/{event.pk}/")
    totals = page.context["totals"]
    assert (totals["cards"] + totals["books"], totals["proxies"]) == (2, totals["people"])
    part = client.get(f"/acara/{event.pk}/", headers={"hx-request": "true", "hx-target": "papan"})
    assert "<html" not in part.text
    assert "Penyerahan Betun" in client.get("/acara/").text


def test_an_officer_settles_a_case_once(case):
    client = signed_in("operator")
    with few_queries():
        assert "Putuskan 1 kasus" in client.get(f"/kartu/kasus/{case.pk}/").text
    answer = client.post(f"/kartu/kasus/{case.pk}/", {"right": "second", "note": "sudah ditanyakan"})
    assert answer.status_code == 302
    assert Handover.objects.filter(item=case.item).order_by("turn").last().by == "yosef.lapangan"
    again = client.post(f"/kartu/kasus/{case.pk}/", {"right": "first"})
    assert "SYNC-12" in again.text
    assert "0 baris" in client.get("/kartu/kasus/").text


def test_a_verifier_reads_a_case_and_settles_none(case):
    client = signed_in("verifier")
    assert "Putuskan 1 kasus" not in client.get(f"/kartu/kasus/{case.pk}/").text
    assert client.post(f"/kartu/kasus/{case.pk}/", {"right": "first"}).status_code == 403
    assert HandoverCase.objects.get().settled_on is None


def enrolled(client: Client, phone: Phone) -> dict:
    return client.post(
        "/lapangan/perangkat/", {"point": phone.public.hex(), "name": "uji"}, content_type="application/json"
    ).json()


def sent(client: Client, phone: Phone):
    events = [{"body": one.body, "signature": base64.b64encode(one.signature).decode()} for one in phone.log]
    return client.post(
        "/lapangan/kirim/", {"device": phone.code, "events": events}, content_type="application/json"
    )


def test_a_field_officer_takes_a_list_along_and_sends_what_was_done(event, items):
    make_key(actor=cast.OPERATOR, on=BETUN)
    client, phone = signed_in("field"), Phone(officer("field").username)
    choices = client.get("/lapangan/daftar/").json()
    assert choices["events"] == [{"event": event.pk, "title": "Penyerahan Betun", "held_on": "2025-08-25"}]
    assert choices["villages"][0]["waiting"] == 6
    taken = client.get(f"/lapangan/daftar/?acara={event.pk}").json()
    assert len(taken["people"]) == 3
    assert taken["keys"][0]["kty"] == "OKP"
    assert taken["revoked"]
    village = choices["villages"][0]
    by_village = client.get(f"/lapangan/daftar/?program={village['programme']}&desa={village['village']}").json()
    assert by_village["people"] == taken["people"]
    secret = enrolled(client, phone)["secret"]
    assert len(base64.b64decode(secret)) == 32
    assert enrolled(client, phone)["secret"] == secret
    phone.act("handover", items[0], event=event.pk)
    assert sent(client, phone).json()["answers"][0]["outcome"] == "recorded"
    assert sent(client, phone).json()["answers"][0] == {
        "number": 1, "outcome": "known", "message": "", "first": "recorded",
    }  # fmt: skip


def test_nobody_takes_along_another_region(event, items):
    elsewhere = signed_in("field", cast.BELU)
    assert elsewhere.get("/lapangan/daftar/").json()["events"] == []
    assert elsewhere.get(f"/lapangan/daftar/?acara={event.pk}").status_code == 404
    programme = Item.objects.first().enrolment.programme_id
    for place in (cast.MALAKA, "", "53.21.01.2001", "%"):
        assert elsewhere.get(f"/lapangan/daftar/?program={programme}&desa={place}").json()["people"] == []


def test_a_revoked_phone_gets_no_key_and_what_it_sends_is_held_back(items):
    client, phone = signed_in("field"), Phone(officer("field").username)
    enrolled(client, phone)
    revoke_device(code=phone.code, reason="hilang", actor=cast.OPERATOR, on=SYNCED)
    assert "dicabut" in enrolled(client, phone)["problems"][0]["message"]
    phone.act("handover", items[0])
    assert sent(client, phone).json()["answers"][0]["outcome"] == "quarantined"


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"device": "x", "events": [1]}', '{"device": "x", "events": [{}]}']
)
def test_a_request_that_makes_no_sense_is_answered_plainly(body):
    client = signed_in("field")
    for address in ("/lapangan/kirim/", "/lapangan/perangkat/"):
        assert client.post(address, body, content_type="application/json").status_code in (404, 409)
    assert not DeviceEvent.objects.exists()
    assert not Device.objects.exists()


def test_a_made_up_device_is_refused_in_words():
    events = json.dumps({"device": "0" * 16, "events": []})
    answer = signed_in("field").post("/lapangan/kirim/", events, content_type="application/json")
    assert (answer.status_code, "tidak terdaftar" in answer.json()["problems"][0]["message"]) == (409, True)
