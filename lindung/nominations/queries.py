"""Questions about nominations."""

# (programme_id, district_id, stage, value) of this room's stages as they were known on %(day)s.
AS_OF = """
SELECT n.programme_id, n.district_id, s.stage, count(*) AS value
FROM nominations_nomination n, LATERAL (VALUES
    ('nominated', true),
    ('verified', n.verified_on <= %(day)s),
    ('refused', n.refused_on <= %(day)s),
    ('reserve', n.ranked_on <= %(day)s AND coalesce(n.decided_on > %(day)s, true))
) AS s (stage, stands)
WHERE s.stands AND n.proposed_on <= %(day)s AND coalesce(n.withdrawn_on > %(day)s, true)
GROUP BY 1, 2, 3
UNION ALL
SELECT n.programme_id, n.district_id, 'decided', sum(CASE l.act WHEN 'add' THEN 1 ELSE -1 END)
FROM nominations_decreeline l JOIN nominations_nomination n ON n.id = l.nomination_id
WHERE l.booked_on <= %(day)s GROUP BY 1, 2
UNION ALL
SELECT programme_id, district_id, 'enrolled', count(*)
FROM nominations_enrolment
WHERE booked_on <= %(day)s AND coalesce(ended_on > %(day)s, true) GROUP BY 1, 2
UNION ALL
SELECT p.id, r.place, CASE r.fate WHEN 'look' THEN 'needs_look' ELSE r.fate END, count(*)
FROM intake_row r JOIN intake_file f ON f.id = r.file_id AND f.layout = 'nominations' AND f.received_on <= %(day)s
JOIN programmes_programme p ON p.code = f.scope
WHERE r.fate <> 'accepted' AND NOT EXISTS (
    SELECT FROM intake_row newer JOIN intake_file g ON g.id = newer.file_id AND g.received_on <= %(day)s
    WHERE (newer.corrects_file_id, newer.corrects_number) = (r.file_id, r.number)
)
GROUP BY 1, 2, 3
"""
