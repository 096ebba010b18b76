import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import iys_consent.models.web_forms


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_initial"),
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
                            ("BEYAN", "Toplu yükleme beyanı"),
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
            name="ConsentForm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=iys_consent.models.web_forms._token,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="başlık")),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("ARAMA", "Arama"), ("MESAJ", "Mesaj"), ("EPOSTA", "E-posta")],
                            max_length=6,
                        ),
                        size=None,
                        verbose_name="izin türleri",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="yayında")),
                (
                    "created_by",
                    models.CharField(editable=False, max_length=120, verbose_name="ekleyen"),
                ),
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
                "verbose_name": "izin formu",
                "verbose_name_plural": "izin formları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("brand"),
                        models.F("title"),
                        name="consent_form_title_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentFormText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(verbose_name="sürüm")),
                ("text", models.TextField(verbose_name="onay metni")),
                (
                    "created_by",
                    models.CharField(editable=False, max_length=120, verbose_name="yazan"),
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
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="texts",
                        to="iys_consent.consentform",
                    ),
                ),
            ],
            options={
                "verbose_name": "onay metni sürümü",
                "verbose_name_plural": "onay metni sürümleri",
                "ordering": ("-version",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("form"),
                        models.F("version"),
                        name="consent_form_text_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentFormRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("email", models.CharField(blank=True, max_length=265)),
                ("first_name", models.CharField(blank=True, max_length=60)),
                ("last_name", models.CharField(blank=True, max_length=60)),
                (
                    "channels",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=6), size=None
                    ),
                ),
                ("address", models.GenericIPAddressField(null=True)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("mailed_at", models.DateTimeField(null=True)),
                ("tries", models.SmallIntegerField(default=0)),
                ("expires_at", models.DateTimeField()),
                ("confirmed_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="iys_consent.consentform",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="iys_consent.consentformtext",
                    ),
                ),
            ],
            options={
                "verbose_name": "form başvurusu",
                "verbose_name_plural": "form başvuruları",
                "indexes": [
                    models.Index(
                        fields=["firm", "phone", "-created_at"], name="consent_form_by_phone"
                    ),
                    models.Index(fields=["address", "-created_at"], name="consent_form_by_address"),
                    models.Index(
                        condition=models.Q(("email", ""), _negated=True),
                        fields=["firm", "email", "-created_at"],
                        name="consent_form_by_email",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 5)), name="consent_form_tries"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone", ""), ("email", ""), _connector="XOR"),
                        name="consent_form_about_one_address",
                    ),
                ],
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
            name="ConsentReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("transaction_id", models.CharField(max_length=64, verbose_name="İYS hareket no")),
                (
                    "registry_created_at",
                    models.DateTimeField(null=True, verbose_name="İYS kayıt zamanı"),
                ),
                (
                    "request_id",
                    models.CharField(blank=True, max_length=64, verbose_name="İYS istek no"),
                ),
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
                (
                    "movement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="receipt",
                        to="iys_consent.consentmovement",
                        verbose_name="hareket",
                    ),
                ),
            ],
            options={
                "verbose_name": "İYS alındısı",
                "verbose_name_plural": "İYS alındıları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("movement"),
                        name="consent_receipt_once_per_movement",
                    )
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
        migrations.CreateModel(
            name="ConsentUpload",
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
                            ("OKUNUYOR", "Okunuyor"),
                            ("HAZIR", "Denetiminizi bekliyor"),
                            ("GONDERILIYOR", "Gönderiliyor"),
                            ("GONDERILDI", "Gönderildi"),
                            ("SILINDI", "Silindi"),
                        ],
                        default="OKUNUYOR",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                ("file_name", models.CharField(max_length=160, verbose_name="dosya")),
                ("file_sha256", models.CharField(editable=False, max_length=64)),
                ("rows", models.PositiveIntegerField(default=0, verbose_name="satır")),
                ("accepted", models.IntegerField(default=0, editable=False)),
                ("declared_by", models.CharField(max_length=120, verbose_name="beyan eden")),
                ("declared_at", models.DateTimeField(verbose_name="beyan zamanı")),
                (
                    "mode",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("TUMU", "Tümünü Gönder"),
                            ("YENI", "Mevcuttakileri Güncellemeden Gönder"),
                        ],
                        max_length=4,
                        verbose_name="gönderim",
                    ),
                ),
                (
                    "refresh",
                    models.BooleanField(default=False, verbose_name="onaylıların tarihini tazele"),
                ),
                (
                    "keep_blocks",
                    models.BooleanField(default=True, verbose_name="ilk RET'leri engel olarak tut"),
                ),
                (
                    "checked_by",
                    models.CharField(blank=True, max_length=120, verbose_name="kontrol eden"),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="kontrol zamanı")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="yükleme")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.brand",
                        verbose_name="yüklenecek marka",
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="iys_consent.consentevidence",
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
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="consent_upload",
                        to="jobs.job",
                    ),
                ),
            ],
            options={
                "verbose_name": "izin listesi",
                "verbose_name_plural": "izin listeleri",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="PushPlace",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("wanted", models.BooleanField(default=True, verbose_name="isteniyor")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Sırada"),
                            ("ON", "Açık"),
                            ("OFF", "Kapalı"),
                            ("FAILED", "İYS kabul etmedi"),
                        ],
                        default="WAITING",
                        max_length=7,
                        verbose_name="durum",
                    ),
                ),
                ("token", models.CharField(blank=True, editable=False, max_length=64)),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
                ("repaired", models.IntegerField(default=0, verbose_name="onarım")),
                ("since", models.DateTimeField(null=True, verbose_name="İYS'de kayıt")),
                ("checked_at", models.DateTimeField(null=True, verbose_name="son denetim")),
                (
                    "next_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False
                    ),
                ),
                ("asked_by", models.CharField(max_length=120, verbose_name="isteyen")),
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
                "verbose_name": "İYS bildirimi",
                "verbose_name_plural": "İYS bildirimleri",
                "indexes": [models.Index(fields=["next_at"], name="consent_push_place_due")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("brand"), name="consent_push_place_once_a_brand"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistryCursor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_registry", models.BooleanField(verbose_name="vatandaşın İYS'de yaptıkları")),
                ("after", models.CharField(blank=True, editable=False, max_length=200)),
                (
                    "next_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="sonraki okuma",
                    ),
                ),
                ("read_at", models.DateTimeField(null=True, verbose_name="son okuma")),
                ("taken", models.BigIntegerField(default=0, verbose_name="alınan hareket")),
                ("error", models.CharField(blank=True, max_length=200, verbose_name="hata")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
                "verbose_name": "İYS'den alma",
                "verbose_name_plural": "İYS'den almalar",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("brand"),
                        models.F("from_registry"),
                        name="registry_cursor_once_a_side",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistryDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="gün")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Karşılaştırılacak"),
                            ("EMPTY", "O gün hareket yok"),
                            ("AGREED", "Aynı, mutabık"),
                            ("REPAIRED", "Fark düzeltildi, mutabık"),
                            ("DIFFERENT", "Fark var, bakılmalı"),
                        ],
                        default="WAITING",
                        max_length=9,
                        verbose_name="durum",
                    ),
                ),
                ("ours", models.IntegerField(default=0, verbose_name="bizdeki hareket")),
                ("theirs", models.IntegerField(default=0, verbose_name="İYS'deki hareket")),
                ("missing", models.IntegerField(default=0, verbose_name="bizde eksikti")),
                ("unknown", models.IntegerField(default=0, verbose_name="İYS'de yok")),
                (
                    "their_hash",
                    models.CharField(blank=True, max_length=96, verbose_name="İYS özeti (SHA-384)"),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
                (
                    "next_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        verbose_name="sonraki deneme",
                    ),
                ),
                ("checked_at", models.DateTimeField(null=True, verbose_name="karşılaştırma")),
                (
                    "brand",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
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
                "verbose_name": "mutabakat günü",
                "verbose_name_plural": "mutabakat günleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "WAITING")),
                        fields=["next_at"],
                        name="registry_day_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("brand"),
                        models.F("day"),
                        name="registry_day_once_a_brand",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistryPush",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.BinaryField()),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("processed_at", models.DateTimeField(null=True)),
                ("taken", models.IntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=200)),
                (
                    "account",
                    models.ForeignKey(
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
            ],
            options={
                "verbose_name": "İYS bildirimi",
                "verbose_name_plural": "İYS bildirimleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("processed_at", None)),
                        fields=["id"],
                        name="registry_push_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistryQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                (
                    "recipient_type",
                    models.CharField(
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        max_length=8,
                        verbose_name="alıcı tipi",
                    ),
                ),
                ("single", models.BooleanField(default=False, verbose_name="tek tek")),
                ("asked", models.PositiveIntegerField(verbose_name="sorulan")),
                ("approved", models.PositiveIntegerField(verbose_name="onaylı")),
                ("ref", models.CharField(blank=True, max_length=64, verbose_name="İYS yanıt no")),
                ("asked_at", models.DateTimeField(verbose_name="sorgu zamanı")),
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
                "verbose_name": "İYS sorgusu",
                "verbose_name_plural": "İYS sorguları",
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["firm", "-asked_at"], name="registry_question_by_firm"),
                    models.Index(
                        condition=models.Q(("single", True)),
                        fields=["asked_at"],
                        name="registry_question_singles",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SyncRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                (
                    "business_days",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="bildirim süresi (iş günü)"
                    ),
                ),
                (
                    "binds_before_2015",
                    models.BooleanField(default=False, verbose_name="süre HS_2015 için de geçerli"),
                ),
                (
                    "equal_date_is_earlier",
                    models.BooleanField(default=True, verbose_name="eşit tarih eski sayılır"),
                ),
                (
                    "master",
                    models.CharField(
                        choices=[("IYS", "İYS"), ("PORTAL", "Bu portal")],
                        default="IYS",
                        max_length=6,
                        verbose_name="anlaşmazlıkta esas alınan",
                    ),
                ),
                (
                    "pull_minutes",
                    models.PositiveSmallIntegerField(
                        default=60, verbose_name="İYS'den alma aralığı (dakika)"
                    ),
                ),
                (
                    "via_code_seconds",
                    models.PositiveSmallIntegerField(
                        default=180, verbose_name="ViA kodunun ömrü (sn)"
                    ),
                ),
                (
                    "via_tries",
                    models.PositiveSmallIntegerField(
                        default=3, verbose_name="ViA kodu için deneme"
                    ),
                ),
                (
                    "via_link_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="ViA bağlantısının ömrü (saat)"
                    ),
                ),
                (
                    "mail_link_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="e-posta doğrulama bağlantısının ömrü (saat)"
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
                "verbose_name": "İYS eşitleme kuralları",
                "verbose_name_plural": "İYS eşitleme kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="sync_rules_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("business_days__range", (1, 30)), ("pull_minutes__range", (5, 1440))
                        ),
                        name="sync_rules_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("size", models.IntegerField(verbose_name="izin sayısı")),
                ("spend_id", models.BigIntegerField(editable=False, null=True)),
                (
                    "request_id",
                    models.CharField(blank=True, max_length=64, verbose_name="İYS istek no"),
                ),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="gönderilme")),
                ("ask_at", models.DateTimeField(null=True, verbose_name="sonraki sorgu")),
                ("asked", models.IntegerField(default=0, verbose_name="sorgu sayısı")),
                ("done_at", models.DateTimeField(null=True, verbose_name="tamamlanma")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.gatewayaccount",
                        verbose_name="İYS hesabı",
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
                "verbose_name": "İYS gönderim listesi",
                "verbose_name_plural": "İYS gönderim listeleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("done_at", None), models.Q(("request_id", ""), _negated=True)
                        ),
                        fields=["ask_at"],
                        name="consent_list_asked",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsentTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.BigIntegerField(editable=False)),
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
                        verbose_name="izin",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("WAITING", "Bekliyor"),
                            ("HELD", "Durduruldu"),
                            ("SENT", "Sonuç bekleniyor"),
                            ("STORED", "İYS'ye kaydedildi"),
                            ("FAILED", "İYS'ye kaydedilemedi"),
                            ("LATE", "Süresi geçti"),
                            ("DROPPED", "Gönderilmeyecek"),
                        ],
                        default="WAITING",
                        max_length=7,
                        verbose_name="durum",
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="kod")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
                ("attempts", models.SmallIntegerField(default=0, verbose_name="deneme")),
                ("not_before", models.DateTimeField(editable=False, null=True)),
                ("place", models.IntegerField(editable=False, null=True)),
                ("warn_at", models.DateTimeField(verbose_name="sarı")),
                ("red_at", models.DateTimeField(verbose_name="kırmızı")),
                ("due_at", models.DateTimeField(verbose_name="son an")),
                ("told", models.SmallIntegerField(default=0, editable=False)),
                ("settled_at", models.DateTimeField(null=True, verbose_name="sonuçlanma")),
                (
                    "decided_by",
                    models.CharField(blank=True, max_length=120, verbose_name="karar veren"),
                ),
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
                (
                    "movement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="task",
                        to="iys_consent.consentmovement",
                        verbose_name="hareket",
                    ),
                ),
                (
                    "sent_in",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="iys_consent.tasklist",
                        verbose_name="liste",
                    ),
                ),
            ],
            options={
                "verbose_name": "İYS'ye gidecek izin",
                "verbose_name_plural": "İYS'ye gidecek izinler",
                "indexes": [
                    models.Index(
                        condition=models.Q(("sent_in", None), ("state", "WAITING")),
                        fields=["firm", "brand", "due_at"],
                        name="consent_task_waiting",
                    ),
                    models.Index(
                        fields=["firm", "brand", "recipient", "channel", "recipient_type", "seq"],
                        name="consent_task_by_key",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("WAITING", "HELD", "SENT"))),
                        fields=["due_at"],
                        name="consent_task_clock",
                    ),
                    models.Index(fields=["firm", "state", "-id"], name="consent_task_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("movement"),
                        name="consent_task_once_per_movement",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", "SENT"),
                            models.Q(("sent_in__isnull", False), ("state", "WAITING")),
                            _connector="OR",
                        ),
                        fields=("firm", "brand", "channel", "recipient_type", "recipient"),
                        name="consent_task_one_a_key_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "SENT"), _negated=True),
                            ("sent_in__isnull", False),
                            _connector="OR",
                        ),
                        name="consent_task_sent_in_a_list",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UploadRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "recipient_type",
                    models.CharField(
                        blank=True,
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        max_length=8,
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=60)),
                ("last_name", models.CharField(blank=True, max_length=60)),
                ("phone", models.CharField(blank=True, max_length=20)),
                ("email", models.CharField(blank=True, max_length=265)),
                ("call", models.CharField(blank=True, max_length=4)),
                ("message", models.CharField(blank=True, max_length=4)),
                ("mail", models.CharField(blank=True, max_length=4)),
                ("call_verdict", models.CharField(blank=True, max_length=1)),
                ("message_verdict", models.CharField(blank=True, max_length=1)),
                ("mail_verdict", models.CharField(blank=True, max_length=1)),
                ("source", models.CharField(blank=True, max_length=24)),
                ("consented_at", models.DateTimeField(null=True)),
                ("kinds", models.IntegerField(default=0)),
                ("level", models.SmallIntegerField(default=0)),
                ("notes", models.TextField(blank=True)),
                ("raw", models.TextField(blank=True)),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                    ),
                ),
                (
                    "upload",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="iys_consent.consentupload",
                    ),
                ),
            ],
            options={
                "verbose_name": "izin listesi satırı",
                "verbose_name_plural": "izin listesi satırları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("upload"), models.F("number"), name="upload_row_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ViaConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipient", models.CharField(max_length=265, verbose_name="alıcı")),
                (
                    "recipient_type",
                    models.CharField(
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        max_length=8,
                        verbose_name="alıcı tipi",
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
                        verbose_name="izin türleri",
                    ),
                ),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("KOD", "Kod: kişi yanınızda, kodu size söyler"),
                            ("BAGLANTI", "Bağlantı: kişi bağlantıyı kendisi açar"),
                        ],
                        default="KOD",
                        max_length=8,
                        verbose_name="nasıl",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="adı")),
                ("last_name", models.CharField(blank=True, max_length=60, verbose_name="soyadı")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NEW", "Sırada"),
                            ("CALLING", "İYS'ye iletiliyor"),
                            ("WAITING", "Kişinin yanıtı bekleniyor"),
                            ("DONE", "Onay alındı"),
                            ("REFUSED", "Kişi onay vermedi"),
                            ("EXPIRED", "Süresi doldu"),
                            ("FAILED", "İYS kabul etmedi"),
                            ("UNCLEAR", "Yanıt alınamadı"),
                        ],
                        default="NEW",
                        max_length=8,
                        verbose_name="durum",
                    ),
                ),
                (
                    "request_id",
                    models.CharField(blank=True, max_length=64, verbose_name="İYS istek no"),
                ),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="kod")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
                ("tries", models.SmallIntegerField(default=0, verbose_name="deneme")),
                ("calls", models.SmallIntegerField(default=0, editable=False)),
                ("called_at", models.DateTimeField(editable=False, null=True)),
                ("next_at", models.DateTimeField(editable=False, null=True)),
                ("expires_at", models.DateTimeField(null=True, verbose_name="son an")),
                ("started_by", models.CharField(max_length=120, verbose_name="başlatan")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="başlama")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="bitiş")),
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
                "verbose_name": "İYS ViA onayı",
                "verbose_name_plural": "İYS ViA onayları",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["NEW", "CALLING", "WAITING"])),
                        fields=["state", "next_at"],
                        name="consent_via_open",
                    ),
                    models.Index(
                        fields=["firm", "recipient", "-created_at"], name="consent_via_by_address"
                    ),
                    models.Index(fields=["firm", "-id"], name="consent_via_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["NEW", "CALLING", "WAITING"])),
                        fields=("firm", "brand", "recipient"),
                        name="consent_via_one_open_an_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "WAITING"), _negated=True),
                            models.Q(("request_id", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="consent_via_waits_for_a_request",
                    ),
                ],
            },
        ),
    ]
