"""`lindung bank`: banks, accounts asked and opened, statements, payments to people."""

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
from lindung.banking import queries, services
from lindung.banking.imports import consents, payments, requests, statements
from lindung.banking.models import PaymentOrder
from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import rupiah, thousands
from lindung.programmes.models import Funder
from lindung.programmes.queries import programme_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(file_okay=False, path_type=Path)
BANK = click.option("--bank", "code", required=True, metavar="CODE", help="Which bank, e.g. BANK-NTT")
OUT = click.option("--out", default=".", show_default=True, type=FOLDER, help="Folder to write into")
SFTP = click.option("--sftp", is_flag=True, help="Drop it at the address of LINDUNG_SFTP as well")


def _day(_ctx: click.Context, _param: click.Parameter, text: str | None) -> date | None:
    return day_of(text) if text else None


@click.group()
def bank() -> None:
    """Banks: savings accounts asked and opened, statements, payments to people."""


@bank.command()
@click.argument("code")
@click.argument("name")
@acting
def add(code: str, name: str, actor: Actor, on: date) -> None:
    """Enter a bank by a short CODE and its NAME as printed. The same again changes nothing.

    Exit codes: 0 done, 1 the code is another bank's.
    """
    made = services.create_bank(code=code, name=name, actor=actor, on=on)
    click.echo(f"Bank {made.code}: {made.name}")


@bank.command()
@BANK
@click.option("--programme", required=True, metavar="CODE", help="Whose people")
@click.option("--district", metavar="CODE", help="Only one district, e.g. 53.21")
@acting
def ask(code: str, programme: str, district: str | None, actor: Actor, on: date) -> None:
    """Ask for an account for everyone registered who agreed and has none."""
    done = services.request_accounts(
        programme=programme_of(programme), bank=queries.bank_of(code), district=district, actor=actor, on=on
    )
    click.echo(
        f"{thousands(done.asked)} diminta, {thousands(done.declined)} tidak bersedia, "
        f"{thousands(done.unasked)} belum ditanya."
    )


@bank.command("file")
@BANK
@click.option("--asked-on", callback=_day, metavar="YYYY-MM-DD", help="Only requests of that day")
@click.option("--format", "kind", type=click.Choice(["xlsx", "csv"]), help="Other than the layout's own")
@click.option("--layout", default="bank-requests", show_default=True, help="Layout by code, or code and version")
@OUT
@SFTP
@acting
def write_file(
    code: str, asked_on: date | None, kind: str | None, layout: str, out: Path, sftp: bool, actor: Actor, on: date
) -> None:
    """Write the file of the requests that have no answer yet; again is safe."""
    made = requests.hand_over(
        bank=queries.bank_of(code), asked_on=asked_on, kind=kind, layout=layout, sftp=sftp, actor=actor, on=on
    )
    _write(out, made and (made[0].name, made[1]), "Tidak ada permintaan yang menunggu.")


@bank.command()
@click.argument("path", type=FILE)
@BANK
@click.option("--layout", default="bank-answer", show_default=True, help="Layout by code, or code and version")
@click.option("--confirm", "confirmed", multiple=True, metavar="NIK", help="Same person in spite of the name")
@acting
def answer(path: Path, code: str, layout: str, confirmed: tuple[str, ...], actor: Actor, on: date) -> None:
    """Enter the bank's answers: account number and branch, or a reason; exit 1 when a row needs a person."""
    done = requests.take_in(
        path=path, bank=queries.bank_of(code), layout=layout, confirmed=confirmed, actor=actor, on=on
    )
    _tell(done.problems, done.already)
    click.echo(
        f"{thousands(done.opened)} dibuka, {thousands(done.refused)} ditolak, "
        f"{thousands(done.unchanged)} sudah tercatat."
    )
    sys.exit(1 if done.problems else 0)


@bank.command()
@BANK
@click.option("--branch", required=True, help="Branch of the bank as it writes it")
@click.option("--since", required=True, callback=_day, metavar="YYYY-MM-DD", help="Accounts opened from then on")
@OUT
@acting
def books(code: str, branch: str, since: date, out: Path, actor: Actor, on: date) -> None:
    """Write the list of accounts whose books a branch prints."""
    made = requests.hand_over_books(bank=queries.bank_of(code), branch=branch, since=since, actor=actor, on=on)
    _write(out, made and (made[0].name, made[1]), "Tidak ada rekening baru di cabang itu.")


def _funder(code: str) -> Funder:
    found = Funder.objects.filter(code=code).first()
    if found is None:
        raise click.BadParameter(f"{code!r} is no funder", param_hint="--payer")
    return found


@bank.command("consents")
@click.argument("path", type=FILE)
@acting
def take_consents(path: Path, actor: Actor, on: date) -> None:
    """Enter a list of who agrees to an account (NIK, BERSEDIA); exit 1 when a row was not taken."""
    done = consents.take_in(path=path, actor=actor, on=on)
    _tell(done.problems, done.already)
    click.echo(f"{thousands(done.agreed)} bersedia, {thousands(done.declined)} tidak bersedia.")
    sys.exit(1 if done.problems else 0)


@bank.command()
@click.argument("path", type=FILE)
@BANK
@click.option("--payer", metavar="CODE", help="Whose account it is, e.g. APBD-53; only its bills are paid by it")
@click.option("--account", default="", help="Our account, where the file (a spreadsheet) does not say")
@acting
def statement(path: Path, code: str, payer: str | None, account: str, actor: Actor, on: date) -> None:
    """Enter a statement: camt.053, MT940 or the bank's spreadsheet; exit 1 when a movement needs a person."""
    done = statements.take_in(
        path=path, bank=queries.bank_of(code), account=account, funder=_funder(payer) if payer else None,
        actor=actor, on=on,
    )  # fmt: skip
    _tell(done.problems, done.already)
    click.echo(
        f"{thousands(done.new)} mutasi baru, {thousands(done.known)} sudah tercatat; "
        f"{thousands(done.payments)} iuran, {thousands(done.transfers)} transfer, "
        f"{thousands(done.unmatched)} belum dikenal."
    )
    sys.exit(1 if done.problems or done.unmatched else 0)


@bank.command()
@click.argument("path", type=FILE)
@BANK
@click.option("--reference", required=True, help="Number of the order; the same again is the same order")
@click.option("--payer", required=True, metavar="CODE", help="Funder whose money it is, e.g. APBD-53")
@click.option("--purpose", required=True, help="What is paid; each person gets it once from this payer")
@click.option("--kind", default="assistance", type=click.Choice(PaymentOrder.Kind.values), help="What it is")
@click.option("--debit-account", required=True, help="Account of the payer that is debited")
@click.option("--execute-on", callback=_day, metavar="YYYY-MM-DD", help="Day the bank is to pay (default: --on)")
@acting
def order(
    path: Path, code: str, reference: str, payer: str, purpose: str, kind: str, debit_account: str,
    execute_on: date | None, actor: Actor, on: date,
) -> None:  # fmt: skip
    """Order payments to the people of a list with the columns NIK and RUPIAH, all of them or nobody."""
    funder = _funder(payer)
    made = services.order_payments(
        reference=reference, payer=funder, bank=queries.bank_of(code), kind=kind, purpose=purpose,
        debit_account=debit_account, execute_on=execute_on or on, items=payments.items_of(path), actor=actor, on=on,
    )  # fmt: skip
    click.echo(f"Perintah {made.reference}: {thousands(made.transfers_ordered)} orang, {rupiah(made.rupiah)}")


@bank.command()
@click.argument("reference")
@click.option("--format", "form", default="pain001", type=click.Choice(["pain001", "xlsx", "csv"]), help="As what")
@OUT
@SFTP
@acting
def pay(reference: str, form: str, out: Path, sftp: bool, actor: Actor, on: date) -> None:
    """Write an order as pain.001.001.09 or as the bank's spreadsheet; again it is the same."""
    message, content = payments.hand_over(
        order=queries.order_of(reference), form=form, sftp=sftp, actor=actor, on=on
    )
    _write(out, (message.name, content), "")


@bank.command()
@click.argument("path", type=FILE)
@BANK
@acting
def status(path: Path, code: str, actor: Actor, on: date) -> None:
    """Enter a pain.002: transfers paid and rejected; exit 1 when one needs a person."""
    done = payments.take_in(path=path, bank=queries.bank_of(code), actor=actor, on=on)
    _tell(done.problems, done.already)
    click.echo(f"{thousands(done.paid)} dibayar, {thousands(done.rejected)} ditolak.")
    sys.exit(1 if done.problems else 0)


@bank.command()
@click.option("--order", "reference", metavar="NUMBER", help="Only one order")
@click.option("--state", type=click.Choice(["ordered", "paid", "rejected", "disputed"]), help="Only one state")
@click.option("--json", "as_json", is_flag=True, help="One list on stdout")
def transfers(reference: str | None, state: str | None, as_json: bool) -> None:
    """Payments to people: payer, purpose, state; account numbers masked."""
    rows = queries.transfers(reference, state)
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    names = ("reference", "order", "payer", "purpose", "name", "account", "rupiah", "state", "reason")
    table = Table(*names)
    for row in rows:
        table.add_row(*(thousands(row[name]) if name == "rupiah" else str(row[name]) for name in names))
    Console(markup=False).print(table)


@bank.command()
@click.argument("reference")
@click.option("--note", required=True, help="Why")
@acting
def withdraw(reference: str, note: str, actor: Actor, on: date) -> None:
    """Take back an order that was not handed to the bank yet."""
    done = services.withdraw_order(order=queries.order_of(reference), note=note, actor=actor, on=on)
    click.echo(f"{thousands(done)} transfer ditarik.")


@bank.command()
@click.argument("reference")
@click.option("--as", "state", required=True, type=click.Choice(["paid", "rejected"]), help="How it ended")
@click.option("--note", required=True, help="On whose word")
@acting
def resolve(reference: str, state: str, note: str, actor: Actor, on: date) -> None:
    """End the dispute about a transfer."""
    done = services.resolve(reference=reference, paid=state == "paid", note=note, actor=actor, on=on)
    click.echo(f"Transfer {done.reference}: {done.get_state_display()}.")


def _write(out: Path, made: tuple[str, bytes] | None, nothing: str) -> None:
    if made is None:
        click.echo(nothing)
        return
    out.mkdir(parents=True, exist_ok=True)
    (out / made[0]).write_bytes(made[1])
    click.echo(str(out / made[0]))


def _tell(found: tuple[Problem, ...], already: bool) -> None:
    for problem in found:
        click.echo(str(problem), err=True)
    if already:
        click.echo("Berkas ini sudah pernah dimasukkan; tidak ada yang berubah.")
