"""Who handed in what, and the titles of a sheet, stay as they were."""

from django.db import migrations

TRIGGERS = "".join(
    f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""
    for table in ("intake_delivery", "intake_sheettitles")
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0003_uploads")]
    operations = [migrations.RunSQL(TRIGGERS, migrations.RunSQL.noop)]
