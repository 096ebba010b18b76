import django.db.models.deletion
from django.db import migrations, models

import messaging.models.media


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0012_campaign_first_people"),
        ("tenancy", "0003_tckn_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="MediaFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to=messaging.models.media._path)),
                ("name", models.CharField(max_length=160, verbose_name="dosya")),
                ("content_type", models.CharField(max_length=20, verbose_name="tür")),
                ("size", models.PositiveIntegerField(verbose_name="boyut")),
                (
                    "created_by",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="yükleyen"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="yükleme")),
            ],
            options={
                "verbose_name": "MMS dosyası",
                "verbose_name_plural": "MMS dosyaları",
            },
        ),
        migrations.AddField(
            model_name="campaign",
            name="link",
            field=models.CharField(blank=True, default="", max_length=500, verbose_name="bağlantı"),
        ),
        migrations.AddField(
            model_name="campaign",
            name="message_kind",
            field=models.CharField(
                choices=[("SMS", "SMS"), ("MMS", "MMS"), ("VIDEO_URL", "Video/URL")],
                default="SMS",
                max_length=9,
                verbose_name="mesaj türü",
            ),
        ),
        migrations.AddField(
            model_name="sendingrules",
            name="link_credits",
            field=models.PositiveSmallIntegerField(default=2, verbose_name="Video/URL (kredi)"),
        ),
        migrations.AddField(
            model_name="sendingrules",
            name="media_kept_days",
            field=models.PositiveSmallIntegerField(
                default=90, verbose_name="MMS dosyası saklama (gün)"
            ),
        ),
        migrations.AddField(
            model_name="sendingrules",
            name="mms_credits",
            field=models.PositiveSmallIntegerField(default=4, verbose_name="bir MMS (kredi)"),
        ),
        migrations.AddConstraint(
            model_name="sendingrules",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("mms_credits__range", (1, 1000)), ("link_credits__range", (1, 1000))
                ),
                name="sending_rules_kinds_cost",
            ),
        ),
        migrations.AddField(
            model_name="mediafile",
            name="firm",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.firm",
                verbose_name="firma",
            ),
        ),
        migrations.AddField(
            model_name="campaign",
            name="media",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                to="messaging.mediafile",
                verbose_name="MMS dosyası",
            ),
        ),
    ]
