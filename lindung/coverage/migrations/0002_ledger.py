"""What makes the ledger a ledger: foreign keys onto itself, no change, and counters kept by the database."""

from django.db import migrations

KEYS = """
ALTER TABLE coverage_entry
    ADD CONSTRAINT coverage_entry_no_skipped_turn FOREIGN KEY (person_id, month, previous_turn)
        REFERENCES coverage_entry (person_id, month, turn),
    ADD CONSTRAINT coverage_entry_even_turns_cover CHECK ((turn % 2 = 0) = (enrolment_id IS NOT NULL));

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON coverage_entry
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON coverage_posting
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""

# The foreign key (enrolment, person), kept set-wise because one look per row is a third of the time of `decide`:
# coverage_count joins every new entry to its enrolment, and an enrolment can neither go nor become another's.
ENROLMENT_STAYS = """
CREATE FUNCTION coverage_enrolment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an enrolment stays and stays its person''s: the ledger names both'
        USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'coverage_entry_enrolment_of_person';
END $$;
CREATE TRIGGER enrolment_stays BEFORE DELETE OR TRUNCATE OR UPDATE OF id, person_id ON nominations_enrolment
    FOR EACH STATEMENT EXECUTE FUNCTION coverage_enrolment_stays();
"""

# One pass over the new rows: seats, rupiah and person-months move with the ledger or not at all. The CHECKs on
# the counters refuse what exceeds them. Budgets are freed before billing's own trigger holds what was billed:
# triggers of one event fire in the order of their names.
COUNTERS = """
CREATE FUNCTION coverage_refuse_merged() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM people_person p JOIN fresh ON fresh.person_id = p.id
               WHERE p.merged_into_id IS NOT NULL AND fresh.turn % 2 = 0) THEN
        RAISE EXCEPTION 'cover for a merged person: cover the root instead'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'coverage_entry_not_merged';
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION coverage_count() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unseated integer;
    strayed integer;
BEGIN
    -- EXECUTE, because a plan kept from a statement of one row would serve a hundred thousand.
    EXECUTE $count$
    WITH moved AS MATERIALIZED (
        SELECT e.programme_id, e.seat_region_id, e.district_id, fresh.month, count(*) AS months
        FROM fresh JOIN nominations_enrolment e ON (e.id, e.person_id) = (fresh.enrolment_id, fresh.person_id)
        WHERE fresh.turn % 2 = 0 GROUP BY 1, 2, 3, 4
        UNION ALL
        SELECT e.programme_id, e.seat_region_id, e.district_id, fresh.month, -count(*)
        FROM fresh
        JOIN coverage_entry held
          ON (held.person_id, held.month, held.turn) = (fresh.person_id, fresh.month, fresh.previous_turn)
        JOIN nominations_enrolment e ON e.id = held.enrolment_id
        WHERE fresh.turn % 2 = 1 GROUP BY 1, 2, 3, 4
    ), by_seat AS MATERIALIZED (
        SELECT programme_id, seat_region_id, month, sum(months) AS months FROM moved GROUP BY 1, 2, 3
    ), seated AS (
        UPDATE programmes_seats s SET taken = s.taken + by_seat.months
        FROM by_seat
        WHERE (s.programme_id, s.region_id, s.month)
            = (by_seat.programme_id, by_seat.seat_region_id, by_seat.month)
        RETURNING 1
    ), committed AS (
        UPDATE programmes_budget b SET committed = b.committed + cost.rupiah
        FROM (SELECT m.programme_id, m.seat_region_id, sum(m.months * r.rupiah) AS rupiah
              FROM by_seat m JOIN programmes_rate r USING (programme_id, month) GROUP BY 1, 2) cost
        WHERE (b.programme_id, b.region_id) = (cost.programme_id, cost.seat_region_id)
    ), tallied AS (
        INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
        SELECT programme_id, district_id, 'person_months', sum(months) FROM moved GROUP BY 1, 2 ORDER BY 1, 2
        ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value
    )
    SELECT (SELECT count(*) FROM by_seat) - (SELECT count(*) FROM seated),
        (SELECT count(*) FROM fresh WHERE turn % 2 = 0)
            - (SELECT coalesce(sum(months), 0) FROM moved WHERE months > 0)
    $count$ INTO unseated, strayed;
    IF strayed > 0 THEN
        RAISE EXCEPTION 'cover without its enrolment: % months name none of their person', strayed
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'coverage_entry_enrolment_of_person';
    END IF;
    IF unseated > 0 THEN
        RAISE EXCEPTION 'cover without a seat: no seats were allocated for % region-months', unseated
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'coverage_entry_has_seat';
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER coverage_1_refuse_merged AFTER INSERT ON coverage_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION coverage_refuse_merged();
CREATE TRIGGER coverage_2_count AFTER INSERT ON coverage_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION coverage_count();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("programmes", "0001_initial"),
        ("nominations", "0002_tallies"),
        ("people", "0001_initial"),
        ("coverage", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(KEYS, migrations.RunSQL.noop),
        migrations.RunSQL(ENROLMENT_STAYS, migrations.RunSQL.noop),
        migrations.RunSQL(COUNTERS, migrations.RunSQL.noop),
    ]
