from django.db import migrations

# As before, but each handover looks its item and enrolment up by key: a phone's few hundred rows must never make the
# planner read the tables of all cards and all seats.
TALLY = """
CREATE OR REPLACE FUNCTION distribution_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT of.programme_id, of.district_id, of.kind || 's_delivered',
        sum(CASE WHEN fresh.turn % 2 = 0 THEN 1 ELSE -1 END)
    FROM fresh
    JOIN LATERAL (SELECT e.programme_id, e.district_id, i.kind FROM distribution_item i
                  JOIN nominations_enrolment e ON e.id = i.enrolment_id
                  WHERE i.id = fresh.item_id LIMIT 1) of ON true
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("distribution", "0006_deviceevent_kinds")]
    operations = [migrations.RunSQL(TALLY, migrations.RunSQL.noop)]
