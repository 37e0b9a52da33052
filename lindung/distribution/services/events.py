"""Events are held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import problems
from lindung.distribution.models import Event
from lindung.kernel.days import in_words
from lindung.kernel.problem import Refused
from lindung.programmes.models import Programme


@verb
def hold_event(
    *,
    programme: Programme,
    kind: str,
    name: str,
    place: str,
    region: str,
    held_on: date,
    officials: Sequence[str],
    actor: Actor,
    on: date,
) -> Event:
    """Enter an event. The same again gives the same event; with another content it is refused (HAND-08)."""
    wanted = {"name": name, "region_id": region, "officials": list(officials)}
    event, made = Event.objects.get_or_create(
        programme=programme, kind=kind, held_on=held_on, place=place, defaults=wanted | {"booked_on": on}
    )
    if not made and any(getattr(event, field) != value for field, value in wanted.items()):
        raise Refused(problems.ANOTHER_EVENT.problem(name=event.name, place=place, day=in_words(held_on)))
    if made:
        record(actor=actor, verb="distribution.hold_event", subject=f"event:{event.pk}", on=on, kind=kind)
    return event
