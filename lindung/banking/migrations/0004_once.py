"""What may change of statements, orders and transfers: what was paid or rejected changes only by way of a dispute."""

from django.db import migrations

APPEND_ONLY = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("banking_statement", "banking_paymentorder")
)
STEPS = """
CREATE FUNCTION banking_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% refuses this %: a row may only take its next step', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = TG_TABLE_NAME || '_frozen';
END $$;
CREATE TRIGGER frozen BEFORE UPDATE ON banking_statemententry FOR EACH ROW
    WHEN (OLD.payment_id IS NOT NULL OR OLD.transfer_id IS NOT NULL
          OR to_jsonb(NEW) - '{payment_id,transfer_id}'::text[] <> to_jsonb(OLD) - '{payment_id,transfer_id}'::text[])
    EXECUTE FUNCTION banking_refuse_change();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON banking_statemententry
    FOR EACH STATEMENT EXECUTE FUNCTION banking_refuse_change();
CREATE TRIGGER frozen BEFORE UPDATE ON banking_transfer FOR EACH ROW
    WHEN (OLD.state IN ('paid', 'rejected') AND NEW.state <> 'disputed'
          OR NEW.state = 'ordered'
          OR to_jsonb(NEW) - '{state,reason,settled_on,source}'::text[]
            <> to_jsonb(OLD) - '{state,reason,settled_on,source}'::text[])
    EXECUTE FUNCTION banking_refuse_change();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON banking_transfer
    FOR EACH STATEMENT EXECUTE FUNCTION banking_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("banking", "0003_payments")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (APPEND_ONLY, STEPS)]
