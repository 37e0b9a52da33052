"""A person's own record: corrected field by field, a new address, a masked number looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.kernel.problem import Refused
from lindung.people import problems
from lindung.people.models import Address, Identifier, Person
from lindung.people.names import folded

CORRECTABLE = ("name", "birth_date", "birth_place", "sex", "marital", "mother_name", "phone")
UNTOLD = {"mother_name", "phone"}  # the record of acts says that they changed, not what to
SHORTEST_REASON = 8


def version_of(person: Person) -> str:
    """Changes with every correction: what an officer saw when he began to correct."""
    told = "\x1f".join(str(getattr(person, name)) for name in CORRECTABLE)
    return sha256(told.encode()).hexdigest()[:16]


@verb
def correct(
    *, person: int, values: Mapping[str, Any], version: str, source: str, actor: Actor, on: date
) -> tuple[str, ...]:
    """Put right what is known of a person; the names of the fields that changed.

    values: some of CORRECTABLE. What stands there already changes nothing. Refused: PEOPLE-05 when somebody else
    corrected the person since `version` was seen.
    """
    row = Person.objects.select_for_update().get(pk=person)
    changed = tuple(name for name in CORRECTABLE if name in values and values[name] != getattr(row, name))
    if not changed:
        return ()
    if version_of(row) != version:
        raise Refused(problems.CORRECTED_MEANWHILE.problem(name=row.name))
    told: dict[str, str] = {}
    for name in changed:
        if name not in UNTOLD:
            told |= {f"{name}_from": _text(getattr(row, name)), f"{name}_to": _text(values[name])}
        setattr(row, name, values[name])
    row.name_key = folded(row.name)
    row.save(update_fields=[*changed, "name_key"])
    record(actor=actor, verb="people.correct", subject=f"person:{person}", on=on, reason=source,
           changed=" ".join(changed), **told)  # fmt: skip
    return changed


def _text(value: Any) -> str:
    return "" if value is None else str(value)


@verb
def move(
    *, person: int, village: str, since: date, source: str, actor: Actor, on: date, street: str = "", rt: str = "",
    rw: str = "",
) -> bool:  # fmt: skip
    """Where somebody lives from a day on; False when the newest address says so already."""
    Person.objects.select_for_update().get(pk=person)
    now = Address.objects.filter(person=person).order_by("-since", "source").first()
    if now and (now.village_id, now.street, now.rt, now.rw) == (village, street, rt, rw):
        return False
    Address.objects.update_or_create(
        person_id=person, since=since, source=source,
        defaults={"village_id": village, "street": street, "rt": rt, "rw": rw},
    )  # fmt: skip
    record(actor=actor, verb="people.move", subject=f"person:{person}", on=on, reason=source,
           changed="address", address_from=now.village_id if now else "", address_to=village)  # fmt: skip
    return True


@verb
def reveal(*, people: list[int], what: str, reason: str, actor: Actor, on: date) -> list[str]:
    """The whole numbers of one kind (nik, kk or phone) of a person, doubles among them; the look is recorded.

    Refused: PEOPLE-06 without a reason.
    """
    look(people=people, what=what, reason=reason, actor=actor, on=on)
    if what == "phone":
        return [phone for phone in Person.objects.filter(pk__in=people).values_list("phone", flat=True) if phone]
    held = Identifier.objects.filter(person__in=people, kind=what).order_by("state", "-since")
    return list(dict.fromkeys(held.values_list("value", flat=True)))


@verb
def look(*, people: list[int], what: str, reason: str, actor: Actor, on: date) -> None:
    """Record that somebody looks at a masked number. Refused: PEOPLE-06 without a reason."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused(problems.NO_REASON.problem())
    record(
        actor=actor, verb="people.reveal", subject=f"person:{people[0]}", on=on, reason=reason.strip(), what=what
    )
