import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
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
                        choices=[
                            ("SMS", "SMS kredisi"),
                            ("OTP", "OTP kredisi"),
                            ("IYS", "İYS izin miktarı"),
                            ("LIMIT", "SMS limiti"),
                        ],
                        max_length=5,
                        verbose_name="tür",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("SOURCE", "Yüklenen"),
                            ("AVAILABLE", "Kalan"),
                            ("SPENT", "Harcanan"),
                        ],
                        max_length=9,
                        verbose_name="rol",
                    ),
                ),
                ("balance", models.BigIntegerField(default=0, verbose_name="bakiye")),
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
                "verbose_name": "kredi hesabı",
                "verbose_name_plural": "kredi hesapları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("kind"),
                        models.F("role"),
                        name="ledger_account_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("role", "SOURCE"), ("balance__gte", 0), _connector="OR"
                        ),
                        name="ledger_never_below_zero",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
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
                        choices=[
                            ("SMS", "SMS kredisi"),
                            ("OTP", "OTP kredisi"),
                            ("IYS", "İYS izin miktarı"),
                            ("LIMIT", "SMS limiti"),
                        ],
                        max_length=5,
                        verbose_name="tür",
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("LOAD", "Yükleme"),
                            ("SPEND", "Harcama"),
                            ("REFUND", "İade"),
                            ("ADJUST", "Düzeltme"),
                        ],
                        max_length=6,
                        verbose_name="hareket",
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("PURCHASE", "Kredi yükleme"),
                            ("OPENING", "Açılış bakiyesi"),
                            ("CAMPAIGN", "Toplu gönderim"),
                            ("SINGLE", "Tekli gönderim"),
                            ("OTP", "OTP gönderimi"),
                            ("CONSENT", "İYS izin kaydı"),
                            ("UNDELIVERED", "İletilemedi"),
                            ("EXPIRED", "Süresi doldu"),
                            ("REJECTED", "Operatör reddetti"),
                            ("INVALID_NUMBER", "Geçersiz numara"),
                            ("NO_CONSENT", "Gönderim anında izin yoktu"),
                            ("CANCELLED", "Gönderilmeden iptal edildi"),
                            ("NOT_SENT", "Operatöre ulaşmadı"),
                            ("PARTS_DIFFER", "Operatörün saydığı parça farkı"),
                            ("LATE_REPORT", "Sonradan gelen rapor"),
                            ("OPERATOR_FIGURE", "Operatör bakiyesi ile eşitleme"),
                            ("LIMIT_RENEWAL", "Aylık limit yenileme"),
                            ("LIMIT_CHANGE", "Limit değişikliği"),
                            ("MANUAL", "Elle düzeltme"),
                        ],
                        max_length=20,
                        verbose_name="neden",
                    ),
                ),
                ("amount", models.BigIntegerField(verbose_name="miktar")),
                ("key", models.CharField(max_length=100, verbose_name="işlem anahtarı")),
                ("refunded", models.BigIntegerField(default=0, verbose_name="iade edilen")),
                (
                    "at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="zaman"),
                ),
                ("actor", models.CharField(max_length=150, verbose_name="yapan")),
                (
                    "subject_type",
                    models.CharField(blank=True, max_length=40, verbose_name="kayıt türü"),
                ),
                ("subject_id", models.BigIntegerField(null=True, verbose_name="kayıt")),
                (
                    "credit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
                    ),
                ),
                (
                    "debit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
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
                    "of",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="refunds",
                        to="ledger.transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "kredi hareketi",
                "verbose_name_plural": "kredi hareketleri",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["firm", "kind", "-at"], name="ledger_transfer_history"),
                    models.Index(
                        condition=models.Q(("of__isnull", False)),
                        fields=["of"],
                        name="ledger_transfer_of",
                    ),
                    models.Index(
                        condition=models.Q(("subject_id__isnull", False)),
                        fields=["firm", "subject_type", "subject_id"],
                        name="ledger_transfer_subject",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("key"), name="ledger_transfer_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="ledger_amount_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refunded__gte", 0), ("refunded__lte", models.F("amount"))
                        ),
                        name="ledger_refund_within_spend",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("of__isnull", False), ("type", "REFUND")),
                            models.Q(
                                models.Q(("type", "REFUND"), _negated=True), ("of__isnull", True)
                            ),
                            _connector="OR",
                        ),
                        name="ledger_refund_names_its_spend",
                    ),
                ],
            },
        ),
    ]
