"""Accounts asked of a bank as its file, its answers back, and lists for printing the books."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl
from django.db import connection
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.models import AccountBatch, Bank
from lindung.banking.services import Answered, answer_staged, stage_answers
from lindung.exchange import services as exchange
from lindung.exchange.layouts import InLayout, out_layout
from lindung.exchange.layouts import in_layout as layout_in
from lindung.exchange.models import Message
from lindung.exchange.reading import frame_of, read_rows, said
from lindung.exchange.rights import reach, require, require_for
from lindung.exchange.writing import written
from lindung.intake import values
from lindung.intake.reading import Book
from lindung.intake.services import copy
from lindung.kernel.problem import Refused
from lindung.kernel.rupiah import thousands

LIVES = """
LEFT JOIN LATERAL (
    SELECT village_id, street, rt, rw FROM people_address WHERE person_id = p.id ORDER BY since DESC, source LIMIT 1
) a ON true
LEFT JOIN regions_region village ON village.code = a.village_id
LEFT JOIN regions_region subdistrict ON subdistrict.code = left(a.village_id, 8)
LEFT JOIN regions_region district ON district.code = left(a.village_id, 5)
"""
ASKED = f"""
SELECT q.nik, p.name, p.mother_name, p.birth_place, p.birth_date, p.sex, p.marital,
    concat_ws(' ', nullif(a.street, ''), 'RT ' || nullif(a.rt, ''), 'RW ' || nullif(a.rw, '')) AS street,
    village.name AS village, subdistrict.name AS subdistrict, district.name AS district, o.name AS occupation,
    regexp_replace(p.phone, '^\\+62', '0') AS phone
FROM banking_accountrequest q JOIN people_person p ON p.id = q.person_id
LEFT JOIN people_occupation o ON o.code = p.occupation_id {LIVES}
WHERE q.bank_id = %(bank)s AND q.state = 'asked' AND (%(day)s::date IS NULL OR q.asked_on = %(day)s::date)
    AND (%(batch)s::bigint IS NULL OR q.batch_id = %(batch)s)
ORDER BY q.id
"""
BOOKS = f"""
SELECT k.number AS account, p.name, village.name AS village, subdistrict.name AS subdistrict,
    district.name AS district
FROM banking_account k JOIN people_person p ON p.id = k.person_id {LIVES}
JOIN nominations_enrolment e ON e.id = k.opened_for_id
WHERE k.bank_id = %(bank)s AND k.branch = %(branch)s AND k.opened_on >= %(since)s
    AND (%(district)s::text IS NULL OR e.district_id = %(district)s)
ORDER BY a.village_id, p.name, k.id
"""


def hand_over(
    *, bank: Bank, actor: Actor, on: date, asked_on: date | None = None, kind: str | None = None,
    layout: str = "bank-requests", sftp: bool = False, batch: AccountBatch | None = None,
) -> tuple[Message, bytes] | None:  # fmt: skip
    """The file of every request without an answer, or of those of one day or batch; None when there is none.

    Handing over again is safe: a request is answered once. Refused: EXCHANGE-01 to 05, 07, 08.
    """
    region = batch.region_id if batch else None
    require_for(actor, "banking.send", "menyerahkan permintaan rekening", on, region)
    with connection.cursor() as cursor:
        words = {"bank": bank.pk, "day": asked_on, "batch": batch.pk if batch else None}
        people = frame_of(cursor, ASKED, words)
    people = people.with_columns(pl.col("birth_date").str.to_date("%Y-%m-%d", strict=False))
    stem = f"permintaan-rekening_{bank.code}_{on:%Y%m%d}" + (f"_{batch.pk}" if batch else "")
    return _given(people, bank, layout, stem, kind, sftp, actor, on, subject_of(bank, batch))


def subject_of(bank: Bank, batch: AccountBatch | None = None) -> str:
    """What messages about accounts are filed under: a batch's own, or all of a bank."""
    return f"accounts:{batch.pk}" if batch else f"bank:{bank.code}"


def hand_over_books(
    *,
    bank: Bank,
    branch: str,
    since: date,
    actor: Actor,
    on: date,
    layout: str = "bank-books",
    district: str | None = None,
) -> tuple[Message, bytes] | None:
    """The accounts that a branch of the bank opened since a day, for printing; None when there is none."""
    require_for(actor, "banking.send", "menyerahkan daftar cetak buku", on, district)
    with connection.cursor() as cursor:
        words = {"bank": bank.pk, "branch": branch, "since": since, "district": district}
        accounts = frame_of(cursor, BOOKS, words)
    stem = f"buku_{bank.code}_{branch}_{on:%Y%m%d}"
    return _given(accounts, bank, layout, stem, None, False, actor, on, subject_of(bank))


def _given(
    people: pl.DataFrame, bank: Bank, layout: str, stem: str, kind: str | None, sftp: bool, actor: Actor, on: date,
    subject: str,
) -> tuple[Message, bytes] | None:  # fmt: skip
    if people.is_empty():
        return None
    chosen = out_layout(layout)
    content = written(people, chosen, kind)
    name = f"{stem.replace(' ', '-')}.{kind or chosen.format}"
    if sftp:
        exchange.drop(office=f"bank:{bank.code}", name=name, content=content)
    message = exchange.hand_over(
        office=f"bank:{bank.code}",
        subject=subject,
        layout=chosen.code,
        version=chosen.version,
        name=name,
        content=content,
        rows=people.height,
        means=Message.Means.SFTP if sftp else Message.Means.DOWNLOAD,
        actor=actor,
        on=on,
    )
    return message, content


def take_in(
    *,
    path: Path,
    bank: Bank,
    actor: Actor,
    on: date,
    layout: str = "bank-answer",
    confirmed: Sequence[str] = (),
    batch: AccountBatch | None = None,
) -> Answered:
    """Enter a file of the bank's answers, all of it or nothing; the same file again changes nothing, but for people
    `confirmed` (NIK) since. Row by row: see `services.answer_accounts`.

    Refused, with a line in the audit: EXCHANGE-07 an officer without that right, what makes the file unreadable,
    EXCHANGE-06 a cell like a formula, BANK-19 another bank's file, BANK-36 another batch's where one is given.
    """
    subject = subject_of(bank, batch)
    with exchange.told_when_refused(act="banking.answer", subject=subject, name=path.name, actor=actor, on=on):
        require(actor, "banking.answer", "memasukkan jawaban bank", on)
        if not confirmed and (before := exchange.known(subject=subject, path=path)):
            return Answered(0, 0, before.rows, already=True)
        chosen = layout_in(layout)
        book, table = read_rows(path, chosen)
        answers = table.frame.select(
            pl.col("sheet_row").cast(pl.Int32).alias("line"),
            values.digits(pl.col("nik")).fill_null("").alias("nik"),
            values.digits(pl.col("account")).fill_null("").alias("number"),
            *(pl.coalesce(said(table, key), pl.lit("")).alias(key) for key in ("branch", "reason", "name")),
        ).with_columns(reason=pl.when(pl.col("number") != "").then(pl.lit("")).otherwise("reason"))
        return _enter(book, answers, chosen, bank, actor, on, confirmed, batch)


@verb
def _enter(
    book: Book,
    answers: pl.DataFrame,
    layout: InLayout,
    bank: Bank,
    actor: Actor,
    on: date,
    confirmed: Sequence[str],
    batch: AccountBatch | None,
) -> Answered:
    message, new = exchange.receive(
        office=f"bank:{bank.code}",
        subject=subject_of(bank, batch),
        layout=layout.code,
        version=layout.version,
        name=book.name,
        content=book.content,
        rows=answers.height,
        actor=actor,
        on=on,
    )
    if not new and not confirmed:
        return Answered(0, 0, message.rows, already=True)
    with connection.cursor() as cursor:
        stage_answers(cursor)
        copy(cursor, "answered", answers)
        _refuse_other(cursor, bank, batch, book.name)
        return answer_staged(
            cursor, bank=bank, source=_source(message), actor=actor, on=on, confirmed=confirmed,
            within=reach(actor, "banking.answer", on),
        )  # fmt: skip


def _source(message: Message) -> str:
    """The file's name; with its number where another file came under that name, so that no line of it is lost."""
    same = Message.objects.filter(direction="in", office=message.office, name=message.name, pk__lt=message.pk)
    return f"{message.name} ({message.pk})" if same.exists() else message.name


def _refuse_other(cursor: CursorWrapper, bank: Bank, batch: AccountBatch | None, file: str) -> None:
    cursor.execute(
        """
        SELECT count(DISTINCT a.nik), count(DISTINCT a.nik) FILTER (WHERE q.nik IS NOT NULL)
        FROM answered a LEFT JOIN banking_accountrequest q ON q.bank_id = %(bank)s AND q.nik = a.nik
            AND (%(batch)s::bigint IS NULL OR q.batch_id = %(batch)s)
        """,
        {"bank": bank.pk, "batch": batch.pk if batch else None},
    )
    rows, known = cursor.fetchone()
    if known * 2 < rows:
        kind = problems.OTHER_BATCH if batch else problems.OTHER_BANK
        raise Refused(kind.problem(file=file, bank=bank.name, known=thousands(known), rows=thousands(rows)))
