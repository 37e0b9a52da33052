"""A difference tells whose it is; a credit knows its line (a relation without a column: its key is there already)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("billing", "0004_compared")]
    operations = [
        migrations.AddField(
            model_name="difference",
            name="name",
            field=models.TextField(db_comment="Name on our line, else on theirs", db_default=""),
        ),
        migrations.AddField(
            model_name="credit",
            name="line",
            field=models.ForeignObject(
                from_fields=("person", "month", "billed_turn"),
                to_fields=("person", "month", "turn"),
                on_delete=django.db.models.deletion.PROTECT,
                related_name="credits",
                to="billing.billline",
            ),
        ),
    ]
