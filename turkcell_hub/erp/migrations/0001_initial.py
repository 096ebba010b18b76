from decimal import Decimal

import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import turkcell_hub.erp.models.documents
import turkcell_hub.tenancy.sealed
from turkcell_hub.events import triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="kodu")),
                (
                    "erp_ref",
                    models.CharField(blank=True, max_length=64, verbose_name="ERP kayıt no"),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("refreshed_at", models.DateTimeField(verbose_name="son yenileme")),
                ("changed_at", models.DateTimeField(verbose_name="son değişiklik")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("phones", models.JSONField(blank=True, default=list, verbose_name="telefonlar")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=16, verbose_name="mesaj numarası"),
                ),
                (
                    "phone_problem",
                    models.CharField(blank=True, max_length=30, verbose_name="numara sorunu"),
                ),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-posta")),
                ("title", models.CharField(max_length=200, verbose_name="unvan")),
                (
                    "tax_number",
                    models.CharField(blank=True, max_length=10, verbose_name="vergi no"),
                ),
                (
                    "national_id",
                    turkcell_hub.tenancy.sealed.SealedTextField(
                        blank=True, verbose_name="TC kimlik no"
                    ),
                ),
                (
                    "tax_office",
                    models.CharField(blank=True, max_length=60, verbose_name="vergi dairesi"),
                ),
                ("city", models.CharField(blank=True, max_length=60, verbose_name="il")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                "verbose_name": "cari hesap",
                "verbose_name_plural": "cari hesaplar",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="erp_account_by_name"),
                    models.Index(
                        condition=models.Q(("erp_ref", ""), _negated=True),
                        fields=["firm", "erp_ref"],
                        name="erp_account_by_ref",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"],
                        name="erp_account_search",
                        opclasses=("gin_trgm_ops",),
                    ),
                    models.Index(
                        condition=models.Q(("tax_number", ""), _negated=True),
                        fields=["firm", "tax_number"],
                        name="erp_account_by_tax",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="erp_account_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="kodu")),
                (
                    "erp_ref",
                    models.CharField(blank=True, max_length=64, verbose_name="ERP kayıt no"),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("refreshed_at", models.DateTimeField(verbose_name="son yenileme")),
                ("changed_at", models.DateTimeField(verbose_name="son değişiklik")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("phones", models.JSONField(blank=True, default=list, verbose_name="telefonlar")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=16, verbose_name="mesaj numarası"),
                ),
                (
                    "phone_problem",
                    models.CharField(blank=True, max_length=30, verbose_name="numara sorunu"),
                ),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-posta")),
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="adı")),
                ("last_name", models.CharField(blank=True, max_length=60, verbose_name="soyadı")),
                ("duty", models.CharField(blank=True, max_length=80, verbose_name="görevi")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="erp.account",
                        verbose_name="cari hesap",
                    ),
                ),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                "verbose_name": "ilgili kişi",
                "verbose_name_plural": "ilgili kişiler",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="erp_contact_by_name"),
                    models.Index(
                        condition=models.Q(("erp_ref", ""), _negated=True),
                        fields=["firm", "erp_ref"],
                        name="erp_contact_by_ref",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"],
                        name="erp_contact_search",
                        opclasses=("gin_trgm_ops",),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("account"),
                        models.F("code"),
                        name="erp_contact_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.UUIDField(
                        default=turkcell_hub.erp.models.documents.new_key,
                        editable=False,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("purchase_service", "Alınan hizmet faturası"),
                            ("issued_service", "Verilen hizmet faturası"),
                        ],
                        max_length=20,
                        verbose_name="tür",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("DRAFT", "Taslak"),
                            ("CHECKED", "Denetlendi"),
                            ("READY", "ERP'yi bekliyor"),
                            ("TAKEN", "ERP aldı"),
                            ("POSTED", "ERP'ye işlendi"),
                            ("REFUSED", "ERP reddetti"),
                            ("CANCELLED", "İptal edildi"),
                        ],
                        default="DRAFT",
                        max_length=9,
                        verbose_name="durum",
                    ),
                ),
                ("source_key", models.CharField(max_length=200, verbose_name="kaynak")),
                ("number", models.CharField(max_length=16, verbose_name="fiş no")),
                ("document_number", models.CharField(max_length=31, verbose_name="fatura no")),
                ("date", models.DateField(verbose_name="işlem tarihi")),
                ("document_date", models.DateField(verbose_name="fatura tarihi")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
                (
                    "currency",
                    models.CharField(default="TRY", max_length=3, verbose_name="para birimi"),
                ),
                (
                    "total",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="toplam"),
                ),
                ("taken_by", models.CharField(blank=True, max_length=150, verbose_name="alan")),
                ("lease_until", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="deneme")),
                ("in_doubt", models.BooleanField(default=False, verbose_name="sonucu belirsiz")),
                (
                    "erp_ref",
                    models.CharField(blank=True, max_length=64, verbose_name="ERP kayıt no"),
                ),
                (
                    "errors",
                    models.JSONField(blank=True, default=list, verbose_name="ERP'nin yanıtı"),
                ),
                (
                    "reason",
                    models.CharField(blank=True, max_length=300, verbose_name="iptal nedeni"),
                ),
                ("created_by", models.CharField(max_length=150, verbose_name="hazırlayan")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="sonuçlanma")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.account",
                        verbose_name="cari hesap",
                    ),
                ),
                (
                    "authority_code",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.authoritycode",
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
                "verbose_name": "ERP belgesi",
                "verbose_name_plural": "ERP belgeleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "READY")),
                        fields=["firm", "id"],
                        name="erp_document_ready",
                    ),
                    models.Index(
                        condition=models.Q(("state", "TAKEN")),
                        fields=["lease_until"],
                        name="erp_document_leased",
                    ),
                    models.Index(fields=["firm", "state", "-id"], name="erp_document_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("source_key"),
                        condition=models.Q(("state", "CANCELLED"), _negated=True),
                        name="erp_document_source_once",
                    ),
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("kind"),
                        models.F("account"),
                        models.F("number"),
                        condition=models.Q(("state", "CANCELLED"), _negated=True),
                        name="erp_document_number_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "TAKEN"), _negated=True),
                            ("lease_until__isnull", False),
                            _connector="OR",
                        ),
                        name="erp_document_taken_by_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "POSTED"), _negated=True),
                            models.Q(("erp_ref", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="erp_document_posted_with_ref",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ErpLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "system",
                    models.CharField(
                        choices=[
                            ("LOGO", "Logo (Tiger, Go, Wings)"),
                            ("ERPNEXT", "ERPNext"),
                            ("DIGER", "Diğer (REST ile)"),
                        ],
                        default="LOGO",
                        max_length=8,
                        verbose_name="ERP",
                    ),
                ),
                ("version", models.CharField(blank=True, max_length=40, verbose_name="sürüm")),
                ("hr_linked", models.BooleanField(default=False, verbose_name="İK bağlantısı")),
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
                "verbose_name": "ERP bağlantısı",
                "verbose_name_plural": "ERP bağlantıları",
                "constraints": [
                    models.UniqueConstraint(models.F("firm"), name="one_erp_link_per_firm")
                ],
            },
        ),
        migrations.CreateModel(
            name="Freshness",
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
                            ("account", "Cari Hesaplar"),
                            ("contact", "İlgili Kişiler"),
                            ("person", "Personel"),
                            ("service_card", "Hizmet Kartları"),
                            ("project", "Projeler"),
                            ("workplace", "İşyerleri"),
                        ],
                        max_length=12,
                        verbose_name="tür",
                    ),
                ),
                ("refreshed_at", models.DateTimeField(null=True, verbose_name="son yenileme")),
                ("source", models.CharField(blank=True, max_length=150, verbose_name="kaynak")),
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
                "verbose_name": "ERP güncelliği",
                "verbose_name_plural": "ERP güncellikleri",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("kind"), name="erp_freshness_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="kodu")),
                (
                    "erp_ref",
                    models.CharField(blank=True, max_length=64, verbose_name="ERP kayıt no"),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("refreshed_at", models.DateTimeField(verbose_name="son yenileme")),
                ("changed_at", models.DateTimeField(verbose_name="son değişiklik")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("phones", models.JSONField(blank=True, default=list, verbose_name="telefonlar")),
                (
                    "phone",
                    models.CharField(blank=True, max_length=16, verbose_name="mesaj numarası"),
                ),
                (
                    "phone_problem",
                    models.CharField(blank=True, max_length=30, verbose_name="numara sorunu"),
                ),
                ("email", models.CharField(blank=True, max_length=254, verbose_name="e-posta")),
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="adı")),
                ("last_name", models.CharField(blank=True, max_length=60, verbose_name="soyadı")),
                ("duty", models.CharField(blank=True, max_length=80, verbose_name="görevi")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                "verbose_name": "personel",
                "verbose_name_plural": "personel",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="erp_person_by_name"),
                    models.Index(
                        condition=models.Q(("erp_ref", ""), _negated=True),
                        fields=["firm", "erp_ref"],
                        name="erp_person_by_ref",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="erp_person_search", opclasses=("gin_trgm_ops",)
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="erp_person_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="kodu")),
                (
                    "erp_ref",
                    models.CharField(blank=True, max_length=64, verbose_name="ERP kayıt no"),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("refreshed_at", models.DateTimeField(verbose_name="son yenileme")),
                ("changed_at", models.DateTimeField(verbose_name="son değişiklik")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("name", models.CharField(max_length=200, verbose_name="proje")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                "verbose_name": "proje",
                "verbose_name_plural": "projeler",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="erp_project_by_name"),
                    models.Index(
                        condition=models.Q(("erp_ref", ""), _negated=True),
                        fields=["firm", "erp_ref"],
                        name="erp_project_by_ref",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"],
                        name="erp_project_search",
                        opclasses=("gin_trgm_ops",),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="erp_project_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="kodu")),
                (
                    "erp_ref",
                    models.CharField(blank=True, max_length=64, verbose_name="ERP kayıt no"),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("refreshed_at", models.DateTimeField(verbose_name="son yenileme")),
                ("changed_at", models.DateTimeField(verbose_name="son değişiklik")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("name", models.CharField(max_length=200, verbose_name="açıklama")),
                (
                    "side",
                    models.CharField(
                        choices=[("RECEIVED", "Alınan hizmet"), ("ISSUED", "Verilen hizmet")],
                        default="RECEIVED",
                        max_length=8,
                        verbose_name="tür",
                    ),
                ),
                (
                    "vat_rate",
                    models.DecimalField(
                        decimal_places=2,
                        max_digits=5,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0")),
                            django.core.validators.MaxValueValidator(Decimal("100")),
                        ],
                        verbose_name="KDV oranı (%)",
                    ),
                ),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                "verbose_name": "hizmet kartı",
                "verbose_name_plural": "hizmet kartları",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="erp_card_by_name"),
                    models.Index(
                        condition=models.Q(("erp_ref", ""), _negated=True),
                        fields=["firm", "erp_ref"],
                        name="erp_card_by_ref",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="erp_card_search", opclasses=("gin_trgm_ops",)
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("side"), models.F("code"), name="erp_card_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("vat_rate__gte", 0), ("vat_rate__lte", 100)),
                        name="erp_card_vat_is_a_percent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Workplace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=64, verbose_name="kodu")),
                (
                    "erp_ref",
                    models.CharField(blank=True, max_length=64, verbose_name="ERP kayıt no"),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("refreshed_at", models.DateTimeField(verbose_name="son yenileme")),
                ("changed_at", models.DateTimeField(verbose_name="son değişiklik")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("name", models.CharField(max_length=200, verbose_name="işyeri")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
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
                "verbose_name": "işyeri",
                "verbose_name_plural": "işyerleri",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="erp_workplace_by_name"),
                    models.Index(
                        condition=models.Q(("erp_ref", ""), _negated=True),
                        fields=["firm", "erp_ref"],
                        name="erp_workplace_by_ref",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"],
                        name="erp_workplace_search",
                        opclasses=("gin_trgm_ops",),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="erp_workplace_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DocumentLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="sıra")),
                (
                    "description",
                    models.CharField(blank=True, max_length=250, verbose_name="açıklama"),
                ),
                (
                    "quantity",
                    models.DecimalField(
                        decimal_places=4, default=1, max_digits=14, verbose_name="miktar"
                    ),
                ),
                (
                    "net",
                    models.DecimalField(decimal_places=2, max_digits=18, verbose_name="KDV hariç"),
                ),
                (
                    "vat_rate",
                    models.DecimalField(
                        decimal_places=2, max_digits=5, verbose_name="KDV oranı (%)"
                    ),
                ),
                ("vat", models.DecimalField(decimal_places=2, max_digits=18, verbose_name="KDV")),
                (
                    "vat_difference",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0"),
                        max_digits=10,
                        verbose_name="KDV farkı",
                    ),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                (
                    "number",
                    models.CharField(blank=True, max_length=20, verbose_name="hizmet numarası"),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
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
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.project",
                        verbose_name="proje",
                    ),
                ),
                (
                    "service_card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.servicecard",
                        verbose_name="hizmet kartı",
                    ),
                ),
                (
                    "workplace",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.workplace",
                        verbose_name="işyeri",
                    ),
                ),
            ],
            options={
                "verbose_name": "ERP belge satırı",
                "verbose_name_plural": "ERP belge satırları",
                "ordering": ("position",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("document"),
                        models.F("position"),
                        name="erp_line_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("net__gte", 0),
                            ("quantity__gt", 0),
                            ("vat_rate__gte", 0),
                            ("vat_rate__lte", 100),
                        ),
                        name="erp_line_amounts_make_sense",
                    ),
                ],
            },
        ),
        triggers.follow("erp_account", "erp_account", ("refreshed_at",)),
        triggers.follow("erp_contact", "erp_contact", ("refreshed_at",)),
        triggers.follow("erp_person", "erp_person", ("refreshed_at",)),
        triggers.follow("erp_servicecard", "erp_service_card", ("refreshed_at",)),
        triggers.follow("erp_project", "erp_project", ("refreshed_at",)),
        triggers.follow("erp_workplace", "erp_workplace", ("refreshed_at",)),
        triggers.follow("erp_document", "erp_document", ("lease_until",)),
    ]
