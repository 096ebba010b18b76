import django.db.models.deletion
from django.db import migrations, models

import turkcell_hub.jobs.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=40, verbose_name="tür")),
                ("title", models.CharField(max_length=160, verbose_name="iş")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("QUEUED", "Sırada"),
                            ("RUNNING", "Çalışıyor"),
                            ("PREVIEW", "Onayınızı bekliyor"),
                            ("DONE", "Tamamlandı"),
                            ("FAILED", "Tamamlanamadı"),
                            ("CANCELLED", "İptal edildi"),
                        ],
                        default="QUEUED",
                        max_length=9,
                        verbose_name="durum",
                    ),
                ),
                ("phase", models.CharField(blank=True, max_length=20)),
                ("params", models.JSONField(default=dict)),
                ("checkpoint", models.JSONField(default=dict)),
                ("result", models.JSONField(default=dict)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("error_code", models.CharField(blank=True, max_length=60)),
                (
                    "file",
                    models.FileField(blank=True, upload_to=turkcell_hub.jobs.models._upload_path),
                ),
                ("file_name", models.CharField(blank=True, max_length=160, verbose_name="dosya")),
                (
                    "result_file",
                    models.FileField(blank=True, upload_to=turkcell_hub.jobs.models._upload_path),
                ),
                ("result_name", models.CharField(blank=True, max_length=160)),
                ("owner_label", models.CharField(max_length=120, verbose_name="başlatan")),
                ("owner_user", models.BigIntegerField(null=True)),
                ("owner_member", models.BigIntegerField(null=True)),
                ("owner_key", models.BigIntegerField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("cancel_requested", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="başlama")),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True, verbose_name="bitiş")),
                ("seen_at", models.DateTimeField(null=True)),
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
                "verbose_name": "uzun iş",
                "verbose_name_plural": "uzun işler",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["firm", "owner_user", "-id"], name="job_by_owner"),
                    models.Index(
                        condition=models.Q(("state__in", ("QUEUED", "RUNNING"))),
                        fields=["state", "lease_until"],
                        name="job_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("NEW", "Yeni"),
                            ("CHANGED", "Güncellenecek"),
                            ("SAME", "Aynı"),
                            ("REPEATED", "Dosyada tekrar"),
                            ("ERROR", "Hatalı"),
                        ],
                        max_length=8,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=120)),
                ("data", models.JSONField(default=dict)),
                ("raw", models.JSONField(default=list)),
                ("notes", models.JSONField(default=list)),
                ("applied", models.BooleanField(default=False)),
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
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "aktarım satırı",
                "verbose_name_plural": "aktarım satırları",
                "indexes": [
                    models.Index(fields=["job", "verdict", "number"], name="import_row_by_verdict")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("job"), models.F("number"), name="import_row_once"
                    )
                ],
            },
        ),
    ]
