import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("fieldteams", "0002_watches_and_jobs"),
        ("tenancy", "0003_key_brands"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="fenceevent", name="fence_event_once"),
        migrations.AddField(
            model_name="fenceevent",
            name="account",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tenancy.gatewayaccount",
            ),
        ),
        migrations.AddField(
            model_name="fenceevent",
            name="source",
            field=models.CharField(blank=True, default="", max_length=200),
        ),
        # What happened before programs could hear of it is told to none of them.
        migrations.AddField(
            model_name="zonevisit", name="said_enter", field=models.BooleanField(default=True)
        ),
        migrations.AddField(
            model_name="zonevisit", name="said_leave", field=models.BooleanField(default=True)
        ),
        migrations.AlterField(
            model_name="zonevisit", name="said_enter", field=models.BooleanField(default=False)
        ),
        migrations.AlterField(
            model_name="zonevisit", name="said_leave", field=models.BooleanField(default=False)
        ),
        migrations.AlterField(
            model_name="operatorfence",
            name="phone",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="fences",
                to="fieldteams.fieldphone",
            ),
        ),
        migrations.AlterField(
            model_name="operatorfence",
            name="zone",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="fences",
                to="fieldteams.zone",
            ),
        ),
        migrations.AddConstraint(
            model_name="fenceevent",
            constraint=models.UniqueConstraint(
                fields=("firm", "account", "source", "event_id"),
                name="fence_event_once_a_source",
            ),
        ),
    ]
