"""A kept answer is for callers of the same rights."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="idempotencyrecord",
            name="seen_by",
            field=models.CharField(default="", max_length=64),
        ),
    ]
