from decimal import Decimal

import django.contrib.postgres.fields
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
            name="LowCreditReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SMS", "SMS kredisi"),
                            ("OTP", "OTP kredisi"),
                            ("IYS", "İYS izin miktarı"),
                            ("LIMIT", "SMS limiti"),
                        ],
                        max_length=5,
                        verbose_name="kredi türü",
                    ),
                ),
                ("threshold", models.PositiveIntegerField(verbose_name="eşik")),
                (
                    "phones",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("armed", models.BooleanField(default=True, editable=False)),
                (
                    "by_label",
                    models.CharField(editable=False, max_length=150, verbose_name="tanımlayan"),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="değişiklik")),
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
                    "members",
                    models.ManyToManyField(
                        blank=True, to="tenancy.membership", verbose_name="kişiler"
                    ),
                ),
            ],
            options={
                "verbose_name": "kredi hatırlatması",
                "verbose_name_plural": "kredi hatırlatmaları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("kind"), name="low_credit_reminder_once_a_kind"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("threshold__gt", 0)), name="low_credit_threshold"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LowCreditNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transfer_id", models.BigIntegerField()),
                ("threshold", models.PositiveIntegerField(verbose_name="eşik")),
                ("balance", models.BigIntegerField(verbose_name="kalan")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="zaman")),
                ("settled_at", models.DateTimeField(null=True)),
                ("sent_to", models.PositiveIntegerField(default=0, verbose_name="SMS gönderilen")),
                ("problem", models.CharField(blank=True, max_length=300, verbose_name="sorun")),
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
                    "reminder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="billing.lowcreditreminder",
                    ),
                ),
            ],
            options={
                "verbose_name": "kredi uyarısı",
                "verbose_name_plural": "kredi uyarıları",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["id"],
                        name="low_credit_unsent",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("reminder"),
                        models.F("transfer_id"),
                        name="low_credit_once",
                    )
                ],
            },
        ),
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
        migrations.CreateModel(
            name="RefundRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("service", models.CharField(max_length=20, verbose_name="hizmet")),
                ("state", models.CharField(max_length=40, verbose_name="sonuç")),
                ("refunds", models.BooleanField(verbose_name="kredi iade edilir")),
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
                "verbose_name": "iade kuralı",
                "verbose_name_plural": "iade kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("service"),
                        models.F("state"),
                        models.F("valid_from"),
                        name="refund_rule_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("month", models.DateField(verbose_name="ay")),
                ("parts", models.IntegerField(verbose_name="SMS (parça)")),
                (
                    "net",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="KDV hariç"),
                ),
                ("vat", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="KDV")),
                (
                    "gross",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="toplam"),
                ),
                ("closed_at", models.DateTimeField(verbose_name="kapanış")),
                ("by_label", models.CharField(max_length=150, verbose_name="kapatan")),
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
                "verbose_name": "aylık ekstre",
                "verbose_name_plural": "aylık ekstreler",
                "ordering": ("-month",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("month"), name="statement_once_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="statement_of_a_month"
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
                        name="statement_sums_are_right",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StatementLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=20, verbose_name="hizmet")),
                ("for_month", models.DateField(verbose_name="gönderildiği ay")),
                ("messages", models.IntegerField(verbose_name="mesaj")),
                ("parts", models.IntegerField(verbose_name="SMS (parça)")),
                (
                    "unit_price",
                    models.DecimalField(
                        decimal_places=4, max_digits=10, verbose_name="birim fiyat"
                    ),
                ),
                (
                    "vat_rate",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="KDV oranı (%)"
                    ),
                ),
                (
                    "net",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="KDV hariç"),
                ),
                ("vat", models.DecimalField(decimal_places=2, max_digits=14, verbose_name="KDV")),
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
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="billing.statement",
                    ),
                ),
            ],
            options={
                "verbose_name": "ekstre satırı",
                "verbose_name_plural": "ekstre satırları",
                "ordering": ("-for_month", "source"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("statement"),
                        models.F("source"),
                        models.F("for_month"),
                        name="statement_line_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tariff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerli olduğu ilk ay")),
                (
                    "unit_price",
                    models.DecimalField(
                        decimal_places=4,
                        max_digits=10,
                        validators=[django.core.validators.MinValueValidator(Decimal("0.0001"))],
                        verbose_name="SMS başına (KDV hariç)",
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
                (
                    "closing_day",
                    models.PositiveSmallIntegerField(
                        default=4,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(28),
                        ],
                        verbose_name="kapanış günü",
                    ),
                ),
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
                "verbose_name": "tarife",
                "verbose_name_plural": "tarifeler",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="tariff_once_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_from__day", 1)), name="tariff_from_a_first_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit_price__gt", 0)), name="tariff_above_zero"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closing_day__gte", 1), ("closing_day__lte", 28)),
                        name="tariff_closing_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillingProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "payment_type",
                    models.CharField(
                        choices=[("ON_ODEMELI", "Ön ödemeli"), ("FATURALI", "Faturalı")],
                        default="ON_ODEMELI",
                        max_length=10,
                        verbose_name="ödeme türü",
                    ),
                ),
                (
                    "sms_limit",
                    models.PositiveIntegerField(default=0, verbose_name="aylık SMS limiti"),
                ),
                ("renewed_for", models.DateField(null=True)),
                (
                    "by_label",
                    models.CharField(blank=True, max_length=150, verbose_name="değiştiren"),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="değişiklik")),
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
                "verbose_name": "ödeme türü",
                "verbose_name_plural": "ödeme türleri",
                "constraints": [
                    models.UniqueConstraint(models.F("firm"), name="billing_profile_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LimitRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("limit_before", models.PositiveIntegerField(verbose_name="talep anındaki limit")),
                ("amount", models.PositiveIntegerField(verbose_name="istenen aylık limit")),
                ("reason", models.CharField(max_length=500, verbose_name="gerekçe")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("BEKLIYOR", "Onay bekliyor"),
                            ("OPERATORDE", "Operatöre iletildi"),
                            ("ONAYLANDI", "Onaylandı"),
                            ("REDDEDILDI", "Reddedildi"),
                            ("GERI_CEKILDI", "Geri çekildi"),
                        ],
                        default="BEKLIYOR",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                ("by_label", models.CharField(max_length=150, verbose_name="isteyen")),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_key", models.BigIntegerField(null=True)),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=150, verbose_name="karar veren"),
                ),
                (
                    "decision_note",
                    models.CharField(blank=True, max_length=300, verbose_name="karar notu"),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="talep zamanı"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="karar zamanı")),
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
                "verbose_name": "limit artırım talebi",
                "verbose_name_plural": "limit artırım talepleri",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("BEKLIYOR", "OPERATORDE"))),
                        fields=("firm",),
                        name="one_open_limit_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", models.F("limit_before"))),
                        name="limit_request_is_an_increase",
                    ),
                ],
            },
        ),
    ]
