"""The web server of a bench: granian with two workers on the bench's own database."""

from __future__ import annotations

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from lindung.accounts.models import User
from lindung.config import embedded
from lindung.config.commands import web_server

WORKERS = 2
PATIENCE = 60  # seconds until the server must answer


class Server:
    """A connection that stays open, as a browser's does."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)

    def get(self, path: str, cookie: str = "") -> tuple[int, int]:
        """Status and bytes of the answer, compressed, heads included."""
        self.link.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip", "Host": "localhost"})
        answer = self.link.getresponse()
        heads = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
        return answer.status, len(answer.read()) + heads

    def another(self) -> Server:
        return Server(self.port)


@contextmanager
def served() -> Iterator[Server]:
    """The house served from the database in use; ended afterwards."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = web_server(port, WORKERS)
    environ = os.environ | {"LINDUNG_DATABASE": str(connection.settings_dict["NAME"])}
    with subprocess.Popen(command, env=environ, cwd=embedded.CHECKOUT, stdout=subprocess.DEVNULL) as program:
        try:
            server = Server(port)
            _wait_for(server)
            yield server
        finally:
            program.terminate()


def _wait_for(server: Server) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            if server.get("/sehat/")[0] == http.HTTPStatus.OK:
                return
        server.link.close()
        time.sleep(0.2)
    raise embedded.CannotRun(f"The web server did not answer within {PATIENCE} seconds.")


def cookie_of(user: User) -> str:
    """The cookie of a session that is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
