"""What came in stays as it came."""

from django.db import migrations

TRIGGERS = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("intake_filecontent", "intake_row", "intake_rowproblem")
)


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only"), ("intake", "0001_initial")]
    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
