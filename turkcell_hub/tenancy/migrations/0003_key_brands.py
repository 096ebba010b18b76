"""API keys that see some brands alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0002_erp_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="apikey",
            name="all_brands",
            field=models.BooleanField(default=True, verbose_name="bütün markalar"),
        ),
        migrations.AddField(
            model_name="apikey",
            name="brands",
            field=models.ManyToManyField(blank=True, to="tenancy.brand", verbose_name="markalar"),
        ),
    ]
