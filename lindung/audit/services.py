"""The verb every other verb ends with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

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
    act = _act(actor, verb, subject, on, reason, details)
    act.save()
    return act


def record_each(
    *, actor: Actor, verb: str, subjects: Mapping[str, Mapping[str, Any]], on: date, reason: str = ""
) -> None:
    """One line for every subject of an act that touched many at once, each with its own details."""
    Act.objects.bulk_create(
        [_act(actor, verb, subject, on, reason, details) for subject, details in subjects.items()]
    )


def _act(actor: Actor, verb: str, subject: str, on: date, reason: str, details: Mapping[str, Any]) -> Act:
    if not actor.id or not actor.name:
        raise ValueError("an act needs an actor with an id and a name")
    return Act(
        actor_id=actor.id,
        actor_name=actor.name,
        verb=verb,
        subject=subject,
        on=on,
        reason=reason,
        details=dict(details),
    )
