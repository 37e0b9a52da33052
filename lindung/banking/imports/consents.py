"""Lists of who agrees to a savings account and who does not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from lindung.audit.services import Actor
from lindung.audit.verbs import verb
from lindung.banking import problems
from lindung.banking.queries import members
from lindung.banking.services import record_consents
from lindung.exchange import services as exchange
from lindung.exchange.layouts import InLayout, in_layout
from lindung.exchange.reading import meaning, read_rows, said
from lindung.exchange.rights import reach, require
from lindung.intake import values
from lindung.intake.reading import Book
from lindung.kernel.problem import Problem
from lindung.people.nik import mask

SUBJECT = "consents"


@dataclass(frozen=True, slots=True)
class Consented:
    """How many said yes and no, and the rows that were not taken."""

    agreed: int
    declined: int
    problems: tuple[Problem, ...] = ()
    already: bool = False


def take_in(*, path: Path, actor: Actor, on: date) -> Consented:
    """Enter a list of consents; the same file again changes nothing.

    Not taken and told: BANK-42 nobody who holds a seat where the actor may enter it, BANK-43 neither yes nor no.
    Refused, with a line in the audit: an officer without that right, and what makes the file unreadable.
    """
    with exchange.told_when_refused(act="banking.consents", subject=SUBJECT, name=path.name, actor=actor, on=on):
        require(actor, "banking.consent", "mencatat kesediaan", on)
        if exchange.known(subject=SUBJECT, path=path):
            return Consented(0, 0, already=True)
        layout = in_layout("bank-consents")
        book, table = read_rows(path, layout)
        rows = table.frame.select(
            "sheet_row", values.digits(pl.col("nik")).fill_null("").alias("nik"),
            pl.coalesce(said(table, "given"), pl.lit("")).alias("said"), meaning("given", layout).alias("given"),
        )  # fmt: skip
        return _enter(rows, book, layout, actor, on)


@verb
def _enter(rows: pl.DataFrame, book: Book, layout: InLayout, actor: Actor, on: date) -> Consented:
    _, new = exchange.receive(
        office="people", subject=SUBJECT, layout=layout.code, version=layout.version, name=book.name,
        content=book.content, rows=rows.height, actor=actor, on=on,
    )  # fmt: skip
    if not new:
        return Consented(0, 0, already=True)
    where = reach(actor, "banking.consent", on)
    held = members(rows["nik"].to_list())
    consents: dict[int, bool] = {}
    found = []
    for line, nik, words, given in rows.iter_rows():
        person, district = held.get(nik, (0, ""))
        place = {"file": book.name, "row": line, "value": mask(nik)}
        if not person or (where is not None and district not in where):
            found.append(problems.UNKNOWN_CONSENT.problem(**place))
        elif given is None:
            found.append(problems.UNCLEAR_CONSENT.problem(**place, found=words[:40]))
        else:
            # Said twice in one list: a no goes before a yes.
            consents[person] = consents.get(person, True) and given == "yes"
    record_consents(consents=consents, source=book.name, actor=actor, on=on)
    agreed = sum(consents.values())
    return Consented(agreed, len(consents) - agreed, tuple(found))
