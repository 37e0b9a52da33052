"""The whole story in a browser, by those who do it: a messy list becomes paid cover, and the leader sees it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from lindung.accounts.models import User
from lindung.billing.models import Payment
from lindung.intake.tests import makers
from lindung.membership.services import load_branches
from tests import cast
from tests.browser.looks import show, sign_in
from tests.browser.test_intake import hand_in, work
from tests.officers import officer

pytestmark = pytest.mark.browser
TITLES = ["NO", "NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "DESA/KELURAHAN", "KECAMATAN", "PEKERJAAN"]
# Eight women of Wehali, as different as people are.
WOMEN = [
    ("Maria Hoar", 3, 2, 71), ("Agustina Luruk", 14, 7, 85), ("Yuliana Abuk", 21, 11, 92),
    ("Fransiska Telik", 9, 4, 78), ("Bernadete Muti", 27, 9, 66), ("Katarina Seuk", 5, 12, 89),
    ("Oliva Rouk", 18, 6, 97), ("Regina Fouk", 11, 1, 74),
]  # fmt: skip
SPOILT = 2


def nik(number: int) -> str:
    _, day, month, year = WOMEN[number]
    return f"532101{day + 40:02d}{month:02d}{year:02d}{number + 1:04d}"


def messy(path: Path) -> Path:
    """The list as the village sends it: a title above, a NIK that lost its end, a village nobody knows."""
    rows = [
        [str(n + 1), nik(n), name, f"{day:02d}-{month:02d}-19{year}", "Wehali", "Malaka Tengah", "petani"]
        for n, (name, day, month, year) in enumerate(WOMEN)
    ]
    rows[SPOILT][1] = rows[SPOILT][1][:14]
    rows[5][4] = "Kota Antah"
    return makers.xlsx(path, [["DAFTAR PEKERJA RENTAN DESA WEHALI"], TITLES, *rows], sheet="Wehali")


@pytest.fixture
def enter(browser: Browser, empty_site: str) -> Iterator[Callable[[User], Page]]:
    """A browser of their own for each officer, already signed in."""
    contexts = []

    def _enter(user: User) -> Page:
        contexts.append(browser.new_context(locale="id-ID"))
        contexts[-1].set_default_timeout(20_000)
        page = contexts[-1].new_page()
        sign_in(page, empty_site, user.username)
        return page

    yield _enter
    for context in contexts:
        context.close()


def test_five_people_take_a_messy_list_to_paid_cover(
    enter: Callable[[User], Page], empty_site: str, tmp_path: Path, pictures: Path | None
) -> None:
    load_branches()
    cast.district_programme(seats=40)
    leader = enter(officer("leader"))
    assert seats_held(leader) == "0"
    hands_in_and_mends(enter(officer("operator")), empty_site, messy(tmp_path / "wehali.xlsx"))
    verifies(enter(officer("verifier")), pictures)
    decides(enter(officer("decider")), pictures)
    leader.reload()
    assert seats_held(leader) == "7"
    branch = enter(officer("bpjs"))
    registers(branch, tmp_path, pictures)
    freezes(branch, pictures)
    pays(enter(officer("finance")), pictures)
    leader.reload()
    expect(leader.locator("main")).to_contain_text("Iuran lunas untuk 42 dari 42 bulan perlindungan")
    show(leader, "beranda-pimpinan", pictures)


def hands_in_and_mends(page: Page, site: str, workbook: Path) -> None:
    hand_in(page, site, workbook)
    work()
    page.reload()
    page.get_by_role("link", name="wehali.xlsx").click()
    expect(page.locator("main")).to_contain_text("6 diterima")
    page.get_by_role("link", name="Perbaiki 2 baris").click()
    page.get_by_label("NIK").fill(nik(SPOILT))
    page.get_by_role("button", name="Simpan perbaikan").click()
    expect(page.locator(".message")).to_contain_text("sudah diperbaiki dan diterima")


def verifies(page: Page, pictures: Path | None) -> None:
    page.get_by_role("link", name="Usulan", exact=True).click()
    page.get_by_role("link", name="Meja verifikasi").click()
    page.locator("tbody a").first.click()
    show(page, "verifikasi", pictures)
    for kind in ("NIK di Dukcapil", "Pekerjaan dan usia"):
        page.get_by_label("Pemeriksaan", exact=True).select_option(label=kind)
        page.get_by_label("Dasar").fill("BA 12/VI/2025")
        page.get_by_role("button", name="Semua yang lain lulus").click()
        expect(page.get_by_role("status").first).to_contain_text("7 hasil dicatat")
    page.get_by_role("link", name="Verifikasi 7 usulan").click()
    show(page, "verifikasi-setuju", pictures)
    page.get_by_role("button", name="Verifikasi 7 usulan").click()
    expect(page.locator("main")).to_contain_text("7 usulan lulus dan masuk cadangan")


def decides(page: Page, pictures: Path | None) -> None:
    page.get_by_role("link", name="Penetapan", exact=True).click()
    show(page, "penetapan", pictures)
    page.get_by_role("link", name="Tetapkan").click()
    sheet = page.locator(".consequences")
    expect(sheet).to_contain_text("7 orang disebut dalam lampiran SK")
    expect(sheet).to_contain_text("42 bulan-orang perlindungan")
    expect(sheet).to_contain_text("Rp705.600")
    show(page, "penetapan-setuju", pictures)
    page.get_by_label("Nomor SK").fill("SK/7/2025")
    page.get_by_label("Tanggal SK").fill("2025-06-20")
    page.get_by_label("Ditandatangani oleh").fill("Bupati Malaka")
    page.get_by_role("button", name="Tetapkan 7 orang").click()
    page.wait_for_url("**/lampiran/")
    expect(page.locator("#daftar")).to_contain_text("7 baris")


def registers(page: Page, folder: Path, pictures: Path | None) -> None:
    """The list goes out as a file; the branch's answer comes back as another."""
    page.get_by_role("link", name="Pendaftaran BPJS", exact=True).click()
    page.get_by_role("link", name="Kirim peserta baru").click()
    page.get_by_label("Program", exact=True).select_option(index=1)
    page.get_by_label("Wadah").fill("SG")
    page.get_by_role("button", name="Lihat berapa orang").click()
    expect(page.locator(".consequences")).to_contain_text("7")
    page.locator("form.confirm button").click()
    if not page.url.rstrip("/").split("/")[-1].isdecimal():
        page.locator("#daftar tbody a").first.click()
    page.get_by_text("Buat berkas untuk cabang", exact=True).click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Buat berkas", exact=True).click()
    rows = openpyxl.load_workbook(BytesIO(Path(taken.value.path()).read_bytes())).active.iter_rows(values_only=True)
    sent = [cell for row in rows for cell in row if re.fullmatch(r"5321\d{12}", str(cell))]
    assert len(sent) == 7
    answers = [[nik, f"25{number:09d}", "DITERIMA"] for number, nik in enumerate(sent)]
    page.get_by_role("link", name="Masukkan jawaban BPJS").click()
    workbook = makers.xlsx(folder / "jawaban.xlsx", [["NIK", "NO KPJ", "STATUS"], *answers])
    page.get_by_label("Berkas jawaban").set_input_files(workbook)
    page.locator("form.sheet button").last.click()
    expect(page.locator("main")).to_contain_text("7 diterima")
    show(page, "kiriman-dijawab", pictures)
    page.set_viewport_size({"width": 1280, "height": 768})


def freezes(page: Page, pictures: Path | None) -> None:
    page.get_by_role("link", name="Tagihan iuran", exact=True).click()
    page.get_by_role("link", name="Bekukan tagihan baru").click()
    page.get_by_label("Program", exact=True).select_option(index=1)
    page.get_by_label("Cabang BPJS").select_option("atambua")
    page.get_by_label("Bulan pertama").fill("2025-07")
    page.get_by_label("Bulan terakhir").fill("2025-12")
    page.get_by_label("Kode iuran").fill("KODE-7")
    page.get_by_label("Jatuh tempo").fill("2025-08-15")
    show(page, "tagihan-baru", pictures)
    page.get_by_role("button", name="Bekukan tagihan").click()
    expect(page.locator("main")).to_contain_text("7 orang, Rp705.600")


def pays(page: Page, pictures: Path | None) -> None:
    """Pressed twice, paid once."""
    page.get_by_role("link", name="Tagihan iuran", exact=True).click()
    page.get_by_role("link", name="KODE-7").click()
    show(page, "tagihan", pictures)
    page.get_by_role("link", name="Bayar Rp705.600").click()
    page.get_by_label("Jumlah dibayar").fill("705.600")
    page.get_by_label("Rujukan bank").fill("TRF-7")
    show(page, "tagihan-bayar", pictures)
    page.get_by_role("button", name="Bayar Rp705.600").dblclick()
    expect(page.locator("main")).to_contain_text("lunas")
    assert Payment.objects.get().rupiah == 705_600


def seats_held(page: Page) -> str:
    return page.locator(".funnel").first.locator("li", has_text="Memegang kursi").locator("b").inner_text()


def test_from_home_to_a_person_by_keyboard_alone(page: Page, site: str) -> None:
    sign_in(page, site)
    walk_to(page, "Cari orang")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orang/")
    page.get_by_role("search").get_by_role("textbox").or_(page.get_by_role("searchbox")).first.focus()
    page.keyboard.type("agustina luruk, barene")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=agustina**")
    name = page.locator("#daftar tbody a").first.inner_text()
    walk_to(page, name)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    assert page.evaluate("document.activeElement.tagName") in ("BODY", "HTML")


def walk_to(page: Page, words: str) -> None:
    """Tab after tab until the link of these words has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == words:
            return
    pytest.fail(f"the keyboard never reached {words}")
