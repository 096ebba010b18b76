import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("tenancy", "0001_initial"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="ConsentHead",
            fields=[
                (
                    "firm",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="tenancy.firm",
                    ),
                ),
                ("seq", models.BigIntegerField(default=0)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "verbose_name": "izin zinciri başı",
                "verbose_name_plural": "izin zinciri başları",
            },
        ),
        migrations.CreateModel(
            name="ConsentAddress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recipient_type",
                    models.CharField(
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        max_length=8,
                        verbose_name="alıcı tipi",
                    ),
                ),
                ("address", models.CharField(max_length=265, verbose_name="alıcı")),
                (
                    "kind",
                    models.CharField(
                        choices=[("TELEFON", "Telefon"), ("EPOSTA", "E-posta")],
                        max_length=7,
                        verbose_name="tür",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="adı")),
                ("last_name", models.CharField(blank=True, max_length=60, verbose_name="soyadı")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
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
            ],
            options={
                "verbose_name": "izin adresi",
                "verbose_name_plural": "izin adresleri",
                "indexes": [
                    models.Index(fields=["firm", "kind", "-id"], name="consent_address_newest"),
                    models.Index(
                        fields=["firm", "kind", "sort_key", "id"], name="consent_address_by_name"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"],
                        name="consent_address_search",
                        opclasses=("gin_trgm_ops",),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("brand"),
                        models.F("recipient_type"),
                        models.F("address"),
                        name="consent_address_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentEvidence",
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
                            ("TARAMA", "Islak imzalı formun taraması"),
                            ("METIN", "Onay metninin sürümü"),
                            ("GELEN_SMS", "Gelen SMS"),
                            ("WEB", "Web formu kaydı"),
                            ("NOT", "Görüşme notu"),
                            ("IYS_DOSYASI", "İYS dosyası"),
                        ],
                        max_length=11,
                        verbose_name="tür",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="başlık")),
                ("text", models.TextField(blank=True, verbose_name="metin")),
                (
                    "file",
                    models.FileField(
                        blank=True, upload_to="consent-evidence/%Y/%m", verbose_name="dosya"
                    ),
                ),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("details", models.JSONField(blank=True, default=dict)),
                (
                    "added_by",
                    models.CharField(editable=False, max_length=120, verbose_name="ekleyen"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="tarih")),
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
                "verbose_name": "izin kanıtı",
                "verbose_name_plural": "izin kanıtları",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="ConsentMovement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(verbose_name="sıra")),
                (
                    "recipient_type",
                    models.CharField(
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        max_length=8,
                        verbose_name="alıcı tipi",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("ARAMA", "Arama"), ("MESAJ", "Mesaj"), ("EPOSTA", "E-posta")],
                        max_length=6,
                        verbose_name="izin türü",
                    ),
                ),
                ("recipient", models.CharField(max_length=265, verbose_name="alıcı")),
                (
                    "status",
                    models.CharField(
                        choices=[("ONAY", "Onay"), ("RET", "Ret")],
                        max_length=4,
                        verbose_name="durum",
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=24, verbose_name="izin kaynağı"),
                ),
                ("consented_at", models.DateTimeField(null=True, verbose_name="izin tarihi")),
                ("received_at", models.DateTimeField(verbose_name="öğrenilme")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("FORM", "İzin Ekle formu"),
                            ("AKTARIM", "Dosyadan aktarım"),
                            ("API", "REST API"),
                            ("KISA_NUMARA", "Kısa numaraya SMS"),
                            ("WEB_FORMU", "Web formu"),
                            ("KAGIT", "Kâğıt form"),
                            ("VIA", "İYS ViA"),
                            ("IYS", "İYS'den gelen hareket"),
                            ("MUTABAKAT", "Mutabakat düzeltmesi"),
                            ("KARA_LISTE", "Kara liste"),
                        ],
                        max_length=11,
                        verbose_name="geldiği yer",
                    ),
                ),
                ("counts", models.BooleanField(default=True)),
                (
                    "transaction_id",
                    models.CharField(blank=True, max_length=64, verbose_name="İYS hareket no"),
                ),
                (
                    "registry_created_at",
                    models.DateTimeField(null=True, verbose_name="İYS kayıt zamanı"),
                ),
                ("retailer_code", models.IntegerField(null=True, verbose_name="bayi kodu")),
                ("actor_label", models.CharField(max_length=120, verbose_name="kim")),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "brand",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.brand",
                        verbose_name="marka",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="movements",
                        to="iys_consent.consentevidence",
                        verbose_name="kanıt",
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
                "verbose_name": "izin hareketi",
                "verbose_name_plural": "izin hareketleri",
                "ordering": ("seq",),
                "indexes": [
                    models.Index(
                        fields=["firm", "brand", "recipient", "channel", "recipient_type", "seq"],
                        name="consent_movement_by_key",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("seq"), name="consent_movement_once_per_place"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("transaction_id", ""), _negated=True),
                        fields=(
                            "firm",
                            "brand",
                            "transaction_id",
                            "recipient",
                            "channel",
                            "recipient_type",
                            "status",
                        ),
                        name="consent_movement_once_per_transaction",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "recipient_type",
                    models.CharField(
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        max_length=8,
                        verbose_name="alıcı tipi",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("ARAMA", "Arama"), ("MESAJ", "Mesaj"), ("EPOSTA", "E-posta")],
                        max_length=6,
                        verbose_name="izin türü",
                    ),
                ),
                ("recipient", models.CharField(max_length=265, verbose_name="alıcı")),
                (
                    "status",
                    models.CharField(
                        blank=True,
                        choices=[("ONAY", "Onay"), ("RET", "Ret")],
                        max_length=4,
                        verbose_name="durum",
                    ),
                ),
                (
                    "source",
                    models.CharField(blank=True, max_length=24, verbose_name="izin kaynağı"),
                ),
                (
                    "consented_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="izin tarihi"),
                ),
                ("effective_at", models.DateTimeField(editable=False, null=True)),
                ("movement_seq", models.BigIntegerField(editable=False, null=True)),
                (
                    "registry_status",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Sorulmadı"),
                            ("ONAY", "Onay"),
                            ("RET", "Ret"),
                            ("YOK", "Kayıt yok"),
                            ("ONAYSIZ", "Onay yok"),
                        ],
                        max_length=7,
                        verbose_name="İYS durumu",
                    ),
                ),
                (
                    "registry_at",
                    models.DateTimeField(
                        editable=False, null=True, verbose_name="İYS sorgu zamanı"
                    ),
                ),
                (
                    "registry_ref",
                    models.CharField(
                        blank=True, editable=False, max_length=64, verbose_name="İYS kayıt no"
                    ),
                ),
                (
                    "retailer_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="bayiler",
                    ),
                ),
                (
                    "address",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="iys_consent.consentaddress",
                        verbose_name="alıcı",
                    ),
                ),
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
            ],
            options={
                "verbose_name": "izin",
                "verbose_name_plural": "izinler",
                "indexes": [
                    models.Index(fields=["address", "channel"], name="consent_record_by_address")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("brand"),
                        models.F("channel"),
                        models.F("recipient_type"),
                        models.F("recipient"),
                        name="consent_record_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", ""), ("effective_at__isnull", False), _connector="OR"
                        ),
                        name="consent_record_has_a_time",
                    ),
                ],
            },
        ),
    ]
