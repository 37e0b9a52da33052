"""Phones that all come home at once, through the real protocol, against a bare COPY of their events."""

from __future__ import annotations

import multiprocessing
import os
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from statistics import median

from django.db import connection

from lindung.accounts.models import User
from lindung.config.cli import set_up
from lindung.coverage.services import decide
from lindung.demo.bench import floor
from lindung.demo.bench.setting import (
    DECIDER,
    LISTED,
    OPERATOR,
    decree_of,
    own_database,
    point_at,
    programme_of,
    ready_to_decide,
)
from lindung.demo.phone import BATCH, Phone
from lindung.distribution.services.sync import Sent, take_in
from lindung.nominations.models import Enrolment

SYNCED = date(2025, 8, 27)
WORKERS = os.cpu_count() or 1
type Log = tuple[str, list[Sent]]


def sync(*, devices: int, events: int, runs: int) -> dict[str, object]:
    """`devices` phones with `events` handovers each, sent by as many workers as the machine has cores."""
    with own_database():
        programme = programme_of(0, seats=devices * events)
        ready_to_decide(programme, turn=0, people=devices * events)
        decide(decree=decree_of(programme, "SK"), actor=DECIDER, on=LISTED)
        done = [_run(run, devices, events, programme.pk) for run in range(runs)]
    taken, floors = median(run[0] for run in done), median(run[1] for run in done)
    return {
        "events": devices * events,
        "events_in_a_request": BATCH,
        "lost": max(run[2] for run in done),
        "twice": max(run[3] for run in done),
        "seconds": round(taken, 2),
        "events_per_second": round(devices * events / taken),
        "floor_seconds": round(floors, 3),
        "ratio": round(taken / floors, 2),
        "runs": [[round(whole, 2), round(least, 3)] for whole, least, *_ in done],
    }


def _run(run: int, devices: int, events: int, programme: int) -> tuple[float, float, int, int]:
    """(seconds, floor in seconds, events lost, items handed over twice)."""
    items = _make_items(programme)
    logs = [_phone(run, turn, items[turn * events : (turn + 1) * events]) for turn in range(devices)]
    spawn = multiprocessing.get_context("spawn")
    name = str(connection.settings_dict["NAME"])
    with ProcessPoolExecutor(WORKERS, mp_context=spawn, initializer=set_up) as pool:
        list(pool.map(warm, [name] * WORKERS))
        begun = time.perf_counter()
        told = sum(pool.map(send, logs))
        taken = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM distribution_deviceevent WHERE outcome = 'recorded'")
        kept = cursor.fetchone()[0] - run * devices * events
        cursor.execute(
            "SELECT count(*) FROM (SELECT FROM distribution_handover WHERE item_id = ANY(%s) GROUP BY item_id"
            " HAVING count(*) > 1) twice",
            [items],
        )
        twice = cursor.fetchone()[0]
    lost = devices * events - min(kept, told)
    return taken, _floor(run * devices), lost, twice


def _make_items(programme: int) -> list[int]:
    """A card for everyone; those of the run before came back, so that each run has its own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE distribution_item SET state = 'returned', returned_on = %s WHERE returned_on IS NULL", [LISTED]
        )
        cursor.execute(
            """
            INSERT INTO distribution_item (kind, enrolment_id, person_id, made_at, made_on, custodian, state)
            SELECT 'card', id, person_id, 'BPJS', %s, 'BPJS', 'made' FROM nominations_enrolment
            WHERE programme_id = %s ORDER BY id RETURNING id
            """,
            [LISTED, programme],
        )
        items = [item for (item,) in cursor.fetchall()]
        cursor.execute("ANALYZE distribution_item")
    assert len(items) == Enrolment.objects.filter(programme=programme).count()  # noqa: S101
    return items


def _phone(run: int, turn: int, items: list[int]) -> Log:
    """An enrolled phone's code and its signed log."""
    officer, _ = User.objects.get_or_create(username=f"petugas-{turn}", defaults={"name": f"Petugas {turn}"})
    phone = Phone(officer, f"uji {run}", actor=OPERATOR, on=LISTED)
    for item in items:
        phone.act("handover", [item], event=None, sign="M1 1L20 20L33 4" * 8, clock="2025-08-25T09:12:00+08:00")
    return phone.code, phone.log


def warm(name: str) -> None:
    """Connect this worker to the bench's database; slow enough that every worker gets one."""
    point_at({"default": name})
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")


def send(log: Log) -> int:
    """Send one phone's log, batch by batch; how many events the answers call recorded."""
    code, sent = log
    told = 0
    for start in range(0, len(sent), BATCH):
        answers = take_in(device=code, sent=sent[start : start + BATCH], actor=OPERATOR, on=SYNCED)
        told += sum(answer.outcome == "recorded" for answer in answers)
    return told


def _floor(first: int) -> float:
    """The events of this run alone, as they stand in the table, into a twin with its key."""
    phones = f"SELECT id FROM distribution_device ORDER BY id OFFSET {first}"
    query = f"SELECT * FROM distribution_deviceevent WHERE device_id IN ({phones}) ORDER BY device_id, number"
    rows = {"distribution_deviceevent": floor.rows_of(query)}
    for table in rows:
        floor.make_floor(table)
    return floor.copy_seconds(rows)
