"""The pages as a person meets them: seen, read, reached by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.looks import accessible, show, sign_in, weight
from tests.officers import PASSWORD, officer

pytestmark = pytest.mark.browser
FIRST_LOAD, NEXT_LOAD = 150_000, 40_000  # bytes over the wire


def test_a_villager_sees_totals_map_and_table(page: Page, pictures: Path | None) -> None:
    assert page.get_by_role("heading", level=1).inner_text() == "25 pekerja rentan terlindungi"
    assert page.locator("svg.map circle").count() > 3_000
    assert page.locator("svg.map .s1 circle title").text_content() == "Barene, Kabupaten Malaka: kurang dari 5"
    assert page.get_by_role("rowheader", name="Malaka").count() == 1
    show(page, "front", pictures)


def test_an_officer_signs_in_sees_every_stage_and_signs_out(page: Page, pictures: Path | None, site: str) -> None:
    sign_in(page, site)
    assert page.get_by_role("heading", level=1).inner_text() == "Selamat datang, Maria Seuk"
    assert page.locator(".funnel").first.locator("li").count() == 9
    show(page, "home", pictures)
    page.get_by_role("button", name="Keluar").click()
    assert page.get_by_role("link", name="Masuk").is_visible()


def test_a_wrong_password_says_so_beside_the_form(page: Page, pictures: Path | None, site: str) -> None:
    sign_in(page, site, password="salah")
    assert "tidak cocok" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Nama pengguna").input_value() == "maria.operator"
    show(page, "sign-in", pictures)


def test_the_keyboard_reaches_everything_and_shows_where_it_is(page: Page) -> None:
    targets = page.locator("a:visible, button:visible, input:visible, [tabindex='0']:visible").count()
    reached = []
    for _ in range(targets):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.outerHTML.slice(0, 80)"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", reached[-1]
    assert len(set(reached)) == targets
    assert 'class="skip"' in reached[0]


def test_the_dark_theme_is_dark(page: Page, pictures: Path | None) -> None:
    page.emulate_media(color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 26, 34)"
    show(page, "front-dark", pictures)


def test_pages_are_light(page: Page, site: str) -> None:
    page.context.clear_cookies()
    assert weight(page, site) <= FIRST_LOAD
    sign_in(page, site)
    assert weight(page, f"{site}/ruang-kerja/") <= NEXT_LOAD


def test_home_goes_down_to_the_village_and_colours_the_map(page: Page, pictures: Path | None, site: str) -> None:
    officer("manager")
    sign_in(page, site, "manager.53")
    show(page, "beranda", pictures)
    page.get_by_role("link", name="Kabupaten Malaka", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kabupaten Malaka"
    page.get_by_label("Tahap", exact=True).select_option("registered")
    page.get_by_role("button", name="Warnai peta").click()
    assert "tahap=registered" in page.url
    show(page, "beranda-kabupaten", pictures)
    page.get_by_role("link", name="Malaka Tengah", exact=True).click()
    page.get_by_role("link", name="Barene", exact=True).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == "Barene"
    page.go_back()
    assert page.get_by_role("heading", level=1).inner_text() == "Malaka Tengah"


def test_a_click_on_the_map_leads_to_the_district(page: Page, site: str) -> None:
    officer("leader")
    sign_in(page, site, "leader.53")
    page.locator("svg.map a", has_text="Malaka").first.click(force=True)
    page.wait_for_url("**wilayah=53.21&**")


def test_a_list_is_taken_along_as_a_file(page: Page, pictures: Path | None, site: str) -> None:
    officer("auditor")
    sign_in(page, site, "auditor.53")
    page.goto(f"{site}/catatan/?q=maria")
    show(page, "catatan", pictures)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Unduh CSV").click()
    text = Path(taken.value.path()).read_text(encoding="utf-8-sig")
    assert text.startswith("Dicatat;Berlaku;Siapa")
    assert all("Maria Seuk" in line or "maria" in line for line in text.splitlines()[1:])
    page.goto(f"{site}/unduhan/")
    show(page, "unduhan", pictures)


def test_the_whole_way_by_keyboard_alone(page: Page, site: str) -> None:
    """Sign in, colour the map, open a district: no mouse."""
    officer("leader")
    page.goto(f"{site}/masuk/")
    page.get_by_label("Nama pengguna").focus()
    page.keyboard.type("leader.53")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ruang-kerja/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.get_by_label("Tahap", exact=True).focus()
    page.keyboard.type("Terdaftar")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**tahap=registered**")
    page.get_by_role("link", name="Kabupaten Malaka", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**wilayah=53.21**")


def test_home_is_read_over_a_slow_link(page: Page, site: str) -> None:
    """Slow 3G as browsers mean it: 400 kbit/s, 400 ms. No time is asserted, only that all of it arrives."""
    sign_in(page, site)
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", {
        "offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000})  # fmt: skip
    page.goto(f"{site}/ruang-kerja/", timeout=30_000)
    assert page.locator(".funnel li").count() >= 8
    assert page.locator("svg.map").is_visible()


def test_english_is_english(page: Page, site: str) -> None:
    sign_in(page, site)
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Welcome, Maria Seuk"
    assert page.get_by_text("Holding a seat").first.is_visible()


def test_every_component_shows(page: Page, pictures: Path | None, site: str) -> None:
    sign_in(page, site)
    page.goto(f"{site}/gaya/")
    show(page, "gaya", pictures)
    page.emulate_media(color_scheme="dark")
    accessible(page, "gaya, dark")
    show(page, "gaya-dark", pictures)
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Utama").is_visible()


def test_a_list_is_filtered_without_a_new_page_and_the_back_button_is_right(page: Page, site: str) -> None:
    officer("manager")
    sign_in(page, site, "manager.53")
    page.goto(f"{site}/petugas/")
    assert "2 baris" in page.locator("#daftar").inner_text()
    page.get_by_label("Nama", exact=False).first.fill("maria")
    page.get_by_role("button", name="Tampilkan").click()
    page.wait_for_url("**q=maria**")
    page.get_by_text("1 baris").wait_for()
    page.go_back()
    page.get_by_text("2 baris").wait_for()


def test_reading_and_plain_forms_work_without_javascript(browser: Browser, site: str) -> None:
    officer("manager")
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    sign_in(page, site, "manager.53")
    page.goto(f"{site}/petugas/")
    page.get_by_label("Nama", exact=False).first.fill("maria")
    page.get_by_role("button", name="Tampilkan").click()
    assert "1 baris" in page.locator("#daftar").inner_text()
    page.get_by_role("button", name="Gelap").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    context.close()


def test_on_a_telephone_the_menu_opens_and_leads(page: Page, site: str) -> None:
    sign_in(page, site)
    page.set_viewport_size({"width": 360, "height": 740})
    menu = page.get_by_role("navigation", name="Utama")
    assert not menu.is_visible()
    page.get_by_role("button", name="Menu").click()
    assert menu.is_visible()
    menu.get_by_role("link", name="Beranda").click()
    page.wait_for_url("**/ruang-kerja/")


def test_pages_of_the_own_account(page: Page, pictures: Path | None, site: str) -> None:
    sign_in(page, site)
    for name, address in {"akun": "/akun/", "kata-sandi": "/akun/kata-sandi/", "perangkat": "/akun/perangkat/",
                          "langkah-kedua": "/akun/langkah-kedua/", "aplikasi": "/akun/langkah-kedua/aplikasi/",
                          "kunci": "/akun/langkah-kedua/kunci/tambah/"}.items():  # fmt: skip
        page.goto(site + address)
        if "/pastikan/" in page.url:
            page.locator("[name=password]").fill(PASSWORD)
            page.locator("form.sheet button[type=submit]").click()
        show(page, name, pictures)


def test_a_passkey_opens_the_door(page: Page, site: str) -> None:
    """With an authenticator made of software, as the browser's own tests use."""
    site = site.replace("127.0.0.1", "localhost")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True}})  # fmt: skip
    sign_in(page, site)
    page.goto(f"{site}/akun/langkah-kedua/kunci/tambah/")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form.sheet button[type=submit]").click()
    page.get_by_label("Nama kunci").fill("Laptop kantor")
    page.locator("input[type=checkbox]").check()
    page.locator("#mfa_webauthn_add").click()
    page.wait_for_url("**/cadangan/**")
    page.get_by_role("button", name="Keluar").first.click()
    page.goto(f"{site}/masuk/")
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url("**/ruang-kerja/")
