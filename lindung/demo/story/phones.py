"""The halls of Betun, Lewoleba and Kupang: ten officers with phones, sent home over a bad link."""

from __future__ import annotations

from itertools import groupby

from lindung.accounts.models import User
from lindung.demo.phone import Phone
from lindung.demo.story.diary import FIELD, World
from lindung.distribution.models import Event, Item
from lindung.distribution.services.sync import Answer

OFFICERS = 10
PROXIES = 25  # every 25th person sends a relative


def hand_over_by_phone(world: World, event: Event) -> None:
    """Every item of the district that waits, card and book of a person in one act; each phone sends twice."""
    waiting = Item.objects.filter(
        enrolment__programme_id=event.programme_id,
        enrolment__district_id=event.region_id,
        enrolment__ended_on=None,
        state__in=[Item.State.MADE, Item.State.AT_PLACE],
    ).order_by("enrolment_id", "kind")
    people = [
        [item for _, item in group]
        for _, group in groupby(waiting.values_list("enrolment_id", "pk"), key=lambda row: row[0])
    ]
    phones = [_phone(event, turn) for turn in range(min(OFFICERS, len(people)))]
    for turn, items in enumerate(people):
        proxy = {"name": "Keluarga (rekaan)", "relation": "istri", "letter": f"surat {turn}"}
        phones[turn % len(phones)].act(
            "handover",
            items,
            event=event.pk,
            proxy=None if turn % PROXIES else proxy,
            clock=f"{event.held_on}T10:00:00+08:00",
        )
    for phone in phones:
        first, again = phone.send_all(on=event.held_on), phone.send_all(on=event.held_on)
        world.expect(f"{event.place}: catatan ponsel yang tidak tercatat", 0, _others(first, "recorded"))
        world.expect(f"{event.place}: catatan ponsel yang dihitung dua kali", 0, _others(again, "known"))


def _others(answers: list[Answer], outcome: str) -> int:
    return sum(answer.outcome != outcome for answer in answers)


def _phone(event: Event, turn: int) -> Phone:
    username = f"lapangan.{event.region_id}.{turn + 1}"
    known = User.objects.filter(username=username).first()
    officer = known or User.objects.create_user(username, name=f"Petugas lapangan {turn + 1} (rekaan)")
    return Phone(officer, f"ponsel {turn + 1}", actor=FIELD, on=event.held_on)
