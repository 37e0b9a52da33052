"""Private keys as files: one PKCS8 PEM per key, readable by its owner alone, in a folder outside the database."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)


class KeyTrouble(Exception):
    """A private key is missing, open to others, or none."""


def make(folder: Path) -> tuple[str, bytes]:
    """Write a new private key; its id and public half."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    kid = kid_of(public)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(_path(folder, kid), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    return kid, public


def read(folder: Path, kid: str) -> bytes:
    """The raw private key. Raises KeyTrouble where it is not there or others may read it."""
    path = _path(folder, kid)
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & 0o077:
                raise KeyTrouble(f"{path} may be read by others: chmod 600")
            private = load_pem_private_key(file.read(), password=None)
    except (OSError, ValueError) as trouble:
        raise KeyTrouble(f"{path}: {trouble}") from trouble
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyTrouble(f"{path} is no Ed25519 key")
    return private.private_bytes_raw()


def destroy(folder: Path, kid: str) -> None:
    """A key that signs no more leaves no private half behind."""
    _path(folder, kid).unlink(missing_ok=True)


def kid_of(public: bytes) -> str:
    return hashlib.sha256(public).hexdigest()[:16]


def _path(folder: Path, kid: str) -> Path:
    return folder / f"{kid}.pem"
