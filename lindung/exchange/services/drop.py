"""Dropping a file on an office's SFTP server: whole under its name, or not there."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import paramiko
from django.conf import settings

from lindung.exchange import problems
from lindung.kernel.problem import Refused

SECONDS = 30


def drop(*, office: str, name: str, content: bytes) -> None:
    """Put a file into the folder that LINDUNG_SFTP names for `office`.

    It is written as `<name>.part` and renamed, so that nobody reads half a file; dropped again it is replaced.
    Refused: EXCHANGE-08 no address for the office, or a server whose key is not known.
    """
    address = urlsplit(settings.EXCHANGE_SFTP.get(office, ""))
    if address.scheme != "sftp" or not address.hostname:
        raise Refused(problems.NO_DROP.problem(office=office, host=address.hostname or "?"))
    client = paramiko.SSHClient()
    if settings.EXCHANGE_SFTP_KNOWN_HOSTS:
        client.load_host_keys(settings.EXCHANGE_SFTP_KNOWN_HOSTS)
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    try:
        client.connect(
            address.hostname,
            port=address.port or 22,
            username=unquote(address.username or ""),
            key_filename=settings.EXCHANGE_SFTP_KEY or None,
            allow_agent=False,
            look_for_keys=False,
            timeout=SECONDS,
        )
        with client.open_sftp() as sftp:
            _put(sftp, PurePosixPath(unquote(address.path) or "/") / name, content)
    except paramiko.SSHException as trouble:
        raise Refused(problems.NO_DROP.problem(office=office, host=address.hostname)) from trouble
    finally:
        client.close()


def _put(sftp: paramiko.SFTPClient, path: PurePosixPath, content: bytes) -> None:
    part = f"{path}.part"
    with sftp.open(part, "wb") as target:
        target.write(content)
    sftp.posix_rename(part, str(path))
