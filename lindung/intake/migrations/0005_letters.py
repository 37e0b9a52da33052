"""Scans of covering letters, kept as they came."""

import django.db.models.deletion
from django.db import migrations, models

APPEND_ONLY = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON intake_letter
    FOR EACH STATEMENT EXECUTE FUNCTION lindung_append_only();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('intake', '0004_uploads_append_only'),
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('delivery', models.OneToOneField(db_comment='What it came with', on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='paper', serialize=False, to='intake.delivery')),
                ('name', models.TextField(db_comment='File name as it came')),
                ('media', models.TextField(db_comment='What its first bytes say it is: a PDF, a JPEG or a PNG')),
                ('sha256', models.TextField(db_comment='SHA-256 of the bytes, hexadecimal')),
                ('content', models.BinaryField(db_comment='The file as it came')),
            ],
            options={
                'db_table_comment': 'Append-only scans of covering letters',
                'constraints': [models.CheckConstraint(condition=models.Q(('media__in', ['application/pdf', 'image/jpeg', 'image/png'])), name='intake_letter_is_a_paper')],
            },
        ),
        migrations.RunSQL(APPEND_ONLY, migrations.RunSQL.noop),
    ]
