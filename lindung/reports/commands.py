"""`lindung figures` and `lindung verify`."""

from __future__ import annotations

import json
import sys
from datetime import date

import click
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from lindung.audit.options import day_of
from lindung.kernel.problem import Severity
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.models import Programme
from lindung.reports.checks import every_check
from lindung.reports.queries import Row, stages, total
from lindung.reports.queries import figures as counted

# What a screen is wide enough for; --json has every stage.
SHOWN = ("seats", "nominated", "verified", "decided", "enrolled", "registered", "months_paid", "premium_paid",
         "accounts", "cards_delivered", "claims")  # fmt: skip
HEADS = {
    "seats": "kursi",
    "nominated": "diusulkan",
    "verified": "lulus periksa",
    "decided": "ditetapkan",
    "enrolled": "memegang kursi",
    "registered": "terdaftar BPJS",
    "months_paid": "bulan lunas",
    "premium_paid": "iuran dibayar",
    "accounts": "rekening",
    "cards_delivered": "kartu diterima",
    "claims": "klaim",
}


@click.command()
@click.option("--programme", metavar="CODE", help="Only this programme")
@click.option(
    "--as-of", metavar="YYYY-MM-DD", callback=lambda _c, _p, text: day_of(text) if text else None,
    help="As it was known on that day",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="A list of objects with every stage")
def figures(programme: str | None, as_of: date | None, as_json: bool) -> None:
    """Every stage counted by programme and district."""
    if programme and not Programme.objects.filter(code=programme).exists():
        known = ", ".join(Programme.objects.order_by("code").values_list("code", flat=True)) or "none yet"
        raise click.BadParameter(f"{programme} is no programme; there are: {known}.", param_hint="--programme")
    rows = counted(programme=programme, as_of=as_of)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = _table(rows)
    wide_enough(table).print(table)


def wide_enough(table: Table) -> Console:
    """A console that shows the table whole: a figure cut to fit a narrow screen is no figure."""
    console = Console()
    natural = console.measure(table, options=console.options.update(max_width=1000)).maximum
    console.width = max(console.width, natural)
    return console


def _table(rows: list[Row]) -> Table:
    table = Table(show_footer=True)
    table.add_column("program", footer="Jumlah")
    table.add_column("kabupaten/kota")
    for stage in SHOWN:
        table.add_column(HEADS[stage], footer=_cell(stage, total(rows, stage)), justify="right")
    for row in rows:
        name = row["district_name"] + (" (asumsi)" if row["seats_basis"] == "assumed" else "")
        table.add_row(row["programme"], name, *(_cell(stage, row[stage]) for stage in SHOWN))
    return table


def _cell(stage: str, value: int) -> str:
    return rupiah(value) if stages()[stage]["unit"] == "rupiah" else thousands(value)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="{check: [problems]} for every check")
def verify(as_json: bool) -> None:
    """Run every invariant of every room. Exit 0 when all hold (warnings are only said), 1 when one fails."""
    console = Console(stderr=True)
    found: dict[str, list[dict[str, object]]] = {}
    checks = list(every_check())
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Memeriksa", total=len(checks))
        for name, check in checks:
            problems = check()
            found[name] = [problem.as_dict() for problem in problems]
            if not as_json:
                click.echo(f"{'ok   ' if not problems else 'GAGAL'} {name}")
                for problem in problems:
                    click.echo(f"      {problem}")
            bar.advance(task)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    failed = any(problem["severity"] != Severity.WARNING for problems in found.values() for problem in problems)
    sys.exit(1 if failed else 0)
