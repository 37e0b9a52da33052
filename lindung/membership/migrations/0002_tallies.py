"""An answer of BPJS stands, and the figures of this room move with registrations, enrolments and the ledger."""

from django.db import migrations

APPEND_ONLY = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("membership_batch", "membership_contradiction")
)

# Room on each page for the answer, so that answering a hundred thousand rows touches no index.
ANSWER_STANDS = """
ALTER TABLE membership_registration SET (fillfactor = 40);

CREATE FUNCTION membership_answer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the answer of BPJS to enrolment % stands: keep another one as a contradiction', OLD.enrolment_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'membership_registration_answer_stands';
END $$;
CREATE TRIGGER answer_stands BEFORE UPDATE ON membership_registration FOR EACH ROW
    WHEN (OLD.answer IS NOT NULL
          OR (NEW.enrolment_id, NEW.batch_id, NEW.nik) IS DISTINCT FROM (OLD.enrolment_id, OLD.batch_id, OLD.nik))
    EXECUTE FUNCTION membership_answer_stands();
"""

# An answer once given stands, so whoever is accepted after a statement was not before it. Each month of the accepted
# counts once for its even turn and once less for the odd turn that reversed it. EXECUTE plans anew each time, for a
# session enters thousands of rows once and one the next time.
ACCEPTED = """
CREATE FUNCTION membership_count_accepted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM fresh WHERE answer = 'accepted') THEN
        RETURN NULL;
    END IF;
    EXECUTE $sql$
    WITH accepted AS MATERIALIZED (
        SELECT e.id, e.person_id, e.programme_id, e.district_id, e.ended_on
        FROM fresh JOIN nominations_enrolment e ON e.id = fresh.enrolment_id
        WHERE fresh.answer = 'accepted'
    ), stages AS (
        SELECT programme_id, district_id, 'registered' AS stage, count(*) AS value
        FROM accepted WHERE ended_on IS NULL GROUP BY 1, 2
        UNION ALL
        SELECT a.programme_id, a.district_id, 'months_registered', sum(CASE x.turn % 2 WHEN 0 THEN 1 ELSE -1 END)
        FROM accepted a
        JOIN coverage_entry x ON x.person_id = a.person_id
        LEFT JOIN coverage_entry undone
            ON (undone.person_id, undone.month, undone.turn) = (x.person_id, x.month, x.previous_turn)
        WHERE coalesce(x.enrolment_id, undone.enrolment_id) = a.id
        GROUP BY 1, 2
    )
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT * FROM stages WHERE value <> 0 ORDER BY 1, 2, 3
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value
    $sql$;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON membership_registration
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION membership_count_accepted();
CREATE TRIGGER tally_answer AFTER UPDATE ON membership_registration
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION membership_count_accepted();
"""

ENDED = """
CREATE FUNCTION membership_count_ended() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT fresh.programme_id, fresh.district_id, 'registered', -count(*)
    FROM fresh
    JOIN stale USING (id)
    JOIN membership_registration r ON r.enrolment_id = fresh.id AND r.answer = 'accepted'
    WHERE stale.ended_on IS NULL AND fresh.ended_on IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally_registered AFTER UPDATE ON nominations_enrolment
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION membership_count_ended();
"""

# A decree books months by the hundred thousand, all for enrolments nobody has registered yet: one look at the new
# rows tells, and then there is nothing to count.
MONTHS = """
CREATE FUNCTION membership_count_months() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    reversing boolean;
    lowest bigint;
BEGIN
    SELECT coalesce(bool_or(turn % 2 = 1), false), min(enrolment_id) INTO reversing, lowest FROM fresh;
    IF NOT reversing AND NOT EXISTS (
        SELECT FROM membership_registration WHERE enrolment_id >= lowest AND answer = 'accepted'
    ) THEN
        RETURN NULL;
    END IF;
    EXECUTE $sql$
    WITH moved AS (
        SELECT enrolment_id, 1 AS sign FROM fresh WHERE turn % 2 = 0
        UNION ALL
        SELECT held.enrolment_id, -1
        FROM fresh
        JOIN coverage_entry held
          ON (held.person_id, held.month, held.turn) = (fresh.person_id, fresh.month, fresh.previous_turn)
        WHERE fresh.turn % 2 = 1
    )
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT e.programme_id, e.district_id, 'months_registered', sum(moved.sign)
    FROM moved
    JOIN membership_registration r ON r.enrolment_id = moved.enrolment_id AND r.answer = 'accepted'
    JOIN nominations_enrolment e ON e.id = r.enrolment_id
    GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value
    $sql$;
    RETURN NULL;
END $$;
CREATE TRIGGER coverage_4_registered AFTER INSERT ON coverage_entry
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION membership_count_months();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("nominations", "0002_tallies"),
        ("coverage", "0002_ledger"),
        ("membership", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in (APPEND_ONLY, ANSWER_STANDS, ACCEPTED, ENDED, MONTHS)
    ]
