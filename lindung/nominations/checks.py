"""Invariants of nominations."""

from __future__ import annotations

from django.db import connection

from lindung.kernel.problem import Problem
from lindung.kernel.rupiah import thousands
from lindung.nominations import problems


def check_lines_and_enrolments_agree() -> list[Problem]:
    """Every line that adds somebody gave exactly one seat, and only an ended enrolment's line is struck."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT (SELECT count(*) FROM nominations_decreeline l WHERE l.act = 'add'
                        AND NOT EXISTS (SELECT FROM nominations_enrolment e WHERE e.line_id = l.id)),
                (SELECT count(*) FROM nominations_decreeline l
                    JOIN nominations_enrolment e ON e.line_id = l.replaces_id
                    WHERE l.act = 'remove' AND e.ended_on IS NULL),
                (SELECT count(*) FROM nominations_enrolment e
                    JOIN nominations_nomination n ON n.id = e.nomination_id
                    JOIN people_person covered ON covered.id = e.person_id
                    JOIN people_person proposed ON proposed.id = n.person_id
                    WHERE (coalesce(covered.merged_into_id, covered.id), e.programme_id, e.district_id)
                        <> (coalesce(proposed.merged_into_id, proposed.id), n.programme_id, n.district_id))
            """
        )
        without_seat, struck, strangers = cursor.fetchone()
    kinds = {
        "baris SK tanpa kepesertaan": without_seat,
        "kepesertaan berjalan yang sudah dikeluarkan SK": struck,
        "kepesertaan yang tidak sesuai usulannya": strangers,
    }
    return [
        problems.LINES_DISAGREE.problem(what=what, count=thousands(number))
        for what, number in kinds.items()
        if number
    ]


def check_nominations_come_from_accepted_rows() -> list[Problem]:
    """A nomination that names a workbook's row names one that was accepted."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT count(*) FROM nominations_nomination n
            LEFT JOIN intake_row r ON (r.file_id, r.number) = (n.file_id, n.row)
            WHERE n.file_id IS NOT NULL AND r.fate IS DISTINCT FROM 'accepted'
            """
        )
        [strays] = cursor.fetchone()
    what = "usulan dari baris yang tidak diterima"
    return [problems.LINES_DISAGREE.problem(what=what, count=thousands(strays))] if strays else []
