"""`lindung regions`: load the list, search it."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import track
from rich.table import Table

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.kernel.rupiah import thousands
from lindung.regions import catalogue, queries, services
from lindung.regions.catalogue import Place
from lindung.regions.imports import RegionList, read_csv
from lindung.regions.models import Region


@click.group()
def regions() -> None:
    """Load and search regions (codes of Kemendagri)."""


@regions.command()
@click.option("--province", help="Also every subdistrict and village of this province, e.g. 53")
@click.option("--all", "everything", is_flag=True, help="Every village of the country")
@click.option(
    "--csv",
    "path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Your own list: code, name, latitude, longitude, population, retired_on, successor",
)
@acting
def load(province: str | None, everything: bool, path: Path | None, on: date, actor: Actor) -> None:
    """Load provinces and districts, and villages on demand. Loading again changes only what differs."""
    if sum(map(bool, (province, everything, path))) > 1:
        raise click.UsageError("Choose one of --province, --all and --csv.")
    listed = read_csv(path) if path else RegionList(_national(province, everything), [])
    loaded = services.load(
        places=listed.places,
        retirements=listed.retirements,
        list_name=catalogue.CSV_LIST if path else catalogue.LIST_NAME,
        actor=actor,
        on=on,
    )
    for problem in loaded.problems:
        click.echo(str(problem), err=True)
    click.echo(_summary(loaded))
    sys.exit(1 if loaded.problems else 0)


@regions.command()
@click.argument("text")
@click.option("--within", default="", help="Only inside this code, e.g. 53.21")
@click.option("--limit", default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON list on stdout")
def search(text: str, within: str, limit: int, as_json: bool) -> None:
    """Find places by code or name, however spelt: "Wehalli, Malaka Tengah"."""
    found = queries.search(text, within, limit)
    if as_json:
        click.echo(json.dumps([place._asdict() for place in found], ensure_ascii=False))
    elif found:
        Console().print(_table(found))
    else:
        click.echo(f"Tidak ada wilayah bernama seperti {text!r}. Desa termuat dengan `regions load --province 53`.")
    sys.exit(0 if found else 1)


def _national(province: str | None, everything: bool) -> list[Place]:
    """Provinces and districts of the country, and all places of the provinces asked for."""
    known = [place.code for place in catalogue.provinces()]
    if province and province not in known:
        raise click.BadParameter(f"{province} is no province; choose one of {', '.join(known)}.")
    opened = known if everything else [province] if province else []
    places = [*catalogue.provinces(), *catalogue.districts()]
    progress = Console(stderr=True)
    for code in track(opened, "Membaca daftar", console=progress, disable=not progress.is_terminal):
        places += catalogue.of_province(code)
    return places


def _summary(loaded: services.Loaded) -> str:
    words = {
        "baru": loaded.added,
        "berubah": loaded.changed,
        "dihentikan": loaded.retired,
        "tetap": loaded.unchanged,
    }
    return "Wilayah: " + ", ".join(f"{thousands(count)} {word}" for word, count in words.items()) + "."


def _table(found: list[queries.Found]) -> Table:
    table = Table("Kode", "Nama", "Tingkat", "Di", "Kemiripan")
    for place in found:
        level = Region.Kind(place.kind).label
        table.add_row(place.code, place.name, str(level), place.above, f"{place.score:.0%}")
    return table
