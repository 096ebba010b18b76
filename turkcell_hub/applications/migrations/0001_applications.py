import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Application",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(max_length=32, unique=True, verbose_name="başvuru no"),
                ),
                (
                    "payment_type",
                    models.CharField(
                        blank=True,
                        choices=[("FATURALI", "Faturalı"), ("ON_ODEMELI", "Ön ödemeli")],
                        max_length=10,
                        verbose_name="ödeme türü",
                    ),
                ),
                (
                    "tax_number",
                    models.CharField(max_length=11, verbose_name="vergi / T.C. kimlik no"),
                ),
                ("contact", models.CharField(max_length=120, verbose_name="yetkili")),
                ("phone", models.CharField(max_length=16, verbose_name="telefon")),
                ("email", models.EmailField(max_length=254, verbose_name="e-posta")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="not")),
                ("by_label", models.CharField(max_length=150, verbose_name="başvuran")),
                (
                    "operator_id",
                    models.CharField(blank=True, max_length=64, verbose_name="operatör no"),
                ),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="sorun")),
                ("tries", models.PositiveIntegerField(default=0)),
                ("try_at", models.DateTimeField(null=True)),
                ("ask_at", models.DateTimeField(null=True)),
                (
                    "cancel_reason",
                    models.CharField(blank=True, max_length=200, verbose_name="vazgeçme nedeni"),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="başvuru zamanı"),
                ),
                ("sent_at", models.DateTimeField(null=True, verbose_name="iletim zamanı")),
                (
                    "firm",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                        verbose_name="firma",
                    ),
                ),
            ],
            options={
                "verbose_name": "başvuru",
                "verbose_name_plural": "başvurular",
                "indexes": [
                    models.Index(
                        condition=models.Q(("try_at__isnull", False)),
                        fields=["try_at"],
                        name="application_to_send",
                    ),
                    models.Index(
                        condition=models.Q(("ask_at__isnull", False)),
                        fields=["ask_at"],
                        name="application_to_ask",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("service", models.CharField(max_length=20, verbose_name="hizmet")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ILETILECEK", "İletilecek"),
                            ("GONDERILDI", "Gönderildi"),
                            ("INCELEMEDE", "İncelemede"),
                            ("EKSIK_BELGE", "Eksik bilgi isteniyor"),
                            ("ARANDI", "Arandı"),
                            ("BILGI_VERILDI", "Bilgiler verildi"),
                            ("TAMAMLANDI", "Tamamlandı"),
                            ("REDDEDILDI", "Reddedildi"),
                            ("IPTAL", "İptal edildi"),
                        ],
                        default="ILETILECEK",
                        max_length=14,
                        verbose_name="durum",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.gatewayaccount",
                    ),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="applications.application",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                        verbose_name="firma",
                    ),
                ),
            ],
            options={
                "verbose_name": "başvurulan hizmet",
                "verbose_name_plural": "başvurulan hizmetler",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("application", "service"), name="application_service_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "ILETILECEK",
                                    "GONDERILDI",
                                    "INCELEMEDE",
                                    "EKSIK_BELGE",
                                    "ARANDI",
                                    "BILGI_VERILDI",
                                ],
                            )
                        ),
                        fields=("firm", "service"),
                        name="one_open_application_of_a_service",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ApplicationEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ILETILECEK", "İletilecek"),
                            ("GONDERILDI", "Gönderildi"),
                            ("INCELEMEDE", "İncelemede"),
                            ("EKSIK_BELGE", "Eksik bilgi isteniyor"),
                            ("ARANDI", "Arandı"),
                            ("BILGI_VERILDI", "Bilgiler verildi"),
                            ("TAMAMLANDI", "Tamamlandı"),
                            ("REDDEDILDI", "Reddedildi"),
                            ("IPTAL", "İptal edildi"),
                        ],
                        max_length=14,
                        verbose_name="durum",
                    ),
                ),
                ("by_label", models.CharField(max_length=150, verbose_name="kim")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="not")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="zaman")),
                (
                    "firm",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                        verbose_name="firma",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="applications.applicationitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "başvuru hareketi",
                "verbose_name_plural": "başvuru hareketleri",
                "ordering": ("pk",),
            },
        ),
    ]
