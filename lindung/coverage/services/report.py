"""What an officer hears of a person's life and what it does to cover: a death, a move."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.coverage import problems
from lindung.coverage.models import Posting
from lindung.coverage.services.end import end, end_for_death
from lindung.kernel.days import in_words
from lindung.kernel.month import Month
from lindung.kernel.problem import Refused
from lindung.nominations.models import Enrolment
from lindung.people.models import Fact, Person
from lindung.people.services import move, record_fact
from lindung.programmes.models import Programme


@verb
def report_death(*, people: Sequence[int], died_on: date, source: str, actor: Actor, on: date) -> int:
    """Record the death of a person (the root first, then the rows merged with it); the person-months freed.

    The month of death stays covered. The same death again frees nothing. Refused: COVER-22 for a day to come,
    COVER-23 when another day of death stands already.
    """
    _refuse_future(died_on, on)
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    known = Fact.objects.filter(person__in=people, kind=Fact.Kind.DIED, revoked_on=None).exclude(on=died_on).first()
    if known:
        raise Refused(problems.DIED_ALREADY.problem(day=in_words(known.on), source=known.source))
    record_fact(person=people[0], kind=Fact.Kind.DIED, happened_on=died_on, source=source, actor=actor, on=on)
    return sum(end_for_death(person=row, died_on=died_on, actor=actor, on=on) for row in people)


@verb
def report_move(
    *, people: Sequence[int], moved_on: date, village: str, place: str, source: str, actor: Actor, on: date
) -> int:
    """Record where a person moved; the person-months freed, of programmes whose territory that leaves.

    village: code of the new home; empty when it lies where we know no villages, then `place` says where. The month
    of the move stays covered. Refused: COVER-22 for a day to come.
    """
    _refuse_future(moved_on, on)
    list(Person.objects.select_for_update().filter(pk__in=people).order_by("pk"))
    if village:
        move(person=people[0], village=village, since=moved_on, source=source, actor=actor, on=on)
    else:
        record_fact(
            person=people[0],
            kind=Fact.Kind.MOVED,
            value=place,
            happened_on=moved_on,
            source=source,
            actor=actor,
            on=on,
        )
    return sum(
        end(programme=programme, cases=cases, reason=Posting.Reason.MOVED, actor=actor, on=on, note=source)
        for programme, cases in left_behind(people, village, Month.of(moved_on).plus(1))
    )


def left_behind(people: Sequence[int], village: str, start: Month) -> list[tuple[Programme, dict[int, Month]]]:
    """Seats held from `start` on of programmes whose territory does not hold the village, as `end` takes them."""
    held = Enrolment.objects.filter(person__in=people, ended_on=None, cover_to__gte=start.first)
    found: dict[Programme, dict[int, Month]] = {}
    for seat in held.select_related("programme"):
        territory = seat.programme.territory_id
        if not f"{village}.".startswith(f"{territory}."):
            found.setdefault(seat.programme, {})[seat.pk] = max(start, Month.of(seat.cover_from))
    return sorted(found.items(), key=lambda item: item[0].pk)


def _refuse_future(day: date, on: date) -> None:
    if day > on:
        raise Refused(problems.NOT_YET.problem(day=in_words(day)))
