"""`lindung event`: events are planned, people invited, papers written, signed lists typed in."""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import TextIO

import click

from lindung.audit.options import acting, day_of
from lindung.audit.services import Actor
from lindung.distribution.models import Event
from lindung.distribution.queries.papers import PAPERS
from lindung.distribution.services import hold_event
from lindung.distribution.services.gathering import book_paper, invite, type_paper
from lindung.kernel.rupiah import thousands
from lindung.programmes.queries import programme_of


def _event(_ctx: click.Context, _param: click.Parameter, number: int) -> Event:
    found = Event.objects.select_related("programme__funder").filter(pk=number).first()
    if found is None:
        raise click.BadParameter(f"no event {number}; `lindung event list` shows them")
    return found


EVENT = click.argument("event", type=int, callback=_event)


@click.group()
def event() -> None:
    """Handovers, launches and awards: plan, invite, papers, signed lists."""


@event.command(name="list")
def list_() -> None:
    """Every event with its number."""
    for one in Event.objects.order_by("held_on", "pk"):
        click.echo(f"{one.pk:5d}  {one.held_on}  {one.name}, {one.place}")


@event.command()
@click.option("--programme", "code", required=True)
@click.option("--kind", type=click.Choice(Event.Kind.values), default="handover", show_default=True)
@click.option("--name", required=True)
@click.option("--place", required=True)
@click.option("--region", required=True, help="Code of the region it is for, e.g. 53.21")
@click.option("--date", "held_on", required=True, metavar="YYYY-MM-DD")
@click.option("--official", "officials", multiple=True, help="Name and office; may be repeated")
@acting
def plan(
    code: str,
    kind: str,
    name: str,
    place: str,
    region: str,
    held_on: str,
    officials: tuple[str, ...],
    actor: Actor,
    on: date,
) -> None:
    """Enter an event; the same again is the same event."""
    made = hold_event(
        programme=programme_of(code),
        kind=kind,
        name=name,
        place=place,
        region=region,
        held_on=day_of(held_on),
        officials=officials,
        actor=actor,
        on=on,
    )
    click.echo(f"Acara {made.pk}: {made.name}, {made.place}.")


@event.command(name="invite")
@EVENT
@click.option("--place", "places", multiple=True, required=True, help="Region code; may be repeated")
@click.option("--on-stage", default=10, show_default=True, help="How many receive symbolically")
@acting
def invite_(event: Event, places: tuple[str, ...], on_stage: int, actor: Actor, on: date) -> None:
    """Give a seat to everyone of these places with something waiting."""
    invited = invite(event=event, places=places, on_stage=on_stage, actor=actor, on=on)
    click.echo(f"{thousands(invited)} orang diundang.")


@event.command()
@EVENT
@click.option("--out", default="out/event", show_default=True, type=click.Path(path_type=Path))
@acting
def papers(event: Event, out: Path, actor: Actor, on: date) -> None:
    """Write every paper of an event: seats and receipts (PDF, Excel), invitations, minutes, leaflet."""
    out.mkdir(parents=True, exist_ok=True)
    for name, (_kind, make) in PAPERS.items():
        (out / name).write_bytes(make(event, [""], on))
        click.echo(str(out / name))


@event.command(name="type")
@EVENT
@click.option("--turn", type=click.IntRange(1, 2), required=True, help="1: first typist, 2: second, another person")
@click.argument("lines", type=click.File("r", encoding="utf-8"))
@acting
def type_(event: Event, turn: int, lines: TextIO, actor: Actor, on: date) -> None:
    """Enter a signed list from CSV (code, signed for: k, b, kb or empty, proxy); "-" reads what a scanner types."""
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines) if row]
    read = {_line(row[0], event): ("".join(row[1:2]), "".join(row[2:3])) for row in rows}
    click.echo(f"{thousands(type_paper(event=event, turn=turn, lines=read, actor=actor, on=on))} baris diketik.")


def _line(code: str, event: Event) -> int:
    parts = code.strip().split("-")
    if len(parts) != 3 or parts[:2] != ["LD", str(event.pk)] or not parts[2].isdigit():
        raise click.BadParameter(f"{code!r} is no line of event {event.pk}")
    return int(parts[2])


@event.command()
@EVENT
@acting
def book(event: Event, actor: Actor, on: date) -> None:
    """Hand over what both typists read alike; exit 1 when something is left to look at."""
    given, waiting = book_paper(event=event, actor=actor, on=on)
    click.echo(f"{thousands(given)} kartu dan buku diserahkan.")
    for problem in waiting:
        click.echo(str(problem), err=True)
    sys.exit(1 if waiting else 0)
