from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0008_user_language"),
    ]

    operations = [
        migrations.AlterField(
            model_name="gatewayaccount",
            name="service",
            field=models.CharField(
                choices=[
                    ("sms", "SMS"),
                    ("tckn", "TCKN SMS"),
                    ("iys", "İYS"),
                    ("otp", "OTP"),
                    ("location", "Konum"),
                    ("invoice", "Fatura aktarımı"),
                ],
                default="sms",
                max_length=12,
                verbose_name="hizmet",
            ),
        ),
    ]
