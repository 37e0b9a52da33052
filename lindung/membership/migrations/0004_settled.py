"""A contradiction is settled once; an accepted answer takes another KPJ or start only by a settled contradiction."""

from importlib import import_module

from django.db import migrations

CONTRADICTIONS = """
DROP TRIGGER append_only ON membership_contradiction;
CREATE FUNCTION membership_settled_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a contradiction is settled once and otherwise never changed'
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'membership_contradiction_settled_once';
END $$;
CREATE TRIGGER settled_once BEFORE UPDATE ON membership_contradiction FOR EACH ROW
    WHEN (OLD.stands IS NOT NULL OR to_jsonb(NEW) - '{stands,settled_on,settled_by,settled_note}'::text[]
          <> to_jsonb(OLD) - '{stands,settled_on,settled_by,settled_note}'::text[])
    EXECUTE FUNCTION membership_settled_once();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON membership_contradiction
    FOR EACH STATEMENT EXECUTE FUNCTION membership_settled_once();
"""

ANSWER_STANDS = """
CREATE OR REPLACE FUNCTION membership_answer_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.answer = 'accepted' AND to_jsonb(NEW) - '{kpj,member_since}'::text[]
            = to_jsonb(OLD) - '{kpj,member_since}'::text[]
        AND EXISTS (
            SELECT FROM membership_contradiction c
            WHERE c.registration_id = OLD.enrolment_id AND c.stands = 'later' AND c.answer = 'accepted'
                AND c.kpj = NEW.kpj AND coalesce(c.member_since, OLD.member_since) = NEW.member_since)
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'the answer of BPJS to enrolment % stands: keep another one as a contradiction', OLD.enrolment_id
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'membership_registration_answer_stands';
END $$;
"""

# Only a row answered just now counts; one corrected by a settled contradiction was counted before.
ACCEPTED = import_module("lindung.membership.migrations.0002_tallies").ACCEPTED.split("CREATE TRIGGER")[0]
FRESH = "FROM fresh JOIN nominations_enrolment e ON e.id = fresh.enrolment_id\n        WHERE "
ANSWERED = (
    ACCEPTED.replace("membership_count_accepted", "membership_count_answered").replace(
        FRESH,
        "FROM fresh JOIN stale USING (enrolment_id) JOIN nominations_enrolment e ON e.id = fresh.enrolment_id\n"
        "        WHERE stale.answer IS NULL AND ",
    )
    + """
DROP TRIGGER tally_answer ON membership_registration;
CREATE TRIGGER tally_answer AFTER UPDATE ON membership_registration
    REFERENCING NEW TABLE AS fresh OLD TABLE AS stale
    FOR EACH STATEMENT EXECUTE FUNCTION membership_count_answered();
"""
)


class Migration(migrations.Migration):
    dependencies = [("membership", "0003_round_trip")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (CONTRADICTIONS, ANSWER_STANDS, ANSWERED)]
