"""A file and a typed-in person against a registry that holds a province, by the verbs a user's act goes through."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

import polars as pl
from django.db import connection, transaction

from lindung.config.cli import set_up
from lindung.demo.bench.setting import LISTED, OPERATOR, own_database, point_at
from lindung.demo.doubles.registry import arrival
from lindung.demo.gauge import peak_memory
from lindung.matching.services import enter as enter_person
from lindung.matching.services import find, rebuild
from lindung.nominations.imports.saving import newcomers
from lindung.people.services.register import COLUMNS, Newcomer, enter, recognise, stage

PART = 100_000
TYPED, WARMING = 40, 3
FILLED = {"nik": "", "mother_name": "", "phone": "", "household": ""}


def registry(*, rows: int, file_rows: int) -> dict[str, object]:
    """Enter a registry of `rows`, then a file of `file_rows` of whom it knows three in ten, then people one by one.

    Seconds of the file whole and of finding alone, `floor_seconds`: the same rows entered with nobody looked for,
    milliseconds of one person typed in, MB of the process that matches, and how many of the known were met.
    """
    made = arrival(rows, (file_rows + TYPED + WARMING) * 2)
    answers = made.file.join(made.truth.select("row", "person"), on="row", maintain_order="left")
    # What intake lets through: a NIK of 16 figures, a village that is found.
    fit = answers.filter(pl.col("nik").str.contains(r"^\d{16}$") & pl.col("village").is_not_null()).unique(
        "nik", keep="first", maintain_order=True
    )
    with own_database(), TemporaryDirectory(prefix="lindung-bench-") as folder:
        begun = time.perf_counter()
        known = _enter_registry(made.registry.unique("nik", keep="first", maintain_order=True))
        entered = time.perf_counter() - begun
        fit.join(known, on="person", how="left", maintain_order="left").write_ipc(Path(folder) / "file.arrow")
        spawn = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=spawn, initializer=set_up) as pool:
            name = str(connection.settings_dict["NAME"])
            measured = pool.submit(alone, Path(folder) / "file.arrow", file_rows, name).result()
    return {"registry": rows, "rows": file_rows, "registry_seconds": round(entered, 1), **measured}


def _enter_registry(people: pl.DataFrame) -> pl.DataFrame:
    """Everybody by the bulk statements of the registry, and their keys; (person, older_nik) of who entered."""
    fitting = people.filter(pl.col("nik").is_not_null())
    for part in fitting.iter_slices(PART):
        with transaction.atomic(), connection.cursor() as cursor:
            stage(cursor)
            _copy(cursor, part)
            recognise(cursor)
            enter(cursor, source="bench", on=LISTED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    rebuild(batch=PART, actor=OPERATOR, on=LISTED)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return fitting.select(pl.col("row").alias("person"), pl.col("nik").alias("older_nik"))


def _copy(cursor: object, rows: pl.DataFrame) -> None:
    filled = rows.select(
        pl.col("row").alias("number"), *(pl.col(key).fill_null(empty) for key, empty in FILLED.items()),
        "name", "birth_date", "sex", "village",
    ).with_columns(birth_place=pl.lit(""), marital=pl.lit(""), street=pl.lit(""), rt=pl.lit(""), rw=pl.lit(""),
                   witness=pl.lit(""), heir_name=pl.lit(""), heir_relation=pl.lit(""))  # fmt: skip
    names = [column for column in COLUMNS if column in filled.columns]
    with cursor.copy(f"COPY newcomer ({', '.join(names)}) FROM STDIN (FORMAT csv)") as copy:  # type: ignore[attr-defined]
        copy.write(filled.select(names).write_csv(include_header=False, quote_style="non_numeric").encode())


def alone(path: Path, file_rows: int, name: str) -> dict[str, object]:
    """The measurements, in a process of its own as a command is."""
    point_at({"default": name})
    people = pl.read_ipc(path)
    file, typed = people.head(file_rows), people.slice(file_rows, TYPED + WARMING)
    connection.ensure_connection()
    floor, _, _ = _file(file, matched=False)
    whole, finding, waiting = _file(file, matched=True)
    peak = peak_memory()
    times = _typed(typed)[WARMING:]
    met, known = _met(file)
    return {
        "seconds": round(whole, 2),
        "finding_seconds": round(finding, 2),
        "floor_seconds": round(floor, 2),
        "ratio": round(whole / floor, 2),
        "known": known,
        "met": met,
        "waiting": waiting,
        "typed_ms": round(median(times) * 1000),
        "typed_p95_ms": round(quantiles(times, n=20)[-1] * 1000),
        "peak_mb": peak,
    }


def _file(rows: pl.DataFrame, *, matched: bool) -> tuple[float, float, int]:
    """Seconds to enter the rows, seconds of it to find, pairs left to a person. The floor is rolled back."""
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        stage(cursor)
        _copy(cursor, rows)
        doubts = recognise(cursor)
        cursor.execute("DELETE FROM newcomer WHERE number = ANY(%s)", [[number for number, _ in doubts]])
        enter(cursor, source="bench", on=LISTED)
        if not matched:
            transaction.set_rollback(True)
            return time.perf_counter() - begun, 0.0, 0
        looking = time.perf_counter()
        found = find(cursor, newcomers=newcomers(cursor), source="bench", actor=OPERATOR, on=LISTED)
        finding = time.perf_counter() - looking
    return time.perf_counter() - begun, finding, found.waiting


def _typed(rows: pl.DataFrame) -> list[float]:
    """Seconds for each person typed in."""
    times = []
    for row in rows.iter_rows(named=True):
        person = Newcomer(
            number=1,
            nik=row["nik"],
            name=row["name"],
            village=row["village"],
            sex=row["sex"],
            birth_date=row["birth_date"],
            mother_name=row["mother_name"] or "",
            phone=row["phone"] or "",
            household=row["household"] or "",
        )
        begun = time.perf_counter()
        enter_person(newcomer=person, source="bench", actor=OPERATOR, on=LISTED)
        times.append(time.perf_counter() - begun)
    return times


def _met(file: pl.DataFrame) -> tuple[int, int]:
    """How many of those the registry knew were met, by NIK or as a pair; of how many."""
    known = file.filter(pl.col("older_nik").is_not_null())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM unnest(%s::text[], %s::text[]) AS k (nik, older)
            JOIN people_identifier o ON o.kind = 'nik' AND o.value = k.older
            WHERE k.nik = k.older OR EXISTS (
                SELECT FROM people_identifier i JOIN matching_pair p ON (p.lower_id, p.higher_id)
                    = (least(i.person_id, o.person_id), greatest(i.person_id, o.person_id))
                WHERE i.kind = 'nik' AND i.value = k.nik)
            """,
            [known["nik"].to_list(), known["older_nik"].to_list()],
        )
        return int(cursor.fetchone()[0]), known.height
