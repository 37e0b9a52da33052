"""Today's figures over a full ledger, and proof that they equal the count from the base tables."""

from __future__ import annotations

import random
from statistics import median

from lindung.coverage.models import Entry, Posting
from lindung.coverage.services import decide, end, replace
from lindung.demo.bench.setting import (
    DECIDED,
    DECIDER,
    MONTHS,
    decree_of,
    own_database,
    programme_of,
    ready_to_decide,
)
from lindung.demo.gauge import seconds
from lindung.kernel.month import Month
from lindung.nominations.models import Enrolment
from lindung.programmes.models import Programme
from lindung.reports.queries import figures, recounted

PEOPLE_AT_ONCE = 130_000
RESERVE = 0.02  # names beyond the seats, so that `replace` finds somebody


def measure(*, months: int, acts: int, seed: int) -> dict[str, object]:
    """Fill the ledger by `decide` itself, do `acts` random verbs, then time the figures and recount them."""
    with own_database():
        programmes = _fill(months // MONTHS)
        dice = random.Random(seed)
        done = [_act(dice, dice.choice(programmes), turn) for turn in range(acts)]
        times = [seconds(figures) for _ in range(5)]
        entries = Entry.objects.count()
        recount = seconds(recounted)
        equal = figures() == recounted()
    return {
        "person_months": entries,
        "filled_by": "coverage.decide, all triggers and constraints on",
        "milliseconds": round(median(times) * 1000, 1),
        "recount_seconds": round(recount, 2),
        "verbs": {name: done.count(name) for name in sorted(set(done))},
        "equal": equal,
    }


def _fill(people: int) -> list[Programme]:
    programmes = []
    for turn, start in enumerate(range(0, people, PEOPLE_AT_ONCE), start=1):
        seats = min(PEOPLE_AT_ONCE, people - start)
        programme = programme_of(turn, seats=seats)
        ready_to_decide(programme, turn=turn, people=seats + max(22, round(seats * RESERVE)))
        decide(decree=decree_of(programme, "SK"), actor=DECIDER, on=DECIDED)
        programmes.append(programme)
    return programmes


def _act(dice: random.Random, programme: Programme, turn: int) -> str:
    """One random verb on the programme; its name."""
    name = dice.choice(("end", "replace", "decide"))
    if name == "end":
        _end_some(dice, programme)
    elif name == "replace":
        replace(decree=decree_of(programme, f"PERUBAHAN-{turn}"), actor=DECIDER, on=DECIDED)
    else:
        # For the seats that stand empty in the last month only: the reserve moves up.
        _end_some(dice, programme)
        last = Month(2025, 12)
        decree = decree_of(programme, f"SUSULAN-{turn}")
        decide(decree=decree, cover=(last, last), actor=DECIDER, on=DECIDED)
    return name


def _end_some(dice: random.Random, programme: Programme) -> None:
    live = Enrolment.objects.filter(programme=programme, ended_on=None, cover_from=programme.cover_from)
    first = live.order_by("pk").values_list("pk", flat=True)[:2000]
    chosen = dice.sample(list(first), min(len(first), dice.randint(1, 40)))
    cases = {pk: Month(2025, dice.randint(8, 12)) for pk in chosen}
    end(programme=programme, cases=cases, reason=Posting.Reason.WITHDRAWN, actor=DECIDER, on=DECIDED)
