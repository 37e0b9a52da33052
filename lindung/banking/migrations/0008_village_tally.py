"""The totals of villages move with the accounts."""

from django.db import migrations

from lindung.programmes.village_tally import when_entered

OPENED = """
SELECT n.programme_id, n.village_id, 'accounts', 1
FROM {rows} a JOIN nominations_enrolment e ON e.id = a.opened_for_id
JOIN nominations_nomination n ON n.id = e.nomination_id
"""


class Migration(migrations.Migration):
    dependencies = [("nominations", "0005_village_tally"), ("banking", "0007_request_person")]
    operations = [
        migrations.RunSQL(when_entered("banking_villages", "banking_account", OPENED), migrations.RunSQL.noop)
    ]
