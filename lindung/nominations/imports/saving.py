"""From judged rows to people and nominations: COPY into a stage, then a few statements for the whole file."""

from __future__ import annotations

from datetime import date

import polars as pl
from django.db.backends.utils import CursorWrapper

from lindung.audit.services import Actor
from lindung.matching.engine import FIELDS as RECORD
from lindung.matching.registry import read
from lindung.matching.services import find
from lindung.nominations.services import propose_staged, withdraw_corrected
from lindung.people.services.register import COLUMNS, enter, recognise, stage
from lindung.programmes.models import Programme

# A judged column → the field of people.services.Newcomer it fills.
FIELDS = {
    "number": "number",
    "nik": "nik",
    "name": "name",
    "village_code": "village",
    "sex": "sex",
    "birth_date": "birth_date",
    "birth_place": "birth_place",
    "marital": "marital",
    "mother_name": "mother_name",
    "phone": "phone",
    "occupation_code": "occupation",
    "kk": "household",
    "address": "street",
    "rt": "rt",
    "rw": "rw",
    "disability": "disability",
    "extreme_poor": "extreme_poor",
    "decile": "decile",
    "working_well_on": "working_well_on",
    "witness": "witness",
    "heir_name": "heir_name",
    "heir_relation": "heir_relation",
}
# Text that a list may leave out is kept empty, not unknown: an empty street equals an empty street.
EMPTY_TEXT = [
    "birth_place", "marital", "mother_name", "phone", "household", "street", "rt", "rw", "witness",
    "heir_name", "heir_relation",
]  # fmt: skip

# Who is new to the registry, as records to be held against it.
NEWCOMERS = """
SELECT person_id AS row, nik, name, birth_date, sex, mother_name, household, phone, village, NULL AS place
FROM newcomer WHERE fresh ORDER BY person_id
"""


def stage_accepted(cursor: CursorWrapper, judged: pl.DataFrame) -> list[tuple[int, str]]:
    """Stage the accepted rows as newcomers; (number, doubt) of those the registry casts doubt on, unstaged."""
    stage(cursor)
    newcomers = (
        judged.filter(pl.col("fate") == "accepted")
        .select(pl.col(column).alias(field) for column, field in FIELDS.items())
        .with_columns(pl.col(EMPTY_TEXT).fill_null(""))
        .select(COLUMNS)
    )
    # A quoted "" is empty text, a bare nothing is NULL: how CSV tells them apart in COPY.
    with cursor.copy(f"COPY newcomer ({', '.join(COLUMNS)}) FROM STDIN (FORMAT csv)") as copy:
        copy.write(newcomers.write_csv(include_header=False, quote_style="non_numeric").encode())
    doubts = recognise(cursor)
    cursor.execute("DELETE FROM newcomer WHERE number = ANY(%s)", [[number for number, _ in doubts]])
    return doubts


def save_staged(
    cursor: CursorWrapper, *, programme: Programme, file: int, source: str, actor: Actor, on: date, link: bool
) -> int:
    """Enter everyone staged, propose them, and find who is known already; the number of new nominations.

    Rows they correct give way to them. Whom the registry knows under another NIK is linked to that person (`link`),
    and whichever of their nominations is seated seats both; who may be a double waits for an officer, and nobody
    waits for them. Everyone keeps a nomination of their own: a link taken back throws nobody out.
    """
    enter(cursor, source=source, on=on)
    corrected = withdraw_corrected(cursor, file=file, on=on)
    proposed = propose_staged(cursor, programme=programme, file=file, actor=actor, on=on)
    find(cursor, newcomers=newcomers(cursor), source=source, actor=actor, on=on, link=link, apart=corrected)
    return proposed


def newcomers(cursor: CursorWrapper) -> pl.DataFrame:
    """Records of everyone staged who is new to the registry, `row` being the person's id."""
    return read(cursor, NEWCOMERS, RECORD)
