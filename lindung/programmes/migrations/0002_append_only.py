"""Allocations and decrees are corrected by a later one, never edited."""

from django.db import migrations

TRIGGERS = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("programmes_allocation", "programmes_decree", "programmes_rate")
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("programmes", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
