"""The bank's officer and finance at work: accounts asked and answered, a statement matched, people paid once."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Download, Page

from lindung.banking.models import Account, AccountBatch, PaymentOrder, StatementEntry, Transfer
from lindung.banking.services import create_bank, record_consents
from lindung.billing.models import Payment
from lindung.intake.tests import makers
from lindung.nominations.models import Enrolment
from tests import cast
from tests.bank import WHO, accounts_of
from tests.browser.looks import show, sign_in
from tests.officers import officer

pytestmark = pytest.mark.browser
TITLES = ["NIK", "NAMA NASABAH", "NO REKENING", "CABANG", "KETERANGAN"]
REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>S1</MsgId><CreDtTm>2025-08-21T08:00:00</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>
<GrpSts>ACSC</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>"""
KORAN = """:20:KORAN
:25:0011223344
:28C:1/1
:60F:C250820IDR10000000,00
:61:2508210821D{paid},00NTRFNONREF//FT1
:86:IURAN KODE-1
:61:2508210821D2500,00NTRFNONREF//FT2
:86:BIAYA ADMINISTRASI
:62F:C250821IDR{left},00
-
"""


@pytest.fixture
def agreed(site: str) -> list[int]:
    """Everybody of the story agreed to an account; the bank's officer and finance of the province."""
    create_bank(code="BANK-NTT", name="Bank NTT", **WHO)
    people = list(Enrolment.objects.order_by("pk").values_list("person_id", flat=True))
    record_consents(consents=dict.fromkeys(people[1:], True) | {people[0]: False}, source="daftar", **WHO)
    officer("bank", cast.NTT)
    officer("finance", cast.NTT)
    return people


def saved(download: Download, folder: Path) -> Path:
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def listed(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_the_banks_officer_asks_hands_over_and_answers(
    agreed: list[int], page: Page, pictures: Path | None, site: str, tmp_path: Path
) -> None:
    sign_in(page, site, "bank.53")
    page.get_by_role("link", name="Rekening bank").click()
    page.get_by_role("link", name="Minta rekening").click()
    page.get_by_label("Program").select_option(index=1)
    page.get_by_label("Bank", exact=True).select_option("Bank NTT")
    page.get_by_role("button", name="Hitung dahulu").click()
    show(page, "bank-ask", pictures)
    # By the keyboard alone; who goes back finds nobody left to ask for.
    button = page.get_by_role("button", name="Minta 24 rekening")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Berkas").wait_for()
    page.go_back()
    page.get_by_text("Tidak ada yang dapat diminta sekarang").wait_for()
    batch = AccountBatch.objects.get()

    page.goto(f"{site}/rekening/{batch.pk}/")
    page.get_by_label("Bentuk").select_option("csv")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Unduh daftar untuk bank").click()
    asked = listed(saved(waiting.value, tmp_path))
    assert len(asked) == 24

    rows = [[row["NIK"], row["NAMA LENGKAP"], f"01{n:08d}", "Betun", ""] for n, row in enumerate(asked)]
    rows[0][1] = "ORANG LAIN"
    rows[1] = [asked[1]["NIK"], "", "", "", "KTP buram"]
    answer = makers.xlsx(tmp_path / "jawaban-bank.xlsx", [TITLES, *rows])
    for told in ("Berkas dimasukkan.", "tidak ada yang berubah"):
        page.goto(f"{site}/rekening/{batch.pk}/jawaban/")
        page.get_by_label("Berkas jawaban bank").set_input_files(answer)
        page.get_by_role("button", name="Masukkan jawaban").click()
        page.get_by_text(told).wait_for()
        if told == "Berkas dimasukkan.":
            show(page, "bank-result", pictures)
    assert Account.objects.count() == 22

    page.goto(f"{site}/rekening/diragukan/?keadaan=open")
    show(page, "bank-doubts", pictures)
    page.get_by_role("link", name="nama berbeda").click()
    page.get_by_label("Orangnya sama").check()
    page.get_by_label("Atas dasar apa").fill("telepon cabang Betun, Ibu Rosa")
    show(page, "bank-doubt", pictures)
    page.get_by_role("button", name="Selesaikan perkara ini").click()
    page.get_by_text("Rekening dicatat.").wait_for()
    assert Account.objects.count() == 23

    page.goto(f"{site}/rekening/{batch.pk}/")
    show(page, "bank-batch", pictures)
    page.goto(f"{site}/rekening/")
    show(page, "bank-requests", pictures)


def test_finance_matches_a_statement_and_orders_people_to_be_paid(
    agreed: list[int], page: Page, browser: Browser, pictures: Path | None, site: str, tmp_path: Path
) -> None:
    paid = Payment.objects.get().rupiah
    koran = tmp_path / "koran-agustus.sta"
    koran.write_text(KORAN.format(paid=paid, left=10_000_000 - paid - 2_500))
    sign_in(page, site, "finance.53")
    page.get_by_role("link", name="Rekening koran").click()
    page.get_by_role("link", name="Masukkan rekening koran").click()
    page.get_by_label("Bank", exact=True).select_option("Bank NTT")
    page.get_by_label("Pemilik rekening").select_option("APBD Provinsi NTT")
    page.get_by_label("Rekening koran").set_input_files(koran)
    show(page, "statement-new", pictures)
    page.get_by_role("button", name="Masukkan dan cocokkan").click()
    page.get_by_text("Berkas dimasukkan.").wait_for()
    show(page, "statement-result", pictures)
    page.goto(f"{site}/rekening-koran/")
    show(page, "statements", pictures)
    page.get_by_role("link", name="koran-agustus.sta").click()
    show(page, "statement", pictures)
    assert Payment.objects.count() == 1
    fee = StatementEntry.objects.get(payment=None)
    page.goto(f"{site}/rekening-koran/mutasi/{fee.pk}/")
    page.get_by_label("Apa mutasi ini").fill("biaya administrasi Agustus")
    show(page, "movement", pictures)
    page.get_by_role("button", name="Jelaskan mutasi ini").click()
    page.get_by_text("Mutasi ini dijelaskan.").wait_for()
    order = ordered_by(page, site, pictures, tmp_path)
    answered_by_the_bank(order, browser, site, tmp_path)
    page.goto(f"{site}/perintah-bayar/{order.pk}/")
    show(page, "order", pictures)
    page.get_by_role("link", name="Agustina Luruk 2").first.click()
    show(page, "transfer", pictures)
    page.goto(f"{site}/perintah-bayar/")
    show(page, "orders", pictures)


def ordered_by(page: Page, site: str, pictures: Path | None, folder: Path) -> PaymentOrder:
    """Three people who have accounts ordered to be paid; the second press is the same order."""
    accounts_of([2, 3, 4])
    payees = makers.xlsx(
        folder / "penerima.xlsx", [["NIK", "RUPIAH"], *([cast.nik_of(n), "300.000"] for n in (2, 3, 4))]
    )
    for _ in range(2):
        page.goto(f"{site}/perintah-bayar/baru/")
        page.get_by_label("Pembayar").select_option("APBD Provinsi NTT")
        page.get_by_label("Bank", exact=True).select_option("Bank NTT")
        page.get_by_label("Nomor perintah").fill("PB/2025/7")
        page.get_by_label("Tujuan").fill("Bantuan alat tangkap")
        page.get_by_label("Rekening sumber").fill("0011223344")
        page.get_by_label("Tanggal bayar").fill("2025-08-25")
        page.get_by_label("Daftar penerima").set_input_files(payees)
        if not PaymentOrder.objects.exists():
            show(page, "order-new", pictures)
        page.get_by_role("button", name="Buat perintah bayar").click()
        page.get_by_text("3 orang menerima Rp900.000.").wait_for()
    assert Transfer.objects.count() == 3
    return PaymentOrder.objects.get()


def answered_by_the_bank(order: PaymentOrder, browser: Browser, site: str, folder: Path) -> None:
    """Finance takes the file out; the bank's officer, who may not, brings its report in, twice."""
    finance = browser.new_page(locale="id-ID")
    sign_in(finance, site, "finance.53")
    finance.goto(f"{site}/perintah-bayar/{order.pk}/")
    with finance.expect_download() as waiting:
        finance.get_by_role("button", name="Unduh pain.001 (Rp900.000)").click()
    root = etree.parse(str(saved(waiting.value, folder))).getroot()
    message = root.xpath("//*[local-name()='GrpHdr']/*[local-name()='MsgId']/text()")[0]
    finance.goto(f"{site}/perintah-bayar/laporan/")
    finance.get_by_role("heading", name="Halaman ini bukan untuk peran atau wilayah Anda").wait_for()
    finance.close()
    report = folder / "laporan.xml"
    report.write_text(REPORT.format(message=message))
    banker = browser.new_page(locale="id-ID")
    sign_in(banker, site, "bank.53")
    for told in ("Berkas dimasukkan.", "tidak ada yang berubah"):
        banker.goto(f"{site}/perintah-bayar/laporan/")
        banker.get_by_label("Bank", exact=True).select_option("Bank NTT")
        banker.get_by_label("Laporan bank").set_input_files(report)
        banker.get_by_role("button", name="Masukkan laporan").click()
        banker.get_by_text(told).wait_for()
    assert banker.goto(f"{site}/perintah-bayar/baru/").status == 403
    banker.close()
    assert set(Transfer.objects.values_list("state", flat=True)) == {"paid"}
