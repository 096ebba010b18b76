"""A message to a shared number whose deciding fails waits, ever longer, behind the others."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0008_number_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="relayedinbound",
            name="tries",
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="relayedinbound",
            name="retry_at",
            field=models.DateTimeField(null=True),
        ),
    ]
