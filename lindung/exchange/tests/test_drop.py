"""Dropping files on an SFTP server that really answers."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import paramiko
import pytest
from django.test import override_settings

from lindung.exchange.services import drop
from lindung.kernel.problem import Refused


class Files(paramiko.SFTPServerInterface):
    """A folder of this machine as an SFTP server shows it."""

    root: Path

    def _at(self, path: str) -> Path:
        return self.root / path.lstrip("/")

    def open(self, path, flags, attr):
        handle = paramiko.SFTPHandle(flags)
        handle.writefile = os.fdopen(os.open(self._at(path), flags, 0o600), "wb")
        return handle

    def stat(self, path):
        return paramiko.SFTPAttributes.from_stat(self._at(path).stat())

    lstat = stat

    def posix_rename(self, oldpath, newpath):
        self._at(oldpath).replace(self._at(newpath))
        return paramiko.SFTP_OK


class Door(paramiko.ServerInterface):
    """Lets in whoever has the one key."""

    def __init__(self, key: paramiko.PKey) -> None:
        self.key = key

    def check_auth_publickey(self, username, key):
        known = (username, key) == ("lindung", self.key)
        return paramiko.AUTH_SUCCESSFUL if known else paramiko.AUTH_FAILED

    def check_channel_request(self, kind, chanid):
        return paramiko.OPEN_SUCCEEDED


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, paramiko.RSAKey, Path]]:
    """Port, the server's key and its folder; the client's key lies beside it as `client.key`."""
    host_key, client_key = paramiko.RSAKey.generate(2048), paramiko.RSAKey.generate(2048)
    client_key.write_private_key_file(str(tmp_path / "client.key"))
    folder = tmp_path / "masuk"
    folder.mkdir()
    listening = socket.create_server(("127.0.0.1", 0))
    files = type("Here", (Files,), {"root": folder})

    def serve() -> None:
        try:
            joined, _ = listening.accept()
        except OSError:
            return
        transport = paramiko.Transport(joined)
        transport.add_server_key(host_key)
        transport.set_subsystem_handler("sftp", paramiko.SFTPServer, files)
        transport.start_server(server=Door(client_key))
        transport.join(20)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield listening.getsockname()[1], host_key, folder
    listening.close()
    thread.join(5)


def settings_for(port: int, tmp_path: Path, known: paramiko.PKey):
    hosts = tmp_path / "known_hosts"
    hosts.write_text(f"[127.0.0.1]:{port} {known.get_name()} {known.get_base64()}\n")
    return override_settings(
        EXCHANGE_SFTP={"bpjs:atambua": f"sftp://lindung@127.0.0.1:{port}/"},
        EXCHANGE_SFTP_KEY=str(tmp_path / "client.key"),
        EXCHANGE_SFTP_KNOWN_HOSTS=str(hosts),
    )


def test_a_file_lies_there_whole_under_its_name(server, tmp_path):
    port, key, folder = server
    with settings_for(port, tmp_path, key):
        drop(office="bpjs:atambua", name="daftar.csv", content=b"NIK\r\n" * 1000)
    assert [path.name for path in folder.iterdir()] == ["daftar.csv"]
    assert (folder / "daftar.csv").read_bytes() == b"NIK\r\n" * 1000


def test_a_server_with_another_key_than_known_is_refused(server, tmp_path):
    port, _, folder = server
    with settings_for(port, tmp_path, paramiko.RSAKey.generate(2048)), pytest.raises(Refused, match="EXCHANGE-08"):
        drop(office="bpjs:atambua", name="daftar.csv", content=b"NIK")
    assert list(folder.iterdir()) == []


def test_an_office_without_an_address_is_refused():
    with override_settings(EXCHANGE_SFTP={}), pytest.raises(Refused, match="bpjs:kupang"):
        drop(office="bpjs:kupang", name="daftar.csv", content=b"NIK")
