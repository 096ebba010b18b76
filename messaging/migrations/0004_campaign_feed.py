"""Campaigns stand in the change feed, and change with their counters."""

from django.db import migrations

from turkcell_hub.events import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        ("messaging", "0003_campaign_dealer"),
    ]

    operations = [
        triggers.follow("messaging_campaign", "campaign", ("prepare_lease",)),
        triggers.follow_part("messaging_campaigncount", "campaign", "campaign_id"),
    ]
