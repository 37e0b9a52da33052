"""What a person decides of a pair: same, different, ask the village; and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Max

from lindung.audit.services import Actor, record_each
from lindung.audit.verbs import verb
from lindung.kernel.problem import Problem, Refused
from lindung.matching import problems
from lindung.matching.models import Pair, Verdict
from lindung.matching.queries import BETWEEN_ROOTS, lives_within
from lindung.people.models import Person
from lindung.people.services import merge, unmerge

STATE_OF = {
    Verdict.Kind.SAME: Pair.State.SAME,
    Verdict.Kind.DIFFERENT: Pair.State.DIFFERENT,
    Verdict.Kind.ASK: Pair.State.ASKED,
    Verdict.Kind.UNDO: Pair.State.OPEN,
    Verdict.Kind.SETTLE: Pair.State.SETTLED,
    Verdict.Kind.REOPEN: Pair.State.OPEN,
}
WAITING = (Pair.State.OPEN, Pair.State.ASKED)


@verb
def decide(
    *,
    pairs: Sequence[int],
    kind: str,
    actor: Actor,
    on: date,
    reason: str = "",
    within: str | None = None,
) -> int:
    """Decide pairs (`Verdict.Kind` same, different or ask), all or none; how many were decided now.

    `same` links the later row to the root of the earlier; whatever either holds stays where it stands. The same
    verdict again changes nothing. Refused: MATCH-01 unknown, 02 decided otherwise, 03 by who brought the row in,
    04 outside the region `within`, 05 against what was decided of the same two people.
    """
    found = _locked(pairs)
    todo = {number: pair for number, pair in found.items() if pair.state != STATE_OF[Verdict.Kind(kind)]}
    _refuse(todo.values(), pairs, found, actor=actor, within=within, deciding=True)
    if kind == Verdict.Kind.SAME:
        links = {number: _link(pair, reason=reason, actor=actor, on=on) for number, pair in sorted(todo.items())}
    else:
        links = {}
        _refuse_against(list(todo), kind)
    write(todo.values(), kind, actor=actor, on=on, reason=reason, links=links)
    return len(todo)


@verb
def undo(*, pair: int, actor: Actor, on: date, reason: str = "", within: str | None = None) -> bool:
    """Take back what was decided of a pair: it waits again, and the link it made is undone. Twice is once.

    Rows that had followed the double come back to it. What was entered on the root meanwhile stays there.
    """
    found = _locked([pair])
    _refuse(found.values(), [pair], found, actor=actor, within=within, deciding=False)
    if found[pair].state == Pair.State.OPEN:
        return False
    last = Verdict.objects.filter(pair_id=pair, kind=Verdict.Kind.SAME).order_by("-turn").first()
    if found[pair].state == Pair.State.SAME and last and last.double_id:
        unmerge(person=last.double_id, followers=last.followers, reason=reason, actor=actor, on=on)
    write(found.values(), Verdict.Kind.UNDO, actor=actor, on=on, reason=reason)
    return True


def write(
    pairs: Iterable[Pair],
    kind: str,
    *,
    actor: Actor,
    on: date,
    reason: str = "",
    links: dict[int, tuple[int | None, list[int]]] | None = None,
) -> None:
    """The next verdict on each pair, its new state, and one line of the audit each. The caller has locked them."""
    listed: list[Pair] = list(pairs)
    numbers = [pair.pk for pair in listed]
    turns = dict(Verdict.objects.filter(pair_id__in=numbers).values_list("pair_id").annotate(last=Max("turn")))
    linked = links or {}
    Verdict.objects.bulk_create(
        [
            Verdict(
                pair_id=number,
                turn=turns.get(number, 0) + 1,
                kind=kind,
                reason=reason,
                actor_id=actor.id,
                actor_name=actor.name,
                on=on,
                double_id=linked.get(number, (None, []))[0],
                followers=linked.get(number, (None, []))[1],
            )
            for number in numbers
        ]
    )
    Pair.objects.filter(pk__in=numbers).update(state=STATE_OF[Verdict.Kind(kind)])
    subjects = {f"pair:{pair.pk}": {"lower": pair.lower_id, "higher": pair.higher_id} for pair in listed}
    record_each(actor=actor, verb=f"matching.{kind}", subjects=subjects, on=on, reason=reason)


def _locked(numbers: Sequence[int]) -> dict[int, Pair]:
    rows = Pair.objects.select_for_update().filter(pk__in=set(numbers)).order_by("pk")
    return {row.pk: row for row in rows}


def _refuse(
    todo: Iterable[Pair],
    asked: Sequence[int],
    found: dict[int, Pair],
    *,
    actor: Actor,
    within: str | None,
    deciding: bool,
) -> None:
    """Every reason why these pairs may not be decided by this actor now."""
    listed: list[Pair] = list(todo)
    faults: list[Problem] = [
        problems.UNKNOWN_PAIR.problem(pair=number) for number in sorted(set(asked) - set(found))
    ]
    people = [person for pair in found.values() for person in (pair.lower_id, pair.higher_id)]
    near = lives_within(people, within) if within is not None else set(people)
    for pair in found.values():
        if not near & {pair.lower_id, pair.higher_id}:
            faults.append(problems.OUT_OF_REGION.problem(pair=pair.pk, region=within))
    for pair in listed if deciding else []:
        if pair.state not in WAITING:
            last = Verdict.objects.filter(pair_id=pair.pk).order_by("-turn").first()
            who = last.actor_name if last else "-"
            state = Pair.State(pair.state).label
            faults.append(problems.DECIDED_ALREADY.problem(pair=pair.pk, who=who, state=state))
        if pair.proposed_by == actor.id:
            faults.append(problems.PROPOSER_DECIDES.problem(pair=pair.pk, actor=actor.name))
    if faults:
        raise Refused(*faults)


def _link(pair: Pair, *, reason: str, actor: Actor, on: date) -> tuple[int | None, list[int]]:
    """Link the later root to the earlier one; (the double, the rows that followed it)."""
    rows = Person.objects.filter(pk__in=[pair.lower_id, pair.higher_id])
    roots = sorted({row.merged_into_id or row.pk for row in rows})
    _refuse_against([pair.pk], Verdict.Kind.SAME)
    if len(roots) == 1:
        return None, []
    root, double = roots
    followers = list(Person.objects.filter(merged_into_id=double).order_by("pk").values_list("pk", flat=True))
    merge(person=double, into=root, reason=reason or f"pasangan {pair.pk}", actor=actor, on=on)
    return double, followers


def _refuse_against(numbers: list[int], kind: str) -> None:
    """Two people once told apart are not one by way of a third row, and one person is not two (MATCH-05)."""
    against = {Verdict.Kind.SAME: Pair.State.DIFFERENT, Verdict.Kind.DIFFERENT: Pair.State.SAME}.get(
        Verdict.Kind(kind)
    )
    if against is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT mine.id, min(other.id)
            FROM ({BETWEEN_ROOTS} WHERE p.id = ANY(%(pairs)s)) mine
            JOIN ({BETWEEN_ROOTS} WHERE p.state = %(against)s) other
                ON (other.first_root, other.second_root) = (mine.first_root, mine.second_root)
                AND other.id <> mine.id
            WHERE %(against)s = 'different' OR mine.first_root = mine.second_root
            GROUP BY 1 ORDER BY 1
            """,
            {"pairs": numbers, "against": against},
        )
        faults = [
            problems.CONTRADICTS.problem(pair=pair, other=other, state=against.label)
            for pair, other in cursor.fetchall()
        ]
    if faults:
        raise Refused(*faults)
