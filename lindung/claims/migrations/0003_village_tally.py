"""The totals of villages move with the claims."""

from django.db import migrations

from lindung.programmes.village_tally import when_entered

REPORTED = """
SELECT n.programme_id, n.village_id, 'claims', 1
FROM {rows} c JOIN nominations_enrolment e ON e.id = c.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
"""


class Migration(migrations.Migration):
    dependencies = [("nominations", "0005_village_tally"), ("claims", "0002_counters")]
    operations = [
        migrations.RunSQL(when_entered("claims_villages", "claims_claim", REPORTED), migrations.RunSQL.noop)
    ]
