"""`lindung membership`: who is paid through when, and the gaps that are coming."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.billing import queries
from lindung.billing.queries.standing import STATES
from lindung.coverage.queries import group_of
from lindung.kernel.days import in_figures
from lindung.kernel.rupiah import rupiah, thousands
from lindung.people.nik import NotANik, mask, parse

JSON = click.option("--json", "as_json", is_flag=True, help="One list on stdout")
PROGRAMME = click.option("--programme", metavar="CODE", help="Only one programme")
DISTRICT = click.option("--district", metavar="CODE", help="Only one district, e.g. 53.21")


@click.group()
def membership() -> None:
    """Membership over time: paid through, in grace, lapsed, paid again; who loses cover on which day."""


@membership.command()
@PROGRAMME
@DISTRICT
@click.option("--nik", help="One person")
@JSON
@acting
def standing(
    programme: str | None, district: str | None, nik: str | None, as_json: bool, actor: Actor, on: date
) -> None:
    """How many stand where on the day of --on, by programme and district; or one person."""
    if nik:
        rows = [row for person in group_of(_digits(nik)) for row in queries.history(on, person.pk)]
        names = ("programme", "state", "paid_through", "held_through", "grace_until", "reactivated")
    else:
        rows = queries.standings(on, programme, district)
        names = ("programme", "district", "state", "people", "reactivated", "paid_through_to")
    _show(rows, as_json, names)


@membership.command()
@PROGRAMME
@DISTRICT
@click.option("--people", is_flag=True, help="Each person instead of counts; NIK masked")
@JSON
@acting
def alarms(
    programme: str | None, district: str | None, people: bool, as_json: bool, actor: Actor, on: date
) -> None:
    """Gaps within 60, 30 and 7 days: cover that nobody pays on, grace that runs out; exit 1 when there are any."""
    rows = queries.alarms(on, programme, district, people=people)
    for row in rows:
        if people:
            row["nik"] = mask(row["nik"])
    who = ("nik",) if people else ("people",)
    _show(rows, as_json, ("programme", "district", "gap", "gap_on", "within", "days_left", *who))
    sys.exit(1 if rows else 0)


@membership.command()
@PROGRAMME
@click.option("--months", default=12, show_default=True, type=click.IntRange(1, 60), help="Months to go on")
@JSON
@acting
def cliff(programme: str | None, months: int, as_json: bool, actor: Actor, on: date) -> None:
    """Who loses cover on which day, who has a next payer, and what it costs to go on."""
    rows = queries.cliff(on, programme, months)
    if not as_json:
        click.echo(f"Biaya melanjutkan {months} bulan bagi yang belum mempunyai pembayar, dilihat {in_figures(on)}")
        money = {"cost", "cost_self"}
        rows = [
            {name: rupiah(cell) if name in money and cell is not None else cell for name, cell in row.items()}
            for row in rows
        ]
    _show(
        rows, as_json, ("loses_on", "programme", "district", "people", "next_payer", "without", "cost", "cost_self")
    )


def _digits(nik: str) -> str:
    try:
        return parse(nik).digits
    except NotANik as trouble:
        raise click.BadParameter(f"{mask(nik)} is no NIK; copy the 16 figures of the KTP") from trouble


def _show(rows: list[dict[str, Any]], as_json: bool, names: tuple[str, ...]) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    table = Table(*names)
    for row in rows:
        table.add_row(*(_in_words(name, row[name]) for name in names))
    Console(markup=False).print(table)


def _in_words(name: str, cell: Any) -> str:
    if name == "state":
        return STATES[cell]
    if type(cell) is int:
        return thousands(cell)
    return "" if cell is None else str(cell)
