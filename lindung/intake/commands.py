"""`lindung intake`: take workbooks into a programme."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.intake.models import File
from lindung.intake.returning import return_workbook
from lindung.intake.services import Outcome, receive
from lindung.intake.show import Result, has_trouble, print_results, stored, unreadable
from lindung.kernel.problem import Refused


@click.command()
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
)
@click.option("--programme", "scope", required=True, metavar="CODE", help="Programme the people are proposed for")
@click.option("--layout", default="nominations", show_default=True, help="What the rows mean")
@click.option("--letter", default="", help="Number of the covering letter")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per file and line")
@click.option(
    "--return",
    "out",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the file back here (.xlsx) with its problems and the keys for corrections",
)
@acting
def intake(
    files: tuple[Path, ...],
    scope: str,
    layout: str,
    letter: str,
    as_json: bool,
    out: Path | None,
    actor: Actor,
    on: date,
) -> None:
    """Take workbooks in. The same file again changes nothing; a corrected file replaces the rows it corrects.

    Exit codes: 0 every row accepted, 1 rows rejected or parked or a file refused, 2 cannot run.
    """
    if out and len(files) > 1:
        raise click.UsageError("--return takes one file at a time.")
    console = Console(stderr=True)
    results = []
    for path in track(files, "Menerima", console=console, transient=True, disable=not console.is_terminal):
        try:
            outcome = receive(path=path, layout_code=layout, scope=scope, actor=actor, on=on, letter=letter)
        except Refused as refusal:
            results.append(unreadable(str(path), refusal.problems[0]))
            continue
        results.append(_told(path, outcome, out))
    if as_json:
        for result in results:
            click.echo(json.dumps(result, ensure_ascii=False))
    else:
        print_results(results, Console())
    sys.exit(1 if any(has_trouble(result) for result in results) else 0)


def _told(path: Path, outcome: Outcome, out: Path | None) -> Result:
    if outcome.already:
        click.echo(
            f"{path}: isi berkas ini sudah diterima sebelumnya (berkas {outcome.file}); tidak ada yang berubah.",
            err=True,
        )
    if out:
        return_workbook(file=outcome.file, out=out)
    return stored(str(path), File.objects.get(pk=outcome.file)) | {"already": outcome.already, "id": outcome.file}
