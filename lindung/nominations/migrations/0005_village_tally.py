"""The totals of villages move with nominations, annex lines and enrolments."""

from django.db import migrations

from lindung.programmes.village_tally import when_changed, when_entered

STANDING = """
SELECT programme_id, village_id, stage, people FROM (
    SELECT programme_id, village_id, sum(sign) AS nominated, sum(sign) FILTER (WHERE verified_on IS NOT NULL) AS verified
    FROM (%s) rows WHERE withdrawn_on IS NULL GROUP BY 1, 2
) counted, LATERAL (VALUES ('nominated', nominated), ('verified', verified)) AS each (stage, people)
"""
NEW = "SELECT programme_id, village_id, withdrawn_on, verified_on, 1 AS sign FROM {rows}"
CHANGED = (
    f"{NEW.format(rows='fresh')} UNION ALL SELECT programme_id, village_id, withdrawn_on, verified_on, -1 FROM stale"
)
LINES = """
SELECT n.programme_id, n.village_id, 'decided', CASE l.act WHEN 'add' THEN 1 ELSE -1 END
FROM {rows} l JOIN nominations_nomination n ON n.id = l.nomination_id
"""
SEATED = """
SELECT n.programme_id, n.village_id, 'enrolled', 1
FROM {rows} e JOIN nominations_nomination n ON n.id = e.nomination_id WHERE e.ended_on IS NULL
"""
ENDED = """
SELECT n.programme_id, n.village_id, 'enrolled', -1
FROM fresh JOIN stale USING (id) JOIN nominations_nomination n ON n.id = fresh.nomination_id
WHERE stale.ended_on IS NULL AND fresh.ended_on IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [("programmes", "0004_village_tally"), ("nominations", "0004_village_index")]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (
            when_entered("nominations_villages", "nominations_nomination", STANDING % NEW),
            when_changed("nominations_villages_changed", "nominations_nomination", STANDING % CHANGED),
            when_entered("nominations_villages_decided", "nominations_decreeline", LINES),
            when_entered("nominations_villages_seated", "nominations_enrolment", SEATED),
            when_changed("nominations_villages_ended", "nominations_enrolment", ENDED),
        )
    ]
