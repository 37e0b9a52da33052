"""A file of answers from BPJS → one standing answer for each person of a batch."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from django.db import connection, transaction

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.exchange import services as exchange
from lindung.exchange.layouts import InLayout, in_layout
from lindung.exchange.models import Message
from lindung.exchange.reading import dates, meaning, read_rows, said
from lindung.intake import values
from lindung.intake.layouts import Table
from lindung.intake.reading import Book
from lindung.intake.services import copy
from lindung.kernel.problem import Problem, Refused
from lindung.membership import problems
from lindung.membership.models import Batch
from lindung.membership.queries import ANSWERS
from lindung.membership.services import Answered, answer_staged, may_with, refuse_other_batch
from lindung.membership.services.judging import COLUMNS, found_problems, judge, stage_answers


def take_in(*, path: Path, batch: Batch, actor: Actor, on: date, layout: str = ANSWERS) -> Answered:
    """Enter the answers of a file to a batch, all of the file or nothing; the same file again changes nothing.

    Refused, with a line in the audit: an officer without that right in every district of the batch
    (EXCHANGE-07), what makes the file unreadable, a cell like a formula (EXCHANGE-06), a file that answers another
    batch (MEMBER-15). Row by row: see `services.answer`.
    """
    with exchange.told_when_refused(
        act="membership.answer", subject=f"batch:{batch.pk}", name=path.name, actor=actor, on=on
    ):
        may_with(batch, actor, "membership.answer", on)
        if before := exchange.known(subject=f"batch:{batch.pk}", path=path):
            return Answered(0, 0, before.rows, already=True)
        chosen = in_layout(layout)
        book, table = read_rows(path, chosen)
        answers = answers_of(table, chosen, on)
        _refuse_named_batch(answers, batch, book.name)
        return _enter(book, answers, chosen, batch, actor, on)


@verb
def _enter(book: Book, answers: pl.DataFrame, layout: InLayout, batch: Batch, actor: Actor, on: date) -> Answered:
    message, new = exchange.receive(
        office=f"bpjs:{batch.branch_id}",
        subject=f"batch:{batch.pk}",
        layout=layout.code,
        version=layout.version,
        name=book.name,
        content=book.content,
        rows=answers.height,
        actor=actor,
        on=on,
    )
    if not new:
        return Answered(0, 0, message.rows, already=True)
    with connection.cursor() as cursor:
        stage_answers(cursor)
        copy(cursor, "answered", answers.select(COLUMNS))
        refuse_other_batch(cursor, batch, book.name)
        return answer_staged(cursor, batch=batch, source=book.name, actor=actor, on=on)


@transaction.atomic
def still_open(message: Message, batch: Batch) -> tuple[Problem, ...]:
    """What in a file that was taken in waits for a person even now: read and judged again, nothing is written."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / Path(message.name).name
        path.write_bytes(bytes(message.content.content))
        chosen = in_layout(f"{message.layout}-{message.version}")
        _book, table = read_rows(path, chosen)
    with connection.cursor() as cursor:
        stage_answers(cursor)
        copy(cursor, "answered", answers_of(table, chosen, message.on).select(COLUMNS))
        judge(cursor, batch)
        return found_problems(cursor, batch, again=True)


def answers_of(table: Table, layout: InLayout, on: date) -> pl.DataFrame:
    """The rows of a table as `services.judging.COLUMNS`, and `batch` where the file says it.

    Who has a KPJ and no word of status is accepted; who has a reason only is rejected.
    """
    status = meaning("status", layout)
    kpj = values.digits(pl.col("kpj")).fill_null("")
    reason = pl.coalesce(said(table, "reason"), pl.lit(""))
    code = pl.coalesce(said(table, "reason_code"), pl.lit(""))
    silent = said(table, "status").is_null()
    answer = (
        pl.when(status.is_not_null()).then(status)
        .when(silent & (kpj != "")).then(pl.lit("accepted"))
        .when(silent & ((reason != "") | (code != ""))).then(pl.lit("rejected"))
        .otherwise(pl.lit(""))
    )  # fmt: skip
    frame = table.frame.select(
        pl.col("number").cast(pl.Int32),
        pl.col("sheet_row").cast(pl.Int32).alias("row"),
        values.digits(pl.col("nik")).fill_null("").alias("nik"),
        answer.alias("answer"),
        pl.coalesce(said(table, "status"), pl.lit("")).alias("status"),
        kpj.alias("kpj"),
        code.alias("reason_code"),
        meaning("reason_code", layout).fill_null("").alias("reason_kind"),
        reason.alias("reason"),
        pl.coalesce(said(table, "name"), pl.lit("")).alias("name"),
        values.digits(pl.col("batch")).alias("batch"),
    )
    return frame.with_columns(
        dates(table, "registered_on", on.replace(year=on.year + 1, day=1)).alias("registered_on"),
        dates(table, "member_since", on.replace(year=on.year + 1, day=1)).alias("member_since"),
    )


def _refuse_named_batch(answers: pl.DataFrame, batch: Batch, file: str) -> None:
    named = answers.filter(pl.col("batch").is_not_null() & (pl.col("batch") != str(batch.pk)))
    if named.height:
        where = f"; berkas menyebut kiriman {named['batch'][0]}"
        known = answers.height - named.height
        raise Refused(
            problems.OTHER_BATCH.problem(file=file, batch=batch.pk, known=known, rows=answers.height, where=where)
        )
