"""The field app with the network cut, restarted, killed, and sent home over bad links."""

from __future__ import annotations

import contextlib
import os
import random
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Error, Route, expect

from lindung.distribution.models import Device, DeviceEvent, Handover, HandoverCase, Item, Proof, ProofKey
from lindung.distribution.models.proofs import proof_number
from lindung.distribution.proof import keyfiles
from lindung.distribution.proof.claim import Content, public_of, sealer, text_of
from lindung.distribution.services.keys import rotate_key
from lindung.distribution.services.proofs import revoke_proofs
from tests import cast
from tests.browser.hall import BETUN, NIKODEMUS, WILHELMINA, built, event, handover_in_betun, people
from tests.browser.looks import accessible, sign_in

pytestmark = [pytest.mark.browser, built]
PEOPLE = 195


@pytest.fixture
def story(committed_db: None, key_folder: Path) -> None:
    handover_in_betun(PEOPLE)


def bad_link(seed: int):
    """A handler of requests that drops, doubles and delays them, or loses the answer."""
    rng = random.Random(seed)

    def handle(route: Route) -> None:
        with contextlib.suppress(Error):  # the page, or the worker in the background, gave up meanwhile
            answer(route)

    def answer(route: Route) -> None:
        fate = rng.random()
        if fate < 0.25:
            return route.abort()
        got = route.fetch()
        if fate < 0.4:
            return route.abort()
        if fate < 0.6:
            got = route.fetch()
        if fate < 0.75:
            time.sleep(0.2)
        # Not `response=answer`: its body is unpacked already, its headers say that it is packed.
        return route.fulfill(status=got.status, content_type="application/json", body=got.text())

    return handle


@pytest.mark.slow
def test_two_hundred_handovers_without_signal_three_restarts_a_crash_and_twenty_bad_links(phones):
    """Two phones with one list; five people are handed to by both."""
    here, there = phones(NIKODEMUS), phones(WILHELMINA)
    for phone in (here, there):
        phone.download()
    everyone, of = people(), event()
    halves = (everyone[:100], everyone[95:])
    for round_ in range(20):
        for phone, mine in zip((here, there), halves, strict=True):
            phone.without_signal()
            for enrolment in mine[round_ * 5 : round_ * 5 + 5]:
                phone.hand_over(of, enrolment)
            assert phone.unsent() == 5
        if round_ in (3, 9, 15):
            for phone in (here, there):
                phone.stop()
                phone.start()
                phone.without_signal()
                phone.open()
                assert phone.unsent() == 5
        if round_ == 12:
            here.crash()
            here.start()
            here.without_signal()
            here.open()
            assert here.unsent() == 5
        for phone in (here, there):
            phone.context.route("**/lapangan/kirim/", bad_link(round_ * 2 + (phone is there)))
            phone.with_signal()
            if round_ in (3, 9, 12, 15):
                phone.sign_in_again()
            phone.send()
            phone.context.unroute_all(behavior="ignoreErrors")
    assert DeviceEvent.objects.count() == 200
    assert Handover.objects.count() == 2 * PEOPLE
    assert not Item.objects.exclude(state="handed_over").exists()
    assert HandoverCase.objects.filter(settled_on=None).count() == 2 * 5
    assert DeviceEvent.objects.filter(outcome="conflict").count() == 5


def test_the_app_is_light_opens_without_signal_and_nothing_in_it_is_a_barrier(phones, pictures):
    phone = phones(NIKODEMUS)
    sizes: list[int] = []
    phone.context.on("response", lambda answer: sizes.append(sum(answer.request.sizes().values())))
    phone.open()
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    assert sum(sizes) <= 2 * 250_000, "the shell is fetched by the page and by its worker"
    phone.download()
    phone.without_signal()
    phone.page.reload()
    expect(phone.page.get_by_role("heading", name="Penyerahan Betun")).to_be_visible()
    first = people()[0]
    places = {"lapangan-awal": "", "lapangan-daftar": f"daftar/acara-{event()}",
              "lapangan-orang": f"orang/acara-{event()}/{first}", "lapangan-catatan": "catatan"}  # fmt: skip
    for name, place in places.items():
        phone.page.evaluate(f"location.hash = '{place}'")
        phone.page.wait_for_selector(f"body[data-page={name.removeprefix('lapangan-')}]")
        assert phone.page.evaluate("document.documentElement.scrollWidth") <= 360
        accessible(phone.page, name)
        if pictures:
            phone.page.screenshot(path=pictures / f"{name}-360.png", full_page=True)


def test_the_list_is_searched_the_card_signed_for_and_a_mistake_corrected(phones):
    phone = phones(NIKODEMUS)
    phone.download()
    phone.without_signal()
    phone.page.get_by_label("Cari nama").fill("agustina barene")
    first = phone.page.locator("#orang li a").first
    name = first.inner_text()
    first.click()
    box = phone.page.locator("#tanda").bounding_box()
    phone.page.mouse.move(box["x"] + 20, box["y"] + 20)
    phone.page.mouse.down()
    phone.page.mouse.move(box["x"] + 120, box["y"] + 60, steps=4)
    phone.page.mouse.up()
    phone.page.get_by_text("Diterima wakil").click()
    phone.page.get_by_label("Nama wakil").fill("Yohanes")
    phone.page.get_by_label("Hubungan").fill("suami")
    phone.page.locator("#serahkan").click()
    phone.page.get_by_label("Cari nama").fill(name)
    phone.page.locator("#orang li a").first.click()
    expect(phone.page.locator("main")).to_contain_text("kepada Yohanes")
    phone.page.get_by_role("button", name="Tarik catatan 1").first.click()
    expect(phone.page.locator("#serahkan")).to_be_visible()
    phone.page.locator("#kembalikan").click()
    phone.page.wait_for_selector("body[data-page=daftar]")  # it is kept, and the phone goes back to the list
    phone.with_signal()
    phone.send()
    kinds = list(DeviceEvent.objects.order_by("number").values_list("kind", "outcome"))
    assert kinds == [("handover", "recorded"), ("correction", "recorded"), ("return", "recorded")]
    assert "M" in DeviceEvent.objects.get(number=1).body.partition('"sign":"')[2]
    assert Item.objects.filter(state="returned").count() == 2


def test_what_lies_on_the_phone_is_unreadable_and_locked_until_its_officer_signs_in_again(phones):
    phone = phones(NIKODEMUS)
    phone.download()
    phone.hand_over(event(), people()[0])
    raw = phone.page.evaluate(
        """async () => {
            const base = await new Promise((done) => {
                indexedDB.open('lindung-lapangan').onsuccess = (found) => done(found.target.result);
            });
            const all = (name) => new Promise((done) => {
                base.transaction(name).objectStore(name).getAll().onsuccess = (found) => done(found.target.result);
            });
            const kept = [...(await all('manifests')), ...(await all('events'))];
            const key = (await all('meta')).find((one) => one instanceof CryptoKey);
            const told = kept.map(({ data, ...rest }) => JSON.stringify(rest) + new TextDecoder().decode(data));
            const out = crypto.subtle.exportKey('raw', key).then(() => 'readable', () => 'not readable');
            return [told.join(' '), await out];
        }"""
    )
    assert "Agustina" not in raw[0]
    assert "handover" not in raw[0]
    assert raw[1] == "not readable"
    phone.unsent()
    phone.page.get_by_role("button", name="Kunci ponsel").click()
    expect(phone.page.locator("#kabar")).to_contain_text("dikunci")
    phone.page.evaluate(f"location.hash = 'daftar/acara-{event()}'")
    expect(phone.page.locator("#gangguan")).to_contain_text("terkunci")
    phone.open("unduh")
    expect(phone.page.get_by_role("heading", name="Acara")).to_be_visible()
    phone.page.evaluate("location.hash = 'catatan'")
    expect(phone.page.locator("#log li")).to_have_count(1)


def test_a_sign_in_that_ended_loses_nothing_and_says_so(phones):
    phone = phones(NIKODEMUS)
    phone.download()
    phone.without_signal()
    phone.hand_over(event(), people()[0])
    phone.context.clear_cookies()
    phone.with_signal()
    phone.unsent()
    phone.page.get_by_role("button", name="Kirim sekarang").click()
    expect(phone.page.locator("#kabar")).to_contain_text("Sesi masuk sudah berakhir. 1 catatan aman")
    sign_in(phone.page, phone.site, NIKODEMUS)
    phone.open("unduh")
    expect(phone.page.get_by_role("heading", name="Acara")).to_be_visible()
    phone.unsent()
    phone.page.get_by_role("button", name="Kirim sekarang").click()
    expect(phone.page.locator("#belum")).to_have_text("0")
    assert DeviceEvent.objects.get().outcome == "recorded"


def test_a_clock_wrong_by_a_year_is_said_and_changes_nothing(phones):
    phone = phones(NIKODEMUS)
    phone.download()
    wrong = "const now = Date.now; Date.now = () => now() - 365 * 24 * 3600 * 1000;"
    phone.page.add_init_script(wrong)
    phone.page.reload()
    phone.page.wait_for_selector("body[data-ready]")
    phone.hand_over(event(), people()[0])
    phone.send()
    phone.open("unduh")  # the worker, whose clock is right here, may have sent it: now the page itself asks
    expect(phone.page.get_by_role("heading", name="Acara")).to_be_visible()
    phone.turn_to("")
    expect(phone.page.locator(".message.warning")).to_contain_text("Jam ponsel ini berbeda")
    assert set(Handover.objects.values_list("on", flat=True)) == {BETUN}


def test_a_full_phone_says_that_the_last_act_was_not_kept(phones):
    phone = phones(NIKODEMUS)
    phone.download()
    phone.without_signal()
    phone.hand_over(event(), people()[0])
    full = """() => {
        const add = IDBObjectStore.prototype.add;
        IDBObjectStore.prototype.add = () => { throw new DOMException('penuh', 'QuotaExceededError'); };
        window.room = () => { IDBObjectStore.prototype.add = add; };
    }"""
    phone.page.evaluate(full)
    phone.turn_to("orang", f"acara-{event()}/{people()[1]}")
    phone.page.locator("#serahkan").click()
    expect(phone.page.locator("#kabar")).to_contain_text("penuh: catatan terakhir TIDAK tersimpan")
    phone.page.evaluate("window.room()")
    phone.page.locator("#serahkan").click()
    phone.page.wait_for_selector("body[data-page=daftar]")
    assert phone.unsent() == 2


def test_cards_are_checked_without_signal_and_only_a_genuine_one_opens_its_person(phones, key_folder):
    good, gone, _ = Proof.objects.order_by("pk")[:3]
    by = {"actor": cast.OPERATOR, "on": BETUN}
    revoke_proofs(serials=[gone.pk], reason="hilang", **by)
    old = Proof.objects.order_by("pk")[3]
    kid = ProofKey.objects.get().kid
    late = sealer(kid, keyfiles.read(key_folder, kid))
    rotate_key(trusted_until=date(2099, 1, 1), **by)
    phone = phones(NIKODEMUS)
    phone.download()
    phone.without_signal()
    content = Content(proof_number(9), "Orang Lain", 1990, "Wehali", "NTT-2025", BETUN, "Lindung")
    after = replace(content, issued_on=date(2025, 9, 30))
    thief, other = os.urandom(32), os.urandom(32)
    looks = {
        "HALO DUNIA": "bukan bukti kepesertaan",
        text_of(bytes(gone.sealed)): "sudah dicabut",
        text_of(sealer(kid, thief)(content)): "palsu atau rusak",
        text_of(sealer(keyfiles.kid_of(public_of(other)), other)(content)): "penerbit lain",
        text_of(late(after)): "kunci lama",
    }
    for words, told in looks.items():
        phone.turn_to("pindai", f"acara-{event()}")
        phone.page.get_by_label("Isi kode dari pemindai").fill(words)
        phone.page.get_by_role("button", name="Periksa").click()
        expect(phone.page.locator("main")).to_contain_text(told)
        phone.turn_to("")
    for proof in (good, old):
        phone.turn_to("pindai", f"acara-{event()}")
        phone.page.get_by_label("Isi kode dari pemindai").fill(text_of(bytes(proof.sealed)))
        phone.page.get_by_role("button", name="Periksa").click()
        expect(phone.page.get_by_role("heading", name=proof.name, exact=True)).to_be_visible()
        phone.turn_to("")


def test_without_a_camera_the_name_is_searched(phones):
    phone = phones(NIKODEMUS)
    phone.download()
    phone.page.evaluate(f"location.hash = 'pindai/acara-{event()}'")
    expect(phone.page.locator("main")).to_contain_text("Kamera tidak dapat dipakai")
    phone.page.get_by_role("link", name="Cari namanya saja").click()
    expect(phone.page.get_by_label("Cari nama")).to_be_visible()


def test_events_carried_by_file_are_sent_from_another_phone(phones, tmp_path):
    here, there = phones(NIKODEMUS), phones(WILHELMINA)
    for phone in (here, there):
        phone.download()
    here.without_signal()
    here.hand_over(event(), people()[0])
    here.unsent()
    with here.page.expect_download() as taken:
        here.page.get_by_role("button", name="Simpan catatan sebagai berkas").click()
    file = tmp_path / "catatan.json"
    taken.value.save_as(file)
    there.unsent()
    there.page.locator("#berkas").set_input_files(file)
    expect(there.page.locator("#kabar")).to_contain_text("siap dikirim")
    there.page.get_by_role("button", name="Kirim sekarang").click()
    expect(there.page.locator("#kabar")).to_contain_text("1 catatan terkirim")
    kept = DeviceEvent.objects.get()
    assert (kept.carried_by, kept.device.officer.username) == (WILHELMINA, NIKODEMUS)
    here.with_signal()
    here.page.get_by_role("button", name="Kirim sekarang").click()
    expect(here.page.locator("#belum")).to_have_text("0")
    assert Device.objects.count() == 2
    assert DeviceEvent.objects.count() == 1
