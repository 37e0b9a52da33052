"""`lindung lists load, show, decide, revoke`: the dead, the moved, active members and wage earners."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.intake.models import File
from lindung.intake.services import receive
from lindung.intake.show import as_result, has_trouble, print_results, stored
from lindung.kernel.days import in_figures
from lindung.kernel.rupiah import thousands
from lindung.matching import queries, services
from lindung.matching.commands.review import WITHIN
from lindung.matching.imports import ListContext, compare_again

KINDS = {"deceased": "died", "moved": "moved", "active-member": "active_member", "wage-worker": "wage_earner"}


@click.group()
def lists() -> None:
    """Hold lists of the dead, the moved, members and wage earners against the registry."""


@lists.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--kind", required=True, type=click.Choice(tuple(KINDS)), help="What the list says of its people")
@click.option("--source", required=True, help="Who made it and when, e.g. 'Dukcapil Malaka, Agustus 2025'")
@click.option("--letter", default="", help="Number of the covering letter")
@click.option("--json", "as_json", is_flag=True, help="One object with every problem")
@acting
def load(file: Path, kind: str, source: str, letter: str, as_json: bool, actor: Actor, on: date) -> None:
    """Load a list: certain rows become facts of life, doubtful ones wait, unreadable ones are kept with the reason.

    The same list again changes nothing. Exit codes: 0 every row accepted, 1 rows rejected, 2 cannot run.
    """
    outcome = receive(
        path=file,
        layout_code=f"list-{kind}",
        scope=source,
        context=ListContext(source, on),
        letter=letter,
        actor=actor,
        on=on,
    )
    result = (
        stored(str(file), File.objects.get(pk=outcome.file))
        if outcome.judgement is None
        else as_result(str(file), outcome.judgement)
    )
    counts = queries.counts_of_list(outcome.file)
    if as_json:
        told = result | {"id": outcome.file, "already": outcome.already, "facts": counts[0], "waiting": counts[1]}
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        print_results([result], Console())
        click.echo(
            f"Daftar {outcome.file}: {thousands(counts[0])} orang dicatat, {thousands(counts[1])} baris menunggu "
            f"putusan, sisanya tidak ada di catatan."
        )
    sys.exit(1 if has_trouble(result) else 0)


@lists.command()
@click.option("--waiting", is_flag=True, help="The rows that wait for a person instead of the lists")
@WITHIN
@click.option("--json", "as_json", is_flag=True, help="A list of objects")
def show(waiting: bool, within: str | None, as_json: bool) -> None:
    """The lists that were loaded and what came of them; with --waiting the rows to decide."""
    rows = queries.listed_waiting(within) if waiting else queries.loaded_lists()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    titles = queries.WAITING_TITLES if waiting else queries.LIST_TITLES
    table = Table(*titles.values())
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in titles))
    Console(markup=False).print(table)
    click.echo(f"{thousands(len(rows))} {'baris menunggu' if waiting else 'daftar'}.")


def _cell(value: object) -> str:
    return in_figures(value) if isinstance(value, date) else str(value)


@lists.command()
@click.argument("number", type=int)
@click.argument("answer", type=click.Choice(("yes", "no")))
@WITHIN
@acting
def decide(number: int, answer: str, within: str | None, actor: Actor, on: date) -> None:
    """Say whether a waiting row means the person beside it; who loaded the list may not."""
    services.decide_listed(listed=[number], same=answer == "yes", within=within, actor=actor, on=on)
    click.echo(f"Baris daftar {number}: {'dicatat' if answer == 'yes' else 'orang lain'}.")


@lists.command()
@click.argument("number", type=int)
@acting
def again(number: int, actor: Actor, on: date) -> None:
    """Hold a loaded list against who entered the registry since; who was asked about is not asked about again."""
    before = queries.counts_of_list(number)
    compare_again(file=number, actor=actor, on=on)
    facts, waiting = (now - then for now, then in zip(queries.counts_of_list(number), before, strict=True))
    click.echo(f"Daftar {number}: {thousands(facts)} orang lagi dicatat, {thousands(waiting)} baris lagi menunggu.")


@lists.command()
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why the list is wrong")
@acting
def revoke(number: int, reason: str, actor: Actor, on: date) -> None:
    """Take a whole list back: its facts are revoked; what another list confirms too stays."""
    gone = services.revoke_list(file=number, reason=reason, actor=actor, on=on)
    click.echo(f"Daftar {number} dicabut: {thousands(gone)} catatan tidak berlaku lagi.")
