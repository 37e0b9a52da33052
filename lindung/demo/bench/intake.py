"""A workbook into the registry by `receive`, against reading its cells and COPYing what came of them."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

import polars as pl
from django.db import connection
from python_calamine import CalamineWorkbook

from lindung.config.cli import set_up
from lindung.demo.bench import floor
from lindung.demo.bench.setting import LISTED, OPERATOR, own_database, point_at, programme_of, shared_out
from lindung.demo.gauge import peak_memory, seconds
from lindung.demo.people import Need, make_people
from lindung.demo.plants import PLANTS
from lindung.demo.styles import COLUMNS, Style, titles
from lindung.demo.workbooks import write_workbook

LEFT_OUT = {"income", "account", "account_bank", "account_consent"}
STYLE = Style(headers={key: titles()[key][0] for key in ("no", *COLUMNS) if key not in LEFT_OUT})  # 25 columns
PLANTED = 0.03  # rows with a fault, as a share


class Run(NamedTuple):
    """What one reception took: seconds whole and by stage, MB, and the file's number."""

    seconds: float
    stages: dict[str, float]
    peak_mb: int
    file: int


def intake(*, rows: int, runs: int) -> dict[str, object]:
    """Receive `runs` workbooks of `rows` rows, each of new people, into the same growing database."""
    with own_database(), TemporaryDirectory(prefix="lindung-bench-") as folder:
        paths = _workbooks(Path(folder), rows, runs)
        done = [_run(turn, path) for turn, path in enumerate(paths)]
    taken, floors = median(run.seconds for run, _ in done), median(least for _, least in done)
    return {
        "rows": rows,
        "seconds": round(taken, 2),
        "stages": {name: round(median(run.stages[name] for run, _ in done), 2) for name in done[0][0].stages},
        "rows_per_second": round(rows / taken),
        "peak_mb": max(run.peak_mb for run, _ in done),
        "floor_seconds": round(floors, 2),
        "ratio": round(taken / floors, 2),
        "runs": [[round(run.seconds, 2), round(least, 2)] for run, least in done],
    }


def _workbooks(folder: Path, rows: int, runs: int) -> list[Path]:
    """One clean sheet each, with a few planted faults."""
    each = shared_out(rows)
    plants = {code: dict.fromkeys(PLANTS, round(count * PLANTED / len(PLANTS))) for code, count in each.items()}
    needs = [
        Need(f"UJI-{turn}", code, count - sum(plants[code].values()), plants=plants[code])
        for turn in range(runs)
        for code, count in each.items()
    ]
    people = make_people(seed=rows, needs=needs)
    paths = []
    for turn in range(runs):
        programme_of(turn, seats=rows)
        paths.append(folder / f"usulan-{turn}.xlsx")
        write_workbook(paths[-1], people.filter(pl.col("programme") == f"UJI-{turn}"), STYLE, random.Random(turn))
    return paths


def _run(turn: int, path: Path) -> tuple[Run, float]:
    """The reception, in a process of its own as `lindung intake` is, and its floor in seconds."""
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn, initializer=set_up) as pool:
        run = pool.submit(receive_alone, path, f"UJI-{turn}", str(connection.settings_dict["NAME"])).result()
    return run, _floor(path, run.file)


def receive_alone(path: Path, scope: str, name: str) -> Run:
    """Receive one workbook into the database `name`, with a watch on every step."""
    point_at({"default": name})
    from lindung.intake import services

    connection.ensure_connection()
    begun = time.perf_counter()
    with watched() as stages:
        outcome = services.receive(path=path, layout_code="nominations", scope=scope, actor=OPERATOR, on=LISTED)
    taken = time.perf_counter() - begun
    stages["save"] -= stages["match"]  # finding is part of saving
    stages["rest"] = taken - sum(stages.values())
    return Run(taken, dict(stages), peak_memory(), outcome.file)


@contextmanager
def watched() -> Iterator[dict[str, float]]:
    """Seconds spent in each step of `receive`, by stage."""
    from lindung.intake.services import receiving
    from lindung.nominations.imports import saving
    from lindung.nominations.imports.layout import NominationsLayout

    steps: list[tuple[Any, str, str]] = [
        (receiving, "read", "read"),
        (receiving, "table_of", "columns"),
        (NominationsLayout, "judge", "judge"),
        (receiving, "corrections", "corrections"),
        (NominationsLayout, "settle", "recognise"),
        (receiving, "_copy_rows", "rows"),
        (receiving, "_copy_problems", "problems"),
        (NominationsLayout, "save", "save"),
        (saving, "find", "match"),
        (connection, "commit", "commit"),
    ]
    spent: dict[str, float] = defaultdict(float)
    with ExitStack() as stack:
        for owner, attribute, stage in steps:
            step = getattr(owner, attribute)
            stack.enter_context(patch.object(owner, attribute, _timed(step, stage, spent)))
        yield spent


def _timed(step: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        begun = time.perf_counter()
        try:
            return step(*args, **kwargs)
        finally:
            spent[stage] += time.perf_counter() - begun

    return run


def _floor(path: Path, file: int) -> float:
    """Seconds to read the workbook into memory and to COPY its rows and persons into equal, unwatched tables."""
    of_file = f"SELECT person_id FROM nominations_nomination WHERE file_id = {file}"
    rows = {"intake_row": floor.rows_of(f"SELECT * FROM intake_row WHERE file_id = {file} ORDER BY number")}
    rows["people_person"] = floor.rows_of(f"SELECT * FROM people_person WHERE id IN ({of_file}) ORDER BY id")
    for table in ("people_identifier", "people_address"):
        rows[table] = floor.rows_of(f"SELECT * FROM {table} WHERE person_id IN ({of_file}) ORDER BY person_id")
    for table in rows:
        floor.make_floor(table)
    reading = seconds(lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
    return reading + floor.copy_seconds(rows)
