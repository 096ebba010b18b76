"""Whom an Admin has named for a step keeps his place whatever his role."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("otp", "0004_stuck_steps_and_late_substitutes"),
    ]

    operations = [
        migrations.AddField(
            model_name="taskassignee",
            name="by_person",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
