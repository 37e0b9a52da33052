"""Events are planned, and changed until something is handed over there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.distribution import problems
from lindung.distribution.models import Event, Handover
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


@verb
def change_event(
    *,
    event: Event,
    name: str,
    place: str,
    region: str,
    held_on: date,
    officials: Sequence[str],
    actor: Actor,
    on: date,
) -> Event:
    """Change a plan; the record keeps what it was. Twice is harmless.

    Refused: HAND-25 another day or region where something was handed over already, HAND-08 another event of the
    same kind is planned for that place and day.
    """
    found = Event.objects.select_for_update().get(pk=event.pk)
    before = f"{found.name}, {found.place}, {found.region_id}, {found.held_on}"
    if (found.held_on, found.region_id) != (held_on, region) and Handover.objects.filter(event=found).exists():
        raise Refused(problems.EVENT_BEGUN.problem(event=found.name))
    same = Event.objects.filter(programme=found.programme_id, kind=found.kind, held_on=held_on, place=place)
    if other := same.exclude(pk=found.pk).first():
        raise Refused(problems.ANOTHER_EVENT.problem(name=other.name, place=place, day=in_words(held_on)))
    found.name, found.place, found.region_id, found.held_on = name, place, region, held_on
    found.officials = list(officials)
    found.save()
    record(actor=actor, verb="distribution.change_event", subject=f"event:{found.pk}", on=on, before=before)
    return found
