from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("messaging", "0011_repeat_rules")]

    operations = [
        migrations.AddField(
            model_name="campaign",
            name="first_people",
            field=models.PositiveIntegerField(blank=True, editable=False, null=True),
        ),
    ]
