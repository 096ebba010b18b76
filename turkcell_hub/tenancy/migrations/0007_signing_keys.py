"""The keys with which the installation signs receipts and evidence packs."""

from django.db import migrations, models

import turkcell_hub.tenancy.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0006_sandboxes_follow"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_key",
                    models.CharField(max_length=64, unique=True, verbose_name="açık anahtar"),
                ),
                (
                    "private_key",
                    turkcell_hub.tenancy.sealed.SealedTextField(blank=True, editable=False),
                ),
                ("is_current", models.BooleanField(default=True, verbose_name="kullanımda")),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma"),
                ),
                (
                    "retired_at",
                    models.DateTimeField(null=True, verbose_name="kullanımdan kalkma"),
                ),
            ],
            options={
                "verbose_name": "imza anahtarı",
                "verbose_name_plural": "imza anahtarları",
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_current", True)),
                        fields=("is_current",),
                        name="one_signing_key",
                    )
                ],
            },
        ),
    ]
