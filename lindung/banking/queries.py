"""Questions about savings accounts."""

from __future__ import annotations

# (programme_id, district_id, stage, value): accounts opened as was known on %(day)s.
AS_OF = """
SELECT e.programme_id, e.district_id, 'accounts' AS stage, count(*) AS value
FROM banking_account a JOIN nominations_enrolment e ON e.id = a.opened_for_id
WHERE a.opened_on <= %(day)s GROUP BY 1, 2
"""


def masked(number: str) -> str:
    """An account number as listings show it: the last four digits only."""
    return "•" * max(0, len(number) - 4) + number[-4:]
