"""`lindung doubles`: the invented test set as spreadsheets."""

from __future__ import annotations

from pathlib import Path

import click

from lindung.demo.doubles.lists import ntt
from lindung.demo.doubles.sheets import write_one, write_two


@click.command()
@click.option("--people", default=1_000, show_default=True, type=click.IntRange(22, 200_000), help="People")
@click.option("--share", default=0.03, show_default=True, type=click.FloatRange(0, 0.5), help="Rows again a person")
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same lists")
@click.option("--two", is_flag=True, help="Two lists instead of one")
@click.option("--out", default="out/doubles", show_default=True, type=click.Path(path_type=Path), help="Folder")
def doubles(people: int, share: float, seed: int, two: bool, out: Path) -> None:
    """Write lists of invented people, some of them twice with the errors of real lists, and the answers beside."""
    made = ntt(people, share, seed)
    if two:
        write_two(made, out, seed=seed)
    else:
        write_one(made, out)
    click.echo(f"{made.records.height} baris, {round(people * share)} di antaranya tertulis lagi: {out}")
