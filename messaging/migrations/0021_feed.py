from django.db import migrations

from turkcell_hub.events import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0020_card_followers"),
        ("events", "0001_initial"),
    ]

    operations = [
        triggers.follow("messaging_subscriber", "subscriber", ("search_key", "sort_key")),
        triggers.follow("messaging_group", "group", ("search_key", "sort_key")),
    ]
