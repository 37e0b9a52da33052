"""Who is who: merges as links, taken back as links, and a NIK that was written wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.backends.utils import CursorWrapper
from django.db.models import Q

from lindung.audit.services import Actor, record, record_each
from lindung.audit.verbs import verb
from lindung.kernel.problem import Refused
from lindung.people import problems
from lindung.people.models import Identifier, Person
from lindung.people.nik import NotANik, mask, parse


@verb
def merge(*, person: int, into: int, reason: str, actor: Actor, on: date) -> Person:
    """Link `person` to the root `into`: one human being, two rows. Nothing is re-pointed.

    Rows already linked to `person` follow to the root, so that merges always point at roots. Refused: PEOPLE-01
    when one of the two is a double already. Months that both hold show in `lindung verify`.
    """
    found = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=[person, into]).order_by("pk")}
    if len(found) < 2 or any(row.merged_into_id for row in found.values()):
        raise Refused(problems.NOT_MERGEABLE.problem(person=person, into=into))
    Person.objects.filter(merged_into_id=person).update(merged_into_id=into)
    Person.objects.filter(pk=person).update(merged_into_id=into)
    record(actor=actor, verb="people.merge", subject=f"person:{person}", on=on, reason=reason, into=into)
    return found[into]


def merge_many(cursor: CursorWrapper, *, links: Mapping[int, int], reason: str, actor: Actor, on: date) -> None:
    """`merge` for many at once: each key is linked to its root. Part of the verb that found them.

    The caller holds people who entered in this transaction, or roots it has locked; no key is another's root.
    """
    if not links:
        return
    cursor.execute(
        """
        UPDATE people_person p SET merged_into_id = l.root
        FROM (SELECT * FROM unnest(%s::bigint[], %s::bigint[]) AS l (double, root) ORDER BY double) l
        WHERE p.id = l.double OR p.merged_into_id = l.double
        """,
        [list(links), list(links.values())],
    )
    subjects = {f"person:{double}": {"into": root} for double, root in links.items()}
    record_each(actor=actor, verb="people.merge", subjects=subjects, on=on, reason=reason)


@verb
def unmerge(*, person: int, followers: Sequence[int], reason: str, actor: Actor, on: date) -> None:
    """Take a merge back: `person` is a row of its own again, and those of `followers` who stand at the same root
    come back to it. Refused: PEOPLE-01 when `person` is linked to nobody."""
    row = Person.objects.select_for_update().filter(pk=person).first()
    if row is None or row.merged_into_id is None:
        raise Refused(problems.NOT_MERGEABLE.problem(person=person, into="-"))
    root = row.merged_into_id
    Person.objects.filter(pk=person).update(merged_into=None)
    Person.objects.filter(pk__in=followers, merged_into_id=root).update(merged_into_id=person)
    record(actor=actor, verb="people.unmerge", subject=f"person:{person}", on=on, reason=reason, root=root)


@verb
def correct_nik(*, person: int, nik: str, source: str, actor: Actor, on: date) -> bool:
    """Retire the NIK a person holds and enter the right one; False where it is the right one already.

    Refused: PEOPLE-03 when it cannot be a NIK, PEOPLE-04 when somebody else holds it. A row merged with this one
    hands it over.
    """
    try:
        digits = parse(nik).digits
    except NotANik as trouble:
        raise Refused(problems.NOT_A_NIK.problem(value=mask(nik))) from trouble
    row = Person.objects.select_for_update().get(pk=person)
    active = Identifier.objects.filter(kind=Identifier.Kind.NIK).exclude(state=Identifier.State.RETIRED)
    holder = active.filter(value=digits).select_related("person").first()
    if holder and holder.person_id == person:
        return False
    root = row.merged_into_id or row.pk
    if holder and root not in (holder.person_id, holder.person.merged_into_id):
        raise Refused(problems.NIK_HELD.problem(value=mask(digits), name=holder.person.name))
    wrong = active.filter(Q(person_id=person) | Q(value=digits))
    wrong.update(state=Identifier.State.RETIRED, retired_on=on)
    Identifier.objects.update_or_create(
        kind=Identifier.Kind.NIK,
        value=digits,
        person_id=person,
        defaults={"state": Identifier.State.STATED, "source": source, "since": on, "retired_on": None},
    )
    record(actor=actor, verb="people.correct_nik", subject=f"person:{person}", on=on, reason=source)
    return True
