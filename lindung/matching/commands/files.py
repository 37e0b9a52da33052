"""`lindung match FILE [OTHER]`, `explain`, `train`: lists compared without a database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path

import click
import polars as pl
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from lindung.exchange.writing import tabled
from lindung.intake.reading import Unreadable
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import thousands
from lindung.matching import engine
from lindung.matching.engine.training import train as trained
from lindung.matching.imports.sheets import Sheets, by_row, sheets
from lindung.matching.show import FATES, in_percent, print_explanation

FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
SHOWN = 40
FEWEST_TO_TRAIN = 10_000  # people: with fewer, chance would set the weights

province = click.option(
    "--province", default="53", show_default=True, metavar="CODE", help="Whose villages the lists name"
)
model = click.option(
    "--model",
    type=FILE,
    callback=lambda _ctx, _param, path: engine.load(path) if path else engine.shipped(),
    help="A model of your own, from `lindung match train`",
)


@click.command()
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option("--out", type=click.Path(dir_okay=False, writable=True, path_type=Path), help=".xlsx, .csv or .json")
@click.option("--json", "as_json", is_flag=True, help="One object: the lists, the columns used, the pairs")
@province
@model
def files(files: tuple[Path, ...], out: Path | None, as_json: bool, province: str, model: engine.Model) -> None:
    """Find who stands in two lists, or twice in one. No database; nothing is saved but --out.

    Exit codes: 0 done, whatever was found; 1 a list cannot be read; 2 cannot run.
    """
    if len(files) > 2:
        raise click.UsageError("Name one list, or two.")
    if out and out.suffix.lower() not in WRITERS:
        raise click.BadParameter("write to .xlsx, .csv or .json", param_hint="--out")
    listed = [_read(path, province) for path in files]
    found = engine.match(listed[0].records, listed[1].records if len(listed) == 2 else None, model=model)
    told = by_row(found, listed[0], listed[-1], model)
    as_dict = {"model": model.version, "lists": [_list_as_dict(each) for each in listed], "pairs": told.to_dicts()}
    if out:
        out.write_bytes(WRITERS[out.suffix.lower()](told, as_dict))
    if as_json:
        click.echo(json.dumps(as_dict, ensure_ascii=False))
        return
    for each in listed:
        _say_used(each)
    _print(told)
    if out:
        click.echo(f"{thousands(len(told))} pasangan ditulis ke {out}.")


WRITERS = {
    ".xlsx": lambda told, _: tabled(told, "xlsx", sheet="Pasangan"),
    ".csv": lambda told, _: tabled(told, "csv"),
    ".json": lambda _, as_dict: json.dumps(as_dict, ensure_ascii=False, indent=1).encode(),
}


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--json", "as_json", is_flag=True, help="One object")
@province
@model
def explain(a: str, b: str, as_json: bool, province: str, model: engine.Model) -> None:
    """Why two rows are, or are not, one person. A and B: FILE:ROW, the row's number in its sheet."""
    ours, theirs = _row(a, province), _row(b, province)
    told = engine.explain(ours, theirs, model=model)
    if as_json:
        click.echo(json.dumps(told.as_dict(), ensure_ascii=False))
        return
    print_explanation(told)


@click.command()
@click.argument("file", type=FILE)
@click.option("--out", required=True, type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--name", default="", help="What the record of training says of the list; default: the file's name")
@province
def train(file: Path, out: Path, name: str, province: str) -> None:
    """Estimate the weights anew from a list of your own people, without labels; thresholds stay as they are."""
    listed = _read(file, province)
    if len(listed.records) < FEWEST_TO_TRAIN:
        raise click.UsageError(f"A list of {thousands(FEWEST_TO_TRAIN)} people is needed.")
    today = timezone.localdate()
    source = name or file.name
    model = trained(listed.records, engine.shipped(), on=today, source=source, version=f"{today.isoformat()}-own")
    out.write_text(model.text(), encoding="utf-8")
    click.echo(f"Model dari {thousands(len(listed.records))} orang ditulis ke {out}.")


def _read(path: Path, province: str) -> Sheets:
    try:
        return sheets(path, latest=timezone.localdate(), province=province)
    except Unreadable as trouble:
        raise Refused(trouble.problem) from trouble


def _row(text: str, province: str) -> pl.DataFrame:
    """The record that FILE:ROW names; FILE:SHEET:ROW where a workbook has several."""
    named = re.fullmatch(r"(?P<file>.+?)(?::(?P<sheet>[^:]+))?:(?P<row>\d+)", text)
    if not named or not Path(named["file"]).is_file():
        raise click.BadParameter(f"{text} is no FILE:ROW")
    listed = _read(Path(named["file"]), province)
    rows = listed.places.filter(pl.col("sheet_row") == int(named["row"]))
    if named["sheet"]:
        rows = rows.filter(pl.col("sheet") == named["sheet"])
    if len(rows) != 1:
        raise click.BadParameter(f"{text} names {len(rows)} rows")
    return listed.records.filter(pl.col("row") == rows["row"][0])


def _list_as_dict(listed: Sheets) -> dict[str, object]:
    return {
        "file": listed.path.name,
        "people": len(listed.records),
        "used": listed.used,
        "problems": [problem.as_dict() for problem in listed.problems],
    }


def _say_used(listed: Sheets) -> None:
    used = ", ".join(f"{title} ({NAMES[name]})" for title, name in listed.used.items())
    lacking = ", ".join(_words(name for name in NAMES if name not in listed.used.values()))
    click.echo(f"{listed.path.name}: {thousands(len(listed.records))} orang. Dipakai: {used}.", err=True)
    if lacking:
        click.echo(f"  Tidak ada: {lacking}.", err=True)
    for problem in listed.problems:
        click.echo(f"  {problem}", err=True)


NAMES = {
    "name": "nama", "nik": "NIK", "birth_date": "tanggal lahir", "sex": "jenis kelamin", "mother_name": "nama ibu",
    "household": "nomor KK", "phone": "telepon", "village": "desa",
}  # fmt: skip


def _words(names: Iterable[str]) -> list[str]:
    return [NAMES[name] for name in names]


def _print(told: pl.DataFrame) -> None:
    table = Table("baris kiri", "baris kanan", "nama kiri", "nama kanan", "peluang", "putusan", "alasan")
    for row in told.head(SHOWN).iter_rows(named=True):
        table.add_row(
            str(row["left_row"]), str(row["right_row"]), row["left_name"], row["right_name"],
            in_percent(row["probability"]), FATES[row["fate"]], row["reasons"],
        )  # fmt: skip
    console = Console(markup=False)
    console.print(table)
    counts = dict(told.group_by("fate").len().iter_rows())
    console.print(
        f"{thousands(len(told))} pasangan: {thousands(counts.get('same', 0))} orang yang sama, "
        f"{thousands(counts.get('look', 0))} perlu dilihat; {thousands(min(SHOWN, len(told)))} ditampilkan."
    )
