"""`lindung items`, `lindung device`: boxes, what is missing, how long things wait; phones."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date, datetime
from pathlib import Path

import click

from lindung.audit.options import acting, day_of
from lindung.audit.services import Actor
from lindung.distribution.models import Device, Item, Packed, ProxyRule
from lindung.distribution.queries.standing import ageing
from lindung.distribution.services.consignments import (
    Full,
    Opened,
    find_items,
    receive_consignment,
    send_consignment,
)
from lindung.distribution.services.phones import revoke_device
from lindung.distribution.services.rules import set_proxy_rule
from lindung.kernel.days import in_figures
from lindung.kernel.rupiah import thousands


@click.group()
def items() -> None:
    """Cards and books between offices: boxes, missing ones, what lies undelivered."""


def _counts(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, int]:
    try:
        return {label: int(count) for label, count in (one.rsplit("=", 1) for one in given)}
    except ValueError as trouble:
        raise click.BadParameter("write each count as BOX=NUMBER") from trouble


COUNTS = click.option(
    "--count", "counts", multiple=True, required=True, callback=_counts, help="BOX=NUMBER by hand"
)


@items.command()
@click.option("--number", required=True, help="Number of the covering letter")
@click.option("--from", "sent_from", required=True)
@click.option("--to", "brought_to", required=True)
@click.argument("boxes", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@COUNTS
@acting
def send(
    number: str, sent_from: str, brought_to: str, boxes: Path, counts: dict[str, int], actor: Actor, on: date
) -> None:
    """Send boxes; BOXES is a CSV of box and item number. A count that differs from the list refuses the whole."""
    listed: dict[str, list[int]] = {}
    for label, item in _rows(boxes):
        listed.setdefault(label, []).append(int(item))
    full = {label: Full(listed.get(label, []), counts.get(label, 0)) for label in sorted(listed.keys() | counts)}
    send_consignment(number=number, sent_from=sent_from, brought_to=brought_to, boxes=full, actor=actor, on=on)
    click.echo(f"Kiriman {number}: {len(full)} kotak, {thousands(sum(map(len, listed.values())))} barang.")


def _rows(path: Path) -> list[list[str]]:
    """Lines of (box, item); a head and empty lines are passed over."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [[cell.strip() for cell in row[:2]] for row in csv.reader(file)]
    return [row for row in rows if len(row) == 2 and row[1].isdigit()]


@items.command()
@click.option("--number", required=True, help="Number of the covering letter")
@COUNTS
@click.option("--missing", multiple=True, type=int, help="Item on the list that was not in its box")
@acting
def receive(number: str, counts: dict[str, int], missing: tuple[int, ...], actor: Actor, on: date) -> None:
    """Open boxes; exit 1 when something is missing, each named."""
    packed = Packed.objects.filter(item_id__in=missing, box__consignment__number=number)
    of_box = dict(packed.values_list("item_id", "box__label"))
    boxes = {
        label: Opened(count, [item for item in missing if of_box.get(item) == label])
        for label, count in counts.items()
    }
    lost = receive_consignment(number=number, boxes=boxes, actor=actor, on=on)
    click.echo(f"Kiriman {number} diterima; {thousands(len(lost))} barang belum ditemukan.")
    for problem in lost:
        click.echo(str(problem), err=True)
    sys.exit(1 if lost else 0)


@items.command()
@click.argument("numbers", nargs=-1, type=int, required=True)
@click.option("--at", "found_at", required=True, help="Office that has them now")
@acting
def found(numbers: tuple[int, ...], found_at: str, actor: Actor, on: date) -> None:
    """What was missing turned up."""
    count = find_items(items=numbers, found_at=found_at, actor=actor, on=on)
    click.echo(f"{thousands(count)} barang ditemukan.")


@items.command(name="ageing")
@click.option("--region", default="", help="Only this region, e.g. 53.21")
@click.option("--at", metavar="YYYY-MM-DD", help="The day to count from (default: today)")
@click.option("--json", "as_json", is_flag=True)
def ageing_(region: str, at: str | None, as_json: bool) -> None:
    """What lies undelivered by village and by days since it was made, the oldest first."""
    day = day_of(at) if at else datetime.now().astimezone().date()
    villages = ageing(within=[region], on=day)["villages"]
    if as_json:
        click.echo(json.dumps(villages, default=str, ensure_ascii=False))
        return
    for row in villages:
        oldest = in_figures(row["oldest"]) if row["oldest"] else ""
        click.echo(
            f"{row['code']}  {row['village']:<28.28} {row['items'] - row['delivered']:>7} belum"
            f"  {row['old']:>7} > 60 hari  {row['missing']:>5} hilang  {oldest}"
        )


@items.command(name="proxy-rule")
@click.option("--kind", type=click.Choice(Item.Kind.values), required=True)
@click.option("--from", "valid_from", required=True, metavar="YYYY-MM-DD")
@click.option("--allowed", type=click.Choice(["no", "yes", "with-letter"]), required=True)
@click.option("--source", required=True, help="Letter or agreement that says so")
@click.option("--verified", is_flag=True, help="Somebody has seen the source")
@acting
def proxy_rule(
    kind: str, valid_from: str, allowed: str, source: str, verified: bool, actor: Actor, on: date
) -> None:
    """Whether a proxy may receive cards or books from a day on, as BPJS or the bank says."""
    rule: ProxyRule = set_proxy_rule(
        kind=kind,
        valid_from=day_of(valid_from),
        allowed=allowed != "no",
        letter=allowed == "with-letter",
        source=source,
        verified=verified,
        actor=actor,
        on=on,
    )
    click.echo(f"Aturan wakil untuk {rule.get_kind_display()} sejak {in_figures(rule.valid_from)} tercatat.")


@click.group()
def device() -> None:
    """Phones of field officers: list, revoke."""


@device.command(name="list")
def list_() -> None:
    """Every phone with its officer."""
    for one in Device.objects.select_related("officer").order_by("officer__name", "pk"):
        state = f"dicabut {in_figures(one.revoked_on)}: {one.reason}" if one.revoked_on else "dipakai"
        click.echo(f"{one.code}  {one.officer.name}  {one.name[:40]}  {state}")


@device.command()
@click.argument("code")
@click.option("--reason", required=True)
@acting
def revoke(code: str, reason: str, actor: Actor, on: date) -> None:
    """A phone was lost: what it sends from now on is held back until a person has looked."""
    click.echo(f"Ponsel {revoke_device(code=code, reason=reason, actor=actor, on=on)} dicabut.")
