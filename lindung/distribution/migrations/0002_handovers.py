"""Handovers take turns, moves and handovers are never changed, and the figures move with them."""

from django.db import migrations

# Every item is updated once, when it is handed over: with room on its page that touches no index.
KEYS = """
ALTER TABLE distribution_item SET (fillfactor = 50);
ALTER TABLE distribution_item
    ADD CONSTRAINT distribution_item_enrolment_of_person FOREIGN KEY (enrolment_id, person_id)
        REFERENCES nominations_enrolment (id, person_id);
ALTER TABLE distribution_handover
    ADD CONSTRAINT distribution_handover_no_skipped_turn FOREIGN KEY (item_id, previous_turn)
        REFERENCES distribution_handover (item_id, turn),
    ADD CONSTRAINT distribution_handover_even_turns_give
        CHECK ((turn % 2 = 0) = (received_by <> '') AND (turn % 2 = 0 OR event_id IS NULL AND note <> ''));

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON distribution_handover
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON distribution_itemmove
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""

TALLIES = """
CREATE FUNCTION distribution_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT e.programme_id, e.district_id, i.kind || 's_delivered',
        sum(CASE WHEN fresh.turn % 2 = 0 THEN 1 ELSE -1 END)
    FROM fresh
    JOIN distribution_item i ON i.id = fresh.item_id
    JOIN nominations_enrolment e ON e.id = i.enrolment_id
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON distribution_handover
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION distribution_count();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("programmes", "0001_initial"),
        ("nominations", "0002_tallies"),
        ("distribution", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(TALLIES, migrations.RunSQL.noop),
    ]
