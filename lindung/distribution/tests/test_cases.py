"""A person settles a contradiction; what was recorded stays on record."""

from datetime import date

import pytest

from lindung.distribution.models import Handover, HandoverCase, Item
from lindung.distribution.queries import undelivered
from lindung.distribution.queries.manifest import manifest
from lindung.distribution.services import make_items, take_back
from lindung.distribution.services.cases import settle_case
from lindung.distribution.services.phones import revoke_device
from lindung.distribution.tests.phone import Phone
from lindung.distribution.tests.test_sync import every_check
from lindung.kernel.problem import Refused
from tests import cast

pytestmark = pytest.mark.django_db
SYNCED = date(2025, 8, 27)
BY = {"actor": cast.DECIDER, "on": SYNCED}


@pytest.fixture
def items(programme) -> list[int]:
    by = {"actor": cast.OPERATOR, "on": date(2025, 8, 1)}
    make_items(kind="card", programme=programme, made_at="BPJS", **by)
    make_items(kind="book", programme=programme, made_at="Bank NTT", **by)
    return undelivered(programme=programme.pk)


@pytest.fixture
def case(items) -> HandoverCase:
    """Maria and Yosef both say that they handed over the first card."""
    for name in ("maria.lapangan", "yosef.lapangan"):
        phone = Phone(name).enrol()
        phone.act("handover", items[0])
        phone.send(on=SYNCED)
    return HandoverCase.objects.get()


def last(item: int) -> Handover:
    return Handover.objects.filter(item=item).order_by("turn").last()


def test_the_first_account_stands(case):
    settle_case(case=case.pk, right="first", note="sudah ditanyakan", **BY)
    assert last(case.item_id).by == "maria.lapangan"
    assert HandoverCase.objects.get().settled_by == cast.DECIDER.id


def test_the_second_account_is_true_and_three_turns_tell_how_it_went(case):
    settle_case(case=case.pk, right="second", note="Maria salah orang", **BY)
    turns = Handover.objects.filter(item=case.item_id).order_by("turn")
    assert [turn.by for turn in turns] == ["maria.lapangan", cast.DECIDER.id, "yosef.lapangan"]
    assert all(not check() for check in every_check())


def test_a_case_is_settled_once(case):
    settle_case(case=case.pk, right="first", note="", **BY)
    with pytest.raises(Refused, match="SYNC-12"):
        settle_case(case=case.pk, right="second", note="", **BY)
    assert last(case.item_id).by == "maria.lapangan"


def test_what_a_revoked_phone_sent_is_accepted_one_by_one(items):
    phone = Phone("maria.lapangan").enrol()
    phone.act("handover", items[0])
    phone.act("return", items[1], reason="moved")
    revoke_device(code=phone.code, reason="hilang", **BY)
    phone.send(on=SYNCED)
    for case in HandoverCase.objects.order_by("number"):
        settle_case(case=case.pk, right="second", note="penerima membenarkan", **BY)
    states = [Item.objects.get(pk=item).state for item in items[:2]]
    assert states == [Item.State.HANDED_OVER, Item.State.RETURNED]


def test_a_handover_after_an_offices_return_can_be_accepted(items):
    take_back(items=[items[0]], brought_to="Dinas", reason="nama salah", **BY)
    phone = Phone("maria.lapangan").enrol()
    phone.act("handover", items[0])
    phone.send(on=SYNCED)
    settle_case(case=HandoverCase.objects.get().pk, right="second", note="", **BY)
    assert last(items[0]).by == "maria.lapangan"
    assert all(not check() for check in every_check())


def test_a_manifest_has_who_waits_within_the_officers_own_regions_and_no_nik(items, programme):
    whole = manifest(programme=programme.pk, places=[cast.MALAKA], within=[cast.NTT])
    assert [len(person[5]) for person in whole["people"]] == [2, 2, 2]
    assert [kind for _, kind, _ in whole["people"][0][5]] == ["k", "b"]
    assert whole["villages"][0][0] == "53.21.01.2001"
    assert not any(cast.nik_of(number) in str(whole) for number in (1, 2, 3))
    for elsewhere in ([cast.BELU], [], ["53.21.01.2002"]):
        assert manifest(programme=programme.pk, places=[cast.MALAKA], within=elsewhere)["people"] == []
    phone = Phone("maria.lapangan").enrol()
    phone.act("handover", *(item for item, _, _ in whole["people"][0][5]))
    phone.send(on=SYNCED)
    rest = manifest(programme=programme.pk, places=[cast.MALAKA], within=[""])
    assert len(rest["people"]) == 2
