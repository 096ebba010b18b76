"""Whose address a person's account is: nobody knows it of the accounts of before."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0007_signing_keys")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="email_proven_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="e-posta doğrulaması"
            ),
        ),
    ]
