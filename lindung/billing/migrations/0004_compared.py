"""What may change of invoices, differences, closures, surpluses and outside totals, and when a bill may be closed."""

from django.db import migrations

APPEND_ONLY = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("billing_invoice", "billing_billclosure")
)
# One step each, and nothing else of the row with it.
STEPS = "".join(
    f"""
CREATE TRIGGER frozen BEFORE UPDATE ON {table} FOR EACH ROW
    WHEN (OLD.{done} IS NOT NULL
          OR to_jsonb(NEW) - '{{{step}}}'::text[] <> to_jsonb(OLD) - '{{{step}}}'::text[])
    EXECUTE FUNCTION billing_refuse_change();
CREATE TRIGGER kept BEFORE DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION billing_refuse_change();
"""
    for table, done, step in (
        ("billing_surplus", "settled_on", "state,settled_on,settled_reference,payment_id"),
        ("billing_difference", "explained_on", "owner,reason,explained_on,explained_by"),
        ("billing_outsidetotal", "withdrawn_on", "withdrawn_on,withdrawn_reason"),
    )
)
CLOSING = """
CREATE FUNCTION billing_may_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM billing_bill WHERE id = NEW.bill_id FOR UPDATE;
    IF EXISTS (SELECT FROM billing_bill WHERE id = NEW.bill_id AND paid_on IS NULL)
        OR NEW.invoice_id IS DISTINCT FROM (SELECT max(id) FROM billing_invoice WHERE bill_id = NEW.bill_id)
        OR EXISTS (SELECT FROM billing_difference WHERE invoice_id = NEW.invoice_id AND owner IS NULL)
    THEN
        RAISE EXCEPTION 'bill % is not paid, not compared with its newest invoice, or has unexplained differences',
            NEW.bill_id USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'billing_billclosure_ready';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ready BEFORE INSERT ON billing_billclosure FOR EACH ROW EXECUTE FUNCTION billing_may_close();
"""


class Migration(migrations.Migration):
    dependencies = [("billing", "0003_invoices")]
    operations = [migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (APPEND_ONLY, STEPS, CLOSING)]
