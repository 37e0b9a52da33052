"""Annex lines are append-only, and the figures of this room move with its rows."""

from django.db import migrations

# Every nomination is written four times: proposed, verified, ranked, decided. Room in its page spares the indexes.
ROOM = "ALTER TABLE nominations_nomination SET (fillfactor = 50);"

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON nominations_decreeline
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""

# A stage is a predicate on one row; what a statement changes is the sum over its new rows less its old ones.
NOMINATIONS = """
CREATE FUNCTION nominations_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH moved AS (
        SELECT programme_id, district_id, 1 AS sign, verified_on, refused_on, ranked_on, decided_on
        FROM fresh WHERE withdrawn_on IS NULL
        %(stale)s
    ), stages AS (
        SELECT programme_id, district_id,
            sum(sign) AS nominated,
            sum(sign) FILTER (WHERE verified_on IS NOT NULL) AS verified,
            sum(sign) FILTER (WHERE refused_on IS NOT NULL) AS refused,
            sum(sign) FILTER (WHERE ranked_on IS NOT NULL AND decided_on IS NULL) AS reserve
        FROM moved GROUP BY 1, 2
    )
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT programme_id, district_id, stage, moved
    FROM stages, LATERAL (VALUES ('nominated', nominated), ('verified', verified), ('refused', refused),
        ('reserve', reserve)) AS s (stage, moved)
    WHERE moved <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
"""
STALE = """UNION ALL
        SELECT programme_id, district_id, -1, verified_on, refused_on, ranked_on, decided_on
        FROM stale WHERE withdrawn_on IS NULL"""

DECIDED = """
CREATE FUNCTION nominations_count_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT n.programme_id, n.district_id, 'decided', sum(CASE fresh.act WHEN 'add' THEN 1 ELSE -1 END)
    FROM fresh JOIN nominations_nomination n ON n.id = fresh.nomination_id GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON nominations_decreeline
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION nominations_count_lines();

CREATE FUNCTION nominations_count_enrolled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT programme_id, district_id, 'enrolled', count(*) FROM fresh GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON nominations_enrolment
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION nominations_count_enrolled();

CREATE FUNCTION nominations_count_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT fresh.programme_id, fresh.district_id, 'enrolled', -count(*)
    FROM fresh JOIN stale USING (id)
    WHERE stale.ended_on IS NULL AND fresh.ended_on IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_end AFTER UPDATE ON nominations_enrolment
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION nominations_count_ended();
"""

# Rows that wait or were refused, counted where the layout places them; a row that corrects another takes its place.
ROWS = """
CREATE FUNCTION nominations_count_rows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    WITH moved AS (
        SELECT file_id, place, fate, 1 AS sign FROM fresh
        UNION ALL
        SELECT named.file_id, named.place, named.fate, -1
        FROM fresh JOIN intake_row named
            ON (named.file_id, named.number) = (fresh.corrects_file_id, fresh.corrects_number)
    )
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT p.id, moved.place, CASE moved.fate WHEN 'look' THEN 'needs_look' ELSE moved.fate END, sum(sign)
    FROM moved JOIN intake_file f ON f.id = moved.file_id AND f.layout = 'nominations'
    JOIN programmes_programme p ON p.code = f.scope
    WHERE moved.fate <> 'accepted' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON intake_row
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION nominations_count_rows();
"""

INSERTED = NOMINATIONS.replace("%(stale)s", "").replace("nominations_count()", "nominations_count_new()")
UPDATED = NOMINATIONS.replace("%(stale)s", STALE).replace("nominations_count()", "nominations_count_changed()")
TRIGGERS = """
CREATE TRIGGER tally AFTER INSERT ON nominations_nomination
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION nominations_count_new();
CREATE TRIGGER tally_change AFTER UPDATE ON nominations_nomination
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION nominations_count_changed();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("intake", "0002_append_only"),
        ("programmes", "0001_initial"),
        ("nominations", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (ROOM, APPEND_ONLY, INSERTED, UPDATED, TRIGGERS, DECIDED, ROWS)
    ]
