"""`lindung nominations`: checks, verification, the reserve, and who stands where."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.kernel.rupiah import thousands
from lindung.nominations import services
from lindung.nominations.imports.failed import read_failed
from lindung.nominations.models import Check
from lindung.nominations.queries import STANDINGS, listing
from lindung.programmes.queries import programme_of

WORDS = {
    "proposed": "diusulkan",
    "verified": "lulus verifikasi",
    "refused": "tidak lulus",
    "reserve": "cadangan",
    "decided": "ditetapkan",
}
PROGRAMME = click.option("--programme", "code", required=True, metavar="CODE", help="The programme proposed for")
DISTRICT = click.option("--district", metavar="CODE", help="Only this district, e.g. 53.21")


@click.group()
def nominations() -> None:
    """Bring proposed people to a decision: check, verify, rank; whoever proposed may not verify."""


@nominations.command()
@PROGRAMME
@click.option("--kind", required=True, type=click.Choice(Check.Kind.values), help="What was checked")
@click.option("--source", required=True, help="List, letter or meeting it rests on")
@click.option(
    "--failed",
    "path",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    help="Text file of those who did not pass, one NIK a line; all others passed",
)
@DISTRICT
@acting
def check(
    code: str, kind: str, source: str, path: Path | None, district: str | None, actor: Actor, on: date
) -> None:
    """Enter the result of one check for everyone who waits. The same check of the same day changes nothing."""
    programme = programme_of(code)
    failed = read_failed(path, programme, district) if path else []
    checked = services.enter_checks(
        programme=programme, kind=kind, source=source, failed=failed, actor=actor, on=on, district=district
    )
    click.echo(
        f"{code}: pemeriksaan {Check.Kind(kind).label} dicatat untuk {thousands(checked)} usulan; "
        f"{thousands(len(failed))} disebut tidak lulus."
    )


@nominations.command()
@PROGRAMME
@DISTRICT
@acting
def verify(code: str, district: str | None, actor: Actor, on: date) -> None:
    """Verify who passed the checks of population and work, refuse who failed any."""
    verified, refused = services.verify(programme=programme_of(code), actor=actor, on=on, district=district)
    click.echo(f"{code}: {thousands(verified)} usulan lulus verifikasi, {thousands(refused)} tidak lulus.")


@nominations.command()
@PROGRAMME
@acting
def rank(code: str, actor: Actor, on: date) -> None:
    """Put who is verified into the reserve: the extremely poor first, then by DTSEN decile, then as proposed."""
    ranked = services.rank(programme=programme_of(code), actor=actor, on=on)
    click.echo(f"{code}: {thousands(ranked)} usulan masuk cadangan.")


@nominations.command(name="list")
@PROGRAMME
@click.option("--standing", type=click.Choice(STANDINGS), help="Only who stands here")
@DISTRICT
@click.option("--json", "as_json", is_flag=True, help="A list of objects")
def list_(code: str, standing: str | None, district: str | None, as_json: bool) -> None:
    """Who is proposed and how far each has come; NIK masked."""
    rows = listing(programme_of(code), standing=standing, district=district)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("usulan", "urutan", "NIK", "nama", "kabupaten/kota", "desa", "kedudukan")
    for row in rows:
        place = "" if row["rank"] is None else str(row["rank"])
        where = (row["district"], row["village"], WORDS[row["standing"]])
        table.add_row(str(row["nomination"]), place, row["nik"], row["name"], *where)
    Console(markup=False).print(table)
    click.echo(f"{thousands(len(rows))} usulan.")
