"""A served house with a little data, and a Chromium that looks at it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from conftest import CHROMIUM
from lindung.billing.services import pay
from lindung.billing.tests.story import accept, frozen
from lindung.config.wsgi import application
from lindung.membership.services import load_branches
from tests import cast
from tests.browser.looks import FLAGS
from tests.browser.phone import FieldPhone
from tests.officers import officer


class Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """A test run is no place for access logs."""


def served(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The application; its thread's connection ends with the answer, so that the test can clean up."""
    try:
        answer = application(environ, start_response)
        body = list(answer)
        answer.close()
        return body
    finally:
        connections.close_all()


@pytest.fixture
def story(committed_db: None) -> None:
    """People of three villages covered, registered and paid for; the operator Maria."""
    load_branches()
    programme = cast.province_programme(seats=40)
    start = 1
    for village, count in {"2001": 2, "2002": 6, "2006": 17}.items():
        code = f"53.21.01.{village}"
        cast.proposed(programme, cast.people(count, village=code, start=start), village=code)
        start += count
    cast.verified(programme)
    cast.decided(programme)
    accept(programme)
    bill = frozen(programme)
    pay(bill=bill, rupiah=bill.rupiah, reference="SP2D-1", actor=cast.FINANCE, on=bill.due_on)
    officer("operator")


@contextmanager
def serving() -> Iterator[str]:
    with make_server("127.0.0.1", 0, served, server_class=Server, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def site(story: None) -> Iterator[str]:
    """The address of the served house."""
    with serving() as address:
        yield address


@pytest.fixture
def empty_site(committed_db: None) -> Iterator[str]:
    """The address of a house without any story yet."""
    with serving() as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread until the last of these tests; Django would take a plain query of the
    # test itself for one inside that loop.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="id-ID")
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, site: str) -> Iterator[Page]:
    """A page of the served house on which nothing may be said in the console."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site)
    yield page
    assert said == [], "the console of the browser should stay empty"


@pytest.fixture
def key_folder(settings: Any, tmp_path: Path) -> Path:
    """Where the keys lie that sign proofs."""
    settings.KEY_FOLDER = str(tmp_path / "keys")
    return tmp_path / "keys"


@pytest.fixture
def phones(browser: Browser, site: str, tmp_path: Path) -> Iterator[Callable[[str], FieldPhone]]:
    """Phones by their officers; closed at the end, whatever happened."""
    made: list[FieldPhone] = []

    def make(username: str) -> FieldPhone:
        made.append(FieldPhone(browser, tmp_path / username, site, username))
        return made[-1]

    yield make
    for phone in made:
        phone.stop()


@pytest.fixture
def pictures(request: pytest.FixtureRequest) -> Path | None:
    """Folder of --screenshots, made; None without the option."""
    chosen = request.config.getoption("--screenshots")
    if not chosen:
        return None
    folder = Path(chosen)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
