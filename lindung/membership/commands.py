"""`lindung bpjs`: batches out, answers in, contradictions settled."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting, day_of
from lindung.audit.services import Actor
from lindung.exchange.layouts import in_layout, known, out_layout
from lindung.kernel.rupiah import thousands
from lindung.membership import imports, queries, services
from lindung.membership.models import Contradiction
from lindung.membership.queries import ANSWERS, LIST
from lindung.programmes.queries import programme_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="One list on stdout")


def _day(_ctx: click.Context, _param: click.Parameter, text: str) -> date:
    return day_of(text)


@click.group()
def bpjs() -> None:
    """Hand people over to the branches of BPJS Ketenagakerjaan and enter what they answer."""


@bpjs.command()
@click.option("--programme", "code", required=True, metavar="CODE", help="Whose people")
@click.option("--wadah", required=True, help="Group account at BPJS: SG, SA, SD …")
@click.option("--region", metavar="CODE", help="Only people proposed from this region")
@acting
def send(code: str, wadah: str, region: str | None, actor: Actor, on: date) -> None:
    """Put everyone decided and not sent yet into batches, one for each branch.

    Exit codes: 0 done, 1 refused or somebody was left out (told on stderr), 2 cannot run.
    """
    services.load_branches()
    sent = services.send(programme=programme_of(code), wadah=wadah, region=region, actor=actor, on=on)
    for problem in sent.problems:
        click.echo(str(problem), err=True)
    for batch in sent.batches:
        click.echo(f"Kiriman {batch.pk}: {thousands(batch.people)} orang ke {batch.branch.name}")
    sys.exit(1 if sent.problems else 0)


@bpjs.command("file")
@click.argument("batch", type=int)
@click.option("--out", default=".", show_default=True, type=FOLDER, help="Folder to write into")
@click.option("--layout", default=LIST, show_default=True, help="Layout by code, or code and version")
@click.option("--format", "kind", type=click.Choice(["xlsx", "csv"]), help="Other than the layout's own")
@click.option("--waiting", is_flag=True, help="Only people without an answer yet")
@click.option("--sftp", is_flag=True, help="Drop it at the address of LINDUNG_SFTP as well")
@acting
def write_file(
    batch: int, out: Path, layout: str, kind: str | None, waiting: bool, sftp: bool, actor: Actor, on: date
) -> None:
    """Write the file of BATCH; again is safe, the file is kept as it went out."""
    message, content = imports.hand_over(
        batch=queries.batch_of(batch), layout=layout, kind=kind, waiting=waiting, sftp=sftp, actor=actor, on=on
    )
    out.mkdir(parents=True, exist_ok=True)
    (out / message.name).write_bytes(content)
    click.echo(f"{out / message.name}: {thousands(message.rows)} orang")
    if not out_layout(layout).verified:
        click.echo(f"Susunan {layout} belum dipastikan oleh cabang BPJS.", err=True)


@bpjs.command()
@click.option("--programme", "code", required=True, metavar="CODE", help="Whose people")
@click.option("--branch", required=True, help="Which branch, e.g. atambua")
@click.option("--since", required=True, callback=_day, metavar="YYYY-MM-DD", help="Ends entered from this day on")
@click.option("--out", default=".", show_default=True, type=FOLDER, help="Folder to write into")
@acting
def ends(code: str, branch: str, since: date, out: Path, actor: Actor, on: date) -> None:
    """Write the list of people whose membership ended, so that BPJS bills them no more."""
    made = imports.hand_over_ends(programme=programme_of(code), branch=branch, since=since, actor=actor, on=on)
    if made is None:
        click.echo("Tidak ada kepesertaan yang berakhir.")
        return
    message, content = made
    out.mkdir(parents=True, exist_ok=True)
    (out / message.name).write_bytes(content)
    click.echo(f"{out / message.name}: {thousands(message.rows)} orang")


@bpjs.command()
@click.argument("path", type=FILE)
@click.option("--batch", required=True, type=int, help="Number of the batch it answers")
@click.option("--layout", default=ANSWERS, show_default=True, help="Layout by code, or code and version")
@acting
def answer(path: Path, batch: int, layout: str, actor: Actor, on: date) -> None:
    """Enter the answers of a file; the same file again changes nothing.

    Exit codes: 0 done, 1 refused or a row needs a person (told on stderr), 2 cannot run.
    """
    done = imports.take_in(path=path, batch=queries.batch_of(batch), layout=layout, actor=actor, on=on)
    for problem in done.problems:
        click.echo(str(problem), err=True)
    if done.already:
        click.echo("Berkas ini sudah pernah dimasukkan; tidak ada yang berubah.")
    click.echo(
        f"{thousands(done.accepted)} diterima, {thousands(done.rejected)} ditolak, "
        f"{thousands(done.unchanged)} sudah tercatat, {thousands(len(done.problems))} perlu dilihat."
    )
    sys.exit(1 if done.problems else 0)


@bpjs.command("list")
@click.option("--programme", metavar="CODE", help="Only one programme")
@JSON
def list_batches(programme: str | None, as_json: bool) -> None:
    """Every batch and how its people were answered."""
    rows = queries.batches(programme)
    if as_json:
        every = [row | {"refusals": queries.refusals(row["batch"])} for row in rows]
        click.echo(json.dumps(every, ensure_ascii=False, default=str))
        return
    table = Table(
        "kiriman", "program", "cabang", "dikirim", "orang", "diterima", "ditolak", "menunggu", "berlawanan"
    )
    for row in rows:
        counts = (thousands(row[name]) for name in ("people", "accepted", "rejected", "waiting", "contradicted"))
        table.add_row(str(row["batch"]), row["programme"], row["branch"], str(row["sent_on"]), *counts)
    Console(markup=False).print(table)


@bpjs.command()
@click.option(
    "--days", default=queries.OVERDUE_DAYS, show_default=True, type=click.IntRange(0), help="Days since it was sent"
)
@acting
def overdue(days: int, actor: Actor, on: date) -> None:
    """Batches with people whom BPJS has not answered; exit 1 when there are any."""
    found = queries.overdue(on, days)
    for problem in found:
        click.echo(str(problem))
    sys.exit(1 if found else 0)


@bpjs.command()
@JSON
def contradictions(as_json: bool) -> None:
    """Answers that contradict an earlier one and wait for somebody to ask BPJS; exit 1 when there are any."""
    rows = queries.open_contradictions()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        table = Table("nomor", "kiriman", "NIK", "jawaban pertama", "jawaban kemudian", "berkas")
        for row in rows:
            table.add_row(*(str(row[name]) for name in ("number", "batch", "nik", "first", "later", "source")))
        Console(markup=False).print(table)
    sys.exit(1 if rows else 0)


@bpjs.command()
@click.argument("number", type=int)
@click.option("--stands", required=True, type=click.Choice(Contradiction.Stands.values), help="Which answer")
@click.option("--note", required=True, help="On whose word: letter, name, call")
@acting
def settle(number: int, stands: str, note: str, actor: Actor, on: date) -> None:
    """Enter which of two answers BPJS confirmed, and carry it out."""
    done = services.settle(contradiction=number, stands=stands, note=note, actor=actor, on=on)
    click.echo(f"Jawaban berlawanan {number}: {Contradiction.Stands(stands).label} berlaku ({done.settled_note}).")


@bpjs.command()
@JSON
def layouts(as_json: bool) -> None:
    """The layouts of exchanged files there are, and whether their office has confirmed them."""
    rows = [
        {"layout": name, "direction": way, "title": made.title, "verified": made.verified, "source": made.source}
        for way, load in (("out", out_layout), ("in", in_layout))
        for name in sorted(known(way))
        for made in [load(name)]
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table("susunan", "arah", "judul", "dipastikan", "sumber")
    for row in rows:
        words = ("layout", "direction", "title")
        table.add_row(*(str(row[name]) for name in words), "ya" if row["verified"] else "belum", str(row["source"]))
    Console(markup=False).print(table)
