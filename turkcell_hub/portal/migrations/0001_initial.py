from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("firm_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("slug", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=60, verbose_name="görünüm adı")),
                ("query", models.TextField(blank=True)),
                ("is_default", models.BooleanField(default=False, verbose_name="varsayılan")),
            ],
            options={
                "verbose_name": "kayıtlı görünüm",
                "verbose_name_plural": "kayıtlı görünümler",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm_id", "user_id", "slug", "name"), name="saved_view_name_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("firm_id", "user_id", "slug"),
                        name="saved_view_one_default",
                    ),
                ],
            },
        ),
    ]
