"""`lindung simulate`: an office to try a round trip with, before a real one answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lindung.audit.options import day_of
from lindung.demo.simulate.bank import Bank
from lindung.demo.simulate.bpjs import Bpjs
from lindung.demo.simulate.habits import DEMO, NOTHING_RIGHT, WELL_BEHAVED, Answered

HABITS = {"good": WELL_BEHAVED, "usual": DEMO, "bad": NOTHING_RIGHT}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.option(
    "--folder",
    default="out/simulate",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="What the office remembers, and where its files come out",
)
SEED = click.option("--seed", default=2025, show_default=True, help="The same seed, the same mishaps")
HABIT = click.option(
    "--habits", default="usual", show_default=True, type=click.Choice(list(HABITS)), help="How it works"
)


def _day(_ctx: click.Context, _param: click.Parameter, text: str) -> date:
    return day_of(text)


ON = click.option("--on", required=True, callback=_day, metavar="YYYY-MM-DD", help="Day the office works")


@click.group()
def simulate() -> None:
    """Offices that answer files with files: slow, in part, twice, out of order, in other encodings, wrongly."""


@simulate.group()
def bpjs() -> None:
    """A branch of BPJS Ketenagakerjaan."""


@bpjs.command()
@click.argument("lists", nargs=-1, required=True, type=FILE)
@click.option("--group", required=True, metavar="PROGRAMME/BRANCH", help="Whose list it is")
@FOLDER
@SEED
@HABIT
@ON
def register(lists: tuple[Path, ...], group: str, folder: Path, seed: int, habits: str, on: date) -> None:
    """Register the people of LISTS and answer each list; what comes later is said with its days."""
    office = Bpjs(folder / "bpjs", seed, HABITS[habits])
    for path in lists:
        _tell(office.register(path, group, f"{on:%d-%m-%Y}"))
    office.remember()


@bpjs.command()
@click.argument("path", type=FILE)
@click.option("--group", required=True, metavar="PROGRAMME/BRANCH", help="Whose list it is")
@FOLDER
def end(path: Path, group: str, folder: Path) -> None:
    """Take notice of a list of people whose membership ended."""
    office = Bpjs(folder / "bpjs")
    office.end(path, group)
    office.remember()


@bpjs.command()
@click.option("--group", required=True, metavar="PROGRAMME/BRANCH", help="Whose members")
@click.option("--from", "first", required=True, metavar="YYYY-MM", help="First month")
@click.option("--to", "last", required=True, metavar="YYYY-MM", help="Last month")
@click.option("--payment-code", required=True, help="Kode iuran")
@FOLDER
@SEED
@HABIT
def bill(group: str, first: str, last: str, payment_code: str, folder: Path, seed: int, habits: str) -> None:
    """Send the list of names of a bill, perhaps with the dead still on it."""
    path, dead = Bpjs(folder / "bpjs", seed, HABITS[habits]).bill(group, first, last, payment_code)
    click.echo(f"{path} ({dead} orang yang sudah berakhir masih tercantum)")


@simulate.group()
def bank() -> None:
    """A bank."""


@bank.command("open")
@click.argument("lists", nargs=-1, required=True, type=FILE)
@FOLDER
@SEED
@HABIT
def open_accounts(lists: tuple[Path, ...], folder: Path, seed: int, habits: str) -> None:
    """Open accounts for the people of LISTS and answer each list."""
    office = Bank(folder / "bank", seed, HABITS[habits])
    for path in lists:
        _tell(office.open_accounts(path))
    office.remember()


@bank.command("pay")
@click.argument("path", type=FILE)
@FOLDER
@SEED
@HABIT
@ON
def carry_out(path: Path, folder: Path, seed: int, habits: str, on: date) -> None:
    """Carry out a pain.001 and report as pain.002."""
    report, rejected = Bank(folder / "bank", seed, HABITS[habits]).pay(path, on)
    click.echo(f"{report} ({rejected} ditolak)")


def _tell(answered: Answered) -> None:
    for delivery in answered.deliveries:
        click.echo(f"{delivery.path} (hari ke-{delivery.days})")
    if mishaps := {name: count for name, count in answered.planted.items() if count}:
        click.echo(f"ditanam: {mishaps}", err=True)
