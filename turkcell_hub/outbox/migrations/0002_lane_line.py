from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="lane", name="line_holder", field=models.UUIDField(null=True)
        ),
        migrations.AddField(
            model_name="lane", name="line_until", field=models.DateTimeField(null=True)
        ),
    ]
