import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import turkcell_hub.outbox.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Batch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="tür")),
                ("subject_id", models.BigIntegerField(verbose_name="kayıt")),
                ("number", models.IntegerField(default=1, verbose_name="sıra")),
                ("first", models.IntegerField(default=1, verbose_name="ilk satır")),
                ("last", models.IntegerField(default=1, verbose_name="son satır")),
                ("size", models.IntegerField(verbose_name="mesaj sayısı")),
                ("priority", models.SmallIntegerField(default=5, verbose_name="öncelik")),
                ("turn", models.BigIntegerField(default=0)),
                (
                    "reference",
                    models.CharField(
                        default=turkcell_hub.outbox.models.new_reference,
                        max_length=32,
                        unique=True,
                        verbose_name="referans",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("READY", "Sırada"),
                            ("HELD", "Bekletiliyor (devam ettirilebilir)"),
                            ("CLAIMED", "Hazırlanıyor"),
                            ("HANDING_OVER", "Operatöre veriliyor"),
                            ("ACCEPTED", "Operatör aldı"),
                            ("REFUSED", "Operatör reddetti (krediler iade edildi)"),
                            ("EXPIRED", "Süresi geçti, gönderilmedi (krediler iade edildi)"),
                            ("CANCELLED", "İptal edildi (krediler iade edildi)"),
                            ("UNKNOWN", "Sonuç belirsiz, operatöre soruluyor"),
                            (
                                "NEEDS_PERSON",
                                "Kararınız gerekiyor (operatöre sorup sonucu işaretleyin)",
                            ),
                        ],
                        default="READY",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                (
                    "halt",
                    models.CharField(
                        blank=True,
                        choices=[("", "Yok"), ("HOLD", "Beklet"), ("CANCEL", "İptal et")],
                        default="",
                        max_length=6,
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="gönderim zamanı",
                    ),
                ),
                ("expires_at", models.DateTimeField(null=True, verbose_name="geçerlilik sonu")),
                ("attempt", models.IntegerField(default=0, verbose_name="deneme")),
                ("claim_token", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                (
                    "handed_over_at",
                    models.DateTimeField(null=True, verbose_name="operatöre verilme"),
                ),
                ("accepted_at", models.DateTimeField(null=True, verbose_name="kabul zamanı")),
                (
                    "packet_id",
                    models.CharField(blank=True, max_length=100, verbose_name="operatör paket no"),
                ),
                (
                    "operator_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(), default=list, size=None
                    ),
                ),
                (
                    "error_code",
                    models.CharField(blank=True, max_length=60, verbose_name="hata kodu"),
                ),
                ("error_text", models.CharField(blank=True, max_length=300, verbose_name="hata")),
                (
                    "vendor_code",
                    models.CharField(blank=True, max_length=40, verbose_name="operatör kodu"),
                ),
                ("not_found_count", models.SmallIntegerField(default=0)),
                ("next_check_at", models.DateTimeField(null=True, verbose_name="sonraki sorgu")),
                (
                    "resolution",
                    models.CharField(blank=True, max_length=300, verbose_name="karar notu"),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="oluşturulma",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.gatewayaccount",
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
                "verbose_name": "gönderim paketi",
                "verbose_name_plural": "gönderim paketleri",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "READY")),
                        fields=["account", "priority", "turn", "id"],
                        name="outbox_batch_due",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("CLAIMED", "HANDING_OVER"))),
                        fields=["lease_until"],
                        name="outbox_batch_leased",
                    ),
                    models.Index(
                        condition=models.Q(("state", "UNKNOWN")),
                        fields=["next_check_at"],
                        name="outbox_batch_unknown",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("READY", "HELD"))),
                        fields=["expires_at"],
                        name="outbox_batch_expiring",
                    ),
                    models.Index(
                        condition=models.Q(("state", "ACCEPTED"), _negated=True),
                        fields=["firm", "state", "id"],
                        name="outbox_batch_open",
                    ),
                    models.Index(
                        condition=models.Q(("packet_id", ""), _negated=True),
                        fields=["account", "packet_id"],
                        name="outbox_batch_packet",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("kind"),
                        models.F("subject_id"),
                        models.F("number"),
                        name="outbox_batch_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last__gte", models.F("first")), ("size__gt", 0)),
                        name="outbox_batch_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Lane",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("holder", models.UUIDField(null=True)),
                ("lease_until", models.DateTimeField(null=True)),
                ("paused", models.BooleanField(default=False, verbose_name="durduruldu")),
                (
                    "pause_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Çalışıyor"),
                            ("PERSON", "Elle durduruldu"),
                            (
                                "BAD_CREDENTIALS",
                                "Kullanıcı adı veya şifre yanlış: hesabı düzeltip hattı açın",
                            ),
                            (
                                "OUT_OF_FUNDS",
                                "Operatörde bakiye yetersiz: bakiye yükleyip hattı açın",
                            ),
                            (
                                "UNREACHABLE",
                                "Operatöre ulaşılamıyor: kendiliğinden yeniden denenecek",
                            ),
                            ("UNANSWERED", "Operatör yanıt vermiyor: durumu sorup hattı açın"),
                            ("FAULT", "Bağlantı ayarı kullanılamıyor: hesabı düzeltip hattı açın"),
                        ],
                        default="",
                        max_length=20,
                        verbose_name="neden",
                    ),
                ),
                (
                    "pause_note",
                    models.CharField(blank=True, max_length=300, verbose_name="açıklama"),
                ),
                ("paused_at", models.DateTimeField(null=True, verbose_name="durdurulma")),
                (
                    "paused_by",
                    models.CharField(blank=True, max_length=150, verbose_name="durduran"),
                ),
                (
                    "consecutive_failures",
                    models.IntegerField(default=0, verbose_name="art arda hata"),
                ),
                ("backoff_until", models.DateTimeField(null=True, verbose_name="ara verme sonu")),
                ("next_slot_at", models.DateTimeField(null=True)),
                ("window", models.JSONField(default=list)),
                ("turn", models.BigIntegerField(default=0)),
                ("line_holder", models.UUIDField(null=True)),
                ("line_until", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.gatewayaccount",
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
                "verbose_name": "gönderim hattı",
                "verbose_name_plural": "gönderim hatları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("account"), name="outbox_lane_once"
                    )
                ],
            },
        ),
    ]
