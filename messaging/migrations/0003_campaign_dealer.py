"""In which dealer's name a campaign goes (S-055)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("iys_consent", "0004_dealers"),
        ("messaging", "0002_parts_and_room"),
    ]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="dealer",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="iys_consent.dealer",
                verbose_name="bayi",
            ),
        ),
    ]
