"""`lindung match queue`: pairs to decide with what hangs on them."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.table import Table

from lindung.coverage.queries import Review, review_queue
from lindung.kernel.days import in_figures
from lindung.kernel.rupiah import rupiah, thousands
from lindung.matching.commands import match
from lindung.matching.commands.review import WITHIN, as_dict


@match.command()
@WITHIN
@click.option("--asked", is_flag=True, help="Only those the village is asked about")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1), help="Show so many at most")
@click.option("--json", "as_json", is_flag=True, help="A list of objects, both sides with all that is shown")
def queue(within: str | None, asked: bool, limit: int, as_json: bool) -> None:
    """Pairs that wait for a person: oldest first, of one day the most costly first, clusters together."""
    found = review_queue(within=[within] if within else None, state="asked" if asked else None, limit=limit)
    if as_json:
        click.echo(json.dumps([_told(each) for each in found.rows], ensure_ascii=False))
        return
    table = Table("pasangan", "kelompok", "ditemukan", "lebih dulu", "kemudian", "alasan", "taruhan")
    for each in found.rows:
        pair = each.pair
        words = "; ".join(reason["words"] for reason in pair.reasons)
        sides = [f"{side.name}\n{side.nik}\n{side.village}" for side in (pair.lower, pair.higher)]
        stake = f"{thousands(each.months)} bulan\n{rupiah(each.rupiah)}"
        table.add_row(str(pair.pair), str(pair.cluster), in_figures(pair.found_on), *sides, words, stake)
    Console(markup=False).print(table)
    click.echo(f"{thousands(found.total)} pasangan menunggu; {thousands(len(found.rows))} ditampilkan.")


def _told(each: Review) -> dict[str, object]:
    return as_dict(each.pair) | {"months": each.months, "rupiah": each.rupiah}
