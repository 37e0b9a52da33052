"""Questions about files taken in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

import polars as pl
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from lindung.intake.judgement import PROBLEM_SCHEMA
from lindung.intake.models import Arrival, File

ROWS_SCHEMA = pl.Schema({"number": pl.UInt32, "sheet": pl.String, "sheet_row": pl.UInt32})


def problems_of(file: int) -> pl.DataFrame:
    """Every problem of a file in the order it was found."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT code, severity, number, nullif(sheet, ''), "row", nullif("column", ''), nullif(value, ''),
                message, remedy
            FROM intake_rowproblem WHERE file_id = %s ORDER BY sequence
            """,
            [file],
        )
        return pl.DataFrame(cursor.fetchall(), schema=PROBLEM_SCHEMA, orient="row")


def rows_of(file: int) -> pl.DataFrame:
    """number, sheet, sheet_row of every row of a file."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number, sheet, sheet_row FROM intake_row WHERE file_id = %s ORDER BY number", [file])
        return pl.DataFrame(cursor.fetchall(), schema=ROWS_SCHEMA, orient="row")


@dataclass(frozen=True, slots=True)
class KindFound:
    """One kind of problem in a file. `rows`: how many rows have it; `still`: those not corrected yet."""

    code: str
    severity: str
    rows: int
    still: int
    example: str
    remedy: str


def kinds_of(file: int) -> list[KindFound]:
    """The kinds of problems at rows of a file, the gravest and most frequent first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT p.code, p.severity, count(DISTINCT p.number),
                count(DISTINCT p.number) FILTER (WHERE c.number IS NULL), min(p.message), min(p.remedy)
            FROM intake_rowproblem p
            LEFT JOIN intake_row c ON (c.corrects_file_id, c.corrects_number) = (p.file_id, p.number)
            WHERE p.file_id = %s AND p.number IS NOT NULL
            GROUP BY 1, 2
            ORDER BY array_position(ARRAY['error', 'look', 'warning'], p.severity), 3 DESC, 1
            """,
            [file],
        )
        return [KindFound(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Opened:
    """Rows of a file that were rejected or parked: `mended` have a correction that was let pass, `still` none."""

    mended: int
    still: int


def opened(file: int) -> Opened:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(c.number), count(*) - count(c.number)
            FROM intake_row r
            LEFT JOIN intake_row c ON (c.corrects_file_id, c.corrects_number) = (r.file_id, r.number)
            WHERE r.file_id = %s AND r.fate <> 'accepted'
            """,
            [file],
        )
        return Opened(*cursor.fetchone())


def next_open(file: int, after: int) -> str:
    """Address of the next rejected or parked row without a correction; from the beginning after the last."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT r.number FROM intake_row r
            WHERE r.file_id = %(file)s AND r.fate <> 'accepted' AND r.number <> %(after)s AND NOT EXISTS (
                SELECT FROM intake_row c WHERE (c.corrects_file_id, c.corrects_number) = (r.file_id, r.number)
            )
            ORDER BY r.number < %(after)s, r.number LIMIT 1
            """,
            {"file": file, "after": after},
        )
        found = cursor.fetchone()
        return f"{file}-{found[0]}" if found else ""


def corrections_of(file: int) -> list[tuple[File, int]]:
    """Later files that correct rows of this one, the newest first, with how many rows each."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT file_id, count(*) FROM intake_row WHERE corrects_file_id = %s GROUP BY 1 ORDER BY 1 DESC",
            [file],
        )
        counts = dict(cursor.fetchall())
    return [(later, counts[later.pk]) for later in File.objects.filter(pk__in=counts).order_by("-pk")]


SILENT = timedelta(minutes=1)  # a worker that said nothing for so long is gone


def dead_jobs(jobs: Iterable[int | None]) -> set[int]:
    """Those of these jobs that will not go on by themselves: failed, or their worker died."""
    asked = {job for job in jobs if job}
    heard = timezone.now() - SILENT
    silent = Q(status="doing") & (Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=heard))
    alive = ProcrastinateJob.objects.filter(pk__in=asked, status__in=["todo", "doing"]).exclude(silent)
    return asked - set(alive.values_list("pk", flat=True))


def stuck(arrival: Arrival) -> bool:
    """Whether nobody will take this arrival in unless asked anew."""
    return arrival.job is None or arrival.job in dead_jobs([arrival.job])


def worker_is_there() -> bool:
    """Whether any process runs long jobs now."""
    return ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - SILENT).exists()
