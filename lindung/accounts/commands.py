"""`lindung users`: accounts for the web pages."""

from __future__ import annotations

from datetime import date

import click
from django.core.exceptions import ValidationError

from lindung.accounts.services import open_account
from lindung.audit.options import acting
from lindung.audit.services import Actor


@click.group()
def users() -> None:
    """Accounts of officers for the web pages."""


@users.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name as people know it")
@click.password_option(help="Asked for when it is not given")
@acting
def add(username: str, name: str, password: str, actor: Actor, on: date) -> None:
    """Open an account, or give a known one a new password."""
    try:
        open_account(username=username, name=name, password=password, actor=actor, on=on)
    except ValidationError as weak:
        raise click.BadParameter(" ".join(weak.messages), param_hint="--password") from weak
    click.echo(f"Akun {username} siap.")
