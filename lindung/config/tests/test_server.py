"""A server of one's own: two addresses or one, migrated only when asked, used without the owner's rights."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from lindung.config import database, embedded
from lindung.config.embedded import APP, OWNER

LINDUNG = Path(sys.executable).parent / "lindung"
NAME = f"test_lindung_server_{os.getpid()}"

pytestmark = pytest.mark.skipif(not settings.EMBEDDED, reason="stands in for a server with the embedded one")


@pytest.fixture
def addresses(django_db_setup) -> Iterator[dict[str, str]]:
    """The embedded server seen as somebody else's: an empty database with its two addresses."""
    database.recreate(NAME)
    server = embedded.server()
    yield {
        "DATABASE_URL": server.url(APP, NAME),
        "DATABASE_OWNER_URL": server.url(OWNER, NAME),
        "LINDUNG_SECRET_KEY": "rahasia-uji-yang-cukup-panjang",
    }
    database.drop(NAME)


def lindung(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith("LINDUNG_")}
    return subprocess.run(
        [str(LINDUNG), *words], env=outside | environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_server_is_migrated_only_when_asked(addresses):
    waiting = lindung(addresses, "figures", "--json")
    assert (waiting.returncode, waiting.stdout) == (2, "")
    assert "lindung migrate" in waiting.stderr

    assert lindung(addresses, "migrate").returncode == 0
    ready = lindung(addresses, "figures", "--json")
    assert (ready.returncode, json.loads(ready.stdout)) == (0, []), ready.stderr


def test_with_one_address_the_program_gives_up_the_owners_rights(addresses):
    owner_only = addresses | {"DATABASE_URL": addresses["DATABASE_OWNER_URL"], "DATABASE_OWNER_URL": ""}
    assert lindung(owner_only, "migrate").returncode == 0
    answer = lindung(owner_only, "doctor")
    assert "ok  two database roles" in answer.stdout.splitlines(), answer.stdout


def test_a_server_needs_a_secret_of_its_own(addresses):
    without = addresses | {"LINDUNG_SECRET_KEY": ""}
    assert lindung(without, "migrate").returncode == 0
    doctor, serve = lindung(without, "doctor"), lindung(without, "serve")
    assert (doctor.returncode, serve.returncode) == (2, 2)
    assert "NOT secret key: set LINDUNG_SECRET_KEY" in doctor.stdout
    assert "LINDUNG_SECRET_KEY" in serve.stderr


def test_an_address_where_nobody_answers_is_told_without_a_traceback(addresses):
    nobody = addresses | {"DATABASE_URL": "postgresql://lindung_app@127.0.0.1:9/lindung?connect_timeout=2"}
    answer = lindung(nobody, "figures")
    assert answer.returncode == 2
    assert "Traceback" not in answer.stderr
