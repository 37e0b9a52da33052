"""The totals of villages move with the answers of BPJS, and with the end of a seat."""

from django.db import migrations

from lindung.programmes.village_tally import when_changed, when_entered

ACCEPTED = """
SELECT n.programme_id, n.village_id, 'registered', 1
FROM {rows} r JOIN nominations_enrolment e ON e.id = r.enrolment_id AND e.ended_on IS NULL
JOIN nominations_nomination n ON n.id = e.nomination_id WHERE r.answer = 'accepted'
"""
# An answer once given stands: whoever is accepted after a statement was not before it.
ANSWERED = ACCEPTED.format(rows="fresh")
ENDED = """
SELECT n.programme_id, n.village_id, 'registered', -1
FROM fresh JOIN stale USING (id) JOIN nominations_nomination n ON n.id = fresh.nomination_id
JOIN membership_registration r ON r.enrolment_id = fresh.id AND r.answer = 'accepted'
WHERE stale.ended_on IS NULL AND fresh.ended_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("nominations", "0005_village_tally"), ("membership", "0004_settled")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (
            when_entered("membership_villages", "membership_registration", ACCEPTED),
            when_changed("membership_villages_answered", "membership_registration", ANSWERED),
            when_changed("membership_villages_ended", "nominations_enrolment", ENDED),
        )
    ]
