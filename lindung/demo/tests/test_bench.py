"""Each bench, with a few hundred rows: it measures, and what it measured is right. No time is asserted."""

from __future__ import annotations

import pytest

from lindung.config.commands import AT_ONCE
from lindung.demo.bench.figures import measure
from lindung.demo.bench.intake import intake
from lindung.demo.bench.ledger import ledger
from lindung.demo.bench.pages import pages
from lindung.demo.bench.serve import serve
from lindung.demo.bench.server import WORKERS, served

pytestmark = pytest.mark.usefixtures("committed_db")


def test_intake_is_measured_by_stage_against_its_floor() -> None:
    found = intake(rows=330, runs=1)
    assert set(found) >= {"rows", "seconds", "stages", "rows_per_second", "peak_mb", "floor_seconds", "ratio"}
    assert found["rows"] == 330
    assert isinstance(found["ratio"], float)
    assert {"read", "judge", "save", "commit"} <= set(found["stages"])  # type: ignore[call-overload]


def test_the_ledger_is_measured_against_a_bare_copy() -> None:
    found = ledger(people=220, runs=2)
    assert found["person_months"] == 220 * 6
    assert isinstance(found["ratio"], float)


def test_the_figures_equal_the_recount_after_random_verbs() -> None:
    found = measure(months=2640, acts=12, seed=7)
    assert found["equal"] is True
    assert isinstance(found["person_months"], int)
    assert found["person_months"] > 2640


def test_every_page_is_measured_as_every_role_that_may_open_it() -> None:
    found = pages(people=220, runs=2)
    assert isinstance(found["ratio"], float)
    seen = {(page["page"], page["role"]): page for page in found["pages"]}  # type: ignore[attr-defined]
    assert {("web:home", "leader"), ("web:acts", "auditor"), ("web:front", "operator")} <= set(seen)
    assert ("web:acts", "operator") not in seen
    assert all(page["bytes"] > 0 for page in seen.values())
    assert seen["web:home", "manager"]["queries"] <= 20
    over = {page for (page, _), one in seen.items() if one["queries"] > 20}
    assert found["over_20_queries"] == sorted(over)


def test_officers_at_work_meet_no_error() -> None:
    found = serve(people=220, visitors=6, seconds=3, think=0.1)
    assert found["errors"] == 0, found["which"]
    assert found["requests"] >= 12


def test_browsers_that_keep_their_connections_open_keep_nobody_out() -> None:
    with served() as server:
        kept = [server.another() for _ in range(AT_ONCE * WORKERS + 8)]
        assert {browser.get("/sehat/")[0] for browser in kept} == {200}
        for browser in kept:
            browser.link.close()
