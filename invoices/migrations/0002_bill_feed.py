"""Bills and their transfers stand in the change feed."""

from django.db import migrations

from turkcell_hub.events import triggers


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_initial"),
        ("invoices", "0001_bills"),
    ]

    operations = [
        triggers.follow("invoices_bill", "bill"),
        triggers.follow("invoices_transfer", "bill_transfer", ("job_id",)),
    ]
