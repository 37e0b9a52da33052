"""Every page of the route table, as a role that may see it: nothing cut off at both widths, no barrier for axe."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import APIResponse, Browser

from lindung.accounts.guards import PUBLIC, SIGNED_IN
from lindung.accounts.rights import RoleName, roles_with
from tests.browser.looks import faults
from tests.officers import officer
from tests.test_routes import OWN, ROUTES, Route, address

pytestmark = pytest.mark.browser
# Answers that are no pages: what a machine reads, a file, or what follows a button.
NO_PAGE = {"web:health", "ui:switch", "accounts:invitation", "account_logout"}


def spaces() -> list[str]:
    """Rooms with pages; allauth's own pages have none and stand under "akun"."""
    return sorted({space(route) for route in ROUTES})


def space(route: Route) -> str:
    return route.name.partition(":")[0] if ":" in route.name else "akun"


def who(route: Route) -> RoleName:
    """The first role of the table that may open it; for one's own account who has a second factor."""
    if route.needs == SIGNED_IN:
        return RoleName.DECIDER
    granted = set(RoleName) if route.needs == PUBLIC else roles_with(route.needs)
    return next(role for role in (RoleName.OPERATOR, *RoleName) if role in granted)


def signed_in_cookie(role: RoleName, site: str) -> dict[str, str]:
    client = Client()
    client.force_login(officer(role, OWN))
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site}


def whole(answer: APIResponse) -> bool:
    """A page, not a file and not the part that htmx puts into one."""
    return "text/html" in answer.headers.get("content-type", "") and "<!doctype html" in answer.text()[:100]


@pytest.mark.slow
@pytest.mark.parametrize("room", spaces())
def test_every_page_of_a_room_is_whole_and_open_to_all(
    room: str, browser: Browser, empty_site: str, pictures: Path | None
) -> None:
    kept = pictures and pictures / "semua"  # with a sample of each thing, not the story's data
    if kept:
        kept.mkdir(exist_ok=True)
    found, seen = [], 0
    for route in (one for one in ROUTES if space(one) == room and one.name not in NO_PAGE):
        role = who(route)
        path = address(route, OWN, officer(role, OWN))
        context = browser.new_context(locale="id-ID")
        context.add_cookies([signed_in_cookie(role, empty_site)])
        answer = context.request.get(empty_site + path)
        if answer.ok and whole(answer):
            page = context.new_page()
            page.goto(empty_site + path)
            name = f"{route.name.replace(':', '-')}-{role.value}"
            found += faults(page, name, kept)
            seen += 1
        else:
            # A file, a part of a page, or what is only posted to; of one's own, what one may not have.
            none = {405, 404} if route.needs in (PUBLIC, SIGNED_IN) else {405}
            assert answer.ok or answer.status in none, f"{route.name} as {role.value}: {answer.status}"
        context.close()
    assert seen, f"no page of {room} was seen"
    assert not found, "\n".join(found)
