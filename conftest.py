"""Every test runs against a real PostgreSQL, as the program's role; migrations and cleaning as the owner.

`db` rolls back; `committed_db` really commits (several connections, several processes) and is cleaned up after.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

# One database per run, so that runs side by side never meet; its name says whose it was.
TEST_DATABASE = f"test_lindung_{os.getpid()}"


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="DIR", help="folder for pictures of every page, 1280 and 360 px wide")


def pytest_configure() -> None:
    """The catalogues are compiled before anything is translated."""
    from lindung.config.languages import compile_all

    compile_all()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if CHROMIUM is None:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium: install the package `chromium`"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Without a browser everything else is tested, and the very last line says what was not."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.getreports("skipped") if reporter else []
    if left_out := sum("browser" in report.keywords for report in skipped):
        reporter.write_line(f"{left_out} browser tests were left out: no Chromium; install the package `chromium`.")


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """The database is ours already: see django_db_setup."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A fresh database with every migration and grant, and the regions of NTT, once per run."""
    from django.conf import settings
    from django.db import connections

    from lindung.config import database, embedded

    os.environ["LINDUNG_DATABASE"] = TEST_DATABASE  # for the processes that tests start
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = TEST_DATABASE
    with django_db_blocker.unblock():
        if settings.EMBEDDED:
            embedded.start(embedded.server())
        _drop_left_over()
        database.recreate(TEST_DATABASE)
        database.migrate()
        _reference_data()
        connections.close_all()
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        database.drop(TEST_DATABASE)


def _drop_left_over() -> None:
    """Databases of runs that were killed before they could clean up."""
    from lindung.config import database

    for name in database.names("test_lindung_"):
        pid = name.rpartition("_")[2]
        if pid.isdigit() and not os.path.exists(f"/proc/{pid}"):
            database.drop(name)


def _reference_data() -> None:
    from datetime import date

    from lindung.audit.services import Actor
    from lindung.people.services import load_occupations
    from lindung.regions import catalogue
    from lindung.regions.services import load

    places = [*catalogue.provinces(), *catalogue.districts(), *catalogue.of_province("53")]
    unique = {place.code: place for place in places}
    load(
        places=list(unique.values()),
        list_name=catalogue.LIST_NAME,
        actor=Actor("tests", "Pengujian"),
        on=date(2025, 1, 1),
    )
    load_occupations()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """A database in which transactions really end; emptied afterwards, but for regions and occupations."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield
        connections["default"].close()
        _empty_tables()


def _empty_tables() -> None:
    from django.db import connections

    kept = ("django_", "auth_", "regions_region", "people_occupation")
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        tables = [name for (name,) in cursor.fetchall() if not name.startswith(kept)]
        # Only here, in tests: the owner may switch the append-only triggers off to clean up.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("SET session_replication_role = origin")
    connections["owner"].close()
