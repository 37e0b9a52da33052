"""The totals of villages move with cards and books in hand."""

from django.db import migrations

from lindung.programmes.village_tally import when_changed, when_entered

GIVEN = """
SELECT n.programme_id, n.village_id, CASE i.kind WHEN 'card' THEN 'cards_delivered' ELSE 'books_delivered' END, i.sign
FROM (%s) i JOIN nominations_enrolment e ON e.id = i.enrolment_id
JOIN nominations_nomination n ON n.id = e.nomination_id
"""
NEW = "SELECT kind, enrolment_id, 1 AS sign FROM {rows} WHERE state = 'handed_over'"
MOVED = """
SELECT fresh.kind, fresh.enrolment_id, CASE fresh.state WHEN 'handed_over' THEN 1 ELSE -1 END AS sign
FROM fresh JOIN stale USING (id) WHERE (fresh.state = 'handed_over') <> (stale.state = 'handed_over')
"""


class Migration(migrations.Migration):
    dependencies = [("nominations", "0005_village_tally"), ("distribution", "0007_counting_by_key")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (
            when_entered("distribution_villages", "distribution_item", GIVEN % NEW),
            when_changed("distribution_villages_moved", "distribution_item", GIVEN % MOVED),
        )
    ]
