import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("erp", "0001_initial"),
        ("tenancy", "0006_otp_accounts"),
    ]

    operations = [
        migrations.CreateModel(
            name="ErpLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "system",
                    models.CharField(
                        choices=[
                            ("LOGO", "Logo (Tiger, Go, Wings)"),
                            ("ERPNEXT", "ERPNext"),
                            ("DIGER", "Diğer (REST ile)"),
                        ],
                        default="LOGO",
                        max_length=8,
                        verbose_name="ERP",
                    ),
                ),
                ("version", models.CharField(blank=True, max_length=40, verbose_name="sürüm")),
                ("hr_linked", models.BooleanField(default=False, verbose_name="İK bağlantısı")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="değişiklik")),
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
                "verbose_name": "ERP bağlantısı",
                "verbose_name_plural": "ERP bağlantıları",
                "constraints": [
                    models.UniqueConstraint(models.F("firm"), name="one_erp_link_per_firm")
                ],
            },
        ),
    ]
