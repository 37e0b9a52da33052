"""The verb every other verb ends with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lindung.audit.models import Act


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a stable id (account or command-line name) and the name people know."""

    id: str
    name: str


def record(
    *, actor: Actor, verb: str, subject: str, on: date, reason: str = "", **details: str | int | None
) -> Act:
    """Write one line in the transaction of the verb that calls; without an actor there is no act."""
    if not actor.id or not actor.name:
        raise ValueError("an act needs an actor with an id and a name")
    return Act.objects.create(
        actor_id=actor.id,
        actor_name=actor.name,
        verb=verb,
        subject=subject,
        on=on,
        reason=reason,
        details=details,
    )
