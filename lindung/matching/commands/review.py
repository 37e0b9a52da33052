"""`lindung match show, decide, undo, correct, rebuild`: what an officer does with a pair."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.kernel.days import in_figures
from lindung.kernel.rupiah import thousands
from lindung.matching import queries, services
from lindung.matching.models import Pair
from lindung.matching.show import in_percent, print_explanation, waterfall

WITHIN = click.option("--within", metavar="CODE", help="Only where one of the two lives, e.g. 53.21")
ANSWERS = {"same": "orang yang sama", "different": "orang berbeda", "ask": "ditanyakan ke desa"}


def as_dict(pair: queries.Waiting) -> dict[str, Any]:
    """A pair as JSON has it."""
    told = asdict(pair)
    told.pop("roots")
    told["found_on"] = pair.found_on.isoformat()
    for side in ("lower", "higher"):
        for name in ("birth_date", "known_on"):
            day = told[side][name]
            told[side][name] = day.isoformat() if day else None
    return told


@click.command()
@click.argument("pair", type=int)
@click.option("--json", "as_json", is_flag=True, help="One object")
def show(pair: int, as_json: bool) -> None:
    """The two rows side by side, the reasons with their weights, and what was decided so far."""
    shown = queries.pair(pair)
    if as_json:
        click.echo(json.dumps(shown.as_dict(), ensure_ascii=False))
        return
    console = Console(markup=False)
    table = Table("", f"lebih dulu (orang {shown.lower.person})", f"kemudian (orang {shown.higher.person})")
    for title, name in queries.SHOWN:
        ours, theirs = (_cell(getattr(side, name)) for side in (shown.lower, shown.higher))
        table.add_row(title + ("" if ours == theirs else " ≠"), ours, theirs)
    console.print(table)
    console.print(waterfall(shown.start, shown.reasons, shown.weight))
    console.print(
        f"Peluang orang yang sama {in_percent(shown.probability)}; model {shown.model}: "
        f"{Pair.Fate(shown.fate).label}."
    )
    for verdict in shown.verdicts:
        console.print(f"{in_figures(verdict.on)} {verdict.actor_name}: {verdict.label} {verdict.reason}".rstrip())
    console.print(f"Keadaan: {Pair.State(shown.state).label}.")


def _cell(value: object) -> str:
    return in_figures(value) if isinstance(value, date) else str(value or "")


@click.command()
@click.argument("a", type=int)
@click.argument("b", type=int)
@click.option("--json", "as_json", is_flag=True, help="One object")
def people(a: int, b: int, as_json: bool) -> None:
    """Why two people of the registry, by their ids, are one or two, whether or not they wait as a pair."""
    told = queries.compared(a, b)
    if as_json:
        click.echo(json.dumps(told.as_dict(), ensure_ascii=False))
    else:
        print_explanation(told)


@click.command()
@click.argument("pair", type=int)
@click.argument("answer", type=click.Choice(tuple(ANSWERS)))
@click.option("--reason", default="", help="In your own words")
@WITHIN
@acting
def decide(pair: int, answer: str, reason: str, within: str | None, actor: Actor, on: date) -> None:
    """Say that a pair is the same person or two different ones, or ask the village; who entered it may not."""
    changed = services.decide(pairs=[pair], kind=answer, reason=reason, within=within, actor=actor, on=on)
    already = "" if changed else " (sudah diputuskan demikian)"
    click.echo(f"Pasangan {pair}: {ANSWERS[answer]}{already}.")


@click.command()
@click.argument("pair", type=int)
@click.option("--reason", required=True, help="Why it was wrong")
@WITHIN
@acting
def undo(pair: int, reason: str, within: str | None, actor: Actor, on: date) -> None:
    """Take a decision back: the rows part again and the pair waits."""
    changed = services.undo(pair=pair, reason=reason, within=within, actor=actor, on=on)
    click.echo(f"Pasangan {pair}: {'putusan dibatalkan' if changed else 'tidak ada putusan'}.")


@click.command()
@click.argument("person", type=int)
@click.argument("nik")
@click.option("--source", required=True, help="What the right NIK rests on: KTP, KK, Dukcapil")
@acting
def correct(person: int, nik: str, source: str, actor: Actor, on: date) -> None:
    """Correct a wrong NIK: the old one is retired, and only this person's pairs are looked at anew."""
    told = services.correct_nik(person=person, nik=nik, source=source, actor=actor, on=on)
    click.echo(
        f"NIK orang {person} diperbaiki: {thousands(told.settled)} pasangan selesai, "
        f"{thousands(told.reopened)} dibuka lagi, {thousands(told.found)} ditemukan."
    )


@click.command()
@click.option("--batch", default=100_000, show_default=True, type=click.IntRange(1), help="People at once")
@acting
def rebuild(batch: int, actor: Actor, on: date) -> None:
    """Make the keys of the whole registry anew: after a new version of the model, or a restored copy."""
    people, keys = services.rebuild(batch=batch, actor=actor, on=on)
    click.echo(f"{thousands(keys)} kunci untuk {thousands(people)} orang.")
