from django.db import migrations, models
from django.db.models import Q

# What a key asked for its maker asked for himself, also where people decide about it now.
MAKERS = """
UPDATE otp_process SET asked_member = (
    SELECT m.id FROM tenancy_apikey k
    JOIN tenancy_membership m ON m.user_id = k.created_by_id AND m.firm_id = k.firm_id
    WHERE k.id = otp_process.asked_key AND k.firm_id = otp_process.firm_id LIMIT 1)
WHERE state = 'SURUYOR' AND asked_member IS NULL AND asked_key IS NOT NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("otp", "0003_approvals_in_one_place"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="task",
            name="problem",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="sorun"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="task",
            index=models.Index(
                condition=Q(("state", "ACIK"), ~Q(("problem", ""))),
                fields=["firm"],
                name="task_stuck",
            ),
        ),
        migrations.AddField(
            model_name="substitute",
            name="told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="substitute",
            index=models.Index(
                condition=Q(("told_at", None)), fields=["first_day"], name="substitute_untold"
            ),
        ),
        migrations.RunSQL(MAKERS, migrations.RunSQL.noop),
    ]
