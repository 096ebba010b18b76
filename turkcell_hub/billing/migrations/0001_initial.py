from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models

import turkcell_hub.billing.models.orders


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Order",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=turkcell_hub.billing.models.orders.new_reference,
                        editable=False,
                        max_length=32,
                        unique=True,
                        verbose_name="sipariş no",
                    ),
                ),
                ("credits", models.PositiveIntegerField(verbose_name="paket (SMS)")),
                (
                    "net",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="KDV hariç"),
                ),
                (
                    "vat_rate",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="KDV oranı (%)"
                    ),
                ),
                ("vat", models.DecimalField(decimal_places=2, max_digits=12, verbose_name="KDV")),
                (
                    "gross",
                    models.DecimalField(
                        decimal_places=2, max_digits=12, verbose_name="ödenecek tutar"
                    ),
                ),
                ("price_from", models.DateField(verbose_name="fiyatın tarihi")),
                (
                    "method",
                    models.CharField(
                        choices=[("KART", "Kredi kartı"), ("HAVALE", "Havale / EFT")],
                        max_length=6,
                        verbose_name="ödeme yolu",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("BEKLIYOR", "Ödeme bekliyor"),
                            ("ODENDI", "Ödendi"),
                            ("IPTAL", "İptal edildi"),
                            ("SURESI_DOLDU", "Süresi doldu"),
                            ("INCELENIYOR", "İnceleniyor"),
                        ],
                        default="BEKLIYOR",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
                ("by_label", models.CharField(max_length=150, verbose_name="sipariş veren")),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_key", models.BigIntegerField(null=True)),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=150, verbose_name="onaylayan"),
                ),
                (
                    "receipt_no",
                    models.CharField(blank=True, max_length=60, verbose_name="dekont no"),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="sipariş zamanı"),
                ),
                ("expires_at", models.DateTimeField(verbose_name="son ödeme")),
                ("ask_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True, verbose_name="kapanış")),
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
                "verbose_name": "kredi siparişi",
                "verbose_name_plural": "kredi siparişleri",
                "indexes": [
                    models.Index(fields=["firm", "-id"], name="order_by_firm"),
                    models.Index(
                        condition=models.Q(("state", "BEKLIYOR")),
                        fields=["expires_at"],
                        name="order_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("credits__in", (1000, 5000, 10000, 50000, 100000))),
                        name="order_is_one_of_the_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "gross",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("net"), "+", models.F("vat")
                                ),
                            )
                        ),
                        name="order_sums_are_right",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ODENDI"), _negated=True),
                            ("closed_at__isnull", False),
                            _connector="OR",
                        ),
                        name="order_paid_at_some_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackagePrice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "credits",
                    models.PositiveIntegerField(
                        choices=[
                            (1000, "1.000"),
                            (5000, "5.000"),
                            (10000, "10.000"),
                            (50000, "50.000"),
                            (100000, "100.000"),
                        ],
                        verbose_name="paket (SMS)",
                    ),
                ),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.01"))],
                        verbose_name="KDV hariç fiyat",
                    ),
                ),
                (
                    "vat_rate",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("20"),
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="KDV oranı (%)",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                (
                    "by_label",
                    models.CharField(editable=False, max_length=150, verbose_name="tanımlayan"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
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
                "verbose_name": "paket fiyatı",
                "verbose_name_plural": "paket fiyatları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("credits"),
                        models.F("valid_from"),
                        name="package_price_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("credits__in", (1000, 5000, 10000, 50000, 100000))),
                        name="package_is_one_of_the_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("net__gt", 0)), name="package_price_above_zero"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120)),
                ("payment_id", models.CharField(max_length=80, verbose_name="ödeme no")),
                ("outcome", models.CharField(max_length=12, verbose_name="sonuç")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="tutar"),
                ),
                ("currency", models.CharField(max_length=3, verbose_name="para birimi")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="neden")),
                ("credited", models.BooleanField(default=False, verbose_name="kredi yüklendi")),
                ("received_at", models.DateTimeField(auto_now_add=True, verbose_name="zaman")),
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
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="billing.order",
                    ),
                ),
            ],
            options={
                "verbose_name": "ödeme bildirimi",
                "verbose_name_plural": "ödeme bildirimleri",
                "ordering": ("pk",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("order"),
                        models.F("key"),
                        name="payment_event_once",
                    )
                ],
            },
        ),
    ]
