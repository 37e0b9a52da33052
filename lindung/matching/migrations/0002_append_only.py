"""A verdict is never rewritten; the next turn changes what it said."""

from django.db import migrations

TRIGGER = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON matching_verdict
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("matching", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGER, migrations.RunSQL.noop)]
