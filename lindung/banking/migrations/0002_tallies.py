"""Consent, accounts and contradictions are never changed; the figure moves with the accounts."""

from django.db import migrations

APPEND_ONLY = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("banking_consent", "banking_account", "banking_contradiction")
)

TALLIES = """
CREATE FUNCTION banking_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO programmes_tally AS t (programme_id, district_id, stage, value)
    SELECT e.programme_id, e.district_id, 'accounts', count(*)
    FROM fresh JOIN nominations_enrolment e ON e.id = fresh.opened_for_id GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (programme_id, district_id, stage) DO UPDATE SET value = t.value + excluded.value;
    RETURN NULL;
END $$;
CREATE TRIGGER tally AFTER INSERT ON banking_account
    REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION banking_count();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0002_append_only"),
        ("programmes", "0001_initial"),
        ("nominations", "0001_initial"),
        ("banking", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
        migrations.RunSQL(TALLIES, migrations.RunSQL.noop),
    ]
