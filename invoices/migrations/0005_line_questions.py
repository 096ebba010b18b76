"""Which machine has a number, and what the users of lines say of them when they are asked."""

import django.db.models.deletion
from django.db import migrations, models

import invoices.models.questions


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0004_replaced_bills"),
        ("messaging", "0006_recipients_asked"),
        ("tenancy", "0007_signing_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="matchingline",
            name="used_for",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=60, verbose_name="kullanan cihaz"
            ),
        ),
        migrations.CreateModel(
            name="LineQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", models.DateField(verbose_name="dönem")),
                ("phone", models.CharField(max_length=16, verbose_name="telefon numarası")),
                ("holder", models.CharField(max_length=121, verbose_name="hattı kullanan")),
                (
                    "token",
                    models.CharField(
                        default=invoices.models.questions._token,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("asked_by", models.CharField(max_length=120, verbose_name="soran")),
                ("asked_at", models.DateTimeField(verbose_name="soru")),
                ("expires_at", models.DateTimeField(verbose_name="son yanıt")),
                ("seen_at", models.DateTimeField(null=True, verbose_name="açılma")),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        choices=[("EVET", "Evet"), ("HAYIR", "Hayır")],
                        max_length=5,
                        verbose_name="yanıt",
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True, verbose_name="yanıt zamanı")),
                (
                    "door",
                    models.CharField(
                        blank=True,
                        choices=[("BAGLANTI", "bağlantıdan"), ("SMS", "SMS ile")],
                        max_length=8,
                        verbose_name="yanıtın yolu",
                    ),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=120, verbose_name="kim kullanıyor"),
                ),
                ("proof", models.JSONField(default=list, verbose_name="kanıt")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="messaging.campaign",
                        verbose_name="SMS",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                        verbose_name="firma",
                    ),
                ),
            ],
            options={
                "verbose_name": "hat sorusu",
                "verbose_name_plural": "hat soruları",
                "indexes": [
                    models.Index(fields=["firm", "phone", "-asked_at"], name="line_asked_of")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "period", "phone"), name="line_asked_once"
                    )
                ],
            },
        ),
    ]
