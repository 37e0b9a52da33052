"""The pages as a person meets them: seen, read, reached by keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Response

from tests.browser.conftest import PASSWORD, WIDTHS

pytestmark = pytest.mark.browser
FIRST_LOAD, NEXT_LOAD = 150_000, 40_000  # bytes over the wire


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.get_by_role("link", name="Masuk").click()
    page.get_by_label("Nama pengguna").fill("maria.operator")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def show(page: Page, name: str, pictures: Path | None) -> None:
    """No page scrolls sideways at any width; its picture is kept where one asked for it."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{name} scrolls sideways: {wide} px on {width} px"
        if pictures:
            page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)


def weight(page: Page, address: str) -> int:
    """Bytes of a page with all it needs, as they travel."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    return sum(sum(answer.request.sizes().values()) for answer in answers)


def test_a_villager_sees_totals_map_and_table(page: Page, pictures: Path | None) -> None:
    assert page.get_by_role("heading", level=1).inner_text() == "25 pekerja rentan terlindungi"
    assert page.locator("svg.map circle").count() > 3_000
    assert page.locator("svg.map .s1 circle title").text_content() == "Barene, Kabupaten Malaka: kurang dari 5"
    assert page.get_by_role("rowheader", name="Malaka").count() == 1
    show(page, "front", pictures)


def test_an_officer_signs_in_sees_every_stage_and_signs_out(page: Page, pictures: Path | None) -> None:
    sign_in(page)
    assert page.get_by_role("heading", level=1).inner_text() == "Selamat datang, Maria Seuk"
    assert page.locator(".funnel li").count() == 8
    show(page, "home", pictures)
    page.get_by_role("button", name="Keluar").click()
    assert page.get_by_role("link", name="Masuk").is_visible()


def test_a_wrong_password_says_so_beside_the_form(page: Page, pictures: Path | None) -> None:
    sign_in(page, password="salah")
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
    sign_in(page)
    assert weight(page, f"{site}/ruang-kerja/") <= NEXT_LOAD
