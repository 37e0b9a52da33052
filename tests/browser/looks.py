"""How a browser test looks at a page: sign in, show it at both widths, let axe look, weigh it."""

from __future__ import annotations

from pathlib import Path

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response

from tests.officers import PASSWORD

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (1280, 360)
# What axe looks at: WCAG 2.2 A and AA and its best practices.
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def sign_in(page: Page, site: str, username: str = "maria.operator", password: str = PASSWORD) -> None:
    """As a person does; whoever needs it enters the code of the authenticator app too."""
    page.goto(f"{site}/masuk/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Sandi").fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()
    if page.url.endswith("/masuk/kode/"):
        secret = decrypt(Authenticator.objects.get(user__username=username).data["secret"])
        # A code is good once: who signed in a moment ago uses the one beside it.
        for counter in (1, 2, 0):
            code = format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[counter]))
            page.locator("[name=code]").fill(code)
            page.locator("form.sheet button[type=submit]").first.click()
            if not page.url.endswith("/masuk/kode/"):
                return


def show(page: Page, name: str, pictures: Path | None) -> None:
    """At both widths: nothing scrolls sideways, axe finds nothing; a picture is kept where one asked for it."""
    told = faults(page, name, pictures)
    assert not told, "\n".join(told)


def faults(page: Page, name: str, pictures: Path | None = None) -> list[str]:
    """What is wrong with the page as it is now, at both widths, in words."""
    page.wait_for_load_state()
    page.locator("h1").first.wait_for(state="attached")  # the field app draws its own, after it is loaded
    told = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 768})
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            told.append(f"{name} scrolls sideways: {wide} px on {width} px")
        told += barriers(page, f"{name} at {width} px")
        if pictures:
            page.screenshot(path=pictures / f"{name}-{width}.png", full_page=True)
    return told


def accessible(page: Page, name: str) -> None:
    """axe-core has nothing to say of the page as it is now."""
    told = barriers(page, name)
    assert not told, "\n".join(told)


def barriers(page: Page, name: str) -> list[str]:
    # The page forbids scripts from elsewhere; axe is brought in by the debugger, past that rule.
    found = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{name}: {one['id']}: {one['help']} → {[node['target'] for node in one['nodes'][:3]]}" for one in found
    ]


def weight(page: Page, address: str) -> int:
    """Bytes of a page with all it needs, as they travel."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address)
    return sum(sum(answer.request.sizes().values()) for answer in answers)
