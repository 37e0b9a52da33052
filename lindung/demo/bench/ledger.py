"""`decide` against a COPY of the same person-months."""

from __future__ import annotations

from statistics import median

from lindung.coverage.services import decide
from lindung.demo.bench import floor
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


def ledger(*, people: int, runs: int) -> dict[str, object]:
    """Decide `people` for six months, `runs` times with new people into the same growing database."""
    with own_database():
        times = [_run(turn, people) for turn in range(1, runs + 1)]
    taken, floors = median(time for time, _ in times), median(least for _, least in times)
    return {
        "person_months": people * MONTHS,
        "seconds": round(taken, 2),
        "rows_per_second": round(people * MONTHS / taken),
        "floor_seconds": round(floors, 2),
        "ratio": round(taken / floors, 2),
        "runs": [[round(time, 2), round(least, 2)] for time, least in times],
    }


def _run(turn: int, people: int) -> tuple[float, float]:
    """Seconds of the verb and of its floor."""
    programme = programme_of(turn, seats=people)
    ready_to_decide(programme, turn=turn, people=people)
    decree = decree_of(programme, "SK")
    taken = seconds(lambda: decide(decree=decree, actor=DECIDER, on=DECIDED))
    booked = floor.rows_of(
        f"SELECT e.* FROM coverage_entry e JOIN nominations_enrolment n ON n.id = e.enrolment_id"
        f" WHERE n.programme_id = {programme.pk} ORDER BY e.person_id, e.month"
    )
    if (months := booked.count(b"\n")) != people * MONTHS:
        raise RuntimeError(f"{months} person-months were booked instead of {people * MONTHS}")
    floor.make_floor("coverage_entry", keys="person_id, month, turn")
    return taken, floor.copy_seconds({"coverage_entry": booked})
