"""`lindung bills`: bills frozen, paid, held against BPJS's, closed; credits and stated totals."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from lindung.audit.options import acting, day_of
from lindung.audit.services import Actor
from lindung.billing import imports, queries, services
from lindung.billing.models import Difference, OutsideTotal, Surplus
from lindung.kernel.month import Month
from lindung.kernel.rupiah import parse_rupiah, rupiah, thousands
from lindung.membership.models import Branch
from lindung.programmes.models import Funder
from lindung.programmes.queries import programme_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
JSON = click.option("--json", "as_json", is_flag=True, help="JSON on stdout")
ONE = click.option("--programme", metavar="CODE", help="Only one programme")


def _month(_ctx: click.Context, _param: click.Parameter, text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as trouble:
        raise click.BadParameter(str(trouble)) from trouble


def _day(_ctx: click.Context, _param: click.Parameter, text: str) -> date:
    return day_of(text)


def _rupiah(_ctx: click.Context, _param: click.Parameter, text: str) -> int:
    try:
        return parse_rupiah(text)
    except ValueError as trouble:
        raise click.BadParameter(str(trouble)) from trouble


@click.group()
def bills() -> None:
    """Premium bills: frozen from the ledger, paid, held against BPJS's own name by name, closed."""


@bills.command()
@click.option("--programme", "code", required=True, metavar="CODE", help="Whose months")
@click.option("--branch", required=True, help="Branch of BPJS, e.g. atambua")
@click.option("--from", "first", required=True, callback=_month, metavar="YYYY-MM", help="First month")
@click.option("--to", "last", required=True, callback=_month, metavar="YYYY-MM", help="Last month")
@click.option("--payment-code", required=True, help="Kode iuran of BPJS")
@click.option("--due", required=True, callback=_day, metavar="YYYY-MM-DD", help="Last day to pay")
@acting
def freeze(
    code: str, branch: str, first: Month, last: Month, payment_code: str, due: date, actor: Actor, on: date
) -> None:
    """Freeze a bill of every month that people accepted by BPJS hold and no bill charges yet."""
    at = Branch.objects.filter(pk=branch).first()
    if at is None:
        raise click.BadParameter(f"{branch!r} is no branch of BPJS", param_hint="--branch")
    made = services.freeze(
        programme=programme_of(code), branch=at, first=first, last=last, payment_code=payment_code, due_on=due,
        actor=actor, on=on,
    )  # fmt: skip
    click.echo(f"Tagihan {made.payment_code}: {thousands(made.people)} orang, {rupiah(made.rupiah)}")


@bills.command()
@click.argument("payment_code")
@click.option("--rupiah", "amount", required=True, callback=_rupiah, metavar="AMOUNT", help="Amount paid")
@click.option("--reference", required=True, help="Reference of the bank; the same again is the same payment")
@click.option("--sp2d", default="", help="Number of the disbursement order")
@click.option("--surplus", is_flag=True, help="More was paid than is owed: keep the rest to claim back")
@acting
def pay(payment_code: str, amount: int, reference: str, sp2d: str, surplus: bool, actor: Actor, on: date) -> None:
    """Enter a payment of a bill, whole or in part."""
    bill = queries.bill_of(payment_code)
    services.pay(bill=bill, rupiah=amount, reference=reference, sp2d=sp2d, surplus=surplus, actor=actor, on=on)
    click.echo(f"Tagihan {payment_code}: {'lunas' if bill.paid_on else 'dibayar sebagian'}")


@bills.command()
@click.argument("path", type=FILE)
@click.option("--bill", "code", required=True, metavar="PAYMENT-CODE", help="Which bill it is the list of")
@click.option("--layout", default="bpjs-invoice", show_default=True, help="Layout by code, or code and version")
@acting
def compare(path: Path, code: str, layout: str, actor: Actor, on: date) -> None:
    """Hold BPJS's list of names against a bill.

    Whoever BPJS still bills although their cover ended is explained by what is known. Exit codes: 0 nothing is
    left to explain, 1 differences wait for an owner and a reason, 2 cannot run.
    """
    bill = queries.bill_of(code)
    found = imports.take_in(path=path, bill=bill, layout=layout, actor=actor, on=on)
    services.explain_ended(invoice=found.invoice, actor=actor, on=on)
    left = len(queries.differences(found.invoice, unexplained=True))
    click.echo(f"{thousands(found.invoice.lines)} baris, {thousands(found.invoice.matched)} cocok.")
    for kind, count in found.differences.items():
        click.echo(f"{Difference.Kind(kind).label}: {thousands(count)}")
    click.echo(f"{thousands(left)} selisih belum dijelaskan.")
    sys.exit(1 if left else 0)


@bills.command()
@click.argument("payment_code")
@click.option("--unexplained", is_flag=True, help="Only those without owner and reason")
@JSON
def differences(payment_code: str, unexplained: bool, as_json: bool) -> None:
    """How BPJS's newest invoice differs from a bill; NIK masked."""
    invoice = queries.newest_invoice(queries.bill_of(payment_code))
    rows = queries.differences(invoice, unexplained=unexplained)
    _show(rows, as_json, ("number", "kind", "nik", "name", "month", "ours", "theirs", "owner", "reason"))


@bills.command()
@click.argument("payment_code")
@click.option("--owner", required=True, type=click.Choice(Difference.Owner.values), help="Whose it is to mend")
@click.option("--reason", required=True, help="Why they differ")
@click.option("--kind", type=click.Choice(Difference.Kind.values), help="All of one kind")
@click.option("--number", "numbers", multiple=True, type=int, help="These numbers; may be repeated")
@acting
def explain(
    payment_code: str, owner: str, reason: str, kind: str | None, numbers: tuple[int, ...], actor: Actor, on: date
) -> None:
    """Give differences an owner and a reason; once given they stand."""
    if not kind and not numbers:
        raise click.UsageError("Say which: --kind or --number.")
    invoice = queries.newest_invoice(queries.bill_of(payment_code))
    done = services.explain(
        invoice=invoice, owner=owner, reason=reason, kind=kind, only=numbers or None, actor=actor, on=on
    )
    click.echo(f"{thousands(done)} selisih dijelaskan.")


@bills.command()
@click.argument("payment_code")
@acting
def close(payment_code: str, actor: Actor, on: date) -> None:
    """Close a bill that is paid, compared, and has no unexplained difference."""
    done = services.close(bill=queries.bill_of(payment_code), actor=actor, on=on)
    click.echo(f"Tagihan {payment_code} ditutup per {done.closed_on}.")


@bills.command("list")
@ONE
@JSON
@acting
def list_bills(programme: str | None, as_json: bool, actor: Actor, on: date) -> None:
    """Every bill: owed, paid, compared, closed."""
    names = ("code", "programme", "branch", "due_on", "people", "rupiah", "owed", "unexplained", "closed_on")
    _show(queries.bills(on, programme), as_json, names)


@bills.command()
@ONE
@JSON
@acting
def arrears(programme: str | None, as_json: bool, actor: Actor, on: date) -> None:
    """Bills past their day with something still owed; exit 1 when there are any."""
    rows = queries.arrears(on, programme)
    _show(rows, as_json, ("code", "programme", "branch", "due_on", "late", "rupiah", "owed"))
    sys.exit(1 if rows else 0)


@bills.command()
@ONE
@JSON
@acting
def unfinished(programme: str | None, as_json: bool, actor: Actor, on: date) -> None:
    """Bills not closed, credits and overpayments not settled; exit 1 when there are any."""
    found = queries.unfinished(on, programme)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, default=str))
    else:
        _show(found["bills"], False, ("code", "programme", "owed", "differences", "unexplained"))
        _show(found["credits"], False, ("programme", "state", "months", "rupiah", "last"))
        _show(found["surpluses"], False, ("number", "programme", "code", "rupiah", "reference"))
    sys.exit(1 if any(found.values()) else 0)


@bills.command()
@click.option("--programme", "code", required=True, metavar="CODE", help="Whose credits")
@click.option(
    "--act", required=True, type=click.Choice(["ask", "refunded", "offset", "lost"]), help="What happened"
)
@click.option("--reference", required=True, help="Our letter, or BPJS's")
@click.option("--against", metavar="PAYMENT-CODE", help="For offset: the bill they are counted on")
@acting
def credits(code: str, act: str, reference: str, against: str | None, actor: Actor, on: date) -> None:
    """Ask BPJS for every open credit of a programme, or enter how it answered those asked for."""
    programme = programme_of(code)
    words = {"programme": programme, "reference": reference, "actor": actor, "on": on}
    if (act == "offset") != bool(against):
        raise click.UsageError("--against belongs to --act offset, and to nothing else.")
    if act == "ask":
        count = services.ask(**words)  # type: ignore[arg-type]
    elif act == "lost":
        count = services.refuse(**words)  # type: ignore[arg-type]
    else:
        bill = queries.bill_of(against) if against else None
        count = services.grant(**words, against=bill)  # type: ignore[arg-type]
    click.echo(f"{thousands(count)} kredit.")


@bills.command()
@click.argument("number", type=int)
@click.option("--as", "state", required=True, type=click.Choice(["offset", "refunded", "lost"]), help="How it ends")
@click.option("--reference", required=True, help="Letter of BPJS or reference of the bank")
@click.option("--against", metavar="PAYMENT-CODE", help="For offset: the bill it is counted on")
@acting
def surplus(number: int, state: str, reference: str, against: str | None, actor: Actor, on: date) -> None:
    """Enter how an overpayment ended: offset, paid back or lost."""
    if (state == Surplus.State.OFFSET) != bool(against):
        raise click.UsageError("--against belongs to --as offset, and to nothing else.")
    bill = queries.bill_of(against) if against else None
    done = services.settle_surplus(
        surplus=number, state=state, reference=reference, against=bill, actor=actor, on=on
    )
    click.echo(f"Kelebihan bayar {number}: {done.get_state_display()}, {rupiah(done.rupiah)}.")


@bills.command("state-total")
@click.option("--funder", "code", required=True, metavar="CODE", help="Whose, e.g. APBD-53")
@click.option("--month", required=True, callback=_month, metavar="YYYY-MM", help="Covered month")
@click.option("--measure", required=True, type=click.Choice(OutsideTotal.Measure.values), help="What was counted")
@click.option("--value", required=True, type=click.IntRange(0), help="People, or rupiah")
@click.option("--as-of", required=True, callback=_day, metavar="YYYY-MM-DD", help="Day the statement speaks of")
@click.option("--source", required=True, help="Who states it: letter, report")
@acting
def state_total(
    code: str, month: Month, measure: str, value: int, as_of: date, source: str, actor: Actor, on: date
) -> None:
    """Enter a total that BPJS or a bank states; `lindung verify` fails while ours differs."""
    funder = Funder.objects.filter(code=code).first()
    if funder is None:
        raise click.BadParameter(f"{code!r} is no funder", param_hint="--funder")
    made = services.state_total(
        funder=funder, month=month, measure=measure, value=value, as_of=as_of, source=source, actor=actor, on=on
    )
    click.echo(f"Pernyataan {made.pk} dicatat.")


@bills.command()
@JSON
def totals(as_json: bool) -> None:
    """Totals stated outside beside ours; exit 1 when one differs."""
    rows = [row._asdict() for row in queries.outside_totals()]
    _show(rows, as_json, ("number", "funder", "month", "measure", "as_of", "source", "stated", "ours"))
    sys.exit(1 if any(row["stated"] != row["ours"] for row in rows) else 0)


@bills.command("withdraw-total")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why it was wrong")
@acting
def withdraw_total(number: int, reason: str, actor: Actor, on: date) -> None:
    """Take back a stated total that turned out wrong; it is kept."""
    services.withdraw_total(total=number, reason=reason, actor=actor, on=on)
    click.echo(f"Pernyataan {number} dicabut.")


def _show(rows: list[dict[str, Any]], as_json: bool, names: tuple[str, ...]) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    table = Table(*names)
    for row in rows:
        table.add_row(*(_in_words(row[name]) for name in names))
    Console(markup=False).print(table)


def _in_words(cell: Any) -> str:
    if type(cell) is int:
        return thousands(cell)
    return "" if cell is None else str(cell)
