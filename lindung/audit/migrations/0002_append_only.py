"""The function every append-only table's trigger calls, and the first such table."""

from django.db import migrations

FUNCTION = """
CREATE FUNCTION lindung_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: correct by adding a row, never by %', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_act
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunSQL(
            FUNCTION, "DROP TRIGGER append_only ON audit_act; DROP FUNCTION lindung_append_only()"
        )
    ]
