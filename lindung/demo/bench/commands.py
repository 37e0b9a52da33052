"""`lindung bench`: the real verbs against a floor of the same run."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lindung.demo.bench import cards as proofs
from lindung.demo.bench import figures as full_ledger
from lindung.demo.bench import intake as workbooks
from lindung.demo.bench import ledger as entries
from lindung.demo.bench import pages as every_page
from lindung.demo.bench import reconcile as invoices
from lindung.demo.bench import registry as province
from lindung.demo.bench import roundtrip as trips
from lindung.demo.bench import serve as officers_at_work
from lindung.demo.bench import sync as phones
from lindung.demo.bench.matching import datasets, measure, registry, shown
from lindung.demo.doubles import BENCH_SEED

SIZES = (10_000, 100_000, 1_000_000)
STORY = click.option("--story", is_flag=True, help="Over the demo's own data, with files, bills and events")


@click.group()
def bench() -> None:
    """Measure intake, ledger and figures in a database of their own, dropped at the end."""


def as_asked[**P](command: Callable[P, None]) -> Callable[P, None]:
    """The two options of every bench."""
    runs = click.option("--runs", default=3, show_default=True, type=click.IntRange(1), help="Medians of so many")
    return runs(click.option("--json", "as_json", is_flag=True, help="One JSON object per size on stdout")(command))


@bench.command()
@click.option("--rows", "sizes", multiple=True, type=click.IntRange(22, 1_000_000), help="Rows; may be repeated")
@click.option("--grow", is_flag=True, help="10.000, 100.000 and 1.000.000 rows, to see how it grows")
@as_asked
def intake(sizes: Sequence[int], grow: bool, runs: int, as_json: bool) -> None:
    """From an .xlsx file to committed rows, persons, nominations and problems."""
    for rows in sorted(sizes) or (SIZES if grow else [100_000]):
        _tell(f"intake {rows}", as_json, partial(workbooks.intake, rows=rows, runs=runs))


@bench.command("registry")
@click.option(
    "--rows", default=1_000_000, show_default=True, type=click.IntRange(1_000), help="People in the registry"
)
@click.option(
    "--file-rows", default=5_000, show_default=True, type=click.IntRange(100), help="Rows of the new file"
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout")
def full_registry(rows: int, file_rows: int, as_json: bool) -> None:
    """A new file, and one person typed in, against a full registry: who is there already?"""
    _tell(f"registry {rows}", as_json, partial(province.registry, rows=rows, file_rows=file_rows))


@bench.command()
@click.option("--people", default=130_000, show_default=True, type=click.IntRange(22, 900_000), help="Enrolments")
@as_asked
def ledger(people: int, runs: int, as_json: bool) -> None:
    """Six months for everyone of a programme through `decide`, against a bare COPY of them."""
    _tell("ledger", as_json, partial(entries.ledger, people=people, runs=runs))


@bench.command()
@click.option("--months", default=10_000_000, show_default=True, type=click.IntRange(600), help="Person-months")
@click.option("--acts", default=40, show_default=True, type=click.IntRange(1), help="Random verbs before the proof")
@click.option("--seed", default=2025, show_default=True, help="The same seed does the same")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout")
def figures(months: int, acts: int, seed: int, as_json: bool) -> None:
    """Today's figures over a full ledger, and proof that they equal the recount. Exit 1 when they do not."""
    found = _tell("figures", as_json, partial(full_ledger.measure, months=months, acts=acts, seed=seed))
    sys.exit(0 if found["equal"] else 1)


@bench.command()
@click.option(
    "--people", default=100_000, show_default=True, type=click.IntRange(22, 900_000), help="In the batches"
)
@as_asked
def roundtrip(people: int, runs: int, as_json: bool) -> None:
    """People to BPJS and back through files, against writing and reading the same files bare."""
    _tell("roundtrip", as_json, partial(trips.roundtrip, people=people, runs=runs))


@bench.command()
@click.option(
    "--lines", default=1_000_000, show_default=True, type=click.IntRange(20_000), help="On BPJS's invoices"
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout")
def reconcile(lines: int, as_json: bool) -> None:
    """BPJS's invoices held against our bills, with planted differences. Exit 1 when one is not found."""
    found = _tell("reconcile", as_json, partial(invoices.reconcile, lines=lines))
    sys.exit(0 if found["equal"] else 1)


@bench.command()
@click.option(
    "--cards", "count", default=2000, show_default=True, type=click.IntRange(10), help="Cards in each run"
)
@as_asked
def cards(count: int, runs: int, as_json: bool) -> None:
    """Proofs signed, coded and set as sheets, against typst setting the same with its pictures ready."""
    _tell(f"cards {count}", as_json, partial(proofs.cards, count=count, runs=runs))


@bench.command()
@click.option("--devices", default=50, show_default=True, type=click.IntRange(1, 1000), help="Phones at once")
@click.option("--events", default=500, show_default=True, type=click.IntRange(1, 5000), help="Events on each")
@as_asked
def sync(devices: int, events: int, runs: int, as_json: bool) -> None:
    """Phones that come home at once, through the real protocol, against a bare COPY of their events."""
    measure = partial(phones.sync, devices=devices, events=events, runs=runs)
    found = _tell(f"sync {devices} × {events}", as_json, measure)
    sys.exit(0 if found["lost"] == found["twice"] == 0 else 1)


@bench.command()
@click.option("--dataset", default="ntt", show_default=True, type=click.Choice([*datasets.NAMES, "registry"]),
              help="Our own lists, a public set, or a file against a registry")  # fmt: skip
@click.option("--drop-id", is_flag=True, help="Without the column that names a person (NIK, soc_sec_id)")
@click.option("--rows", type=click.IntRange(22, 5_000_000), help="People; the registry's rows (default 1.000.000)")
@click.option("--file", "file_rows", default=registry.FILE, show_default=True, type=click.IntRange(10, 100_000),
              help="Rows of the file against the registry")  # fmt: skip
@click.option("--seed", default=BENCH_SEED, show_default=True, help="Of our own lists")
@click.option("--wrong", type=click.Path(path_type=Path), help="Write lost and wrongly found pairs to this CSV")
@as_asked
def matching(
    dataset: str,
    drop_id: bool,
    rows: int | None,
    file_rows: int,
    seed: int,
    wrong: Path | None,
    runs: int,
    as_json: bool,
) -> None:
    """Finding duplicates: quality, fairness and speed against Splink's predict, at the shipped thresholds."""
    if dataset == "registry":
        act = partial(registry.registry, rows=rows or 1_000_000, file=file_rows, runs=runs, seed=seed)
    else:
        act = partial(
            measure.measure, dataset=dataset, rows=rows, drop_id=drop_id, runs=runs, seed=seed, wrong=wrong
        )
    _tell(f"matching {dataset}", as_json, act, show=shown.show)


@bench.command()
@click.option(
    "--people", default=130_000, show_default=True, type=click.IntRange(22, 900_000), help="Covered people"
)
@click.option("--runs", default=12, show_default=True, type=click.IntRange(2), help="Measured visits of each page")
@STORY
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout")
def pages(people: int, runs: int, story: bool, as_json: bool) -> None:
    """Every page as every role through the web server, against an empty page."""
    _tell("pages", as_json, partial(every_page.pages, people=people, runs=runs, story=story))


@bench.command()
@click.option(
    "--people", default=130_000, show_default=True, type=click.IntRange(22, 900_000), help="Covered people"
)
@click.option("--officers", default=50, show_default=True, type=click.IntRange(1), help="How many at once")
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(1), help="For how long")
@click.option("--think", default=1.0, show_default=True, help="Seconds each reads before the next page")
@STORY
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout")
def serve(people: int, officers: int, seconds: int, think: float, story: bool, as_json: bool) -> None:
    """Officers at work on two workers for a minute. Exit 1 on any error."""
    measure = partial(
        officers_at_work.serve, people=people, visitors=officers, seconds=seconds, think=think, story=story
    )
    found = _tell("serve", as_json, measure)
    sys.exit(1 if found["errors"] else 0)


def _tell(
    title: str,
    as_json: bool,
    measure: Callable[[], dict[str, object]],
    show: Callable[[dict[str, Any]], None] | None = None,
) -> dict[str, object]:
    console = Console(stderr=True)
    with console.status(f"Mengukur {title}"):
        found = measure()
    if as_json:
        click.echo(json.dumps(found))
        return found
    if show is not None:
        show(found)
        return found
    table = Table(title=title, show_header=False)
    for name, value in found.items():
        table.add_row(name, json.dumps(value))
    Console().print(table)
    return found
