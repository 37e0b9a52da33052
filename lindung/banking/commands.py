"""`lindung bank`: enter a bank, so that lists can name it."""

from __future__ import annotations

from datetime import date

import click

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.banking.services import create_bank


@click.command()
@click.argument("code")
@click.argument("name")
@acting
def bank(code: str, name: str, actor: Actor, on: date) -> None:
    """Enter a bank by a short CODE and its NAME as printed. The same again changes nothing.

    Exit codes: 0 done, 1 the code is another bank's.
    """
    made = create_bank(code=code, name=name, actor=actor, on=on)
    click.echo(f"Bank {made.code}: {made.name}")
