"""`lindung lists proposals` and `take`: what lists and merges suggest, and the person's act that does it."""

from __future__ import annotations

import json
from datetime import date

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting
from lindung.audit.services import Actor
from lindung.coverage import queries, services
from lindung.coverage.models import Posting
from lindung.kernel.rupiah import rupiah, thousands
from lindung.matching.commands import lists


@lists.command()
@click.option("--json", "as_json", is_flag=True, help="A list of objects")
def proposals(as_json: bool) -> None:
    """Reversals that lists, facts of life and merges suggest; nothing is reversed before somebody takes them."""
    found = queries.proposals()
    if as_json:
        rows = [
            {
                "seat": each.enrolment,
                "name": each.name,
                "nik": each.nik,
                "programme": each.programme,
                "district": each.district,
                "reason": each.reason,
                "source": each.source,
                "happened_on": each.happened_on.isoformat() if each.happened_on else None,
                "from": str(each.start),
                "months": each.months,
                "rupiah": each.rupiah,
            }
            for each in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    table = Table(
        "kursi", "NIK", "nama", "program", "kabupaten/kota", "alasan", "sumber", "sejak", "bulan", "iuran"
    )
    for each in found:
        why = Posting.Reason(each.reason).label
        freed = (str(each.start), thousands(each.months), rupiah(each.rupiah))
        table.add_row(
            str(each.enrolment), each.nik, each.name, each.programme, each.district, why, each.source, *freed
        )
    Console(markup=False).print(table)
    total = rupiah(sum(each.rupiah for each in found))
    click.echo(f"{thousands(len(found))} usulan pembatalan, {total}.")


@lists.command()
@click.argument("seats", nargs=-1, type=int)
@click.option("--all", "everything", is_flag=True, help="Every proposal there is")
@acting
def take(seats: tuple[int, ...], everything: bool, actor: Actor, on: date) -> None:
    """End the named seats as proposed; a billed month becomes a credit, a decree gives the seat to the reserve."""
    if bool(seats) == everything:
        raise click.UsageError("Name the seats of `lindung lists proposals`, or give --all.")
    chosen = [each.enrolment for each in queries.proposals()] if everything else list(seats)
    freed = services.accept(enrolments=chosen, actor=actor, on=on)
    click.echo(f"{thousands(freed)} bulan-orang dibebaskan.")
