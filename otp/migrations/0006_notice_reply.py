"""A substitute is told a figure of his own, by which he answers by SMS."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("otp", "0005_people_named_by_an_admin"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="reply_number",
            field=models.CharField(
                blank=True, db_default="", default="", editable=False, max_length=6
            ),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(
                condition=~Q(reply_number=""),
                fields=["firm", "reply_number"],
                name="notice_reply",
            ),
        ),
    ]
