import uuid

import django.db.models.deletion
from django.db import migrations, models

import turkcell_hub.tenancy.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DataRequest",
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
                        default=uuid.uuid4, editable=False, unique=True, verbose_name="belge no"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("DOSYA", "Kişinin veri dosyası"),
                            ("SILME", "Kişinin verilerini silme"),
                        ],
                        max_length=5,
                        verbose_name="istek",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("HAZIRLANIYOR", "Hazırlanıyor"),
                            ("TAMAMLANDI", "Tamamlandı"),
                            ("TAMAMLANAMADI", "Tamamlanamadı"),
                        ],
                        default="HAZIRLANIYOR",
                        max_length=13,
                        verbose_name="durum",
                    ),
                ),
                (
                    "applicant",
                    models.CharField(
                        choices=[
                            ("KENDISI", "Kişinin kendisi"),
                            ("VEKILI", "Vekili ya da velisi"),
                            ("KURUM", "Resmî kurum"),
                            ("FIRMA", "Firmanın kendi kararı"),
                        ],
                        max_length=7,
                        verbose_name="başvuran",
                    ),
                ),
                ("applied_on", models.DateField(verbose_name="başvuru tarihi")),
                ("due_on", models.DateField(verbose_name="son yanıt günü")),
                ("reason", models.CharField(max_length=300, verbose_name="gerekçe")),
                ("subject", turkcell_hub.tenancy.sealed.SealedJSONField(default=dict)),
                ("subject_label", models.CharField(max_length=200, verbose_name="kişi")),
                ("subject_mark", models.CharField(max_length=64)),
                ("result", models.JSONField(default=list)),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="özet")),
                ("by_label", models.CharField(max_length=150, verbose_name="işleyen")),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="kayıt zamanı"),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="bitiş")),
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
                    "job",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "kişisel veri isteği",
                "verbose_name_plural": "kişisel veri istekleri",
                "indexes": [models.Index(fields=["firm", "-id"], name="data_request_by_firm")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "TAMAMLANDI"), _negated=True),
                            ("finished_at__isnull", False),
                            _connector="OR",
                        ),
                        name="data_request_finished_at_some_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PrivacyRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(default=30, verbose_name="yanıt süresi (gün)"),
                ),
                (
                    "consent_years",
                    models.PositiveSmallIntegerField(default=3, verbose_name="izin kanıtı (yıl)"),
                ),
                (
                    "message_years",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="ticari ileti kaydı (yıl)"
                    ),
                ),
                (
                    "bill_years",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="fatura ve muhasebe (yıl)"
                    ),
                ),
                (
                    "receipt_years",
                    models.PositiveSmallIntegerField(default=10, verbose_name="onay makbuzu (yıl)"),
                ),
                ("created_by", models.CharField(max_length=120, verbose_name="tanımlayan")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="tanımlama")),
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
                "verbose_name": "kişisel veri kuralı",
                "verbose_name_plural": "kişisel veri kuralları",
                "ordering": ("-valid_from",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="privacy_rules_once_a_day"
                    )
                ],
            },
        ),
    ]
