import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditHead",
            fields=[
                (
                    "firm",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="tenancy.firm",
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "zincir başı",
                "verbose_name_plural": "zincir başları",
            },
        ),
        migrations.CreateModel(
            name="AuditEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(verbose_name="sıra")),
                ("at", models.DateTimeField(verbose_name="zaman")),
                (
                    "actor_kind",
                    models.CharField(
                        choices=[
                            ("member", "Kullanıcı"),
                            ("api_key", "API anahtarı"),
                            ("system", "Sistem"),
                        ],
                        max_length=10,
                        verbose_name="kim (tür)",
                    ),
                ),
                ("actor_id", models.BigIntegerField(null=True)),
                ("actor_label", models.CharField(max_length=200, verbose_name="kim")),
                ("action", models.CharField(max_length=80, verbose_name="işlem")),
                (
                    "subject_type",
                    models.CharField(blank=True, max_length=80, verbose_name="kayıt türü"),
                ),
                ("subject_id", models.CharField(blank=True, max_length=64)),
                (
                    "subject_label",
                    models.CharField(blank=True, max_length=200, verbose_name="kayıt"),
                ),
                (
                    "changes",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="değişiklikler",
                    ),
                ),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                    ),
                ),
            ],
            options={
                "verbose_name": "işlem kaydı",
                "verbose_name_plural": "işlem geçmişi",
                "ordering": ("-seq",),
                "indexes": [
                    models.Index(fields=["firm", "-at"], name="audit_by_time"),
                    models.Index(
                        fields=["firm", "subject_type", "subject_id"], name="audit_by_subject"
                    ),
                    models.Index(fields=["firm", "action", "-at"], name="audit_by_action"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("seq"), name="audit_entry_once_per_place"
                    )
                ],
            },
        ),
    ]
