"""`lindung keys`: the keys that sign proofs of enrolment."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import click

from lindung.audit.options import acting, day_of
from lindung.audit.services import Actor
from lindung.distribution.queries.proofs import key_set, trusted_keys
from lindung.distribution.services.keys import make_key, rotate_key
from lindung.kernel.days import in_figures


@click.group()
def keys() -> None:
    """The keys that sign proofs of enrolment: private halves as files, public ones in the database."""


@keys.command()
@acting
def make(actor: Actor, on: date) -> None:
    """Make the first key."""
    key = make_key(actor=actor, on=on)
    click.echo(f"Kunci {key.kid} dibuat. Buat cadangan foldernya; tanpa kunci itu bukti baru tidak dapat dibuat.")


@keys.command()
@click.option("--trusted-until", required=True, metavar="YYYY-MM-DD",
              help="Last day on which proofs of the old key are accepted; today when it was stolen")  # fmt: skip
@acting
def rotate(trusted_until: str, actor: Actor, on: date) -> None:
    """A new key takes over; the old private half is destroyed."""
    key = rotate_key(trusted_until=day_of(trusted_until), actor=actor, on=on)
    click.echo(f"Kunci {key.kid} dipakai sejak {in_figures(on)}.")


@keys.command(name="list")
@click.option("--json", "as_json", is_flag=True)
def list_(as_json: bool) -> None:
    """Every key with its days."""
    found = trusted_keys()
    if as_json:
        click.echo(json.dumps(key_set(found)["keys"]))
        return
    for key in found:
        until = in_figures(key.signs_until) if key.signs_until else "sekarang"
        believed = f", dipercaya sampai {in_figures(key.trusted_until)}" if key.trusted_until else ""
        click.echo(f"{key.kid}  menandatangani {in_figures(key.made_on)} sampai {until}{believed}")


@keys.command()
@click.option("--out", type=click.Path(path_type=Path), help="File to write; default: stdout")
def export(out: Path | None) -> None:
    """The public keys as a JSON Web Key Set, for phones and partners that look at proofs."""
    text = json.dumps(key_set(trusted_keys()), indent=1)
    if out:
        out.write_text(text + "\n", encoding="utf-8")
        click.echo(f"{out}: {len(trusted_keys())} kunci.", err=True)
    else:
        click.echo(text)
