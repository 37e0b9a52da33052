"""Invariants of matching."""

from __future__ import annotations

from django.db import connection

from lindung.kernel.problem import Problem
from lindung.matching import problems
from lindung.matching.queries import BETWEEN_ROOTS


def check_merges_point_at_roots() -> list[Problem]:
    """Nobody is linked to somebody who is linked himself."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM people_person p JOIN people_person r ON r.id = p.merged_into_id"
            " WHERE r.merged_into_id IS NOT NULL"
        )
        [chained] = cursor.fetchone()
    return [problems.MERGED_NOT_ROOT.problem(count=chained)] if chained else []


def check_verdicts_and_links_agree() -> list[Problem]:
    """Rows decided to be one person are linked, rows decided to be two are not."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT id, state FROM ({BETWEEN_ROOTS} WHERE p.state IN ('same', 'different')) decided
            WHERE (state = 'same') <> (first_root = second_root) ORDER BY 1
            """
        )
        kinds = {"same": problems.SAME_BUT_APART, "different": problems.DIFFERENT_BUT_ONE}
        return [kinds[state].problem(pair=pair) for pair, state in cursor.fetchall()]
