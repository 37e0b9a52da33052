"""Workbooks handed in on a page: kept at once, taken in by a job of their own, whatever becomes of them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db.models.functions import Now
from procrastinate.contrib.django import app

from lindung.accounts.models import User
from lindung.accounts.services import actor_of
from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.intake import problems
from lindung.intake.filing import filing
from lindung.intake.models import Arrival, Delivery, Letter
from lindung.intake.queries import stuck
from lindung.intake.services.receiving import Examined, Outcome, examine, take_in
from lindung.kernel.papers import MIB, MOST, media_of
from lindung.kernel.problem import Refused

TASK = "intake.take_in"
State = Arrival.State
FINISHED = (State.DONE, State.KNOWN, State.REFUSED)
LONGEST_NAME = 200  # bytes of a file's name that every file system takes


@dataclass(frozen=True, slots=True)
class Handed:
    """One file as the browser sent it."""

    name: str
    content: bytes


@verb
def deliver(
    *,
    token: UUID,
    files: Sequence[Handed],
    layout_code: str,
    scope: str,
    region: str,
    letter: str,
    by: User,
    on: date,
    paper: Handed | None = None,
) -> Delivery:
    """Keep the files and ask for each to be taken in. The same form sent twice (`token`) is one delivery.

    `paper` is the scan of the letter. Refused: a scope that means nothing, or not in this region; INTAKE-20 and
    INTAKE-21, a paper that is none or too large.
    """
    filing(layout_code).context(scope, region)
    media = _media(paper) if paper else ""
    delivery, new = Delivery.objects.get_or_create(
        by=by,
        token=token,
        defaults={"layout": layout_code, "scope": scope, "region_id": region, "letter": letter, "on": on},
    )
    if not new:
        return delivery
    if paper:
        digest = hashlib.sha256(paper.content).hexdigest()
        Letter.objects.create(
            delivery=delivery, name=_name(paper.name), media=media, sha256=digest, content=paper.content
        )
    for number, file in enumerate(files, start=1):
        arrival = Arrival.objects.create(
            delivery=delivery, number=number, name=_name(file.name), size=len(file.content), content=file.content
        )
        _ask_for(arrival)
    record(
        actor=actor_of(by),
        verb="intake.deliver",
        subject=f"delivery:{delivery.pk}",
        on=on,
        files=len(files),
        scope=scope,
        region=region,
        letter=letter,
        paper=int(paper is not None),
    )
    return delivery


def _media(paper: Handed) -> str:
    media = media_of(paper.content)
    if not media:
        raise Refused(problems.NOT_A_PAPER.problem(name=paper.name))
    if (size := len(paper.content)) > MOST:
        raise Refused(problems.PAPER_TOO_LARGE.problem(name=paper.name, size=-(-size // MIB), most=MOST // MIB))
    return media


@verb
def try_again(*, delivery: Delivery, actor: Actor, on: date) -> int:
    """Ask anew for what a job that died left behind; how many. Whatever is done or still at work is left alone."""
    waiting = delivery.arrivals.select_for_update().exclude(state__in=FINISHED).order_by("number")
    left = [arrival for arrival in waiting if stuck(arrival)]
    for arrival in left:
        _ask_for(arrival)
    if left:
        record(actor=actor, verb="intake.try_again", subject=f"delivery:{delivery.pk}", on=on, files=len(left))
    return len(left)


def take_in_arrival(*, arrival: int) -> None:
    """What the job does. Twice changes nothing; a file that cannot be taken in keeps its problems.

    Refused only while another process takes in the same content (INTAKE-15): to be tried again.
    """
    one = Arrival.objects.select_related("delivery__by").get(pk=arrival)
    if one.state in FINISHED:
        return
    delivery = one.delivery
    _now(one, State.READING)
    try:
        with TemporaryDirectory(prefix="lindung-") as folder:
            path = Path(folder) / one.name
            path.write_bytes(one.content or b"")
            examined = examine(
                path=path,
                layout_code=delivery.layout,
                scope=delivery.scope,
                region=delivery.region_id,
                told=lambda rows: _now(one, State.CHECKING, rows),
            )
        if isinstance(examined, Examined):
            _now(one, State.SAVING)
        _finish(arrival=one, examined=examined)
    except Refused as refusal:
        if any(problem.code == problems.BEING_TAKEN_IN.code for problem in refusal.problems):
            raise
        _refuse(arrival=one, refusal=refusal)


@verb
def _finish(*, arrival: Arrival, examined: Examined | Outcome) -> None:
    """The file and what became of its arrival, in one transaction: neither without the other."""
    delivery = arrival.delivery
    outcome = (
        examined
        if isinstance(examined, Outcome)
        else take_in(examined=examined, actor=actor_of(delivery.by), on=delivery.on, letter=delivery.letter)
    )
    Arrival.objects.filter(pk=arrival.pk).update(
        state=State.KNOWN if outcome.already else State.DONE,
        file_id=outcome.file,
        rows=outcome.rows,
        content=None,
        changed_at=Now(),
    )


@verb
def _refuse(*, arrival: Arrival, refusal: Refused) -> None:
    delivery = arrival.delivery
    told = [problem.as_dict() for problem in refusal.problems]
    Arrival.objects.filter(pk=arrival.pk).update(state=State.REFUSED, problems=told, changed_at=Now())
    record(
        actor=actor_of(delivery.by),
        verb="intake.refuse",
        subject=f"arrival:{arrival.pk}",
        on=delivery.on,
        name=arrival.name,
        codes=" ".join(problem.code for problem in refusal.problems),
    )


def _now(arrival: Arrival, state: Arrival.State, rows: int | None = None) -> None:
    """Tell who looks at the page how far it is."""
    Arrival.objects.filter(pk=arrival.pk).update(state=state, rows=rows or arrival.rows, changed_at=Now())
    arrival.rows = rows or arrival.rows


def _ask_for(arrival: Arrival) -> None:
    job = app.configure_task(TASK, queue="intake").defer(arrival=arrival.pk)
    Arrival.objects.filter(pk=arrival.pk).update(job=job, state=State.WAITING, changed_at=Now())


def _name(given: str) -> str:
    """The file's own name without folders, short enough to be written; its ending stays."""
    name = Path(given.replace("\\", "/").replace("\0", "")).name or "berkas"
    ending = Path(name).suffix[:12]
    stem = name.removesuffix(ending).encode()[: LONGEST_NAME - len(ending.encode())].decode(errors="ignore")
    return f"{stem}{ending}"
