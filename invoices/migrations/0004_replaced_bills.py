"""A bill that another has taken the place of counts beside it, as one that contradicts does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0003_transfer_totals"),
        ("tenancy", "0003_key_brands"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="bill",
            name="bill_ettn_once",
        ),
        migrations.RemoveConstraint(
            model_name="bill",
            name="bill_number_once",
        ),
        migrations.AlterField(
            model_name="bill",
            name="state",
            field=models.CharField(
                choices=[
                    ("OPEN", "Aktarılmadı"),
                    ("REVIEW", "İnceleme bekliyor"),
                    ("CONFLICT", "Çakışıyor"),
                    ("PARTLY", "Bir kısmı aktarıldı"),
                    ("BOOKED", "Aktarıldı"),
                    ("ASIDE", "Ayrıldı"),
                    ("REPLACED", "Yerine düzeltilmişi alındı"),
                ],
                default="OPEN",
                max_length=8,
                verbose_name="durum",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("CONFLICT", "REPLACED")), _negated=True),
                    models.Q(("ettn", ""), _negated=True),
                ),
                fields=("firm", "ettn"),
                name="bill_ettn_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="bill",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("CONFLICT", "REPLACED")), _negated=True),
                fields=("firm", "supplier_tax_no", "number_key"),
                name="bill_number_once",
            ),
        ),
    ]
