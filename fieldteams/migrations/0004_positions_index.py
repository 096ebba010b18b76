from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("fieldteams", "0003_watches_settled_and_told")]

    operations = [
        migrations.RemoveConstraint(model_name="position", name="position_once"),
        migrations.AddConstraint(
            model_name="position",
            constraint=models.UniqueConstraint(
                fields=("firm", "phone", "at"),
                include=("latitude", "longitude", "accuracy", "speed", "heading", "source"),
                name="position_once",
            ),
        ),
    ]
