"""A programme to BPJS and back through files, against writing and reading the same files bare."""

from __future__ import annotations

import io
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import write_worksheet

from lindung.coverage.services import decide
from lindung.demo.bench.setting import (
    DECIDED,
    DECIDER,
    OPERATOR,
    decree_of,
    own_database,
    programme_of,
    ready_to_decide,
)
from lindung.demo.gauge import seconds
from lindung.demo.simulate.bpjs import Bpjs
from lindung.demo.simulate.files import opened
from lindung.demo.simulate.habits import Habits
from lindung.membership import imports as files
from lindung.membership.models import Registration
from lindung.membership.services import load_branches, send
from lindung.programmes.models import Programme

ONE_BRANCH = ("53.04", "53.21")  # both served by Atambua: everybody travels in one batch


class Trip:
    """One programme's way to BPJS and back; each step on its own, so that each can be timed."""

    def __init__(self, programme: Programme, folder: Path, turn: int) -> None:
        self.programme, self.folder = programme, folder
        self.office = Bpjs(folder, habits=Habits(mixed_forms=False))
        self.office.next_kpj += turn * 1_000_000  # no number of another run
        self.lists: list[Path] = []
        self.answers: list[Path] = []

    def out(self) -> None:
        self.batches = send(programme=self.programme, wadah="SG", actor=OPERATOR, on=DECIDED).batches
        for batch in self.batches:
            message, content = files.hand_over(batch=batch, actor=OPERATOR, on=DECIDED)
            self.lists.append(self.folder / message.name)
            self.lists[-1].write_bytes(content)

    def there(self) -> None:
        for path in self.lists:
            self.answers.append(self.office.register(path, path.stem, "21-06-2025").deliveries[0].path)

    def back(self) -> None:
        for batch, path in zip(self.batches, self.answers, strict=True):
            files.take_in(path=path, batch=batch, actor=OPERATOR, on=DECIDED)


def roundtrip(*, people: int, runs: int) -> dict[str, object]:
    """`people` registered at BPJS through files, `runs` times with new people into the same growing database.

    `ratio`: the whole way, the office's own part included, to writing and reading its files and doing nothing else.
    """
    with own_database(), TemporaryDirectory(prefix="lindung-bench-") as folder:
        load_branches()
        done = [_run(turn, people, Path(folder) / str(turn)) for turn in range(1, runs + 1)]
    taken, floors = median(sum(parts.values()) for parts, _ in done), median(least for _, least in done)
    return {
        "rows": people,
        "seconds": round(taken, 2),
        "stages": {name: round(median(parts[name] for parts, _ in done), 2) for name in done[0][0]},
        "floor_seconds": round(floors, 2),
        "ratio": round(taken / floors, 2),
        "runs": [[round(sum(parts.values()), 2), round(least, 2)] for parts, least in done],
    }


def _run(turn: int, people: int, folder: Path) -> tuple[dict[str, float], float]:
    """Seconds of each step and of the floor."""
    folder.mkdir()
    programme = programme_of(turn, seats=people, among=ONE_BRANCH)
    ready_to_decide(programme, turn=turn, people=people, among=ONE_BRANCH)
    decide(decree=decree_of(programme, "SK"), actor=DECIDER, on=DECIDED)
    trip = Trip(programme, folder, turn)
    parts = {"out": seconds(trip.out), "office": seconds(trip.there), "back": seconds(trip.back)}
    accepted = Registration.objects.filter(batch__programme=programme, answer="accepted").count()
    if accepted != people:
        raise RuntimeError(f"{accepted} people were accepted instead of {people}")
    return parts, _floor([*trip.lists, *trip.answers])


def _floor(paths: list[Path]) -> float:
    """Seconds to write each of these files once and to read each once."""
    frames = [opened(path) for path in paths]

    def write() -> None:
        for frame in frames:
            write_worksheet(frame, io.BytesIO())

    def read() -> None:
        for path in paths:
            CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()

    return seconds(write) + seconds(read)
