"""Whatever shows whole cells of a list is logged: a row opened, a workbook handed out."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.intake.models import Arrival, File, Letter, Row
from lindung.intake.returning import return_workbook


@verb
def hand_out(*, what: File | Arrival, actor: Actor, on: date, checked: bool = False) -> bytes:
    """The workbook as it came; `checked`: with its problems coloured and the keys for corrections."""
    arrived = isinstance(what, Arrival)
    subject = f"{'arrival' if arrived else 'file'}:{what.pk}"
    record(actor=actor, verb="intake.hand_out", subject=subject, on=on, name=what.name, checked=int(checked))
    if isinstance(what, Arrival):
        return bytes(what.content or b"") if what.file is None else bytes(what.file.content.content)
    if not checked:
        return bytes(what.content.content)
    with TemporaryDirectory(prefix="lindung-") as folder:
        path = Path(folder) / "diperiksa.xlsx"
        return_workbook(file=what.pk, out=path)
        return path.read_bytes()


@verb
def hand_out_letter(*, letter: Letter, actor: Actor, on: date) -> bytes:
    """The scan of a covering letter as it came."""
    record(actor=actor, verb="intake.hand_out", subject=f"delivery:{letter.pk}", on=on, name=letter.name)
    return bytes(letter.content)


@verb
def look_at(*, row: Row, actor: Actor, on: date) -> None:
    """Log that somebody saw the whole cells of a row."""
    record(actor=actor, verb="intake.look_at", subject=f"file:{row.file_id} row:{row.number}", on=on)
