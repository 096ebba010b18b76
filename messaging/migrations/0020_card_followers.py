import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("erp", "0002_link"),
        ("messaging", "0019_sources_of_tasks"),
        ("tenancy", "0006_otp_accounts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="subscriber",
            name="subscriber_kind_fits_link",
        ),
        migrations.AddField(
            model_name="subscriber",
            name="account",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="erp.account",
                verbose_name="cari hesap",
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="contact",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="erp.contact",
                verbose_name="ilgili kişi",
            ),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="off_with_card",
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
        migrations.AddField(
            model_name="subscriber",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="erp.person",
                verbose_name="personel kartı",
            ),
        ),
        migrations.AlterField(
            model_name="subscriber",
            name="kind",
            field=models.CharField(
                choices=[
                    ("SISTEM", "Sistem kullanıcısı"),
                    ("CARI", "Cari hesap"),
                    ("PERSONEL", "Personel"),
                    ("ILGILI", "Müşterinin ilgili kişisi"),
                    ("DIGER", "Diğer"),
                ],
                default="DIGER",
                max_length=8,
                verbose_name="kullanıcı tipi",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("account__isnull", False)),
                fields=("firm", "account"),
                name="subscriber_account_once",
                violation_error_message="Bu cari hesap zaten mobil abone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("person__isnull", False)),
                fields=("firm", "person"),
                name="subscriber_person_once",
                violation_error_message="Bu personel zaten mobil abone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.UniqueConstraint(
                condition=models.Q(("contact__isnull", False)),
                fields=("firm", "contact"),
                name="subscriber_contact_once",
                violation_error_message="Bu ilgili kişi zaten mobil abone.",
            ),
        ),
        migrations.AddConstraint(
            model_name="subscriber",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("account__isnull", True),
                        ("contact__isnull", True),
                        ("kind", "DIGER"),
                        ("member__isnull", True),
                        ("person__isnull", True),
                    ),
                    models.Q(
                        ("account__isnull", True),
                        ("contact__isnull", True),
                        ("kind", "SISTEM"),
                        ("member__isnull", False),
                        ("person__isnull", True),
                    ),
                    models.Q(
                        ("account__isnull", False),
                        ("contact__isnull", True),
                        ("kind", "CARI"),
                        ("member__isnull", True),
                        ("person__isnull", True),
                    ),
                    models.Q(
                        ("account__isnull", True),
                        ("contact__isnull", True),
                        ("kind", "PERSONEL"),
                        ("member__isnull", True),
                        ("person__isnull", False),
                    ),
                    models.Q(
                        ("account__isnull", True),
                        ("contact__isnull", False),
                        ("kind", "ILGILI"),
                        ("member__isnull", True),
                        ("person__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="subscriber_kind_fits_link",
            ),
        ),
    ]
