"""Cards held before the camera of a phone without signal: from the printed sheet to the word on the screen."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from lindung.distribution.models import Proof, ProofKey
from lindung.distribution.proof.claim import Content, sealer
from lindung.distribution.proof.printing import Card
from lindung.distribution.queries.proofs import to_print
from lindung.distribution.services.proofs import revoke_proofs
from tests import cast
from tests.browser.camera import film, printed, seen
from tests.browser.hall import BETUN, NIKODEMUS, built, event, handover_in_betun
from tests.browser.phone import FieldPhone

pytestmark = [pytest.mark.browser, built]
CHEAP, USUAL = (640, 480), (1280, 720)


@pytest.fixture
def story(committed_db: None, key_folder: Path) -> None:
    handover_in_betun(5)


def forged(card: Card) -> Card:
    """The card with a name of the forger's own, signed with the forger's key in the office's name."""
    content = Content(card.number, "Orang Lain", 1990, card.place, "NTT-2025", BETUN, "Lindung")
    return replace(card, name="Orang Lain", sealed=sealer(ProofKey.objects.get().kid, os.urandom(32))(content))


def hold_before(phone: FieldPhone, card: Card, folder: Path, *, size: tuple[int, int], across: float) -> None:
    """The phone is opened anew without signal and sees this card."""
    picture = seen(printed(card, folder / f"sheet-{size[0]}-{across}"), size=size, across=across, turned=4)
    phone.stop()
    phone.start(camera=film(picture, folder / "camera.y4m"))
    phone.without_signal()
    phone.open(f"pindai/acara-{event()}")


def test_a_genuine_card_is_read_from_paper_by_a_cheap_camera_and_by_a_usual_one(phones, tmp_path):
    card = to_print(programme=Proof.objects.earliest("pk").enrolment.programme_id)[0]
    phone = phones(NIKODEMUS)
    phone.download()
    for size, across in ((CHEAP, 95.0), (USUAL, 150.0)):
        hold_before(phone, card, tmp_path, size=size, across=across)
        expect(phone.page.get_by_role("heading", name=card.name, exact=True)).to_be_visible()
        expect(phone.page.locator("#kabar")).to_contain_text("Asli")


def test_a_forged_and_a_revoked_card_are_refused_on_the_screen(phones, tmp_path):
    good, lost = to_print(programme=Proof.objects.earliest("pk").enrolment.programme_id)[:2]
    revoke_proofs(serials=[lost.serial], reason="hilang", actor=cast.OPERATOR, on=BETUN)
    phone = phones(NIKODEMUS)
    phone.download()
    for number, (card, told) in enumerate({forged(good): "palsu atau rusak", lost: "sudah dicabut"}.items()):
        hold_before(phone, card, tmp_path / str(number), size=USUAL, across=110.0)
        expect(phone.page.locator("main [aria-live=assertive]")).to_contain_text(told)
        expect(phone.page.get_by_role("button", name="Serahkan")).to_have_count(0)
