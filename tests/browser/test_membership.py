"""BPJS's officer at work: answers that contradict are settled, and what a gap costs is seen before it comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from lindung.intake.tests import makers
from lindung.membership.models import Batch, Contradiction, Registration
from lindung.membership.tests.test_files import TITLES, no
from lindung.nominations.models import Enrolment
from tests import cast
from tests.browser.looks import show, sign_in
from tests.officers import officer

pytestmark = pytest.mark.browser


def hand_in(page: Page, site: str, answers: Path) -> None:
    page.goto(f"{site}/bpjs/kiriman/{Batch.objects.get().pk}/jawaban/")
    page.get_by_label("Berkas jawaban").set_input_files(answers)
    page.locator("form.sheet button").last.click()


def test_an_answer_against_an_earlier_one_is_shown_and_settled_by_keyboard(
    page: Page, pictures: Path | None, site: str, tmp_path: Path
) -> None:
    sign_in(page, site, officer("bpjs", cast.NTT).username)
    stranger = ["5321019999990001", "Orang Lain", "", "DITERIMA", "", "", ""]
    answers = makers.xlsx(tmp_path / "jawaban-kedua.xlsx", [TITLES, no(1), stranger])

    hand_in(page, site, answers)
    expect(page.locator("main")).to_contain_text("2 baris")  # both need a person; nothing was overwritten
    show(page, "bpjs-berkas-jawaban", pictures)
    hand_in(page, site, answers)
    assert Contradiction.objects.count() == 1, "the same file again is no further contradiction"
    assert Registration.objects.filter(answer="accepted").count() == 25

    page.goto(f"{site}/bpjs/berlawanan/")
    page.locator("#daftar tbody a").first.click()
    show(page, "bpjs-berlawanan", pictures)
    page.get_by_role("radio", name="jawaban kemudian").focus()
    page.keyboard.press("Space")
    page.get_by_label("Atas kata siapa").fill("Ibu Ina, cabang Atambua, lewat telepon")
    page.get_by_role("button", name="Simpan putusan").focus()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Selesai: jawaban kemudian berlaku")
    page.go_back()
    page.reload()
    expect(page.get_by_role("button", name="Simpan putusan")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Ibu Ina")
    assert Enrolment.objects.filter(ended_on__isnull=False).count() == 1, "the seat is free for the reserve"


def test_who_sends_nothing_sees_the_batches_without_the_button(page: Page, site: str) -> None:
    sign_in(page, site, officer("verifier").username)
    page.goto(f"{site}/bpjs/")
    expect(page.get_by_role("link", name="Kirim peserta baru")).to_have_count(0)
    expect(page.get_by_role("link", name="Jawaban berlawanan")).to_be_visible()


def test_the_years_end_is_seen_before_it_comes(page: Page, pictures: Path | None, site: str) -> None:
    sign_in(page, site, officer("manager", cast.NTT).username)
    page.get_by_role("link", name="Kepesertaan dan alarm").click()
    page.get_by_label("Dilihat pada").fill("2025-11-20")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("main")).to_contain_text("42 hari")
    show(page, "kepesertaan", pictures)
    page.get_by_role("link", name="Akhir perlindungan").click()
    page.get_by_label("Dilihat pada").fill("2025-11-20")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator(".stats")).to_contain_text("25")
    page.get_by_text("Angkanya").click()
    show(page, "akhir-perlindungan", pictures)
    page.get_by_role("link", name="1 Januari 2026").first.click()
    expect(page.locator("#daftar")).to_contain_text("25 baris")
