"""Modest means: no JavaScript, a slow link, a printer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lindung.coverage.models import Entry
from lindung.people.models import Person
from tests.browser.looks import show, sign_in
from tests.officers import officer

pytestmark = pytest.mark.browser
# Slow 3G as browsers mean it: 400 kbit/s, 400 ms. No time is asserted, only that all of it arrives.
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}


@pytest.fixture
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """The operator's page in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    context.set_default_timeout(10_000)
    page = context.new_page()
    sign_in(page, site)
    yield page
    context.close()


def test_without_javascript_somebody_is_found_and_a_death_reported(plain: Page, site: str) -> None:
    plain.goto(f"{site}/orang/")
    plain.get_by_label("NIK, KPJ, nama, desa atau telepon").fill("yohanis bria")
    plain.get_by_role("button", name="Cari").click()
    plain.get_by_role("link", name="Yohanes Bria 1", exact=True).click()
    expect(plain.locator(".months .province")).to_have_count(6)
    plain.get_by_text("Lihat nomor utuh").click()
    plain.get_by_label("Untuk apa").fill("mencocokkan KTP di loket")
    plain.get_by_role("button", name="Perlihatkan nomor").click()
    expect(plain.locator("code.number")).to_have_text("5321015708850001")
    person = Person.objects.get(name="Yohanes Bria 1")
    plain.goto(f"{site}/orang/{person.pk}/meninggal/")
    plain.get_by_label("Tanggal meninggal").fill("2025-09-02")
    plain.get_by_label("Siapa atau surat").fill("akta kematian desa")
    plain.get_by_role("button", name="Lihat akibatnya").click()
    expect(plain.locator(".consequences")).to_contain_text("bulan dibebaskan")
    plain.get_by_role("button", name="Catat kematian").click()
    expect(plain.get_by_text("Meninggal dunia 2 September 2025.")).to_be_visible()
    assert Entry.objects.filter(person=person, turn=1).exists()


def test_without_javascript_every_list_of_the_menu_is_read(plain: Page, site: str) -> None:
    menu = plain.get_by_role("navigation", name="Utama")
    addresses = [link.get_attribute("href") for link in menu.get_by_role("link").all()]
    assert len(addresses) >= 8
    for address in addresses:
        plain.goto(f"{site}{address}")
        assert plain.get_by_role("heading", level=1).is_visible(), address


def test_without_javascript_a_person_is_corrected(plain: Page, site: str) -> None:
    person = Person.objects.order_by("pk").first()
    assert person
    plain.goto(f"{site}/orang/{person.pk}/data/")
    plain.get_by_label("Nama lengkap").fill("Yohanes Bria Satu")
    plain.get_by_label("Dasar perbaikan").fill("KTP dilihat di loket")
    plain.locator("form.sheet button").last.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Yohanes Bria Satu")


@pytest.mark.parametrize("path", ["/orang/?q=yohanis+bria", "/berkas/", "/program/", "/usulan/", "/"])
def test_pages_are_read_over_a_slow_link(page: Page, site: str, path: str) -> None:
    sign_in(page, site)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.goto(site + path, timeout=60_000)
    assert page.get_by_role("heading", level=1).is_visible()


def test_a_person_is_read_and_searched_over_a_slow_link(page: Page, site: str) -> None:
    sign_in(page, site)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)
    page.goto(f"{site}/orang/", timeout=60_000)
    page.get_by_label("NIK, KPJ, nama, desa atau telepon").fill("yohanis bria")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Yohanes Bria 1", exact=True).click(timeout=60_000)
    expect(page.locator(".months .province")).to_have_count(6, timeout=60_000)


def test_the_law_desk_prints_its_answer_alone(page: Page, site: str, pictures: Path | None) -> None:
    officer("manager")
    sign_in(page, site, "manager.53")
    page.goto(f"{site}/hukum/")
    page.get_by_label("Tanggal kejadian").fill("2025-12-10")
    page.get_by_label("Kejadian", exact=True).select_option("death")
    page.get_by_label("Sebab").select_option("natural")
    page.get_by_label("Peserta sejak").fill("2025-01-01")
    page.get_by_label("Iuran lunas sampai").fill("2025-12-31")
    page.get_by_role("button", name="Hitung santunan").click()
    expect(page.locator(".print-sheet")).to_contain_text("Rp42.000.000")
    show(page, "meja-hukum", pictures)
    page.emulate_media(media="print")
    assert page.locator(".print-sheet").is_visible()
    for gone in ("nav.menu", "form.sheet", "header.site", "footer.site", "main > h1"):
        assert not page.locator(gone).first.is_visible(), gone
    if pictures:
        page.pdf(path=pictures / "meja-hukum.pdf", format="A4")
