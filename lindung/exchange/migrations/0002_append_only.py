"""What was exchanged is never changed."""

from django.db import migrations

APPEND_ONLY = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("exchange_message", "exchange_messagecontent")
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("exchange", "0001_initial")]
    operations = [migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop)]
