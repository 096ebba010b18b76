"""Firms for trials: one beside each firm that has asked for it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0004_account_mails"),
    ]

    operations = [
        migrations.AddField(
            model_name="firm",
            name="sandbox_of",
            field=models.OneToOneField(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sandbox",
                to="tenancy.firm",
                verbose_name="deneme firması",
            ),
        ),
    ]
