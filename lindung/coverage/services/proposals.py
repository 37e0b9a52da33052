"""Taking proposed reversals: the person's act that ends the seats of the dead, the moved, the double."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.coverage import problems
from lindung.coverage.queries import Proposal, proposals
from lindung.coverage.services.end import end
from lindung.kernel.problem import Problem, Refused
from lindung.nominations.models import Enrolment
from lindung.programmes.models import Programme


@verb
def accept(*, enrolments: Sequence[int], actor: Actor, on: date) -> int:
    """End these seats as proposed, all or none; the person-months reversed. A seat that has ended stays as it is.

    Refused: COVER-18 when nothing is proposed for a seat, 19 when the list behind it was loaded by the same actor.
    """
    standing = {each.enrolment: each for each in proposals()}
    over = set(Enrolment.objects.filter(pk__in=enrolments, ended_on__isnull=False).values_list("pk", flat=True))
    asked = [number for number in dict.fromkeys(enrolments) if number not in over]
    faults: list[Problem] = [
        problems.NO_PROPOSAL.problem(enrolment=number) for number in asked if number not in standing
    ]
    faults += [
        problems.LOADER_TAKES.problem(enrolment=number, actor=actor.name)
        for number in asked
        if number in standing and standing[number].loaded_by == actor.id
    ]
    if faults:
        raise Refused(*faults)
    groups: dict[tuple[int, str, str], list[Proposal]] = defaultdict(list)
    for number in asked:
        each = standing[number]
        groups[each.programme_id, each.reason, each.source].append(each)
    return sum(
        end(
            programme=Programme.objects.get(pk=programme),
            cases={each.enrolment: each.start for each in group},
            reason=reason,
            actor=actor,
            on=on,
            note=source,
        )
        for (programme, reason, source), group in sorted(groups.items())
    )
