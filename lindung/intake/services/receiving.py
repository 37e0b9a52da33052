"""A file comes in whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
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
from lindung.intake.judgement import Judgement, as_problems
from lindung.intake.layouts import Table, table_of
from lindung.intake.models import File, FileContent, SheetTitles
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


@dataclass(frozen=True, slots=True)
class Examined:
    """A file as read and judged, before anything is written. `region`: whose list it is said to be."""

    book: Book
    table: Table
    judgement: Judgement
    layout: Filing[object]
    scope: str
    region: str
    context: object


def receive(
    *,
    path: Path,
    layout_code: str,
    scope: str,
    actor: Actor,
    on: date,
    context: object = None,
    letter: str = "",
    region: str = "",
) -> Outcome:
    """Take a file in for `scope`. `context`: what the scope means, where the caller knows it already.

    `region`: whose list it is; rows of elsewhere are then parked, and no row of elsewhere is corrected.
    The same content for the same scope again changes nothing. Refused: what makes the file unreadable, INTAKE-15
    while another process takes the same file in.
    """
    examined = examine(path=path, layout_code=layout_code, scope=scope, region=region, context=context)
    if isinstance(examined, Outcome):
        return examined
    return take_in(examined=examined, actor=actor, on=on, letter=letter)


def examine(
    *,
    path: Path,
    layout_code: str,
    scope: str,
    region: str = "",
    context: object = None,
    told: Callable[[int], None] | None = None,
) -> Examined | Outcome:
    """Read and judge a file; the outcome of then where its content is known. `told` hears how many rows it has."""
    layout = filing(layout_code)
    meaning = layout.context(scope, region) if context is None else context
    try:
        book = read(path)
        if known := _known(book, layout.code, scope):
            return known
        table = table_of(book, layout.columns)
    except Unreadable as trouble:
        raise Refused(trouble.problem) from trouble
    if told:
        told(table.frame.height)
    return Examined(book, table, layout.judge(table, meaning), layout, scope, region, meaning)


@verb
def take_in(*, examined: Examined, actor: Actor, on: date, letter: str = "", mends: File | None = None) -> Outcome:
    """Write an examined file with its consequences.

    `mends`: the file whose one row it corrects on a page. Such a row is refused, with its problems, rather than
    kept as rejected: the person still stands before the form.
    """
    book, layout, scope = examined.book, examined.layout, examined.scope
    with connection.cursor() as cursor:
        _lock(cursor, book, layout.code, scope)
        # Between reading and locking another process may have finished.
        if known := _known(book, layout.code, scope):
            return known
        corrected = corrections(
            cursor,
            book,
            examined.table,
            examined.judgement,
            layout=layout.code,
            scope=scope,
            region=examined.region,
        )
        judgement = examined.judgement.with_problems(corrected.problems)
        judgement = layout.settle(cursor, judgement, examined.context)
        if mends and judgement.counts["rejected"]:
            raise Refused(*as_problems(judgement.problems))
        file = _new_file(examined, judgement, letter=letter, mends=mends, actor=actor, on=on)
        _keep_titles(file, examined.table)
        _copy_rows(cursor, file.pk, judgement, corrected, book)
        _copy_problems(cursor, file.pk, judgement.problems)
        saved = layout.save(cursor, file=file.pk, judgement=judgement, context=examined.context, actor=actor, on=on)
    record(
        actor=actor,
        verb="intake.receive",
        subject=f"file:{file.pk}",
        on=on,
        name=file.name,
        layout=layout.code,
        scope=scope,
        region=file.region_id,
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
    examined: Examined, judgement: Judgement, *, letter: str, mends: File | None, actor: Actor, on: date
) -> File:
    counts, book = judgement.counts, examined.book
    file = File.objects.create(
        sha256=book.sha256,
        name=book.name,
        size=len(book.content),
        layout=examined.layout.code,
        scope=examined.scope,
        region_id=examined.region or examined.layout.home(judgement),
        letter=letter,
        mends=mends,
        received_on=on,
        uploaded_by=actor.id,
        rows=counts["rows"],
        accepted=counts["accepted"],
        rejected=counts["rejected"],
        needs_look=counts["look"],
    )
    FileContent.objects.create(file=file, content=book.content)
    return file


def _keep_titles(file: File, table: Table) -> None:
    rows = []
    for header in table.headers:
        keys = [""] * len(header.row_titles)
        for key, position in header.positions.items():
            keys[position] = key
        rows.append(SheetTitles(file=file, sheet=header.sheet, titles=list(header.row_titles), keys=keys))
    SheetTitles.objects.bulk_create(rows)


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
