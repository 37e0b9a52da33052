"""Questions about rupiah billed, paid and claimed back."""

STAGES = ("premium_billed", "premium_paid", "months_paid", "credits_open")

# (programme_id, district_id, stage, value) of this room's stages as they were known on %(day)s.
AS_OF = """
SELECT programme_id, district_id, s.stage, s.value
FROM (
    SELECT b.programme_id, e.district_id, sum(l.rupiah) AS billed,
        sum(l.rupiah) FILTER (WHERE b.paid_on <= %(day)s) AS paid,
        count(*) FILTER (WHERE b.paid_on <= %(day)s AND granted.person_id IS NULL) AS months
    FROM billing_bill b
    JOIN billing_billline l ON l.bill_id = b.id
    JOIN nominations_enrolment e ON e.id = l.enrolment_id
    LEFT JOIN billing_credit granted
        ON (granted.person_id, granted.month, granted.billed_turn) = (l.person_id, l.month, l.turn)
        AND granted.state IN ('offset', 'refunded') AND granted.settled_on <= %(day)s
    WHERE b.frozen_on <= %(day)s GROUP BY 1, 2
) lines, LATERAL (VALUES
    ('premium_billed', billed), ('premium_paid', paid), ('months_paid', months)
) AS s (stage, value)
WHERE s.value > 0
UNION ALL
SELECT e.programme_id, e.district_id, 'credits_open', sum(c.rupiah)
FROM billing_credit c
JOIN billing_billline l ON (l.person_id, l.month, l.turn) = (c.person_id, c.month, c.billed_turn)
JOIN nominations_enrolment e ON e.id = l.enrolment_id
WHERE c.opened_on <= %(day)s AND coalesce(c.settled_on > %(day)s, true)
GROUP BY 1, 2
"""
