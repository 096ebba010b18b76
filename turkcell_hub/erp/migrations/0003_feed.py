from django.db import migrations

from turkcell_hub.events import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("erp", "0002_link"),
        ("events", "0001_initial"),
    ]

    operations = [
        triggers.follow("erp_account", "erp_account", ("refreshed_at",)),
        triggers.follow("erp_contact", "erp_contact", ("refreshed_at",)),
        triggers.follow("erp_person", "erp_person", ("refreshed_at",)),
        triggers.follow("erp_servicecard", "erp_service_card", ("refreshed_at",)),
        triggers.follow("erp_project", "erp_project", ("refreshed_at",)),
        triggers.follow("erp_workplace", "erp_workplace", ("refreshed_at",)),
        triggers.follow("erp_document", "erp_document", ("lease_until",)),
    ]
