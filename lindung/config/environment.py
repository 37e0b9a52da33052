"""Typed readers of environment variables. Every variable the program reads is listed in `VARIABLES`."""

from __future__ import annotations

import os

VARIABLES: dict[str, str] = {
    "DATABASE_URL": "PostgreSQL server of the program (role lindung_app); empty: the embedded server",
    "DATABASE_OWNER_URL": "the same database as its owner, for migrations; empty: DATABASE_URL with SET ROLE",
    "LINDUNG_DATABASE": "name of the database on the embedded server (default lindung)",
    "LINDUNG_STATE": "folder of the embedded server's data (default: one per checkout)",
    "LINDUNG_PG_BIN": "folder with the postgres programs to use instead of the embedded ones",
    "LINDUNG_SECRET_KEY": "Django's secret key; the embedded set-up makes one of its own",
    "LINDUNG_DEBUG": "1 shows errors with their source; off by default",
    "LINDUNG_HOSTS": "host names the web server answers to, separated by commas",
    "LINDUNG_KEYS": "folder of the private keys that sign proofs of enrolment",
    "LINDUNG_ISSUER": "who issues proofs of enrolment, as printed and signed (default Lindung)",
    "LINDUNG_LAYOUTS": "folder with an office's own layouts of exchanged files, laid over those shipped",
    "LINDUNG_SFTP": "where files are dropped: bpjs:atambua=sftp://name@host/folder, separated by commas",
    "LINDUNG_SFTP_KEY": "file with the private key for SFTP",
    "LINDUNG_SFTP_KNOWN_HOSTS": "file with the SFTP servers' keys; a server that is not in it is refused",
    "LINDUNG_PROXIES": "how many proxies stand before the web server and name the caller's address (default 0)",
    "LINDUNG_GUIDE": "address where the user's guide (`make guide`) is served; empty: pages do not speak of it",
    "LINDUNG_ACTOR": "who acts on the command line (default: the name signed in to this machine)",
}


def text(name: str, default: str = "") -> str:
    if name not in VARIABLES:
        raise KeyError(f"{name} is not declared in VARIABLES")
    return os.environ.get(name, default)


def flag(name: str) -> bool:
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
