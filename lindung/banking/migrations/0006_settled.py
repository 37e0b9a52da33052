"""A contradiction is settled once; a movement is explained once. Requests made before there were batches get theirs."""

from django.db import migrations

BATCHES = """
INSERT INTO banking_accountbatch (bank_id, programme_id, region_id, asked_on, asked_by, people)
SELECT q.bank_id, e.programme_id, p.territory_id, q.asked_on, '', count(*)
FROM banking_accountrequest q JOIN nominations_enrolment e ON e.id = q.enrolment_id
JOIN programmes_programme p ON p.id = e.programme_id
GROUP BY 1, 2, 3, 4 ORDER BY 4, 1, 2;
UPDATE banking_accountrequest q SET batch_id = b.id
FROM banking_accountbatch b JOIN nominations_enrolment e ON e.programme_id = b.programme_id
WHERE e.id = q.enrolment_id AND (b.bank_id, b.asked_on) = (q.bank_id, q.asked_on);
"""
STEPS = """
DROP TRIGGER append_only ON banking_contradiction;
CREATE TRIGGER frozen BEFORE UPDATE ON banking_contradiction FOR EACH ROW
    WHEN (OLD.settled IS NOT NULL
          OR to_jsonb(NEW) - '{settled,settled_on,settled_by,settled_note}'::text[]
            <> to_jsonb(OLD) - '{settled,settled_on,settled_by,settled_note}'::text[])
    EXECUTE FUNCTION banking_refuse_change();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON banking_contradiction
    FOR EACH STATEMENT EXECUTE FUNCTION banking_refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON banking_accountbatch
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
DROP TRIGGER frozen ON banking_statemententry;
CREATE TRIGGER frozen BEFORE UPDATE ON banking_statemententry FOR EACH ROW
    WHEN (OLD.payment_id IS NOT NULL OR OLD.transfer_id IS NOT NULL
          OR OLD.explained_on IS NOT NULL AND (NEW.explained_on, NEW.explained_by, NEW.explanation)
            IS DISTINCT FROM (OLD.explained_on, OLD.explained_by, OLD.explanation)
          OR to_jsonb(NEW) - '{payment_id,transfer_id,explained_on,explained_by,explanation}'::text[]
            <> to_jsonb(OLD) - '{payment_id,transfer_id,explained_on,explained_by,explanation}'::text[])
    EXECUTE FUNCTION banking_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("banking", "0005_batches")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (BATCHES, STEPS)]
