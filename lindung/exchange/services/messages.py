"""Messages: kept with their bytes, received once, and a line in the audit when one is refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.exchange.models import Message, MessageContent
from lindung.kernel.problem import Refused


@verb
def hand_over(
    *,
    office: str,
    subject: str,
    layout: str,
    version: int,
    name: str,
    content: bytes,
    rows: int,
    means: Message.Means,
    actor: Actor,
    on: date,
) -> Message:
    """Keep a file that goes out; the same bytes for the same subject on the same day are the same message."""
    sha256 = hashlib.sha256(content).hexdigest()
    words = {"direction": Message.Direction.OUT, "subject": subject, "sha256": sha256, "means": means, "on": on}
    if known := Message.objects.filter(**words).first():
        return known
    message = Message.objects.create(
        **words, office=office, layout=layout, version=version, name=name, size=len(content), rows=rows, by=actor.id
    )
    MessageContent.objects.create(message=message, content=content)
    record(
        actor=actor,
        verb="exchange.hand_over",
        subject=subject,
        on=on,
        office=office,
        name=name,
        layout=f"{layout}-{version}",
        rows=rows,
        means=means.value,
    )
    return message


def receive(
    *,
    office: str,
    subject: str,
    layout: str,
    version: int,
    name: str,
    content: bytes,
    rows: int,
    actor: Actor,
    on: date,
) -> tuple[Message, bool]:
    """Keep a file that came in, within the verb that acts on it; the message and whether it is new."""
    sha256 = hashlib.sha256(content).hexdigest()
    message, new = Message.objects.get_or_create(
        direction=Message.Direction.IN,
        subject=subject,
        sha256=sha256,
        defaults={
            "office": office,
            "layout": layout,
            "version": version,
            "name": name,
            "size": len(content),
            "rows": rows,
            "means": Message.Means.UPLOAD,
            "on": on,
            "by": actor.id,
        },
    )
    if new:
        MessageContent.objects.create(message=message, content=content)
    return message, new


def known(*, subject: str, path: Path) -> Message | None:
    """The message these very bytes came in with before, told without opening the file."""
    size = path.stat().st_size
    candidates = Message.objects.filter(direction=Message.Direction.IN, subject=subject, size=size)
    if not candidates.exists():
        return None
    with path.open("rb") as stream:
        return candidates.filter(sha256=hashlib.file_digest(stream, "sha256").hexdigest()).first()


@contextmanager
def told_when_refused(*, act: str, subject: str, name: str, actor: Actor, on: date) -> Iterator[None]:
    """Whatever is refused within leaves one line in the audit, though the act itself left nothing."""
    try:
        yield
    except Refused as refusal:
        record(
            actor=actor,
            verb=f"{act}.refused",
            subject=subject,
            on=on,
            reason=refusal.problems[0].message,
            name=name,
            codes=", ".join(sorted({problem.code for problem in refusal.problems})),
            problems=len(refusal.problems),
        )
        raise
