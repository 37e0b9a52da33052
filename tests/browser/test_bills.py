"""A premium bill from freezing to closing, by BPJS's officer and finance: a list that differs, paid in parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from lindung.accounts.models import User
from lindung.billing.models import Bill, BillClosure, Credit, Difference, Invoice, Payment, Surplus
from lindung.billing.tests.story import dies, frozen, registered
from lindung.billing.tests.test_compare import TITLES, theirs
from lindung.intake.tests import makers
from tests import cast
from tests.browser.looks import show, sign_in
from tests.officers import officer

pytestmark = pytest.mark.browser
STRANGER = ["5304014107850099", "25999999999", "ORANG LAIN", "2025-07", "1000000", "16800"]


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


def planted(path: Path) -> Path:
    """BPJS's list with every kind of difference, two of them in the wage."""
    rows = theirs(Bill.objects.get())
    rows[0][5] = "8400"
    rows[1][4] = rows[2][4] = "1500000"
    rows[3][2] = "NAMA LAIN SEKALI"
    rows[4][1] = "25888888888"
    rows[5][3] = "2025-12"
    twice = list(rows[6])
    return makers.xlsx(path, [TITLES, *rows[:-1], twice, STRANGER])


def strangers(path: Path) -> Path:
    """Another branch's list: nobody of it was ever sent for this programme."""
    rows = [[f"53130141078500{n:02d}", f"259999999{n:02d}", "X", *STRANGER[3:]] for n in range(9)]
    return makers.xlsx(path, [TITLES, *rows])


def test_a_bill_is_frozen_compared_explained_paid_in_parts_and_closed(
    enter: Callable[[User], Page], tmp_path: Path, pictures: Path | None
) -> None:
    registered(10)
    bpjs, finance = enter(officer("bpjs", cast.NTT)), enter(officer("finance", cast.NTT))
    freezes(bpjs)
    hands_in_the_list(bpjs, tmp_path, pictures)
    explains_by_keyboard(bpjs)
    pays_in_parts(finance, pictures)
    explains_a_whole_kind(finance)
    pays_too_much_and_closes(finance, pictures)
    settles_the_surplus(finance, pictures)


def freezes(page: Page) -> None:
    """Pressed twice, frozen once."""
    page.get_by_role("link", name="Tagihan iuran", exact=True).click()
    page.get_by_role("link", name="Bekukan tagihan baru").click()
    page.get_by_label("Program", exact=True).select_option(index=1)
    page.get_by_label("Cabang BPJS").select_option("atambua")
    page.get_by_label("Bulan pertama").fill("2025-07")
    page.get_by_label("Bulan terakhir").fill("2025-07")
    page.get_by_label("Kode iuran").fill("KODE-7")
    page.get_by_label("Jatuh tempo").fill("2025-08-15")
    page.get_by_role("button", name="Bekukan tagihan").dblclick()
    expect(page.locator("main")).to_contain_text("10 orang, Rp168.000")
    assert Bill.objects.count() == 1


def hands_in_the_list(page: Page, folder: Path, pictures: Path | None) -> None:
    page.get_by_role("link", name="Masukkan daftar BPJS").click()
    show(page, "daftar-bpjs", pictures)
    page.get_by_label("Rincian tagihan dari BPJS").set_input_files(strangers(folder / "lembata.xlsx"))
    page.get_by_role("button", name="Bandingkan dengan tagihan").click()
    expect(page.get_by_role("alert")).to_contain_text("9 dari 9 baris tentang orang atau kode lain")
    assert not Invoice.objects.exists()
    page.get_by_label("Rincian tagihan dari BPJS").set_input_files(planted(folder / "rincian.xlsx"))
    page.get_by_role("button", name="Bandingkan dengan tagihan").click()
    expect(page.locator(".message").first).to_contain_text("11 baris dibandingkan: 3 cocok, 9 selisih.")
    expect(page.locator(".stats li")).to_have_count(8)
    expect(page.locator(".stats")).to_contain_text("dasar upah berbeda")
    assert "5321010107850001" not in page.content()
    show(page, "selisih", pictures)
    again(page, folder / "rincian.xlsx")


def again(page: Page, path: Path) -> None:
    page.get_by_role("link", name="Masukkan daftar BPJS yang lebih baru").click()
    page.get_by_label("Rincian tagihan dari BPJS").set_input_files(path)
    page.get_by_role("button", name="Bandingkan dengan tagihan").click()
    expect(page.locator(".message").first).to_contain_text("tidak ada yang berubah")
    assert (Invoice.objects.count(), Difference.objects.filter(owner=None).count()) == (1, 9)


def explains_by_keyboard(page: Page) -> None:
    """The amount alone, ticked and explained without a mouse."""
    row = page.locator("tbody tr", has_text="jumlah iuran berbeda")
    row.get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_label("Yang membetulkan").last.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("tarif lama, dibetulkan bulan depan")
    page.keyboard.press("Enter")
    expect(page.locator(".message").first).to_contain_text("1 selisih dijelaskan")
    assert Difference.objects.get(kind="amount").owner == "bpjs"


def pays_in_parts(page: Page, pictures: Path | None) -> None:
    """Another amount than the sheet states is stated first; pressed twice it is entered once."""
    page.get_by_role("link", name="Tagihan iuran", exact=True).click()
    page.get_by_role("link", name="KODE-7").click()
    show(page, "tagihan-belum-lunas", pictures)
    page.get_by_role("link", name="Tutup tagihan").click()
    page.get_by_role("button", name="Tutup tagihan").click()
    expect(page.get_by_role("alert")).to_contain_text("belum lunas")
    expect(page.get_by_role("alert")).to_contain_text("8 selisih belum mempunyai penanggung jawab")
    show(page, "tagihan-belum-dapat-ditutup", pictures)
    page.get_by_role("link", name="Batal").click()
    page.get_by_role("link", name="Bayar Rp168.000").click()
    page.get_by_label("Jumlah dibayar").fill("100.000")
    page.get_by_label("Rujukan bank").fill("TRF-1")
    page.get_by_role("button", name="Bayar Rp168.000").click()
    expect(page.locator(".consequences")).to_contain_text("Rp68.000 tersisa sesudah pembayaran ini")
    assert not Payment.objects.exists()
    show(page, "bayar-sebagian", pictures)
    page.get_by_role("button", name="Bayar Rp100.000").dblclick()
    expect(page.locator("main")).to_contain_text("Rp100.000")
    assert Payment.objects.get().rupiah == 100_000


def explains_a_whole_kind(page: Page) -> None:
    page.get_by_role("link", name="Lihat selisih").click()
    for kind in ("base", "name", "number", "month", "twice", "ours_only", "theirs_only"):
        page.get_by_label("Selisih yang dijelaskan").select_option(kind)
        page.get_by_label("Sebab").last.fill("dicocokkan dengan cabang")
        page.get_by_role("button", name="Jelaskan selisih ini").click()
        expect(page.locator(".message").first).to_contain_text("selisih dijelaskan")
    expect(page.locator(".lead")).to_contain_text("0 selisih belum dijelaskan")


def pays_too_much_and_closes(page: Page, pictures: Path | None) -> None:
    page.get_by_role("link", name="KODE-7").first.click()
    page.get_by_role("link", name="Bayar Rp68.000").click()
    page.get_by_label("Jumlah dibayar").fill("70.000")
    page.get_by_label("Rujukan bank").fill("TRF-2")
    page.get_by_role("button", name="Bayar Rp68.000").click()
    expect(page.locator(".consequences")).to_contain_text("Rp2.000 melebihi tagihan")
    show(page, "bayar-lebih", pictures)
    page.get_by_role("button", name="Bayar Rp70.000").click()
    expect(page.locator("main")).to_contain_text("tagihan lunas")
    page.get_by_role("link", name="Tutup tagihan").click()
    show(page, "tagihan-tutup", pictures)
    page.get_by_role("button", name="Tutup tagihan").dblclick()
    expect(page.locator("main")).to_contain_text("Ditutup")
    assert BillClosure.objects.count() == 1


def settles_the_surplus(page: Page, pictures: Path | None) -> None:
    page.get_by_role("link", name="Tagihan iuran", exact=True).click()
    page.get_by_role("link", name="Kelebihan bayar").click()
    show(page, "kelebihan-bayar", pictures)
    page.get_by_role("link", name="TRF-2").click()
    page.get_by_label("Diperhitungkan").check()
    page.get_by_label("Nomor surat BPJS").fill("BPJS/9")
    page.get_by_role("button", name="Selesaikan kelebihan Rp2.000").click()
    expect(page.get_by_role("alert")).to_contain_text("Pilih tagihannya bila diperhitungkan")
    page.get_by_label("Dikembalikan").check()
    show(page, "kelebihan-selesai", pictures)
    page.get_by_role("button", name="Selesaikan kelebihan Rp2.000").dblclick()
    expect(page.locator(".message").first).to_contain_text("selesai")
    assert Surplus.objects.get().state == "refunded"


def test_the_credits_of_the_dead_are_asked_for_and_come_back(
    enter: Callable[[User], Page], empty_site: str, pictures: Path | None
) -> None:
    programme, [maria, *_] = registered(3)
    frozen(programme)
    dies(maria)
    page = enter(officer("finance", cast.NTT))
    page.goto(f"{empty_site}/tagihan/tunggakan/")
    show(page, "tunggakan", pictures)
    page.get_by_role("link", name="Tagihan iuran", exact=True).first.click()
    page.get_by_role("link", name="Lihat kredit").click()
    show(page, "kredit", pictures)
    page.get_by_role("link", name="Minta kepada BPJS").click()
    expect(page.locator(".consequences")).to_contain_text("4 bulan yang sudah ditagih")
    page.get_by_label("Nomor surat kita").fill("900/12/2025")
    show(page, "kredit-minta", pictures)
    page.get_by_role("button", name="Minta Rp67.200 kepada BPJS").dblclick()
    expect(page.locator(".message").first).to_contain_text("4 kredit diminta")
    page.get_by_role("link", name="Masukkan jawabannya").click()
    page.get_by_label("Dikembalikan").check()
    page.get_by_label("Nomor surat BPJS").fill("B/77")
    show(page, "kredit-jawaban", pictures)
    page.get_by_role("button", name="Selesaikan kredit Rp67.200").dblclick()
    expect(page.locator(".message").first).to_contain_text("4 kredit selesai")
    assert set(Credit.objects.values_list("state", "asked_reference")) == {("refunded", "900/12/2025")}


def test_a_total_that_bpjs_states_otherwise_is_red_until_it_is_taken_back(
    enter: Callable[[User], Page], empty_site: str, pictures: Path | None
) -> None:
    registered(3)
    page = enter(officer("bpjs", cast.NTT))
    page.goto(f"{empty_site}/tagihan/jumlah/")
    for value, told in (("4", "Berbeda: BPJS menyebut 4, hitungan kita 3."), ("3", "Sama: BPJS menyebut 3")):
        page.get_by_role("link", name="Catat jumlah dari BPJS").click()
        page.get_by_label("Pembayar iuran").select_option(index=1)
        page.get_by_label("Bulan perlindungan").fill("2025-07")
        page.get_by_label("Jumlah menurut BPJS").fill(value)
        page.get_by_label("Keadaan per tanggal").fill("2025-08-01" if value == "4" else "2025-08-02")
        page.get_by_label("Sumber").fill("Surat cabang Atambua")
        page.get_by_role("button", name="Simpan dan bandingkan").click()
        expect(page.locator(".message").first).to_contain_text(told)
    expect(page.locator("td.bad")).to_have_text("+1")
    show(page, "jumlah-bpjs", pictures)
    page.locator("tr", has=page.locator("td.bad")).get_by_role("link", name="Cabut").click()
    page.get_by_label("Mengapa keliru").fill("salah ketik")
    page.get_by_role("button", name="Cabut pernyataan").click()
    expect(page.locator("td.bad")).to_have_count(0)
