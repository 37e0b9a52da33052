"""The embedded PostgreSQL starts whatever was there before: nothing, half a server, a power cut, a rival."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from lindung.config import embedded
from lindung.config.embedded import APP, OWNER, Server

START = "from lindung.config import embedded; embedded.start(embedded.server())"


@pytest.fixture
def which(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server of its own in a folder that the unprivileged user may reach."""
    folder = Path(tempfile.mkdtemp(prefix="lindung-test-"))
    folder.chmod(0o755)
    monkeypatch.setenv("LINDUNG_STATE", str(folder / "state"))
    found = embedded.server()
    assert found.state == (folder / "state").resolve()
    yield found
    embedded.stop(found)
    shutil.rmtree(folder)


def test_it_makes_a_server_with_two_roles_and_stops_it(which):
    embedded.start(which)
    with which.connect() as link:
        found = link.execute("SELECT rolname, rolsuper FROM pg_roles WHERE rolname LIKE 'lindung%'").fetchall()
    assert dict(found) == {OWNER: True, APP: False}
    with which.connect(role=APP) as link, pytest.raises(psycopg.errors.InsufficientPrivilege):
        link.execute("CREATE DATABASE mine")

    embedded.start(which)  # running already: nothing to do
    assert embedded.stop(which)
    assert not which.is_running()
    assert not embedded.stop(which)


def test_a_half_made_server_is_made_anew(which):
    for left_over in (which.state / "data.new", which.data):
        left_over.mkdir(parents=True)
        (left_over / "half").touch()
    embedded.start(which)
    assert which.is_running()
    assert not (which.state / "data.new").exists()
    assert not (which.data / "half").exists()


def test_after_a_power_cut_the_lock_of_a_strangers_process_is_forgotten(which):
    embedded.start(which)
    with which.connect() as link:
        link.execute("CREATE TABLE kept (number int)")
    lock = which.data / "postmaster.pid"
    lines = lock.read_text().split("\n")
    assert embedded.stop(which)
    # The number in the file now belongs to this very test, which is alive and no PostgreSQL.
    lock.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    embedded.start(which)
    with which.connect() as link:
        assert link.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_two_processes_that_start_it_at_once_both_find_it_running(which):
    rivals = [subprocess.Popen([sys.executable, "-c", START], stderr=subprocess.PIPE, text=True) for _ in range(2)]
    told = [rival.communicate(timeout=120)[1] for rival in rivals]
    assert [rival.returncode for rival in rivals] == [0, 0], told
    assert which.is_running()


def test_secrets_are_made_once_and_only_for_this_user(tmp_path):
    path = tmp_path / "deep" / "secret.key"
    first = embedded.secret(path)
    assert len(first) > 40
    assert embedded.secret(path) == first
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]
