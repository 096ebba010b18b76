import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import iys_consent.models.packages


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0002_orders_of_other_goods"),
        ("iys_consent", "0002_append_only"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Package",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.PositiveIntegerField(verbose_name="paket")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ODEME_BEKLIYOR", "Ödeme bekliyor"),
                            ("ONAY_BEKLIYOR", "Onay bekliyor"),
                            ("AKTIF", "Aktif"),
                            ("SURESI_DOLDU", "Süresi doldu"),
                            ("DEGISTIRILDI", "Paket değiştirildi"),
                            ("REDDEDILDI", "Reddedildi"),
                            ("IPTAL", "Vazgeçildi"),
                        ],
                        max_length=16,
                        verbose_name="abonelik durumu",
                    ),
                ),
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
                (
                    "gross",
                    models.DecimalField(decimal_places=2, max_digits=12, verbose_name="KDV dahil"),
                ),
                ("terms_from", models.DateField(null=True, verbose_name="sözleşme tarihi")),
                ("terms_digest", models.CharField(max_length=64, verbose_name="sözleşme özeti")),
                (
                    "agreed_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="sözleşme onayı"),
                ),
                ("by_label", models.CharField(max_length=150, verbose_name="satın alan")),
                ("by_user", models.BigIntegerField(null=True)),
                ("by_key", models.BigIntegerField(null=True)),
                ("starts_on", models.DateField(null=True, verbose_name="başlangıç")),
                ("ends_on", models.DateField(null=True, verbose_name="bitiş")),
                ("spent_before", models.BigIntegerField(default=0, editable=False)),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=150, verbose_name="onaylayan"),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="karar zamanı")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
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
                (
                    "order",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="billing.order",
                    ),
                ),
            ],
            options={
                "verbose_name": "İLETİ paketi",
                "verbose_name_plural": "satın alınan izin paketleri",
                "indexes": [
                    models.Index(fields=["firm", "-id"], name="message_package_by_firm"),
                    models.Index(
                        condition=models.Q(("state", "AKTIF")),
                        fields=["ends_on"],
                        name="message_package_ends",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "AKTIF")),
                        fields=("firm",),
                        name="one_active_message_package",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ODEME_BEKLIYOR")),
                        fields=("firm",),
                        name="one_unpaid_message_package",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__in", (5000, 25000, 75000, 150000, 250000, 500000, 1000000))
                        ),
                        name="message_package_is_sold",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("gross__gte", models.F("net"))),
                        name="message_package_sums",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "AKTIF"), _negated=True),
                            models.Q(
                                ("ends_on__gt", models.F("starts_on")), ("starts_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="message_package_runs_for_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=8, verbose_name="uyarı")),
                ("at", models.PositiveSmallIntegerField(verbose_name="eşik")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="zaman")),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="e-posta")),
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
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="iys_consent.package",
                    ),
                ),
            ],
            options={
                "verbose_name": "paket uyarısı",
                "verbose_name_plural": "paket uyarıları",
                "indexes": [
                    models.Index(
                        condition=models.Q(("mailed_at", None)),
                        fields=["id"],
                        name="package_notice_unsent",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("package"),
                        models.F("kind"),
                        models.F("at"),
                        name="package_notice_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackageRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                ("terms", models.TextField(blank=True, verbose_name="sözleşme metni")),
                (
                    "warn_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=iys_consent.models.packages.default_days,
                        size=None,
                        verbose_name="uyarı günleri",
                    ),
                ),
                (
                    "warn_percents",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=iys_consent.models.packages.default_percents,
                        size=None,
                        verbose_name="doluluk uyarıları (%)",
                    ),
                ),
                (
                    "many_addresses",
                    models.PositiveIntegerField(
                        default=150000, verbose_name="ilk yükleme sınırı (adres)"
                    ),
                ),
                (
                    "accounting_email",
                    models.EmailField(
                        blank=True,
                        default="muhasebe@iys.org.tr",
                        max_length=254,
                        verbose_name="ödeme için başvuru e-postası",
                    ),
                ),
                (
                    "access_email",
                    models.EmailField(
                        blank=True,
                        default="bilgi@iys.org.tr",
                        max_length=254,
                        verbose_name="giriş yetkisi için başvuru e-postası",
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
                "verbose_name": "paket kuralları",
                "verbose_name_plural": "paket kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="package_rules_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistryLogin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("full_name", models.CharField(max_length=120, verbose_name="ad ve soyad")),
                ("duty", models.CharField(blank=True, max_length=120, verbose_name="görevi")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-posta")),
                (
                    "is_authorised_person",
                    models.BooleanField(default=False, verbose_name="başvurudaki yetkili"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("YETKILI", "Girebilir"),
                            ("HAZIR", "E-posta gönderilecek"),
                            ("ISTENDI", "Form bekleniyor"),
                            ("GONDERILDI", "Form gönderildi"),
                            ("KALDIRILDI", "Yetkisi kaldırıldı"),
                        ],
                        default="HAZIR",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="not")),
                (
                    "by_label",
                    models.CharField(editable=False, max_length=150, verbose_name="ekleyen"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="eklenme")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="son adım")),
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
                "verbose_name": "İYS giriş yetkilisi",
                "verbose_name_plural": "İYS giriş yetkilileri",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("is_authorised_person", True),
                            models.Q(("state", "KALDIRILDI"), _negated=True),
                        ),
                        fields=("firm",),
                        name="one_authorised_person_at_registry",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(editable=False, max_length=40, verbose_name="kod")),
                ("name", models.CharField(max_length=200, verbose_name="unvan")),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("IS_ORTAGI", "İş ortağı"),
                                ("AHS", "Aracı hizmet sağlayıcı (AHS)"),
                            ],
                            max_length=10,
                        ),
                        size=None,
                        verbose_name="görevleri",
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("ARAMA", "Arama"), ("MESAJ", "Mesaj"), ("EPOSTA", "E-posta")],
                            max_length=6,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="önerilen kanallar",
                    ),
                ),
                ("preferred", models.BooleanField(default=False, verbose_name="önce gösterilsin")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                ("whatsapp", models.CharField(blank=True, max_length=20, verbose_name="WhatsApp")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-posta")),
                ("web", models.URLField(blank=True, verbose_name="web")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
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
                "verbose_name": "iş ortağı ya da AHS",
                "verbose_name_plural": "iş ortakları ve AHS'ler",
                "ordering": ("-preferred", "name"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="supplier_code_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BrandAuthorisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("IS_ORTAGI", "İş ortağı"),
                            ("AHS", "Aracı hizmet sağlayıcı (AHS)"),
                        ],
                        max_length=10,
                        verbose_name="görev",
                    ),
                ),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("ARAMA", "Arama"), ("MESAJ", "Mesaj"), ("EPOSTA", "E-posta")],
                            max_length=6,
                        ),
                        size=None,
                        verbose_name="kanallar",
                    ),
                ),
                ("given_by", models.CharField(max_length=150, verbose_name="yetki veren")),
                ("given_at", models.DateTimeField(auto_now_add=True, verbose_name="yetki zamanı")),
                (
                    "ended_by",
                    models.CharField(blank=True, max_length=150, verbose_name="yetkiyi kaldıran"),
                ),
                ("ended_at", models.DateTimeField(null=True, verbose_name="kaldırılma")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.brand",
                        verbose_name="marka",
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
                    "key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.apikey",
                    ),
                ),
                (
                    "supplier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="iys_consent.supplier",
                        verbose_name="yetkilendirilen",
                    ),
                ),
            ],
            options={
                "verbose_name": "marka yetkisi",
                "verbose_name_plural": "marka yetkileri",
                "indexes": [
                    models.Index(fields=["firm", "brand", "-id"], name="authorisation_by_brand")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("firm", "brand", "role", "supplier"),
                        name="brand_authorisation_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channels__len__gt", 0)),
                        name="brand_authorisation_has_channels",
                    ),
                ],
            },
        ),
    ]
