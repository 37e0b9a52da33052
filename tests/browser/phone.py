"""A phone of a test: a Chromium with a folder of its own, so that it can be closed, killed and opened again."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Error, Page, TimeoutError, expect

from conftest import CHROMIUM
from tests.browser.looks import FLAGS, sign_in

ONE_HAND = {"width": 360, "height": 740}
CAMERA = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


class FieldPhone:
    def __init__(self, browser: Browser, folder: Path, site: str, username: str) -> None:
        self.browser, self.folder, self.site, self.username = browser, folder, site, username
        self.context: BrowserContext
        self.page: Page
        self.start()

    def start(self, camera: Path | None = None) -> None:
        """`camera`: the video (.y4m) that its camera sees; without it, it has none."""
        more = [*CAMERA, f"--use-file-for-fake-video-capture={camera}"] if camera else []
        self.context = self.browser.browser_type.launch_persistent_context(
            self.folder, executable_path=CHROMIUM, args=[*FLAGS, *more], viewport=ONE_HAND, locale="id-ID"
        )
        self.page = self.context.pages[0]

    def stop(self) -> None:
        self.context.close()

    def crash(self) -> None:
        """The whole browser is gone without a word, as when the battery falls out."""
        for process in Path("/proc").iterdir():
            if process.name.isdigit() and self._is_ours(process):
                os.kill(int(process.name), signal.SIGKILL)
        with contextlib.suppress(Error):  # nobody is left to close it, or the news has not come yet
            self.context.close()

    def _is_ours(self, process: Path) -> bool:
        """The browser this test started, by its own folder; its children end with it."""
        try:
            words = (process / "cmdline").read_bytes().decode(errors="ignore").split("\0")
        except OSError:
            return False
        mine = f"--user-data-dir={self.folder}" in words
        return mine and not any(word.startswith("--type=") for word in words)

    def open(self, page: str = "") -> None:
        self.page.goto(f"{self.site}/lapangan/#{page}")
        self.page.wait_for_selector("body[data-ready]")

    def download(self) -> None:
        """Sign in, install, take the event's list along."""
        sign_in(self.page, self.site, self.username)
        self.open("unduh")
        self.page.get_by_role("button", name="Unduh").first.click()
        expect(self.page.locator("#kabar")).to_contain_text("tidak perlu sinyal")
        self.page.evaluate("navigator.serviceWorker.ready.then(() => 1)")

    def sign_in_again(self) -> None:
        """A sign-in mostly ends with the browser; who is still signed in is led on."""
        self.page.goto(f"{self.site}/masuk/")
        if self.page.url.endswith("/masuk/"):
            sign_in(self.page, self.site, self.username)
        self.open()

    def without_signal(self) -> None:
        self.context.set_offline(True)

    def with_signal(self) -> None:
        self.context.set_offline(False)

    def hand_over(self, event: int, enrolment: int) -> None:
        self.turn_to("orang", f"acara-{event}/{enrolment}")
        self.page.locator("#serahkan").click()
        self.page.wait_for_selector("body[data-page=daftar]")
        expect(self.page.locator("#kabar")).to_contain_text("Tersimpan di ponsel")

    def turn_to(self, page: str, rest: str = "") -> None:
        self.page.evaluate(f"location.hash = '{page}/{rest}'" if page else "location.hash = ''")
        self.page.wait_for_selector(f"body[data-page={page or 'awal'}]")

    def unsent(self) -> int:
        self.turn_to("")
        before = self.page.evaluate("Number(document.body.dataset.turn)")
        self.page.evaluate("dispatchEvent(new Event('hashchange'))")
        self.page.wait_for_function("before => Number(document.body.dataset.turn) > before", arg=before)
        return int(self.page.locator("#belum").inner_text().replace(".", ""))

    def send(self) -> None:
        """By hand, as often as it takes; the worker in the background may be first."""
        for _ in range(60):
            if self.unsent() == 0:
                return
            with contextlib.suppress(TimeoutError):  # the page was drawn anew under the finger
                self.page.get_by_role("button", name="Kirim sekarang").click(timeout=3000)
                self.page.wait_for_selector("#kabar p")
        raise AssertionError(self.page.locator("#kabar").inner_text())
