import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("otp", "0002_receipts_append_only"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="process",
            name="due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="son zaman"),
        ),
        migrations.AddField(
            model_name="receipt",
            name="authority_code",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tenancy.authoritycode",
                verbose_name="yetki kodu",
            ),
        ),
        migrations.AddField(
            model_name="workflowstep",
            name="code_method",
            field=models.CharField(
                choices=[("SMS", "SMS kodu"), ("TOTP", "Doğrulama uygulaması")],
                default="SMS",
                max_length=4,
                verbose_name="en az yöntem",
            ),
        ),
        migrations.AlterField(
            model_name="process",
            name="state",
            field=models.CharField(
                choices=[
                    ("SURUYOR", "Sürüyor"),
                    ("ONAYLANDI", "Onaylandı"),
                    ("REDDEDILDI", "Reddedildi"),
                    ("GERI_CEKILDI", "Geri çekildi"),
                    ("GECERSIZ", "Geçersiz: belge değişti"),
                    ("SURESI_DOLDU", "Süresi doldu"),
                ],
                default="SURUYOR",
                max_length=12,
                verbose_name="durum",
            ),
        ),
        migrations.AlterField(
            model_name="workflowversion",
            name="workflow",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="versions",
                to="otp.workflow",
            ),
        ),
        migrations.AddIndex(
            model_name="process",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False), ("state", "SURUYOR")),
                fields=["due_at"],
                name="process_due",
            ),
        ),
        migrations.DeleteModel(
            name="Approval",
        ),
    ]
