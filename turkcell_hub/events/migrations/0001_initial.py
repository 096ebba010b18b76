import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import turkcell_hub.tenancy.sealed
from turkcell_hub.events import triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeedEpoch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("epoch", models.UUIDField(default=uuid.uuid4)),
            ],
            options={
                "verbose_name": "akış dönemi",
                "verbose_name_plural": "akış dönemleri",
            },
        ),
        migrations.CreateModel(
            name="Endpoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.CharField(max_length=500, verbose_name="adres")),
                (
                    "description",
                    models.CharField(blank=True, max_length=120, verbose_name="açıklama"),
                ),
                (
                    "types",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("secret", turkcell_hub.tenancy.sealed.SealedTextField()),
                ("old_secret", turkcell_hub.tenancy.sealed.SealedTextField(blank=True)),
                ("old_secret_until", models.DateTimeField(null=True)),
                (
                    "stop_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Etkin"),
                            ("PERSON", "Elle durduruldu"),
                            ("FAILING", "Uzun süre yanıt alınamadı: adresi düzeltip açın"),
                            ("GONE", "Adres artık istemediğini söyledi (410)"),
                        ],
                        default="",
                        max_length=8,
                        verbose_name="durum",
                    ),
                ),
                ("failing_since", models.DateTimeField(null=True, verbose_name="hata başlangıcı")),
                ("last_ok_at", models.DateTimeField(null=True, verbose_name="son başarılı teslim")),
                ("created_by", models.CharField(max_length=150, verbose_name="ekleyen")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
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
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooklar",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("url"), name="webhook_address_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("type", models.CharField(max_length=60, verbose_name="olay")),
                ("body", models.TextField()),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="zaman"
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
                "verbose_name": "olay",
                "verbose_name_plural": "olaylar",
                "indexes": [models.Index(fields=["created_at"], name="event_by_age")],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Bekliyor"),
                            ("DELIVERED", "Teslim edildi"),
                            ("FAILED", "Vazgeçildi"),
                            ("DROPPED", "Gönderilmedi"),
                        ],
                        default="WAITING",
                        max_length=9,
                        verbose_name="durum",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="deneme")),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="sonraki deneme",
                    ),
                ),
                ("lease_until", models.DateTimeField(null=True)),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="HTTP yanıtı")),
                ("problem", models.CharField(blank=True, max_length=60, verbose_name="hata")),
                ("milliseconds", models.PositiveIntegerField(null=True, verbose_name="süre (ms)")),
                ("tried_at", models.DateTimeField(null=True, verbose_name="son deneme")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="oluşturulma",
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
                (
                    "endpoint",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="events.endpoint",
                        verbose_name="webhook",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="events.event",
                        verbose_name="olay",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook teslimi",
                "verbose_name_plural": "webhook teslimleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "WAITING")),
                        fields=["due_at", "id"],
                        name="delivery_due",
                    ),
                    models.Index(fields=["firm", "-id"], name="delivery_by_firm"),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=32, verbose_name="tür")),
                ("object_id", models.BigIntegerField(verbose_name="kayıt no")),
                ("gone", models.BooleanField(default=False, verbose_name="silindi")),
                ("txid", models.BigIntegerField()),
                ("seq", models.BigIntegerField()),
                (
                    "at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="zaman"
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
                "verbose_name": "değişiklik",
                "verbose_name_plural": "değişiklikler",
                "indexes": [models.Index(fields=["firm", "txid", "seq"], name="feed_in_order")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("kind"),
                        models.F("object_id"),
                        name="feed_entry_once",
                    )
                ],
            },
        ),
        triggers.machinery(),
        migrations.RunSQL(
            "INSERT INTO events_feedepoch (epoch) VALUES (gen_random_uuid())",
            migrations.RunSQL.noop,
        ),
    ]
