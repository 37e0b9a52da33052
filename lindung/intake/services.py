"""The verb of intake: a file comes in whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl
from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.intake import problems
from lindung.intake.corrections import Corrections, corrections
from lindung.intake.filing import Filing, filing
from lindung.intake.judgement import Judgement
from lindung.intake.layouts import Table, table_of
from lindung.intake.models import File, FileContent
from lindung.intake.reading import Book, Unreadable, read
from lindung.kernel.problem import Refused

ROWS_AT_ONCE = 100_000
ROW_COLUMNS = (
    "file_id", "number", "sheet", "sheet_row", "hidden", "cells", "fate", "place", "corrects_file_id",
    "corrects_number",
)  # fmt: skip
PROBLEM_COLUMNS = (
    "file_id", "sequence", "number", "code", "severity", "sheet", "row", "column", "value", "message", "remedy",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file: its counts add up; `already`: the same content was known, nothing was done."""

    file: int
    name: str
    already: bool
    rows: int
    accepted: int
    rejected: int
    needs_look: int
    saved: int = 0
    book: Book | None = None
    judgement: Judgement | None = None


def receive(
    *, path: Path, layout_code: str, scope: str, actor: Actor, on: date, context: object = None, letter: str = ""
) -> Outcome:
    """Take a file in for `scope`. `context`: what the scope means, where the caller knows it already.

    The same content for the same scope again changes nothing. Refused: what makes the file unreadable, INTAKE-15
    while another process takes the same file in.
    """
    layout = filing(layout_code)
    meaning = layout.context(scope) if context is None else context
    try:
        book = read(path)
        if known := _known(book, layout.code, scope):
            return known
        table = table_of(book, layout.columns)
    except Unreadable as trouble:
        raise Refused(trouble.problem) from trouble
    return _take_in(
        book=book,
        table=table,
        judgement=layout.judge(table, meaning),
        layout=layout,
        scope=scope,
        context=meaning,
        letter=letter,
        actor=actor,
        on=on,
    )


@verb
def _take_in(
    *,
    book: Book,
    table: Table,
    judgement: Judgement,
    layout: Filing[object],
    scope: str,
    context: object,
    letter: str,
    actor: Actor,
    on: date,
) -> Outcome:
    with connection.cursor() as cursor:
        _lock(cursor, book, layout.code, scope)
        # Between reading and locking another process may have finished.
        if known := _known(book, layout.code, scope):
            return known
        corrected = corrections(cursor, book, table, judgement, layout=layout.code, scope=scope)
        judgement = layout.settle(cursor, judgement.with_problems(corrected.problems), context)
        file = _new_file(book, judgement, layout=layout.code, scope=scope, letter=letter, actor=actor, on=on)
        _copy_rows(cursor, file.pk, judgement, corrected, book)
        _copy_problems(cursor, file.pk, judgement.problems)
        saved = layout.save(cursor, file=file.pk, judgement=judgement, context=context, actor=actor, on=on)
    record(
        actor=actor,
        verb="intake.receive",
        subject=f"file:{file.pk}",
        on=on,
        name=file.name,
        layout=layout.code,
        scope=scope,
        letter=letter,
        rows=file.rows,
        accepted=file.accepted,
        rejected=file.rejected,
        needs_look=file.needs_look,
    )
    return _outcome(file, saved=saved, book=book, judgement=judgement)


def _lock(cursor: CursorWrapper, book: Book, layout: str, scope: str) -> None:
    purpose = f"intake {layout} {scope} {book.sha256}"
    cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [purpose])
    if not cursor.fetchone()[0]:
        raise Refused(problems.BEING_TAKEN_IN.problem(file=book.name))


def _known(book: Book, layout: str, scope: str) -> Outcome | None:
    file = File.objects.filter(sha256=book.sha256, layout=layout, scope=scope).first()
    return _outcome(file, already=True) if file else None


def _outcome(
    file: File,
    *,
    already: bool = False,
    saved: int = 0,
    book: Book | None = None,
    judgement: Judgement | None = None,
) -> Outcome:
    return Outcome(
        file=file.pk,
        name=file.name,
        already=already,
        rows=file.rows,
        accepted=file.accepted,
        rejected=file.rejected,
        needs_look=file.needs_look,
        saved=saved,
        book=book,
        judgement=judgement,
    )


def _new_file(
    book: Book, judgement: Judgement, *, layout: str, scope: str, letter: str, actor: Actor, on: date
) -> File:
    counts = judgement.counts
    file = File.objects.create(
        sha256=book.sha256,
        name=book.name,
        size=len(book.content),
        layout=layout,
        scope=scope,
        letter=letter,
        received_on=on,
        uploaded_by=actor.id,
        rows=counts["rows"],
        accepted=counts["accepted"],
        rejected=counts["rejected"],
        needs_look=counts["look"],
    )
    FileContent.objects.create(file=file, content=book.content)
    return file


def _copy_rows(cursor: CursorWrapper, file: int, judgement: Judgement, corrected: Corrections, book: Book) -> None:
    """Every row with its raw cells. A rejected row corrects nothing: the key stays good for the next try."""
    place = pl.col("place").fill_null("") if "place" in judgement.frame.columns else pl.lit("")
    rows = (
        judgement.frame.select("number", "sheet", "sheet_row", "hidden", "fate", place.alias("place"))
        .join(raw_cells(book), on=["sheet", "sheet_row"], how="left", maintain_order="left")
        .join(corrected.links, on="number", how="left", maintain_order="left")
        .with_columns(
            pl.lit(file).alias("file_id"),
            pl.when(pl.col("fate") != "rejected").then("corrects_file_id").alias("corrects_file_id"),
            pl.when(pl.col("fate") != "rejected").then("corrects_number").alias("corrects_number"),
        )
        .select(ROW_COLUMNS)
    )
    copy(cursor, "intake_row", rows)


def _copy_problems(cursor: CursorWrapper, file: int, found: pl.DataFrame) -> None:
    texts = ["sheet", "column", "value"]
    rows = found.with_row_index("sequence", offset=1).with_columns(
        pl.lit(file).alias("file_id"), pl.col(texts).fill_null("")
    )
    copy(cursor, "intake_rowproblem", rows.select(PROBLEM_COLUMNS))


def copy(cursor: CursorWrapper, table: str, rows: pl.DataFrame) -> None:
    """COPY a frame into the columns of the same names. Empty text is written as "", an unquoted nothing is NULL."""
    names = ", ".join(f'"{name}"' for name in rows.columns)
    with cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as stream:
        for part in rows.iter_slices(ROWS_AT_ONCE):
            stream.write(part.write_csv(include_header=False, quote_style="non_numeric").encode())


def raw_cells(book: Book) -> pl.DataFrame:
    """sheet, sheet_row and all cells of each row as PostgreSQL writes an array."""
    frames = []
    for sheet in book.sheets:
        quoted = [
            pl.lit('"') + pl.col(name).str.replace_all(r'(["\\])', r"\${1}") + pl.lit('"') for name in sheet.texts
        ]
        cells = pl.lit("{") + (pl.concat_str(quoted, separator=",") if quoted else pl.lit("")) + pl.lit("}")
        frames.append(
            sheet.frame.select(
                pl.lit(sheet.name).alias("sheet"), pl.col("row").alias("sheet_row"), cells.alias("cells")
            )
        )
    return pl.concat(frames)
