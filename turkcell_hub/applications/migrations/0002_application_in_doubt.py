from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_applications")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="in_doubt",
            field=models.BooleanField(default=False),
        ),
    ]
