"""`lindung card`: proofs of enrolment are issued, printed, revoked and looked at."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path

import click
from django.conf import settings
from rich.console import Console
from rich.progress import track

from lindung.audit.options import acting, day_of
from lindung.audit.services import Actor
from lindung.distribution import problems
from lindung.distribution.models.proofs import serial_of
from lindung.distribution.proof.printing import PAPERS, batches, print_sheets
from lindung.distribution.proof.verdict import WORDS, Finding, Verdict, examine
from lindung.distribution.queries.proofs import read_key_set, revoked_numbers, to_print, trusted_keys
from lindung.distribution.services.proofs import issue_proofs, note_printed, revoke_proofs, signed_revocations
from lindung.kernel.days import in_figures
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import thousands
from lindung.programmes.queries import programme_of

BATCH = 500  # cards in one PDF


@click.group()
def card() -> None:
    """Proofs of enrolment: issue, print, revoke, verify."""


@card.command()
@click.option("--programme", "code", required=True)
@click.option("--district", help="Only one district, e.g. 53.21")
@click.option("--village", help="Only one village, e.g. 53.21.01.2001")
@acting
def issue(code: str, district: str | None, village: str | None, actor: Actor, on: date) -> None:
    """Sign a proof for everyone registered who has none."""
    issued = issue_proofs(programme=programme_of(code), district=district, village=village, actor=actor, on=on)
    click.echo(f"{thousands(issued)} bukti diterbitkan.")


@card.command(name="print")
@click.option("--programme", "code", required=True)
@click.option("--district", help="Only one district, e.g. 53.21")
@click.option("--village", help="Only one village, e.g. 53.21.01.2001")
@click.option("--paper", type=click.Choice(PAPERS), default="a4", show_default=True, help="card: one a page")
@click.option("--again", is_flag=True, help="Also those that were printed before")
@click.option("--batch", default=BATCH, show_default=True, type=click.IntRange(10, 2000), help="Cards in one PDF")
@click.option("--out", default="out/cards", show_default=True, type=click.Path(path_type=Path))
@acting
def print_(
    code: str,
    district: str | None,
    village: str | None,
    paper: str,
    again: bool,
    batch: int,
    out: Path,
    actor: Actor,
    on: date,
) -> None:
    """Write sheets of proofs as PDF, in batches; each batch counts as printed when its file is there."""
    programme = programme_of(code)
    cards = to_print(programme=programme.pk, district=district, village=village, again=again)
    out.mkdir(parents=True, exist_ok=True)
    parts = list(batches(cards, batch))
    console = Console(stderr=True)
    sheets = print_sheets(parts, paper=paper, programme=programme.name, issuer=settings.PROOF_ISSUER)
    bar = track(sheets, "Mencetak", len(parts), console=console, disable=not console.is_terminal, transient=True)
    for part, pdf in bar:
        path = out / f"bukti-{code}-{part[0].number}.pdf"
        _write(path, pdf)
        note_printed(serials=[card.serial for card in part], actor=actor, on=on)
        click.echo(f"{path}  {thousands(len(part))} kartu", err=True)
    click.echo(f"{thousands(len(cards))} kartu dalam {len(parts)} berkas di {out}.")


def _write(path: Path, pdf: bytes) -> None:
    """All of a file or none: a crash leaves no half sheet that looks whole."""
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(pdf)
    unfinished.replace(path)


@card.command()
@click.argument("numbers", nargs=-1, required=True)
@click.option("--reason", required=True)
@acting
def revoke(numbers: tuple[str, ...], reason: str, actor: Actor, on: date) -> None:
    """Take proofs out of force by the numbers printed on them."""
    serials = {number: serial_of(number) for number in numbers}
    if faults := [problems.NOT_A_NUMBER.problem(value=number) for number, pk in serials.items() if pk is None]:
        raise Refused(*faults)
    revoked = revoke_proofs(serials=[pk for pk in serials.values() if pk], reason=reason, actor=actor, on=on)
    click.echo(f"{thousands(revoked)} bukti dicabut.")


@card.command()
@click.option("--out", required=True, type=click.Path(path_type=Path))
@acting
def revocations(out: Path, actor: Actor, on: date) -> None:
    """Write the signed list of revoked proofs (Token Status List in a CWT)."""
    out.write_bytes(signed_revocations(on=on))
    click.echo(f"{out} ditulis.")


@card.command()
@click.argument("code")
@click.option("--keys", "key_file", type=click.Path(exists=True, path_type=Path),
              help="A key set from `lindung keys export` instead of the database's")  # fmt: skip
@click.option("--at", metavar="YYYY-MM-DD", help="The day to judge by (default: today)")
@click.option("--json", "as_json", is_flag=True)
def verify(code: str, key_file: Path | None, at: str | None, as_json: bool) -> None:
    """Look at the text of a QR code ("-" reads it from stdin). Exit 1 unless it is genuine."""
    text = sys.stdin.read().strip() if code == "-" else code
    day = day_of(at) if at else datetime.now().astimezone().date()
    known = read_key_set(json.loads(key_file.read_text(encoding="utf-8"))) if key_file else trusted_keys()
    finding = examine(text, keys=known, revoked=revoked_numbers(), at=day)
    click.echo(json.dumps(_as_json(finding), ensure_ascii=False) if as_json else _in_words(finding))
    sys.exit(0 if finding.verdict is Verdict.GENUINE else 1)


def _as_json(finding: Finding) -> dict[str, object]:
    content = finding.content
    about = content and {
        "number": content.number,
        "name": content.name,
        "birth_year": content.birth_year,
        "place": content.place,
        "programme": content.programme,
        "issued_on": content.issued_on.isoformat(),
        "issuer": content.issuer,
    }
    return {"verdict": finding.verdict, "message": WORDS[finding.verdict], "content": about}


def _in_words(finding: Finding) -> str:
    words = WORDS[finding.verdict]
    if content := finding.content:
        born = f", lahir {content.birth_year}" if content.birth_year else ""
        words += (
            f"\n{content.number}  {content.name}{born}\n{content.place}"
            f"\n{content.programme}, diterbitkan {in_figures(content.issued_on)} oleh {content.issuer}"
        )
    return words
