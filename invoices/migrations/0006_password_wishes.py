"""A program may wish for a new password; a person confirms it or turns it down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("invoices", "0005_line_questions"),
        ("tenancy", "0009_login_ages"),
    ]

    operations = [
        migrations.AddField(
            model_name="passwordrequest",
            name="decided_by",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=120, verbose_name="karar veren"
            ),
        ),
        migrations.AlterField(
            model_name="passwordrequest",
            name="masked_phone",
            field=models.CharField(blank=True, max_length=20, verbose_name="telefon"),
        ),
        migrations.AlterField(
            model_name="passwordrequest",
            name="officer_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="Turkcell yetkilisi"),
        ),
        migrations.AlterField(
            model_name="passwordrequest",
            name="state",
            field=models.CharField(
                choices=[
                    ("WAITING", "Bir kişinin onayını bekliyor"),
                    ("DENIED", "Geri çevrildi"),
                    ("ASKED", "Soruluyor"),
                    ("DONE", "SMS gönderildi"),
                    ("REFUSED", "Operatör kabul etmedi"),
                    ("UNKNOWN", "Yanıt gelmedi"),
                ],
                default="ASKED",
                max_length=7,
                verbose_name="sonuç",
            ),
        ),
        migrations.AddConstraint(
            model_name="passwordrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "WAITING")),
                fields=("firm", "account"),
                name="password_one_waits",
            ),
        ),
    ]
