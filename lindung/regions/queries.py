"""Finding a place by what people write, and what became of a code."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from lindung.regions.names import fold

FIELDS = "r.code, r.name, r.kind, concat_ws(', ', p.name, g.name, q.name)"
ABOVE = """
FROM regions_region r
LEFT JOIN regions_region p ON p.code = r.parent_id
LEFT JOIN regions_region g ON g.code = p.parent_id
LEFT JOIN regions_region q ON q.code = g.parent_id
"""
INSIDE = "r.retired_on IS NULL AND (%(within)s = '' OR r.code = %(within)s OR r.code LIKE %(within)s || '.%%')"
BY_CODE = f"""
SELECT {FIELDS}, 1.0 {ABOVE}
WHERE {INSIDE} AND (r.code = %(text)s OR r.parent_id = %(text)s) ORDER BY r.code LIMIT %(limit)s
"""
BY_NAME = f"""
SELECT {FIELDS}, similarity(r.name_key, %(name)s) * coalesce(
    (SELECT min(word_similarity(wanted, concat_ws(' ', p.name_key, g.name_key, q.name_key)))
     FROM unnest(%(around)s::text[]) AS wanted), 1) AS score {ABOVE}
WHERE {INSIDE} AND (r.name_key %% %(name)s OR r.name_key LIKE %(name)s || '%%')
  AND NOT EXISTS (
    SELECT FROM unnest(%(around)s::text[]) AS wanted
    WHERE NOT concat_ws(' ', p.name_key, g.name_key, q.name_key) %%> wanted)
ORDER BY score DESC, length(r.code), r.code LIMIT %(limit)s
"""
CURRENT = """
WITH RECURSIVE line AS (
    SELECT code, retired_on, successor_id FROM regions_region WHERE code = %s
    UNION SELECT r.code, r.retired_on, r.successor_id FROM regions_region r JOIN line ON r.code = line.successor_id)
SELECT code FROM line WHERE retired_on IS NULL
"""


class Found(NamedTuple):
    """A place that fits what was asked, with the names above it; score 1 is an exact name."""

    code: str
    name: str
    kind: str
    above: str
    score: float


def search(text: str, within: str = "", limit: int = 20) -> list[Found]:
    """Places by code or by name, however spelt: "kefamenanu", "Wehalli, Malaka Tengah", "53.21".

    Words after a comma name the regions around it. `within` is a code; retired codes are not found.
    """
    name, *around = (fold(part) for part in text.split(","))
    words: dict[str, str | int | list[str]] = {
        "text": text.strip(),
        "name": name,
        "around": [part for part in around if part],
        "within": within,
        "limit": limit,
    }
    is_code = text.strip().replace(".", "").isdigit()
    if not name:
        return []
    with connection.cursor() as cursor:
        cursor.execute(BY_CODE if is_code else BY_NAME, words)
        return [Found(*row) for row in cursor.fetchall()]


def current(code: str) -> str | None:
    """The code in use today of a place once written as `code`; None when unknown or ended without successor."""
    with connection.cursor() as cursor:
        cursor.execute(CURRENT, [code])
        row = cursor.fetchone()
    return row[0] if row else None
