"""A thousand bad links: no event lost, none counted twice, every conflict shown."""

import random
from datetime import date

import pytest
from django.db import connections, transaction

from lindung.distribution.models import DeviceEvent, Handover, HandoverCase
from lindung.distribution.queries import undelivered
from lindung.distribution.services import make_items
from lindung.distribution.tests.conftest import registered
from lindung.distribution.tests.phone import Phone
from tests import cast

SYNCED = date(2025, 8, 27)
MARIA, YOSEF = "maria.lapangan", "yosef.lapangan"
BY = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}
RUNS, HANDOVERS, SHARED = 1000, 200, 10


@pytest.mark.slow
def test_a_thousand_bad_links_lose_no_event_count_none_twice_and_show_every_conflict(committed_db):
    """Two phones, 200 handovers, some of them of one card; requests dropped, doubled, delayed, reordered."""
    programme = registered(HANDOVERS - SHARED)
    make_items(kind="card", programme=programme, made_at="BPJS", **BY)
    items = undelivered(programme=programme.pk)
    phones = (Phone(MARIA).enrol(), Phone(YOSEF).enrol())
    half = (HANDOVERS - SHARED) // 2
    for phone, mine in zip(phones, (items[: half + SHARED // 2], items[half - SHARED // 2 :]), strict=True):
        for item in mine:
            phone.act("handover", item)
    both = set(items[half - SHARED // 2 : half + SHARED // 2])
    assert sum(len(phone.log) for phone in phones) == HANDOVERS
    for seed in range(RUNS):
        if seed % 50 == 0:
            sweep()
        with transaction.atomic():
            told = over_a_bad_link(phones, random.Random(seed))
            assert DeviceEvent.objects.count() == HANDOVERS, f"seed {seed}: an event was lost or counted twice"
            assert Handover.objects.count() == len(items), f"seed {seed}: an item was handed over twice or never"
            cases = set(HandoverCase.objects.values_list("item_id", flat=True))
            assert cases == both, f"seed {seed}: a conflict is not shown"
            assert sum(outcome == "conflict" for outcome in told) == SHARED, f"seed {seed}: a phone was not told"
            transaction.set_rollback(True)


def sweep() -> None:
    """What rolled-back runs left behind slows the next ones down."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM distribution_deviceevent, distribution_handover, distribution_item")


def over_a_bad_link(phones: tuple[Phone, ...], rng: random.Random) -> list[str]:
    """Send until every event of every phone was answered; the first outcome each phone heard of each."""
    told: dict[tuple[str, int], str] = {}
    delayed: list[tuple[Phone, list]] = []
    while waiting := [
        phone for phone in phones if any((phone.code, n + 1) not in told for n in range(len(phone.log)))
    ]:
        phone = rng.choice(waiting)
        open_ = [n for n in range(len(phone.log)) if (phone.code, n + 1) not in told]
        batch = [phone.log[n] for n in rng.sample(open_, min(len(open_), rng.choice((40, 60, 100))))]
        fate = rng.random()
        if fate < 0.15:
            continue  # the request was dropped
        if fate < 0.3:
            delayed.append((phone, batch))  # it arrives later, and nobody hears the answer
            continue
        answers = phone.send(*batch, on=SYNCED)
        if fate < 0.45:
            continue  # the answer was dropped
        if fate < 0.55:
            answers = phone.send(*batch, on=SYNCED)  # doubled
        told |= {(phone.code, answer.number): answer.first or answer.outcome for answer in answers}
        if delayed and rng.random() < 0.5:
            late, old = delayed.pop(rng.randrange(len(delayed)))
            late.send(*old, on=SYNCED)
    for late, old in delayed:
        late.send(*old, on=SYNCED)
    return list(told.values())
