"""Quota and decision as their officers meet them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from lindung.programmes.models import Decree, Programme
from tests import cast
from tests.browser.looks import show, sign_in
from tests.officers import officer

pytestmark = pytest.mark.browser


def test_the_quota_adds_up_while_one_types(page: Page, pictures: Path | None, site: str) -> None:
    programme = Programme.objects.get()
    sign_in(page, site)
    page.goto(f"{site}/program/{programme.pk}/")
    show(page, "programme", pictures)
    page.goto(f"{site}/program/{programme.pk}/kuota/{cast.MALAKA}/")
    page.locator("[name='k-53.21.02']").fill("50")
    page.get_by_text("Melebihi yang ada").wait_for()
    show(page, "quota", pictures)


def test_a_decision_shows_its_annex(page: Page, pictures: Path | None, site: str) -> None:
    officer("decider")
    sign_in(page, site, cast.DECIDER.id)
    page.goto(f"{site}/penetapan/")
    show(page, "decisions", pictures)
    decree = Decree.objects.get(kind="decision")
    page.goto(f"{site}/sk/{decree.pk}/lampiran/")
    show(page, "annex", pictures)
    page.goto(f"{site}/penetapan/{decree.programme_id}/{cast.MALAKA}/tetapkan/")
    show(page, "decide", pictures)
