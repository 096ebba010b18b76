import uuid

import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("messaging", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Challenge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("subject_kind", models.CharField(max_length=20, verbose_name="konu türü")),
                ("subject_id", models.BigIntegerField(verbose_name="konu")),
                ("subject_digest", models.CharField(max_length=64, verbose_name="içerik özeti")),
                ("subject_text", models.CharField(max_length=110, verbose_name="onaylanan")),
                (
                    "method",
                    models.CharField(
                        choices=[("SMS", "SMS kodu"), ("TOTP", "Doğrulama uygulaması")],
                        max_length=4,
                        verbose_name="yöntem",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=16, verbose_name="telefon")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OPEN", "Kod bekleniyor"),
                            ("VERIFIED", "Onaylandı"),
                            ("LOCKED", "Kilitlendi"),
                            ("EXPIRED", "Süresi doldu"),
                            ("VOID", "Geçersiz"),
                        ],
                        default="OPEN",
                        max_length=8,
                        verbose_name="durum",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="deneme")),
                (
                    "sends",
                    models.PositiveSmallIntegerField(default=0, verbose_name="gönderilen kod"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="geçerlilik sonu")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="başlangıç",
                    ),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="bitiş")),
                (
                    "end_reason",
                    models.CharField(blank=True, max_length=20, verbose_name="bitiş nedeni"),
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="onaylayacak",
                    ),
                ),
            ],
            options={
                "verbose_name": "onay kodu",
                "verbose_name_plural": "onay kodları",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "OPEN")),
                        fields=["expires_at"],
                        name="otp_open_ends",
                    ),
                    models.Index(
                        fields=["firm", "subject_kind", "subject_id", "-id"], name="otp_by_subject"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OPEN")),
                        fields=("firm", "subject_kind", "subject_id", "member"),
                        name="otp_one_open_challenge",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CodeSend",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="sıra")),
                ("phone", models.CharField(max_length=16, verbose_name="telefon")),
                ("text", models.CharField(max_length=200, verbose_name="metin")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("QUEUED", "Gönderiliyor"),
                            ("SENT", "Operatöre verildi"),
                            ("DELIVERED", "Telefona ulaştı"),
                            ("UNDELIVERED", "Ulaşmadı"),
                            ("REFUSED", "Operatör almadı"),
                            ("EXPIRED", "Süresinde gönderilemedi"),
                            ("CANCELLED", "Gönderilmedi"),
                        ],
                        default="QUEUED",
                        max_length=11,
                        verbose_name="durum",
                    ),
                ),
                ("ticket", models.CharField(blank=True, max_length=200)),
                ("transfer_id", models.BigIntegerField(null=True, verbose_name="kredi hareketi")),
                ("refunded", models.BooleanField(default=False, verbose_name="iade edildi")),
                (
                    "error_code",
                    models.CharField(blank=True, max_length=60, verbose_name="hata kodu"),
                ),
                ("error_text", models.CharField(blank=True, max_length=200, verbose_name="hata")),
                (
                    "operator_id",
                    models.CharField(blank=True, max_length=100, verbose_name="operatör no"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="geçerlilik sonu")),
                (
                    "created_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), verbose_name="istek"
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="operatöre verilme")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="sonuç")),
                ("next_poll_at", models.DateTimeField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.gatewayaccount",
                    ),
                ),
                (
                    "challenge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="otp.challenge",
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
                "verbose_name": "kod gönderimi",
                "verbose_name_plural": "kod gönderimleri",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_poll_at__isnull", False), ("state", "SENT")),
                        fields=["account", "next_poll_at"],
                        name="otp_code_to_ask",
                    ),
                    models.Index(fields=["firm", "-created_at"], name="otp_code_by_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("challenge"),
                        models.F("number"),
                        name="otp_code_number_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="bağlantı adı")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                (
                    "tried_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="son deneme"),
                ),
                ("works", models.BooleanField(editable=False, null=True, verbose_name="çalışıyor")),
                (
                    "note",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="sonuç"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.gatewayaccount",
                        verbose_name="OTP hesabı",
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
                "verbose_name": "web hizmeti bağlantısı",
                "verbose_name_plural": "web hizmeti bağlantıları",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("name"), name="otp_connection_name"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConnectionUser",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "connection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="users",
                        to="otp.connection",
                        verbose_name="bağlantı",
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="kullanıcı",
                    ),
                ),
            ],
            options={
                "verbose_name": "bağlantı kullanıcısı",
                "verbose_name_plural": "bağlantı kullanıcıları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("member"), name="otp_one_connection_a_user"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Meter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(max_length=12)),
                ("key", models.CharField(max_length=64)),
                (
                    "times",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateTimeField(), default=list, size=None
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
                "verbose_name": "sayaç",
                "verbose_name_plural": "sayaçlar",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("scope"), models.F("key"), name="otp_meter_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OtpRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                (
                    "life_seconds",
                    models.PositiveSmallIntegerField(
                        default=180, verbose_name="kodun ömrü (saniye)"
                    ),
                ),
                (
                    "tries",
                    models.PositiveSmallIntegerField(default=5, verbose_name="yanlış deneme hakkı"),
                ),
                (
                    "number_sends",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="bir numaraya gönderim"
                    ),
                ),
                (
                    "number_minutes",
                    models.PositiveSmallIntegerField(default=10, verbose_name="… kaç dakikada"),
                ),
                (
                    "pause_seconds",
                    models.PositiveSmallIntegerField(
                        default=60, verbose_name="yeni kod için bekleme (saniye)"
                    ),
                ),
                (
                    "challenge_sends",
                    models.PositiveSmallIntegerField(default=5, verbose_name="bir onayda gönderim"),
                ),
                (
                    "member_sends_a_day",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="kişiye günde gönderim"
                    ),
                ),
                (
                    "member_tries_a_day",
                    models.PositiveSmallIntegerField(
                        default=50, verbose_name="kişiye günde deneme"
                    ),
                ),
                (
                    "prefix_sends_an_hour",
                    models.PositiveSmallIntegerField(
                        default=60, verbose_name="bir alan koduna saatte gönderim"
                    ),
                ),
                (
                    "firm_sends_an_hour",
                    models.PositiveSmallIntegerField(
                        default=300, verbose_name="firmada saatte gönderim"
                    ),
                ),
                (
                    "used_floor_percent",
                    models.PositiveSmallIntegerField(
                        default=20, verbose_name="kullanılan kod oranı en az (%)"
                    ),
                ),
                (
                    "used_floor_from",
                    models.PositiveSmallIntegerField(default=30, verbose_name="… kaç koddan sonra"),
                ),
                (
                    "phone_hold_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="numara değişince bekleme (saat)"
                    ),
                ),
                (
                    "created_by",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="ekleyen"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="eklenme")),
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
                "verbose_name": "OTP kuralları",
                "verbose_name_plural": "OTP kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="otp_rules_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("life_seconds__range", (30, 600)),
                            ("tries__range", (1, 10)),
                            ("number_sends__range", (1, 20)),
                            ("number_minutes__range", (1, 1440)),
                            ("pause_seconds__range", (0, 600)),
                            ("challenge_sends__range", (1, 20)),
                        ),
                        name="otp_rules_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Process",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20, verbose_name="belge türü")),
                ("subject_id", models.BigIntegerField(editable=False, null=True)),
                ("subject_key", models.CharField(max_length=100, verbose_name="belge")),
                ("title", models.CharField(max_length=200, verbose_name="konu")),
                ("text", models.CharField(max_length=110, verbose_name="onay metni")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=18, null=True, verbose_name="tutar"
                    ),
                ),
                (
                    "currency",
                    models.CharField(blank=True, max_length=3, verbose_name="para birimi"),
                ),
                ("facts", models.JSONField(default=list, verbose_name="bilgiler")),
                ("content", models.JSONField(default=dict, editable=False)),
                ("digest", models.CharField(max_length=64, verbose_name="içerik özeti")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SURUYOR", "Sürüyor"),
                            ("ONAYLANDI", "Onaylandı"),
                            ("REDDEDILDI", "Reddedildi"),
                            ("GERI_CEKILDI", "Geri çekildi"),
                            ("GECERSIZ", "Geçersiz: belge değişti"),
                        ],
                        default="SURUYOR",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                ("asked_by", models.CharField(max_length=150, verbose_name="isteyen")),
                ("asked_member", models.BigIntegerField(editable=False, null=True)),
                ("asked_key", models.BigIntegerField(editable=False, null=True)),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="sorun")),
                (
                    "end_note",
                    models.CharField(blank=True, max_length=300, verbose_name="sonuç notu"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="istek")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="sonuç")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                "verbose_name": "onay süreci",
                "verbose_name_plural": "onay süreçleri",
            },
        ),
        migrations.CreateModel(
            name="Receipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="makbuz no"
                    ),
                ),
                ("subject_kind", models.CharField(max_length=20, verbose_name="konu türü")),
                ("subject_id", models.BigIntegerField(verbose_name="konu")),
                ("subject_digest", models.CharField(max_length=64, verbose_name="içerik özeti")),
                ("subject_text", models.CharField(max_length=110, verbose_name="onaylanan")),
                ("member_name", models.CharField(max_length=120, verbose_name="onaylayan")),
                (
                    "phone_masked",
                    models.CharField(blank=True, max_length=30, verbose_name="telefon"),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("SMS", "SMS kodu"), ("TOTP", "Doğrulama uygulaması")],
                        max_length=4,
                        verbose_name="yöntem",
                    ),
                ),
                ("approved_at", models.DateTimeField(verbose_name="onay zamanı")),
                ("trail_seq", models.BigIntegerField(verbose_name="zincirdeki sıra")),
                ("trail_hash", models.CharField(max_length=64, verbose_name="zincir özeti")),
                ("executed_at", models.DateTimeField(null=True, verbose_name="uygulama")),
                (
                    "challenge",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="otp.challenge",
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="onaylayan",
                    ),
                ),
            ],
            options={
                "verbose_name": "onay makbuzu",
                "verbose_name_plural": "onay makbuzları",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        fields=["firm", "subject_kind", "subject_id"], name="otp_receipt_subject"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("trail_seq"), name="otp_receipt_place_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Substitute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("first_day", models.DateField(verbose_name="ilk gün")),
                ("last_day", models.DateField(verbose_name="son gün")),
                (
                    "max_amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=18,
                        null=True,
                        verbose_name="en çok tutar",
                    ),
                ),
                (
                    "by_label",
                    models.CharField(editable=False, max_length=120, verbose_name="tanımlayan"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="tanımlanma")),
                (
                    "deputy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="vekil",
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="asıl",
                    ),
                ),
            ],
            options={
                "verbose_name": "vekil",
                "verbose_name_plural": "vekiller",
                "indexes": [models.Index(fields=["firm", "last_day"], name="substitute_by_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("member", models.F("deputy")), _negated=True),
                        name="substitute_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))),
                        name="substitute_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("GOREV", "Görev"), ("ONAY", "Onay"), ("OTP_ONAY", "OTP Onay")],
                        max_length=8,
                        verbose_name="görev tipi",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ACIK", "Açık"),
                            ("TAMAM", "Tamamlandı"),
                            ("RED", "Reddedildi"),
                            ("IPTAL", "Kapandı"),
                        ],
                        default="ACIK",
                        max_length=6,
                        verbose_name="durum",
                    ),
                ),
                ("opened_at", models.DateTimeField(auto_now_add=True, verbose_name="açılma")),
                ("deadline_at", models.DateTimeField(null=True, verbose_name="son zaman")),
                ("escalated_at", models.DateTimeField(null=True, verbose_name="yükseltme")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="bitiş")),
                (
                    "approval",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="otp.process",
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
                "verbose_name": "görev",
                "verbose_name_plural": "görevler",
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[("UYARI", "Uyarı"), ("BILGI", "Bilgilendirme")],
                        max_length=5,
                        verbose_name="amaç",
                    ),
                ),
                (
                    "event",
                    models.CharField(
                        choices=[
                            ("ACILDI", "Görev açıldı"),
                            ("YUKSELDI", "Süre doldu"),
                            ("BITTI", "Görev sonuçlandı"),
                        ],
                        max_length=8,
                        verbose_name="olay",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("MESAJ", "Mesaj (portal)"),
                            ("EPOSTA", "E-posta"),
                            ("SMS", "SMS"),
                        ],
                        max_length=6,
                        verbose_name="yol",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("BEKLIYOR", "Bekliyor"),
                            ("GIDIYOR", "Gönderiliyor"),
                            ("GITTI", "Gönderildi"),
                            ("ILETILEMEDI", "İletilemedi"),
                            ("BILINMIYOR", "Gidip gitmediği bilinmiyor"),
                        ],
                        default="BEKLIYOR",
                        max_length=11,
                        verbose_name="durum",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="neden")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("try_at", models.DateTimeField(auto_now_add=True)),
                ("read_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="zaman")),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="messaging.campaign",
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="otp.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "iş akışı bildirimi",
                "verbose_name_plural": "iş akışı bildirimleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("BEKLIYOR", "GIDIYOR"))),
                        fields=["try_at"],
                        name="notice_open",
                    ),
                    models.Index(
                        condition=models.Q(("channel", "MESAJ"), ("read_at", None)),
                        fields=["firm", "member", "-id"],
                        name="notice_unread",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("task"),
                        models.F("event"),
                        models.F("purpose"),
                        models.F("channel"),
                        models.F("member"),
                        name="notice_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("ONAY", "Onayladı"), ("RED", "Reddetti")],
                        max_length=4,
                        verbose_name="karar",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="not")),
                (
                    "door",
                    models.CharField(
                        choices=[("PORTAL", "Portal"), ("API", "REST"), ("SMS", "SMS yanıtı")],
                        max_length=6,
                        verbose_name="nereden",
                    ),
                ),
                ("digest", models.CharField(max_length=64, verbose_name="içerik özeti")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="zaman")),
                (
                    "by_member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
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
                    "for_member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "receipt",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="otp.receipt",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="otp.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "karar",
                "verbose_name_plural": "kararlar",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("task"),
                        models.F("by_member"),
                        name="decision_once_a_person",
                    ),
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("task"),
                        models.F("for_member"),
                        name="decision_once_a_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskAssignee",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("by_escalation", models.BooleanField(default=False)),
                ("reply_number", models.CharField(blank=True, editable=False, max_length=6)),
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task_places",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="otp.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "görevli",
                "verbose_name_plural": "görevliler",
                "indexes": [
                    models.Index(
                        condition=models.Q(("reply_number", ""), _negated=True),
                        fields=["firm", "reply_number"],
                        name="task_reply",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("task"),
                        models.F("member"),
                        name="task_assignee_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="task",
            name="assignees",
            field=models.ManyToManyField(
                related_name="+", through="otp.TaskAssignee", to="tenancy.membership"
            ),
        ),
        migrations.CreateModel(
            name="TaskRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                (
                    "late_minutes",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="gecikmiş sayılma (dakika)"
                    ),
                ),
                (
                    "missed_minutes",
                    models.PositiveSmallIntegerField(
                        default=360, verbose_name="gönderilmeme (dakika)"
                    ),
                ),
                (
                    "furthest_months",
                    models.PositiveSmallIntegerField(default=36, verbose_name="en çok ileri (ay)"),
                ),
                (
                    "created_by",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="ekleyen"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="eklenme")),
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
                "verbose_name": "görev kuralı",
                "verbose_name_plural": "görev kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="task_rules_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("missed_minutes__gte", models.F("late_minutes"))),
                        name="task_rules_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimedTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=100, verbose_name="görev")),
                ("description", models.TextField(blank=True, verbose_name="açıklama")),
                (
                    "state",
                    models.CharField(
                        choices=[("ETKIN", "Etkin"), ("BITTI", "Bitti"), ("IPTAL", "İptal edildi")],
                        default="ETKIN",
                        max_length=5,
                        verbose_name="durum",
                    ),
                ),
                (
                    "every",
                    models.CharField(
                        choices=[
                            ("BIR_KEZ", "Bir kez"),
                            ("GUN", "Her gün"),
                            ("HAFTA", "Her hafta"),
                            ("AY", "Her ay"),
                            ("YIL", "Her yıl"),
                        ],
                        default="BIR_KEZ",
                        max_length=7,
                        verbose_name="tekrar",
                    ),
                ),
                ("interval", models.PositiveSmallIntegerField(default=1, verbose_name="aralık")),
                ("first_day", models.DateField(verbose_name="ilk gün")),
                ("starts", models.TimeField(verbose_name="başlama saati")),
                ("days", models.PositiveSmallIntegerField(default=0, verbose_name="süre (gün)")),
                ("ends", models.TimeField(verbose_name="bitiş saati")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="son gün")),
                (
                    "most_times",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="kaç kez"),
                ),
                ("warns", models.BooleanField(default=False, verbose_name="kısa mesaj ile uyar")),
                ("over_at", models.DateTimeField(editable=False, null=True)),
                (
                    "set_by_label",
                    models.CharField(editable=False, max_length=120, verbose_name="kaydeden"),
                ),
                ("set_by_member", models.BigIntegerField(editable=False, null=True)),
                ("set_by_key", models.BigIntegerField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "ended_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="kapanış"),
                ),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="sorumlu",
                    ),
                ),
            ],
            options={
                "verbose_name": "zamanlanmış görev",
                "verbose_name_plural": "zamanlanmış görevler",
                "indexes": [
                    models.Index(fields=["firm", "-id"], name="timed_task_by_firm"),
                    models.Index(
                        condition=models.Q(("state", "ETKIN")),
                        fields=["over_at"],
                        name="timed_task_over",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__gt", 0), ("ends__gte", models.F("starts")), _connector="OR"
                        ),
                        name="timed_task_ends_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interval__gt", 0)), name="timed_task_moves_on"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edge",
                    models.CharField(
                        choices=[("BASLAMA", "Başlama"), ("BITIS", "Bitiş")],
                        max_length=7,
                        verbose_name="uyarı",
                    ),
                ),
                ("local", models.CharField(max_length=16, verbose_name="zaman")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("UYARILDI", "Uyarıldı"),
                            ("GECIKTI", "Gecikmeli uyarıldı"),
                            ("KACIRILDI", "Kaçırıldı"),
                            ("GONDERILEMEDI", "Gönderilemedi"),
                            ("ATLANDI", "Atlandı"),
                        ],
                        max_length=13,
                        verbose_name="sonuç",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="neden")),
                ("problem_code", models.CharField(blank=True, max_length=40)),
                ("by_label", models.CharField(blank=True, editable=False, max_length=120)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "campaign",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="task_run",
                        to="messaging.campaign",
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
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="otp.timedtask",
                    ),
                ),
            ],
            options={
                "verbose_name": "görev uyarısı sonucu",
                "verbose_name_plural": "görev uyarısı sonuçları",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("KACIRILDI", "GONDERILEMEDI"))),
                        fields=["firm", "-at"],
                        name="task_run_not_told",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("task"),
                        models.F("edge"),
                        models.F("local"),
                        name="task_run_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskAlert",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "edge",
                    models.CharField(
                        choices=[("BASLAMA", "Başlama"), ("BITIS", "Bitiş")],
                        max_length=7,
                        verbose_name="uyarı",
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=400, verbose_name="metin")),
                ("next_number", models.PositiveIntegerField(default=0, editable=False)),
                ("next_for", models.DateTimeField(editable=False, null=True)),
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
                    "groups",
                    models.ManyToManyField(
                        related_name="+", to="messaging.group", verbose_name="gruplar"
                    ),
                ),
                (
                    "subscribers",
                    models.ManyToManyField(
                        related_name="+", to="messaging.subscriber", verbose_name="kişiler"
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alerts",
                        to="otp.timedtask",
                    ),
                ),
            ],
            options={
                "verbose_name": "görev uyarısı",
                "verbose_name_plural": "görev uyarıları",
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_for__isnull", False)),
                        fields=["next_for"],
                        name="task_alert_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("task"), models.F("edge"), name="task_alert_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WebAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("account_code", models.CharField(max_length=40, verbose_name="web hesabı kodu")),
                (
                    "sender_name",
                    models.CharField(max_length=20, verbose_name="SMS'te görünecek kısa ad"),
                ),
                (
                    "title",
                    models.CharField(blank=True, max_length=11, verbose_name="gönderici adı"),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="değişiklik")),
                (
                    "contact",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="sorumlu kişi",
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
                "verbose_name": "web hesabı",
                "verbose_name_plural": "web hesapları",
                "constraints": [
                    models.UniqueConstraint(models.F("firm"), name="otp_web_account_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Workflow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="kod")),
                ("name", models.CharField(max_length=100, verbose_name="iş akışı")),
                ("kind", models.CharField(max_length=20, verbose_name="belge türü")),
                (
                    "from_amount",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=18,
                        verbose_name="bu tutardan itibaren",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                "verbose_name": "iş akışı kartı",
                "verbose_name_plural": "iş akışı kartları",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_active", True)),
                        fields=["firm", "kind"],
                        name="workflow_by_kind",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="workflow_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkflowStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="sıra")),
                ("name", models.CharField(max_length=80, verbose_name="adım")),
                (
                    "kind",
                    models.CharField(
                        choices=[("GOREV", "Görev"), ("ONAY", "Onay"), ("OTP_ONAY", "OTP Onay")],
                        max_length=8,
                        verbose_name="görev tipi",
                    ),
                ),
                (
                    "from_amount",
                    models.DecimalField(
                        decimal_places=2,
                        default=0,
                        max_digits=18,
                        verbose_name="bu tutardan itibaren",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("ADMIN", "Admin"),
                                ("YONETICI", "Yönetici"),
                                ("PERSONEL", "Personel"),
                                ("MUSTERI", "Müşteri"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="roller",
                    ),
                ),
                ("quorum", models.PositiveSmallIntegerField(default=1, verbose_name="kaç kişi")),
                (
                    "deadline_hours",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="süre (saat)"
                    ),
                ),
                (
                    "escalate_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("ADMIN", "Admin"),
                                ("YONETICI", "Yönetici"),
                                ("PERSONEL", "Personel"),
                                ("MUSTERI", "Müşteri"),
                            ],
                            max_length=10,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="süre dolunca roller",
                    ),
                ),
                (
                    "warns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("MESAJ", "Mesaj (portal)"),
                                ("EPOSTA", "E-posta"),
                                ("SMS", "SMS"),
                            ],
                            max_length=6,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="uyarı tipi",
                    ),
                ),
                (
                    "informs",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("MESAJ", "Mesaj (portal)"),
                                ("EPOSTA", "E-posta"),
                                ("SMS", "SMS"),
                            ],
                            max_length=6,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="bilgilendirme tipi",
                    ),
                ),
                (
                    "allows_sms_reply",
                    models.BooleanField(default=False, verbose_name="SMS yanıtıyla onay"),
                ),
                (
                    "escalate_members",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="süre dolunca kişiler",
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
                    "holder_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.authoritycode",
                        verbose_name="bu yetki koduna sahip olanlar",
                    ),
                ),
                (
                    "informed",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="bilgilendirilecekler",
                    ),
                ),
                (
                    "members",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="kişiler",
                    ),
                ),
            ],
            options={
                "verbose_name": "iş akışı adımı",
                "verbose_name_plural": "iş akışı adımları",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.AddField(
            model_name="task",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="otp.workflowstep"
            ),
        ),
        migrations.CreateModel(
            name="WorkflowVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="sürüm")),
                ("by_label", models.CharField(max_length=120, verbose_name="kaydeden")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="kaydetme")),
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
                    "workflow",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="otp.workflow",
                    ),
                ),
            ],
            options={
                "verbose_name": "iş akışı sürümü",
                "verbose_name_plural": "iş akışı sürümleri",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("workflow"),
                        models.F("number"),
                        name="workflow_version_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="workflowstep",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="steps",
                to="otp.workflowversion",
            ),
        ),
        migrations.AddField(
            model_name="process",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="approvals",
                to="otp.workflowversion",
            ),
        ),
        migrations.CreateModel(
            name="Approval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("external_id", models.CharField(max_length=80, verbose_name="dış numara")),
                ("title", models.CharField(max_length=60, verbose_name="konu")),
                (
                    "document_number",
                    models.CharField(blank=True, max_length=30, verbose_name="belge no"),
                ),
                ("party", models.CharField(blank=True, max_length=120, verbose_name="taraf")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=15,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="tutar",
                    ),
                ),
                (
                    "currency",
                    models.CharField(blank=True, max_length=3, verbose_name="para birimi"),
                ),
                ("details", models.TextField(blank=True, max_length=4000, verbose_name="ayrıntı")),
                (
                    "method",
                    models.CharField(
                        choices=[("SMS", "SMS kodu"), ("TOTP", "Doğrulama uygulaması")],
                        default="SMS",
                        max_length=4,
                        verbose_name="en az yöntem",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Onay bekliyor"),
                            ("APPROVED", "Onaylandı"),
                            ("REJECTED", "Reddedildi"),
                            ("CANCELLED", "Geri çekildi"),
                            ("EXPIRED", "Süresi doldu"),
                        ],
                        default="WAITING",
                        max_length=9,
                        verbose_name="durum",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="not")),
                ("due_at", models.DateTimeField(blank=True, null=True, verbose_name="son zaman")),
                ("asked_by", models.CharField(max_length=150, verbose_name="isteyen")),
                ("asked_by_key_id", models.BigIntegerField(null=True)),
                ("asked_by_member_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="istek")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="karar")),
                (
                    "approver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="onaylayacak",
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
                "verbose_name": "onay isteği",
                "verbose_name_plural": "onay istekleri",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "WAITING")),
                        fields=["firm", "approver", "-id"],
                        name="otp_approval_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("external_id"), name="otp_approval_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", True), ("amount__gte", 0), _connector="OR"
                        ),
                        name="otp_approval_amount",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("escalated_at", None), ("state", "ACIK")),
                fields=["deadline_at"],
                name="task_late",
            ),
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=models.Q(("state", "ACIK")), fields=["firm", "-id"], name="task_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="task",
            constraint=models.UniqueConstraint(
                models.F("firm"), models.F("approval"), models.F("step"), name="task_step_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="workflowstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("quorum__gt", 0)), name="workflow_step_quorum"
            ),
        ),
        migrations.AddIndex(
            model_name="process",
            index=models.Index(fields=["firm", "-id"], name="process_by_firm"),
        ),
        migrations.AddIndex(
            model_name="process",
            index=models.Index(
                fields=["firm", "kind", "subject_key", "-id"], name="process_of_subject"
            ),
        ),
        migrations.AddIndex(
            model_name="process",
            index=models.Index(
                condition=models.Q(("problem", ""), _negated=True),
                fields=["firm", "-ended_at"],
                name="process_stuck",
            ),
        ),
        migrations.AddConstraint(
            model_name="process",
            constraint=models.UniqueConstraint(
                models.F("firm"),
                models.F("kind"),
                models.F("subject_key"),
                condition=models.Q(("state", "SURUYOR")),
                name="process_runs_once",
            ),
        ),
    ]
