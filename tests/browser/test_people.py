"""People as an officer meets them: found, a number shown, a death reported, doubles decided by keys."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from lindung.matching.models import Pair
from lindung.matching.tests.pairs import pair
from lindung.people.models import Person
from tests.browser.looks import show, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def waiting(story: None) -> list[int]:
    """Three pairs of Malaka that somebody else's file brought in."""
    people = list(Person.objects.order_by("pk").values_list("pk", flat=True)[:6])
    return [pair(*people[at : at + 2], by="berkas.lain") for at in (0, 2, 4)]


def test_somebody_is_found_looked_at_and_a_number_shown(page: Page, pictures: Path | None, site: str) -> None:
    sign_in(page, site)
    page.goto(f"{site}/orang/")
    show(page, "cari", pictures)
    page.get_by_label("NIK, KPJ, nama, desa atau telepon").fill("yohanis bria")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=yohanis**")
    show(page, "cari-hasil", pictures)
    page.get_by_role("link", name="Yohanes Bria 1", exact=True).click()
    assert page.locator(".months .province").count() == 6
    show(page, "orang", pictures)
    page.get_by_text("Lihat nomor utuh").click()
    page.get_by_label("Untuk apa").fill("mencocokkan KTP di loket")
    page.get_by_role("button", name="Perlihatkan nomor").click()
    assert page.locator("code.number").inner_text() == "5321015708850001"
    show(page, "orang-nomor", pictures)


def test_a_death_is_reported_after_its_consequence_was_read(page: Page, pictures: Path | None, site: str) -> None:
    sign_in(page, site)
    person = Person.objects.order_by("pk").first()
    assert person
    page.goto(f"{site}/orang/{person.pk}/meninggal/")
    show(page, "meninggal", pictures)
    page.get_by_label("Tanggal meninggal").fill("2025-09-02")
    page.get_by_label("Siapa atau surat").fill("akta kematian desa")
    page.get_by_role("button", name="Lihat akibatnya").click()
    assert "bulan dibebaskan" in page.locator(".consequences").inner_text()
    show(page, "meninggal-akibat", pictures)
    page.get_by_role("button", name="Catat kematian").click()
    assert page.get_by_text("Meninggal dunia 2 September 2025.").is_visible()


def test_forms_about_people_look_right(page: Page, pictures: Path | None, site: str) -> None:
    sign_in(page, site)
    person = Person.objects.order_by("pk").first()
    assert person
    own = {"data": "data", "nik": "nik", "alamat": "alamat", "pindah": "pindah"}
    pages = {"baru": "baru"} | {name: f"{person.pk}/{path}" for name, path in own.items()}
    for name, path in pages.items():
        page.goto(f"{site}/orang/{path}/")
        show(page, f"orang-{name}", pictures)


def test_the_queue_is_worked_by_keys_alone(
    page: Page, pictures: Path | None, site: str, waiting: list[int]
) -> None:
    sign_in(page, site)
    page.goto(f"{site}/ganda/")
    show(page, "ganda", pictures)
    page.get_by_role("link", name="Mulai memutuskan").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ganda/*/**")
    show(page, "pasangan", pictures)
    for key in "12":
        before = page.url
        page.keyboard.press(key)
        page.wait_for_url(lambda url, before=before: url != before)
    assert [one.state for one in Pair.objects.order_by("pk")] == ["same", "different", "open"]
    page.keyboard.press("u")
    page.get_by_text("pasangan ini menunggu lagi").wait_for()
    assert Pair.objects.get(pk=waiting[1]).state == "open"
