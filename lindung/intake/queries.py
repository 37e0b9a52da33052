"""Questions about files taken in."""

from __future__ import annotations

import polars as pl
from django.db import connection

from lindung.intake.judgement import PROBLEM_SCHEMA

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
