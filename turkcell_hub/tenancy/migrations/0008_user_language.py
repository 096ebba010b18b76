from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0007_location_accounts"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="language",
            field=models.CharField(
                choices=[("tr", "Türkçe"), ("en", "English")],
                default="tr",
                max_length=5,
                verbose_name="dil",
            ),
        ),
    ]
