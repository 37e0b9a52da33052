"""Lists that were loaded, and their rows that wait for a person."""

from __future__ import annotations

from typing import Any

from django.db import connection

from lindung.matching.queries.pairs import decoded, sides
from lindung.people.models import Fact

LIST_TITLES = {
    "list": "daftar",
    "kind": "isi",
    "source": "sumber",
    "name": "berkas",
    "received_on": "diterima",
    "rows": "baris",
    "rejected": "ditolak",
    "facts": "dicatat",
    "waiting": "menunggu",
    "revoked": "dicabut",
}
WAITING_TITLES = {
    "listed": "nomor",
    "list": "daftar",
    "row": "baris",
    "kind": "isi",
    "happened_on": "tanggal",
    "name": "orang di catatan",
    "nik": "NIK",
    "birth_date": "lahir",
    "village": "desa",
    "words": "alasan",
}
LOADED = """
SELECT f.id, f.layout, f.scope, f.name, f.received_on, f.rows, f.rejected,
    count(*) FILTER (WHERE l.state = 'confirmed'), count(*) FILTER (WHERE l.state = 'open'),
    count(*) FILTER (WHERE l.state = 'revoked')
FROM intake_file f LEFT JOIN matching_listed l ON l.file_id = f.id
WHERE f.layout LIKE 'list-%%' GROUP BY f.id ORDER BY f.id
"""
WAITING = """
SELECT l.id, l.file_id, l.row, l.kind, l.happened_on, l.value, l.person_id, l.weight, l.probability, l.reasons,
    f.scope
FROM matching_listed l JOIN intake_file f ON f.id = l.file_id
WHERE l.state = 'open' AND (%(within)s::text IS NULL OR EXISTS (
    SELECT FROM (SELECT village_id FROM people_address WHERE person_id = l.person_id
                 ORDER BY since DESC, source LIMIT 1) home
    WHERE home.village_id = %(within)s OR home.village_id LIKE %(within)s || '.%%'))
ORDER BY f.received_on, l.file_id, l.row, l.weight DESC
"""
KINDS = {
    "list-deceased": Fact.Kind.DIED,
    "list-moved": Fact.Kind.MOVED,
    "list-active-member": Fact.Kind.ACTIVE_MEMBER,
    "list-wage-worker": Fact.Kind.WAGE_EARNER,
}


def loaded_lists() -> list[dict[str, Any]]:
    """Every list with its counts: rows, rejected, recorded as facts, waiting, revoked."""
    with connection.cursor() as cursor:
        cursor.execute(LOADED, {})
        rows = cursor.fetchall()
    return [
        dict(zip(LIST_TITLES, (row[0], str(KINDS[row[1]].label), *row[2:]), strict=True))
        for row in rows
        if row[1] in KINDS
    ]


def counts_of_list(file: int) -> tuple[int, int]:
    """(recorded as facts, waiting for a person) of one list."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE state = 'confirmed'), count(DISTINCT row) FILTER (WHERE state = 'open')"
            " FROM matching_listed WHERE file_id = %s",
            [file],
        )
        facts, waiting = cursor.fetchone()
        return facts, waiting


def listed_waiting(within: str | None = None) -> list[dict[str, Any]]:
    """Rows of lists that may mean somebody, oldest list first; `within`: code of the region the person lives in."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING, {"within": within})
        rows = cursor.fetchall()
    people = sides({row[6] for row in rows})
    return [
        {
            "listed": row[0],
            "list": row[1],
            "row": row[2],
            "kind": str(Fact.Kind(row[3]).label),
            "happened_on": row[4],
            "value": row[5],
            "person": row[6],
            "name": people[row[6]].name,
            "nik": people[row[6]].nik,
            "birth_date": people[row[6]].birth_date or "",
            "village": people[row[6]].village,
            "weight": row[7],
            "probability": row[8],
            "reasons": decoded(row[9]),
            "words": "; ".join(reason["words"] for reason in decoded(row[9])),
            "source": row[10],
        }
        for row in rows
    ]
