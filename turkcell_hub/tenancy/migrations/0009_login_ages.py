"""When a login was entered, and how often in a row the operator has refused it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0008_email_proven"),
    ]

    operations = [
        migrations.AddField(
            model_name="gatewayaccount",
            name="login_set_at",
            field=models.DateTimeField(
                editable=False, null=True, verbose_name="şifrenin girildiği an"
            ),
        ),
        migrations.AddField(
            model_name="gatewayaccount",
            name="refusals",
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
    ]
