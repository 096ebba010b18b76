from decimal import Decimal

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import invoices.matching.shapes
import invoices.models.login


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("erp", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="BillDocument",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("media_type", models.CharField(max_length=60)),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="dosya")),
                ("content", models.BinaryField()),
                ("size", models.PositiveIntegerField(verbose_name="boyut")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="alınma")),
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
                "verbose_name": "fatura dosyası",
                "verbose_name_plural": "fatura dosyaları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("sha256"), name="bill_document_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Bill",
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
                            ("OPEN", "Aktarılmadı"),
                            ("REVIEW", "İnceleme bekliyor"),
                            ("CONFLICT", "Çakışıyor"),
                            ("PARTLY", "Bir kısmı aktarıldı"),
                            ("BOOKED", "Aktarıldı"),
                            ("ASIDE", "Ayrıldı"),
                        ],
                        default="OPEN",
                        max_length=8,
                        verbose_name="durum",
                    ),
                ),
                ("ettn", models.CharField(blank=True, max_length=36, verbose_name="ETTN")),
                ("number", models.CharField(max_length=20, verbose_name="fatura no")),
                ("number_key", models.CharField(editable=False, max_length=20)),
                (
                    "supplier_tax_no",
                    models.CharField(blank=True, max_length=20, verbose_name="operatör vergi no"),
                ),
                (
                    "supplier_name",
                    models.CharField(blank=True, max_length=200, verbose_name="operatör"),
                ),
                (
                    "subscriber_no",
                    models.CharField(blank=True, max_length=20, verbose_name="abone no"),
                ),
                (
                    "currency",
                    models.CharField(default="TRY", max_length=3, verbose_name="para birimi"),
                ),
                ("type_code", models.CharField(max_length=20, verbose_name="fatura tipi")),
                ("issue_date", models.DateField(verbose_name="fatura tarihi")),
                ("period", models.DateField(verbose_name="dönem")),
                ("due_date", models.DateField(null=True, verbose_name="son ödeme")),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, verbose_name="vergisiz tutar"
                    ),
                ),
                (
                    "third_party",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, verbose_name="başkası adına tahsilat"
                    ),
                ),
                (
                    "rounding",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="yuvarlama"),
                ),
                (
                    "withheld",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="tevkifat"),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, verbose_name="fatura tutarı"
                    ),
                ),
                (
                    "payable",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, verbose_name="ödenecek tutar"
                    ),
                ),
                (
                    "carried",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="devreden"),
                ),
                ("rule", models.CharField(max_length=4)),
                ("taxes", models.JSONField(default=list)),
                (
                    "reviews",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("proposal", models.JSONField(null=True)),
                (
                    "warnings",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), default=list, size=None
                    ),
                ),
                ("is_collective", models.BooleanField(default=False, verbose_name="toplu fatura")),
                ("source_id", models.CharField(blank=True, max_length=64)),
                ("parts", models.PositiveIntegerField(default=1)),
                ("number_count", models.PositiveIntegerField(default=0, verbose_name="hat sayısı")),
                (
                    "confirmed_by",
                    models.CharField(blank=True, max_length=120, verbose_name="inceleyen"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="not")),
                ("taken_at", models.DateTimeField(auto_now_add=True, verbose_name="alınma")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.gatewayaccount",
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
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bills",
                        to="invoices.billdocument",
                    ),
                ),
            ],
            options={
                "verbose_name": "operatör faturası",
                "verbose_name_plural": "operatör faturaları",
                "ordering": ("-issue_date", "-id"),
                "indexes": [
                    models.Index(fields=["firm", "-issue_date", "-id"], name="bill_by_date"),
                    models.Index(fields=["firm", "period", "id"], name="bill_by_period"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            models.Q(("state", "CONFLICT"), _negated=True),
                            models.Q(("ettn", ""), _negated=True),
                        ),
                        fields=("firm", "ettn"),
                        name="bill_ettn_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "CONFLICT"), _negated=True),
                        fields=("firm", "supplier_tax_no", "number_key"),
                        name="bill_number_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BillNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20, verbose_name="hizmet numarası")),
                ("tariff", models.CharField(blank=True, max_length=200, verbose_name="tarife")),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="tutar"),
                ),
                ("kdv", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="KDV")),
                ("oiv", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="ÖİV")),
                (
                    "net",
                    models.DecimalField(
                        decimal_places=2, max_digits=18, null=True, verbose_name="vergisiz"
                    ),
                ),
                ("campaigns", models.JSONField(default=list, verbose_name="kampanyalar")),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="numbers",
                        to="invoices.bill",
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
                "verbose_name": "fatura hattı",
                "verbose_name_plural": "fatura hatları",
                "ordering": ("number",),
                "indexes": [
                    models.Index(fields=["firm", "number", "bill"], name="bill_number_history")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("bill"),
                        models.F("number"),
                        name="bill_number_row",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InvoiceLogin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(editable=False, max_length=64)),
                ("set_at", models.DateTimeField(verbose_name="şifrenin girildiği an")),
                ("failures", models.PositiveSmallIntegerField(default=0)),
                ("is_blocked", models.BooleanField(default=False)),
                ("is_expired", models.BooleanField(default=False)),
                ("is_void", models.BooleanField(default=False)),
                (
                    "warned",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(), default=list, size=None
                    ),
                ),
                ("trying_until", models.DateTimeField(null=True)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.gatewayaccount",
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
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="Turkcell yetkilisi",
                    ),
                ),
            ],
            options={
                "verbose_name": "fatura aktarım şifresi",
                "verbose_name_plural": "fatura aktarım şifreleri",
            },
        ),
        migrations.CreateModel(
            name="InvoiceRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                (
                    "password_days",
                    models.PositiveSmallIntegerField(default=120, verbose_name="şifre ömrü (gün)"),
                ),
                (
                    "warning_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=invoices.models.login.first_warnings,
                        size=None,
                        verbose_name="uyarı günleri",
                    ),
                ),
                (
                    "wrong_tries",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="yanlış deneme sınırı"
                    ),
                ),
                (
                    "requests_a_day",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="günde en çok şifre talebi"
                    ),
                ),
                (
                    "jump_percent",
                    models.PositiveSmallIntegerField(default=50, verbose_name="artış uyarısı (%)"),
                ),
                (
                    "jump_least",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("50"),
                        max_digits=10,
                        verbose_name="artış uyarısı en az (TL)",
                    ),
                ),
                (
                    "created_by",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="ekleyen"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="eklenme")),
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
                "verbose_name": "fatura kuralları",
                "verbose_name_plural": "fatura kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="invoice_rules_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchingTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="kod")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="açıklama")),
                (
                    "by_number",
                    models.BooleanField(default=False, verbose_name="hizmet numaraları bazında"),
                ),
                (
                    "by_rate",
                    models.BooleanField(default=False, verbose_name="vergi oranları bazında"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("search_key", models.TextField(editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.account",
                        verbose_name="fatura cari hesabı",
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
                "verbose_name": "eşleştirme tablosu",
                "verbose_name_plural": "fatura eşleştirme tabloları",
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="matching_table_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MatchingLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("RECEIVED", "Alınan hizmet"), ("ISSUED", "Verilen hizmet")],
                        default="RECEIVED",
                        max_length=8,
                        verbose_name="sekme",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("MAIN", "Ana hizmet"),
                            ("NUMBER", "Hizmet numarası"),
                            ("TAX", "Vergi"),
                            ("THIRD", "Başkası adına tahsilat"),
                            ("ROUND", "Yuvarlama"),
                        ],
                        max_length=6,
                        verbose_name="tür",
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, max_length=20, verbose_name="hizmet numarası"),
                ),
                (
                    "tax_code",
                    models.CharField(blank=True, max_length=10, verbose_name="vergi kodu"),
                ),
                (
                    "rate",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="oran (%)",
                    ),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=10, verbose_name="özel kodu"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.account",
                        verbose_name="cari hesap",
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.servicecard",
                        verbose_name="hizmet kartı",
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
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.project",
                        verbose_name="proje kodu",
                    ),
                ),
                (
                    "workplace",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.workplace",
                        verbose_name="işyeri",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="invoices.matchingtable",
                    ),
                ),
            ],
            options={
                "verbose_name": "eşleştirme satırı",
                "verbose_name_plural": "eşleştirme satırları",
                "ordering": ("side", "kind", "number", "tax_code", "rate", "id"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "table", "side", "kind", "number", "tax_code", "rate"),
                        name="matching_line_once",
                        nulls_distinct=False,
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "NUMBER"), models.Q(("number", ""), _negated=True)),
                            models.Q(models.Q(("kind", "NUMBER"), _negated=True), ("number", "")),
                            _connector="OR",
                        ),
                        name="matching_line_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "TAX"), models.Q(("tax_code", ""), _negated=True)),
                            models.Q(models.Q(("kind", "TAX"), _negated=True), ("tax_code", "")),
                            _connector="OR",
                        ),
                        name="matching_line_tax",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PasswordRequest",
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
                (
                    "officer_name",
                    models.CharField(max_length=120, verbose_name="Turkcell yetkilisi"),
                ),
                ("masked_phone", models.CharField(max_length=20, verbose_name="telefon")),
                ("asked_by", models.CharField(max_length=120, verbose_name="isteyen")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="istek zamanı")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.gatewayaccount",
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
                "verbose_name": "fatura şifre talebi",
                "verbose_name_plural": "fatura şifre talepleri",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["firm", "account", "-asked_at"], name="password_asked")
                ],
            },
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("RECEIVED", "Alınan hizmet"), ("ISSUED", "Verilen hizmet")],
                        default="RECEIVED",
                        max_length=8,
                        verbose_name="yön",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("RUNNING", "Sürüyor"),
                            ("DONE", "Tamamlandı"),
                            ("FAILED", "Yarıda kaldı"),
                            ("UNDONE", "Geri alındı"),
                        ],
                        default="RUNNING",
                        max_length=7,
                        verbose_name="durum",
                    ),
                ),
                ("job_id", models.BigIntegerField(null=True)),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="fatura yılı")),
                ("month", models.PositiveSmallIntegerField(null=True, verbose_name="fatura ayı")),
                (
                    "date_choice",
                    models.CharField(
                        choices=[("TODAY", "İşlem Tarihi"), ("TYPED", "Filtrede girilen değer")],
                        default="TODAY",
                        max_length=5,
                        verbose_name="fatura tarihi",
                    ),
                ),
                ("date", models.DateField(verbose_name="tarih")),
                ("merge", models.BooleanField(default=True, verbose_name="birleştir")),
                ("by_number", models.BooleanField(default=False, verbose_name="numara bazında")),
                (
                    "unmatched",
                    models.CharField(
                        choices=[
                            (invoices.matching.shapes.Unmatched["STOP"], "Belgeyi durdur"),
                            (invoices.matching.shapes.Unmatched["MAIN_CARD"], "Ana kartı kullan"),
                        ],
                        default=invoices.matching.shapes.Unmatched["STOP"],
                        max_length=4,
                        verbose_name="eşleşmeyen numara",
                    ),
                ),
                ("documents", models.PositiveIntegerField(default=0, verbose_name="belge")),
                ("stopped", models.PositiveIntegerField(default=0, verbose_name="duran belge")),
                (
                    "total",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=18, verbose_name="toplam"
                    ),
                ),
                ("problems", models.JSONField(default=list)),
                ("started_by", models.CharField(max_length=120, verbose_name="başlatan")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="başlama")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="bitiş")),
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
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="invoices.matchingtable",
                    ),
                ),
            ],
            options={
                "verbose_name": "fatura aktarımı",
                "verbose_name_plural": "fatura aktarımları",
                "ordering": ("-id",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "RUNNING")),
                        fields=("firm",),
                        name="one_running_transfer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Taking",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("RECEIVED", "Alınan hizmet"), ("ISSUED", "Verilen hizmet")],
                        default="RECEIVED",
                        max_length=8,
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=20)),
                ("released_at", models.DateTimeField(null=True)),
                (
                    "bill",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takings",
                        to="invoices.bill",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bill_takings",
                        to="erp.document",
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
                    "transfer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="takings",
                        to="invoices.transfer",
                    ),
                ),
            ],
            options={
                "verbose_name": "aktarılan fatura hattı",
                "verbose_name_plural": "aktarılan fatura hatları",
                "indexes": [models.Index(fields=["firm", "document"], name="taking_by_document")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("released_at__isnull", True)),
                        fields=("firm", "bill", "side", "number"),
                        name="bill_part_taken_once",
                    )
                ],
            },
        ),
    ]
