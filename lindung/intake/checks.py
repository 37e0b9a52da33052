"""Invariants of intake: no row of a file is ever lost."""

from __future__ import annotations

from django.db import connection

from lindung.intake import problems
from lindung.kernel.problem import Problem


def check_every_row_has_a_fate() -> list[Problem]:
    """Accepted + rejected + needs-a-look are the rows of the file, counted from the rows themselves."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT f.name, f.rows, count(r.number),
                count(*) FILTER (WHERE r.fate = 'accepted'), count(*) FILTER (WHERE r.fate = 'rejected'),
                count(*) FILTER (WHERE r.fate = 'look')
            FROM intake_file f LEFT JOIN intake_row r ON r.file_id = f.id
            GROUP BY f.id
            HAVING (f.rows, f.accepted, f.rejected, f.needs_look) <> (count(r.number),
                count(*) FILTER (WHERE r.fate = 'accepted'), count(*) FILTER (WHERE r.fate = 'rejected'),
                count(*) FILTER (WHERE r.fate = 'look'))
            """
        )
        return [
            problems.ROWS_LOST.problem(file=name, kept=kept, rows=rows)
            for name, rows, kept, *_ in cursor.fetchall()
        ]
