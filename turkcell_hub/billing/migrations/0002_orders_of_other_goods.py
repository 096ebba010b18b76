from decimal import Decimal

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BankAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bank", models.CharField(max_length=80, verbose_name="banka")),
                ("branch", models.CharField(blank=True, max_length=80, verbose_name="şube")),
                ("holder", models.CharField(max_length=150, verbose_name="hesap sahibi")),
                ("iban", models.CharField(max_length=34, verbose_name="IBAN")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
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
            ],
            options={
                "verbose_name": "banka hesabı",
                "verbose_name_plural": "banka hesapları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("iban"), name="bank_account_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncomingPayment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64)),
                ("booked_on", models.DateField(verbose_name="işlem tarihi")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="tutar"),
                ),
                (
                    "currency",
                    models.CharField(default="TRY", max_length=3, verbose_name="para birimi"),
                ),
                ("sender", models.CharField(blank=True, max_length=200, verbose_name="gönderen")),
                (
                    "description",
                    models.CharField(blank=True, max_length=500, verbose_name="açıklama"),
                ),
                (
                    "bank_reference",
                    models.CharField(blank=True, max_length=60, verbose_name="dekont no"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ESLESTI", "Siparişle eşleşti"),
                            ("INCELENIYOR", "İncelenecek"),
                            ("ILGISIZ", "Siparişle ilgisiz"),
                        ],
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=20, verbose_name="neden")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="not")),
                ("by_label", models.CharField(max_length=150, verbose_name="aktaran")),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=150, verbose_name="karar veren"),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="aktarım zamanı"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="billing.bankaccount",
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
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="transfers",
                        to="billing.order",
                        verbose_name="sipariş",
                    ),
                ),
            ],
            options={
                "verbose_name": "gelen havale",
                "verbose_name_plural": "gelen havaleler",
                "indexes": [
                    models.Index(fields=["firm", "state", "-id"], name="incoming_by_state")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("key"), name="incoming_payment_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="incoming_payment_comes_in"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ESLESTI"), _negated=True),
                            ("order__isnull", False),
                            _connector="OR",
                        ),
                        name="incoming_payment_matched_to_something",
                    ),
                ],
            },
        ),
        migrations.AlterModelOptions(
            name="order",
            options={"verbose_name": "sipariş", "verbose_name_plural": "siparişler"},
        ),
        migrations.RemoveConstraint(
            model_name="order",
            name="order_is_one_of_the_five",
        ),
        migrations.RemoveConstraint(
            model_name="packageprice",
            name="package_price_once_a_day",
        ),
        migrations.RemoveConstraint(
            model_name="packageprice",
            name="package_is_one_of_the_five",
        ),
        migrations.RemoveConstraint(
            model_name="packageprice",
            name="package_price_above_zero",
        ),
        migrations.AddField(
            model_name="order",
            name="goods",
            field=models.CharField(
                default="KREDI", editable=False, max_length=10, verbose_name="ürün"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="installments",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="taksit"),
        ),
        migrations.AddField(
            model_name="order",
            name="payer_total",
            field=models.DecimalField(
                decimal_places=2, max_digits=12, null=True, verbose_name="karttan çekilen"
            ),
        ),
        migrations.AddField(
            model_name="order",
            name="subject_id",
            field=models.BigIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="packageprice",
            name="goods",
            field=models.CharField(
                default="KREDI", editable=False, max_length=10, verbose_name="ürün"
            ),
        ),
        migrations.AddField(
            model_name="packageprice",
            name="valid_until",
            field=models.DateField(blank=True, null=True, verbose_name="geçerlilik sonu"),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="installments",
            field=models.PositiveSmallIntegerField(default=1, verbose_name="taksit"),
        ),
        migrations.AddField(
            model_name="paymentevent",
            name="payer_total",
            field=models.DecimalField(
                decimal_places=2, max_digits=12, null=True, verbose_name="karttan çekilen"
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="credits",
            field=models.PositiveIntegerField(verbose_name="paket"),
        ),
        migrations.AlterField(
            model_name="packageprice",
            name="credits",
            field=models.PositiveIntegerField(verbose_name="paket"),
        ),
        migrations.AlterField(
            model_name="packageprice",
            name="net",
            field=models.DecimalField(
                decimal_places=2,
                max_digits=12,
                validators=[django.core.validators.MinValueValidator(Decimal("0"))],
                verbose_name="KDV hariç fiyat",
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(fields=["firm", "goods", "-id"], name="order_by_goods"),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("goods", "KREDI"), _negated=True),
                    ("credits__in", (1000, 5000, 10000, 50000, 100000)),
                    _connector="OR",
                ),
                name="order_is_one_of_the_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="packageprice",
            constraint=models.UniqueConstraint(
                models.F("firm"),
                models.F("goods"),
                models.F("credits"),
                models.F("valid_from"),
                name="package_price_once_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="packageprice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("goods", "KREDI"), _negated=True),
                    ("credits__in", (1000, 5000, 10000, 50000, 100000)),
                    _connector="OR",
                ),
                name="package_is_one_of_the_five",
            ),
        ),
        migrations.AddConstraint(
            model_name="packageprice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("net__gt", 0),
                    models.Q(models.Q(("goods", "KREDI"), _negated=True), ("net", 0)),
                    _connector="OR",
                ),
                name="package_price_above_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="packageprice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_until", None),
                    ("valid_until__gte", models.F("valid_from")),
                    _connector="OR",
                ),
                name="package_price_ends_after_it_begins",
            ),
        ),
    ]
