"""`lindung check` judges lists without a database; `lindung template` writes the list to fill in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from lindung.audit.options import day_of
from lindung.intake.filing import filing
from lindung.intake.judgement import Judgement
from lindung.intake.layouts import table_of
from lindung.intake.reading import Unreadable, read
from lindung.intake.show import Result, as_result, has_trouble, print_results, unreadable
from lindung.intake.workbook import write_back, write_template
from lindung.kernel.days import in_words
from lindung.nominations.imports.judging import judge, layout
from lindung.regions.catalogue import Village, provinces, villages

HOME = "53"


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
)
@click.option(
    "--start",
    default="2025-07-01",
    show_default=True,
    metavar="YYYY-MM-DD",
    callback=lambda _ctx, _param, text: day_of(text),
    help="First day of cover; ages are counted on it",
)
@click.option("--district", metavar="CODE", help="Territory the rows must live in, e.g. 53.21")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file and line")
@click.option(
    "--return",
    "out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the file back here (.xlsx) with its problems shown in place",
)
def check(files: tuple[Path, ...], start: date, district: str | None, as_json: bool, out: Path | None) -> None:
    """Judge lists of people without saving anything: no programme, no registry, no database.

    Exit codes: 0 every row accepted, 1 rows rejected or parked or a file unreadable, 2 cannot run.
    """
    if out and len(files) > 1:
        raise click.UsageError("--return takes one file at a time.")
    places = _places(district)
    results = []
    for result in _judged(files, start, district, places, out):
        results.append(result)
        if as_json:
            click.echo(json.dumps(result, ensure_ascii=False))
    if not as_json:
        console = Console()
        print_results(results, console)
        console.print(f"Usia dihitung pada {in_words(start)}; ubah dengan --start.")
    sys.exit(1 if any(has_trouble(result) for result in results) else 0)


def _places(district: str | None) -> list[Village]:
    province = (district or HOME)[:2]
    if province not in {place.code for place in provinces()}:
        raise click.BadParameter(f"{district} is no region; write a code such as 53.21", param_hint="--district")
    listed = villages(province)
    if district and not any(village.code.startswith(f"{district}.") for village in listed):
        raise click.BadParameter(f"{district} is no region; write a code such as 53.21", param_hint="--district")
    return listed


def _judged(
    files: tuple[Path, ...], start: date, district: str | None, places: list[Village], out: Path | None
) -> Iterator[Result]:
    console = Console(stderr=True)
    bar = track(files, "Memeriksa", console=console, transient=True, disable=not console.is_terminal)
    for path in bar:
        try:
            book = read(path)
            table = table_of(book, layout())
        except Unreadable as trouble:
            yield unreadable(str(path), trouble.problem)
            continue
        judgement: Judgement = judge(table, start=start, district=district, villages=places)
        if out:
            write_back(out, book, table.headers, judgement.frame, judgement.problems)
        yield as_result(str(path), judgement)


@click.command()
@click.option(
    "--out",
    default="templat-usulan.xlsx",
    show_default=True,
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Where to write it",
)
@click.option("--layout", "code", default="nominations", show_default=True, help="What its rows shall mean")
def template(out: Path, code: str) -> None:
    """Write the workbook officers fill in, with validation lists and a sheet that explains each column."""
    chosen = filing(code)
    write_template(out, chosen.columns, chosen.choices())
    click.echo(f"Templat ditulis ke {out}.")
