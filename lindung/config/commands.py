"""Commands about the installation itself: db, migrate, serve, doctor."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import click
from django.conf import settings

from lindung.config import database, embedded, environment, languages

# Requests that one worker of the web server works on at a time: more than cores, for a list over a slow link holds
# one for minutes; both workers' together fewer than the embedded database has connections. The others wait.
# Not --backpressure: that counts open connections, and browsers that keep theirs would shut everybody else out.
AT_ONCE = 16


@click.group()
def db() -> None:
    """The embedded PostgreSQL: start, stop, status."""


@db.command()
def start() -> None:
    """Start the server and make the database ready."""
    database.prepare()
    click.echo(f"PostgreSQL runs; database {settings.DATABASE_NAME} is ready.")


@db.command()
def stop() -> None:
    """Stop the server; nothing is lost."""
    click.echo("Stopped." if embedded.stop(embedded.server()) else "No server ran.")


@db.command()
def status() -> None:
    """Say whether the server answers, and where it keeps its data."""
    which = embedded.server()
    running = which.is_running()
    click.echo(f"{'running' if running else 'not running'}: {which.data}")
    sys.exit(0 if running else 1)


@click.command()
def migrate() -> None:
    """Apply migrations as the owner and grant the program's role its rights."""
    if settings.EMBEDDED:
        embedded.start(embedded.server())
    database.migrate()
    click.echo("The database is up to date.")


@click.command()
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True)
@click.option("--with-jobs", is_flag=True, help="Also run the worker of long jobs, as `lindung work` does")
def serve(port: int, workers: int, with_jobs: bool) -> None:
    """Serve the web pages on this machine."""
    if trouble := _secret_key():
        raise embedded.CannotRun(f"The web pages need a secret: {trouble}.")
    languages.compile_all()
    click.echo(f"Lindung: http://localhost:{port}/ (Ctrl+C ends it)")
    command = web_server(port, workers)
    if not with_jobs:
        os.execv(command[0], command)  # noqa: S606
    _together(command, [sys.executable, "-m", "lindung.config.cli", "work"])


def web_server(port: int, workers: int) -> list[str]:
    """The command that serves the pages; the pages' own faults go to stderr by Django's log."""
    granian = str(Path(sys.executable).parent / "granian")
    limits = ["--blocking-threads", str(AT_ONCE)]
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", str(workers), *limits]
    return [granian, *words, "--log-level", "error", "--no-access-log", "lindung.config.wsgi:application"]


def _together(*commands: list[str]) -> None:
    """Run programs side by side; when the first ends, or this one is told to, all end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    running = [subprocess.Popen(command) for command in commands]
    try:
        sys.exit(running[0].wait())
    finally:
        for program in running:
            program.terminate()
        for program in running:
            program.wait(timeout=30)


@click.command()
@click.option("--once", is_flag=True, help="End when no job waits")
def work(once: bool) -> None:
    """Run the long jobs that pages ask for, such as exports."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    languages.compile_all()
    connector = cast(DjangoConnector, app.connector).get_worker_connector()
    with app.replace_connector(connector) as running:
        running.run_worker(wait=not once, concurrency=1, delete_jobs="never")


@click.command()
def doctor() -> None:
    """Look at everything the program needs; each line says what was found or how to mend it."""
    healthy = True
    for name, look in EXAMINATIONS.items():
        trouble = look()
        healthy &= not trouble
        click.echo(f"{'ok ' if not trouble else 'NOT'} {name}{': ' + trouble if trouble else ''}")
    for trouble in filter(None, (_browser(), _field_app())):
        click.echo(f"--  {trouble}")
    sys.exit(0 if healthy else 2)


def _python() -> str:
    return "" if sys.version_info >= (3, 12) else "Python 3.12 or newer is needed; run `make setup`"


def _programs() -> str:
    if not settings.EMBEDDED:
        return ""
    try:
        folder = embedded.server().programs
    except embedded.CannotRun as trouble:
        return str(trouble)
    return "" if folder.exists() else f"{folder} is gone; run `make setup`"


def _answers() -> str:
    try:
        database.prepare()
    except embedded.CannotRun as trouble:
        return str(trouble)
    return ""


def _two_roles() -> str:
    if trouble := _answers():
        return f"not looked at, for the database does not answer ({trouble.splitlines()[0]})"
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        user, superuser = cursor.fetchone()
    if user != embedded.APP or superuser:
        return f"the program connects as {user}; give it {embedded.APP} (DATABASE_URL, DATABASE_OWNER_URL)"
    return ""


def _secret_key() -> str:
    # The environment is asked, not Django: an empty key raises there as soon as it is looked at.
    found = settings.EMBEDDED or environment.text("LINDUNG_SECRET_KEY")
    return "" if found else "set LINDUNG_SECRET_KEY to a long random text"


def _space() -> str:
    free = shutil.disk_usage(embedded.CHECKOUT).free // 1024**3
    return "" if free >= 3 else f"{free} GiB free; the demo needs 3"


def _browser() -> str:
    found = any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return "" if found else "no Chromium: browser tests are left out; Debian's package is `chromium`"


def _field_app() -> str:
    from django.contrib.staticfiles import finders

    return "" if finders.find("field/worker.js") else "the field app is not built: run `make setup` with a link"


def _libraries() -> str:
    result = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    return "" if result.returncode == 0 else result.stdout.strip() + "; run `make setup`"


EXAMINATIONS: dict[str, Callable[[], str]] = {
    "Python": _python,
    "libraries": _libraries,
    "PostgreSQL programs": _programs,
    "database": _answers,
    "two database roles": _two_roles,
    "secret key": _secret_key,
    "disk space": _space,
}
