"""The pages of cards and books: where each is, an event as it goes on, a case to settle."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lindung.distribution.models import HandoverCase, Item, PaperEntry
from lindung.distribution.queries import undelivered
from lindung.distribution.services import hand_over, hold_event, make_items
from lindung.distribution.services.gathering import invite
from lindung.distribution.tests.phone import Phone
from lindung.programmes.models import Programme
from tests import cast
from tests.browser.looks import show, sign_in

pytestmark = pytest.mark.browser
BETUN = date(2025, 8, 25)


@pytest.fixture
def hall(site: str) -> int:
    """Cards of three villages, an event, some of them handed over, one by two officers; the event's number."""
    programme = Programme.objects.get()
    make_items(kind="card", programme=programme, made_at="BPJS Atambua", actor=cast.OPERATOR, on=date(2025, 8, 1))
    event = hold_event(
        programme=programme, kind="handover", name="Penyerahan kartu di Betun", place="Kantor Bupati Malaka",
        region=cast.MALAKA, held_on=BETUN, officials=["Bupati Malaka", "BPJS Ketenagakerjaan Atambua"],
        actor=cast.OPERATOR, on=date(2025, 8, 10),
    )  # fmt: skip
    invite(event=event, places=[cast.MALAKA], on_stage=2, actor=cast.OPERATOR, on=date(2025, 8, 12))
    items = undelivered(programme=programme.pk)
    hand_over(items=items[:11], event=event, actor=cast.OPERATOR, on=BETUN)
    for name in ("maria.lapangan", "yosef.lapangan"):
        phone = Phone(name).enrol()
        phone.act("handover", items[12], event=event.pk)
        phone.send(on=BETUN)
    return event.pk


def test_an_officer_sees_where_cards_are_and_settles_what_two_phones_say(
    page: Page, hall: int, site: str, pictures: Path | None
) -> None:
    sign_in(page, site)
    for address, name in (
        ("kartu/", "kartu"),
        ("kartu/desa/", "kartu-desa"),
        ("acara/", "acara"),
        (f"acara/{hall}/", "acara-papan"),
        ("kartu/kasus/", "kasus"),
    ):
        page.goto(f"{site}/{address}")
        show(page, name, pictures)
    page.locator("#daftar tbody a").first.click()
    show(page, "kasus-satu", pictures)
    page.get_by_label("Catatan ponsel ini benar").check()
    page.get_by_label("Alasan").fill("penerima ditanyai")
    page.get_by_role("button", name="Putuskan 1 kasus").click()
    expect(page.locator("main")).to_contain_text("Tidak ada kasus")
    assert HandoverCase.objects.get().resolution == "second"
    assert Item.objects.filter(state="handed_over").count() == 12


def test_a_signed_list_is_typed_by_scanner_and_by_hand(
    page: Page, hall: int, site: str, pictures: Path | None
) -> None:
    sign_in(page, site)
    for address, name in (
        ("acara/baru/", "acara-baru"),
        (f"acara/{hall}/undang/", "acara-undang"),
        (f"acara/{hall}/ketik/1/", "acara-ketik"),
    ):
        page.goto(f"{site}/{address}")
        show(page, name, pictures)
    page.get_by_label("Kode baris").fill("3")
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_contain_text("Kursi 3")
    page.get_by_label("Kartu, kursi 2", exact=True).check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator(".message")).to_contain_text("baris diketik")
    page.goto(f"{site}/acara/{hall}/ketik/")
    show(page, "acara-ketikan", pictures)
    assert PaperEntry.objects.exclude(signed_for="").count() == 2
