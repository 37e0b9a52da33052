"""Questions about cover."""

# (programme_id, district_id, stage, value): person-months held as the ledger was known on %(day)s.
AS_OF = """
SELECT e.programme_id, e.district_id, 'person_months' AS stage, count(*) AS value
FROM coverage_entry held
JOIN coverage_posting p ON p.id = held.posting_id AND p.booked_on <= %(day)s
JOIN nominations_enrolment e ON e.id = held.enrolment_id
WHERE NOT EXISTS (
    SELECT FROM coverage_entry undone JOIN coverage_posting u ON u.id = undone.posting_id
    WHERE (undone.person_id, undone.month, undone.turn) = (held.person_id, held.month, held.turn + 1)
        AND u.booked_on <= %(day)s
)
GROUP BY 1, 2
"""
