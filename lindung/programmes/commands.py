"""`lindung programmes`: set programmes up from a file, list them."""

from __future__ import annotations

import json
from datetime import date
from importlib.resources import files
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes import imports, queries


@click.group()
def programmes() -> None:
    """Set programmes up: funder, agreement, decrees, seats and rupiah."""


@programmes.command()
@click.argument("path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@acting
def load(path: Path, actor: Actor, on: date) -> None:
    """Set a programme up from one YAML file, all of it or nothing. The same file again changes nothing.

    Exit codes: 0 done, 1 the file is refused (every fault is told), 2 cannot run.
    """
    loaded = imports.load(path=path, actor=actor, on=on)
    if loaded.made:
        click.echo(f"{loaded.programme.code}: dibuat {', '.join(loaded.made)}.")
    else:
        click.echo(f"{loaded.programme.code}: semua isi berkas sudah ada; tidak ada yang berubah.")


@programmes.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="A list of objects")
def list_(as_json: bool) -> None:
    """Every programme with its seats, its budget and what decrees have committed of it."""
    rows = queries.overview()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("program", "pembayar", "mulai")
    for head in ("bulan", "kursi", "anggaran", "terikat"):
        table.add_column(head, justify="right")
    for row in rows:
        numbers = (str(row["months"]), thousands(row["seats"]), rupiah(row["budget"]), rupiah(row["committed"]))
        table.add_row(row["code"], row["funder"], row["cover_from"], *numbers)
    Console(markup=False).print(table)


@programmes.command()
def example() -> None:
    """Print a commented file to start from."""
    click.echo((files("lindung.programmes") / "data" / "example.yaml").read_text(encoding="utf-8"), nl=False)
