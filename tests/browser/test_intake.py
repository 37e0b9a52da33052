"""A messy list goes in, its problems are seen and mended, the village's workbook goes out and comes back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect

from lindung.intake.models import Arrival, Delivery, File, Row
from lindung.intake.tests import makers
from lindung.nominations.models import Nomination
from tests import cast
from tests.browser.looks import show, sign_in
from tests.officers import officer

pytestmark = pytest.mark.browser
TITLES = ["NO", "NIK", "NAMA LENGKAP", "TANGGAL LAHIR", "DESA/KELURAHAN", "KECAMATAN", "NO HP"]
LETTER = "460/118/DS-WEH/2025"
NAMES = ["Maria Hoar", "Yohanes Bria", "Agustina Luruk", "Dominikus Seran", "Yuliana Abuk", "Petrus Klau"]


def messy(path: Path) -> Path:
    """Thirty people of Wehali: three NIKs spoilt, a village nobody knows, a birth date that never was."""
    around = ["01-07-1990", "Wehali", "Malaka Tengah", "081234567890"]
    rows = [[str(n), f"532101410790{n:04d}", f"{NAMES[n % 6]} {n}", *around] for n in range(100, 130)]
    rows[2][1], rows[7][1], rows[11][1] = "53210141079001", "532101410790O107", "5321014107900000"
    rows[15][4], rows[20][3] = "Kota Antah", "31-02-1990"
    return makers.xlsx(path, [["DAFTAR PEKERJA RENTAN DESA WEHALI"], TITLES, *rows], sheet="Wehali")


def work() -> None:
    """The worker of long jobs, as `lindung work` is, until no job waits."""
    command = [sys.executable, "-m", "lindung.config.cli", "work", "--once"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)


def hand_in(page: Page, site: str, *paths: Path) -> None:
    page.goto(f"{site}/berkas/unggah/")
    page.get_by_label("Buku kerja").set_input_files(list(paths))
    page.get_by_label("Nomor surat pengantar").fill(LETTER)
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.wait_for_url("**/berkas/unggahan/*/")


@pytest.fixture
def file(page: Page, site: str, tmp_path: Path) -> File:
    """The messy list, taken in for Maria, who is signed in."""
    sign_in(page, site)
    hand_in(page, site, messy(tmp_path / "wehali.xlsx"))
    work()
    return File.objects.get()


def test_a_messy_list_is_handed_in_and_told_in_counts(
    page: Page, site: str, tmp_path: Path, pictures: Path | None
) -> None:
    sign_in(page, site)
    page.get_by_role("link", name="Berkas", exact=True).click()
    page.get_by_role("link", name="Unggah daftar").click()
    show(page, "unggah", pictures)
    broken = tmp_path / "foto ktp.xlsx"
    broken.write_bytes(b"\x89PNG bukan daftar")
    hand_in(page, site, messy(tmp_path / "wehali.xlsx"), broken)
    show(page, "unggahan-berjalan", pictures)
    work()
    # The page asks by itself and moves on without being loaded anew.
    expect(page.locator("#kemajuan")).to_contain_text("diterima", timeout=15_000)
    expect(page.get_by_role("progressbar")).to_have_count(0)
    show(page, "unggahan", pictures)
    page.get_by_role("link", name="wehali.xlsx").click()
    expect(page.locator("main")).to_contain_text("25 diterima + 4 ditolak + 1 perlu dilihat = 30 baris.")
    show(page, "berkas-satu", pictures)
    page.goto(f"{site}/berkas/unggahan/")
    show(page, "semua-unggahan", pictures)


def test_a_cell_is_mended_in_the_page(page: Page, site: str, file: File, pictures: Path | None) -> None:
    page.goto(f"{site}/berkas/{file.pk}/")
    page.get_by_role("link", name="Perbaiki 5 baris").click()
    show(page, "baris-perbaiki", pictures)
    page.get_by_label("NIK").fill("123")
    page.get_by_role("button", name="Simpan perbaikan").click()
    expect(page.locator(".errors")).to_contain_text("NIK terdiri dari 3 angka")
    show(page, "baris-masih-salah", pictures)
    page.get_by_label("NIK").fill("5321014107900902")
    page.keyboard.press("Enter")
    expect(page.locator(".message")).to_contain_text("sudah diperbaiki dan diterima")
    assert Row.objects.get(corrects_file=file).fate == "accepted"
    page.goto(f"{site}/berkas/baris/{file.pk}-1/")
    show(page, "baris-baik", pictures)


def test_the_village_gets_its_workbook_coloured_and_sends_it_back(
    page: Page, site: str, file: File, tmp_path: Path, pictures: Path | None
) -> None:
    page.goto(f"{site}/berkas/{file.pk}/")
    with page.expect_download() as waited:
        page.get_by_role("link", name="Unduh buku kerja berwarna").click()
    coloured = tmp_path / waited.value.suggested_filename
    waited.value.save_as(coloured)
    assert coloured.name == "wehali-diperiksa.xlsx"
    book = openpyxl.load_workbook(coloured)
    sheet = book.worksheets[0]
    assert sheet["B10"].comment.text.startswith("NIK-04")
    sheet["B10"], sheet["E18"] = "5321014107900107", "Wehali"
    book.save(coloured)
    page.get_by_role("link", name="Unggah perbaikannya").click()
    assert page.get_by_label("Nomor surat pengantar").input_value() == LETTER
    page.get_by_label("Buku kerja").set_input_files(coloured)
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.wait_for_url("**/berkas/unggahan/*/")
    work()
    page.goto(f"{site}/berkas/{file.pk}/")
    expect(page.locator(".timeline")).to_contain_text("2 baris diperbaiki")
    expect(page.get_by_role("link", name="Perbaiki 3 baris")).to_be_visible()
    show(page, "berkas-diperbaiki", pictures)
    page.goto(f"{site}/berkas/")
    show(page, "berkas", pictures)
    page.goto(f"{site}/berkas/{file.pk}/baris/?state=open")
    show(page, "baris-semua", pictures)


def test_two_clicks_make_one_delivery(page: Page, site: str, tmp_path: Path) -> None:
    sign_in(page, site)
    page.goto(f"{site}/berkas/unggah/")
    page.get_by_label("Buku kerja").set_input_files(messy(tmp_path / "wehali.xlsx"))
    page.get_by_role("button", name="Unggah dan periksa").dblclick()
    page.wait_for_url("**/berkas/unggahan/*/")
    assert (Delivery.objects.count(), Arrival.objects.count()) == (1, 1)
    work()
    assert File.objects.count() == 1


def test_files_are_dropped_and_named_before_they_leave(page: Page, site: str) -> None:
    sign_in(page, site)
    page.goto(f"{site}/berkas/unggah/")
    dropped = page.evaluate_handle(
        """() => {
            const data = new DataTransfer();
            for (const name of ["wehali.csv", "kamanasa.csv"]) data.items.add(new File(["NIK;NAMA"], name));
            return data;
        }"""
    )
    page.dispatch_event(".drop", "dragover", {"dataTransfer": dropped})
    assert "over" in (page.locator(".drop").get_attribute("class") or "")
    page.dispatch_event(".drop", "drop", {"dataTransfer": dropped})
    expect(page.locator("[data-chosen]")).to_have_text("Dipilih: wehali.csv, kamanasa.csv")
    page.get_by_role("button", name="Unggah dan periksa").click()
    page.wait_for_url("**/berkas/unggahan/*/")
    assert list(Arrival.objects.order_by("number").values_list("name", flat=True)) == ["wehali.csv", "kamanasa.csv"]


def test_without_a_file_the_form_says_so_and_keeps_what_was_filled_in(page: Page, site: str) -> None:
    sign_in(page, site)
    page.goto(f"{site}/berkas/unggah/")
    page.get_by_label("Nomor surat pengantar").fill("460/118")
    page.get_by_role("button", name="Unggah dan periksa").click()
    expect(page.get_by_role("alert").first).to_contain_text("Pilih sedikitnya satu buku kerja.")
    assert page.get_by_label("Nomor surat pengantar").input_value() == "460/118"


def test_another_district_is_refused(page: Page, site: str, tmp_path: Path) -> None:
    sign_in(page, site)
    hand_in(page, site, messy(tmp_path / "wehali.xlsx"))
    address, listed = page.url, Nomination.objects.count()
    work()
    assert Nomination.objects.count() == listed + 25
    officer("operator", cast.BELU)
    page.get_by_role("button", name="Keluar").click()
    sign_in(page, site, "operator.5304")
    answer = page.request.get(address)
    assert answer.status == 404
    answer = page.request.get(f"{site}/berkas/{File.objects.get().pk}/asli/")
    assert answer.status == 404
    page.goto(f"{site}/berkas/")
    expect(page.locator("#daftar")).to_contain_text("Belum ada berkas")


def test_without_javascript_a_list_is_handed_in_and_a_row_mended(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    sign_in(page, site)
    hand_in(page, site, messy(tmp_path / "wehali.xlsx"))
    work()
    page.reload()
    page.get_by_role("link", name="wehali.xlsx").click()
    page.get_by_label("Kolom").select_option("TANGGAL LAHIR")
    page.get_by_role("button", name="Tampilkan").click()
    expect(page.locator("#daftar")).to_contain_text("1 baris")
    page.locator("#daftar tbody a").first.click()
    page.get_by_label("TANGGAL LAHIR").fill("28-02-1990")
    page.get_by_role("button", name="Simpan perbaikan").click()
    # The NIK still has another birth date in it: a warning, which lets the row pass.
    expect(page.locator(".message")).to_contain_text("sudah diperbaiki dan diterima")
    context.close()
