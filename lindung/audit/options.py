"""The two options every command that writes has: who acts, and the day it counts for."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import click

from lindung.audit.services import Actor


def acting[**P, R](command: Callable[P, R]) -> Callable[P, R]:
    """Add --actor and --on; the command receives `actor: Actor` and `on: date`."""
    with_day = click.option(
        "--on", callback=_day, metavar="YYYY-MM-DD", help="Day the act counts for (default: today)"
    )
    with_actor = click.option(
        "--actor", envvar="LINDUNG_ACTOR", callback=_actor, help="Who acts (default: who is signed in here)"
    )
    return with_actor(with_day(command))


def day_of(text: str) -> date:
    """A date as 2025-07-01. Raises click.BadParameter otherwise."""
    try:
        return date.fromisoformat(text)
    except ValueError as trouble:
        raise click.BadParameter(f"{text!r} is no date; write 2025-07-01") from trouble


def _day(_ctx: click.Context, _param: click.Parameter, text: str | None) -> date:
    # The command line is where the clock may be asked; domain code gets the day passed in.
    return day_of(text) if text else datetime.now().astimezone().date()


def _actor(_ctx: click.Context, _param: click.Parameter, name: Any) -> Actor:
    try:
        found = str(name or getpass.getuser())
    except (OSError, KeyError) as trouble:  # a number without a name, as in some containers
        raise click.UsageError("Nobody is signed in here: say who acts with --actor or LINDUNG_ACTOR.") from trouble
    return Actor(found, found)
