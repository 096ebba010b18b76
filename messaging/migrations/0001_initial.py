import datetime

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import messaging.models.media
import messaging.models.people
import messaging.models.rules
import turkcell_hub.tenancy.sealed
from turkcell_hub.events import triggers


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("erp", "0001_initial"),
        ("events", "0001_initial"),
        ("outbox", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="grup adı")),
                (
                    "description",
                    models.CharField(blank=True, max_length=200, verbose_name="açıklama"),
                ),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                "verbose_name": "mobil abone grubu",
                "verbose_name_plural": "mobil abone grupları",
                "indexes": [models.Index(fields=["firm", "sort_key", "id"], name="group_by_name")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("name"),
                        name="group_name_once",
                        violation_error_message="Bu adla bir grup zaten var.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundMessage",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("operator_id", models.CharField(max_length=80)),
                ("sender", models.CharField(max_length=20, verbose_name="gönderen")),
                ("recipient", models.CharField(max_length=20, verbose_name="alıcı numara")),
                (
                    "keyword",
                    models.CharField(blank=True, max_length=40, verbose_name="anahtar kelime"),
                ),
                ("text", models.TextField(verbose_name="mesaj")),
                ("network", models.CharField(blank=True, max_length=20, verbose_name="şebeke")),
                ("received_at", models.DateTimeField(verbose_name="geliş zamanı")),
                (
                    "route",
                    models.CharField(
                        blank=True, editable=False, max_length=30, verbose_name="yönlendirme"
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="açıklama"
                    ),
                ),
                ("routed_at", models.DateTimeField(editable=False, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("retry_at", models.DateTimeField(editable=False, null=True)),
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
            ],
            options={
                "verbose_name": "gelen mesaj",
                "verbose_name_plural": "gelen mesajlar",
            },
        ),
        migrations.CreateModel(
            name="BlacklistEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16, verbose_name="telefon numarası")),
                (
                    "source",
                    models.CharField(
                        choices=[("FIRMA", "Firma istemiyor"), ("ALICI", "Alıcı istemiyor")],
                        default="FIRMA",
                        max_length=6,
                        verbose_name="kaynak",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("ELLE", "Elle eklendi"),
                            ("EXCEL", "Excel aktarımı"),
                            ("API", "REST API"),
                            ("SMS", "SMS ile ret"),
                            ("OPERATOR", "Operatörün listesi"),
                        ],
                        default="ELLE",
                        editable=False,
                        max_length=8,
                        verbose_name="geliş yolu",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="neden")),
                (
                    "since",
                    models.DateTimeField(editable=False, null=True, verbose_name="istek zamanı"),
                ),
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
                (
                    "evidence",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.inboundmessage",
                    ),
                ),
            ],
            options={
                "verbose_name": "kara liste kaydı",
                "verbose_name_plural": "kara liste",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("phone"),
                        name="blacklist_phone_once",
                        violation_error_message="Bu numara zaten kara listede.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BlacklistChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16, verbose_name="telefon numarası")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("EKLENDI", "Eklendi"),
                            ("DEGISTI", "Alıcının kendi isteği oldu"),
                            ("CIKARILDI", "Çıkarıldı"),
                        ],
                        max_length=9,
                        verbose_name="işlem",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("FIRMA", "Firma istemiyor"), ("ALICI", "Alıcı istemiyor")],
                        max_length=6,
                        verbose_name="kaynak",
                    ),
                ),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("ELLE", "Elle eklendi"),
                            ("EXCEL", "Excel aktarımı"),
                            ("API", "REST API"),
                            ("SMS", "SMS ile ret"),
                            ("OPERATOR", "Operatörün listesi"),
                        ],
                        max_length=8,
                        verbose_name="geliş yolu",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="neden")),
                ("proof", models.CharField(blank=True, max_length=200, verbose_name="dayanak")),
                ("wished_on", models.DateField(null=True, verbose_name="alıcının isteği")),
                ("by_label", models.CharField(max_length=120, verbose_name="yapan")),
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
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.inboundmessage",
                    ),
                ),
            ],
            options={
                "verbose_name": "kara liste hareketi",
                "verbose_name_plural": "kara liste hareketleri",
                "indexes": [
                    models.Index(fields=["firm", "phone", "-id"], name="blacklist_change_by_phone")
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "valid_from",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        verbose_name="geçerlilik başlangıcı",
                    ),
                ),
                (
                    "refusal_words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        size=None,
                        verbose_name="ret sözcükleri",
                    ),
                ),
                (
                    "extra_words",
                    models.PositiveSmallIntegerField(default=2, verbose_name="izleyen sözcük"),
                ),
                ("confirms", models.BooleanField(default=True, verbose_name="ret onay mesajı")),
                ("confirm_text", models.CharField(max_length=155, verbose_name="onay metni")),
                (
                    "confirm_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="onay süresi (saat)"),
                ),
                (
                    "created_by",
                    models.CharField(editable=False, max_length=120, verbose_name="ekleyen"),
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
                "verbose_name": "ret kuralı",
                "verbose_name_plural": "ret kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("valid_from"),
                        name="inbound_policy_day_once",
                        violation_error_message="Bu tarihten başlayan bir kural zaten var.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="InboundRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.CharField(blank=True, max_length=20, verbose_name="aranan numara"),
                ),
                (
                    "keyword",
                    models.CharField(blank=True, max_length=20, verbose_name="anahtar kelime"),
                ),
                ("handler", models.CharField(max_length=30, verbose_name="yönlendirme")),
                ("priority", models.PositiveSmallIntegerField(default=100, verbose_name="sıra")),
                (
                    "label",
                    models.CharField(blank=True, max_length=8, verbose_name="konuşma etiketi"),
                ),
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
                "verbose_name": "yönlendirme kuralı",
                "verbose_name_plural": "yönlendirme kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("number"),
                        models.F("keyword"),
                        name="inbound_rule_once",
                        violation_error_message="Bu numara ve kelime için bir kural zaten var.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("number", ""), _negated=True),
                            models.Q(("keyword", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="inbound_rule_says_what",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MediaFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(blank=True, upload_to=messaging.models.media._path)),
                ("name", models.CharField(max_length=160, verbose_name="dosya")),
                ("content_type", models.CharField(max_length=20, verbose_name="tür")),
                ("size", models.PositiveIntegerField(verbose_name="boyut")),
                (
                    "created_by",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="yükleyen"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="yükleme")),
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
                "verbose_name": "MMS dosyası",
                "verbose_name_plural": "MMS dosyaları",
            },
        ),
        migrations.CreateModel(
            name="MessageTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="kod")),
                ("name", models.CharField(max_length=80, verbose_name="şablon adı")),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("KAMPANYA", "Kampanya"),
                            ("KUTLAMA", "Kutlama"),
                            ("DUYURU", "Duyuru"),
                            ("DIGER", "Diğer"),
                        ],
                        default="DIGER",
                        max_length=10,
                        verbose_name="tür",
                    ),
                ),
                ("text", models.TextField(verbose_name="mesaj")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="değişiklik")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
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
                "verbose_name": "mesaj şablonu",
                "verbose_name_plural": "mesaj şablonları",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("code"),
                        name="template_code_once",
                        violation_error_message="Bu kodla bir şablon zaten var.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Campaign",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="gönderim adı")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TOPLU", "Toplu mesaj"),
                            ("TEKIL", "Tekil mesaj"),
                            ("DENEME", "Deneme"),
                        ],
                        default="TOPLU",
                        max_length=6,
                        verbose_name="tür",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("PORTAL", "Portal"),
                            ("API", "REST API"),
                            ("SISTEM", "Kendiliğinden"),
                            ("GOREV", "Zamanlanmış görev"),
                            ("AKIS", "İş akışı"),
                        ],
                        default="PORTAL",
                        max_length=6,
                        verbose_name="kaynak",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("TASLAK", "Taslak"),
                            ("ZAMANLANDI", "Zamanlandı"),
                            ("TEKRARLI", "Tekrarlanıyor"),
                            ("KARAR_BEKLER", "Kararınızı bekliyor"),
                            ("ONAY_BEKLER", "Onay bekliyor"),
                            ("HAZIRLANIYOR", "Hazırlanıyor"),
                            ("GONDERILIYOR", "Gönderiliyor"),
                            ("DURAKLATILDI", "Duraklatıldı"),
                            ("IPTAL", "İptal edildi"),
                            ("TAMAMLANDI", "Tamamlandı"),
                        ],
                        default="TASLAK",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                (
                    "address_type",
                    models.CharField(
                        choices=[("TELEFON", "Telefon numarası"), ("TCKN", "T.C. kimlik numarası")],
                        default="TELEFON",
                        max_length=8,
                        verbose_name="hizmet numarası",
                    ),
                ),
                (
                    "message_kind",
                    models.CharField(
                        choices=[("SMS", "SMS"), ("MMS", "MMS"), ("VIDEO_URL", "Video/URL")],
                        default="SMS",
                        max_length=9,
                        verbose_name="mesaj türü",
                    ),
                ),
                (
                    "link",
                    models.CharField(
                        blank=True, default="", max_length=500, verbose_name="bağlantı"
                    ),
                ),
                ("secret", turkcell_hub.tenancy.sealed.SealedTextField(editable=False, null=True)),
                ("text", models.TextField(blank=True, verbose_name="gönderilecek mesaj")),
                (
                    "message_class",
                    models.CharField(
                        blank=True,
                        choices=[("TICARI", "Ticari"), ("BILGILENDIRME", "Bilgilendirme")],
                        max_length=14,
                        verbose_name="mesaj sınıfı",
                    ),
                ),
                ("class_chosen_by", models.CharField(blank=True, editable=False, max_length=120)),
                ("class_chosen_at", models.DateTimeField(editable=False, null=True)),
                (
                    "exemption",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("ABONELIK", "Devam eden abonelik"),
                            ("UYELIK", "Devam eden üyelik"),
                            ("ORTAKLIK", "Ortaklık ilişkisi"),
                            ("TAHSILAT", "Tahsilat"),
                            ("BORC", "Borç hatırlatma"),
                            ("GUNCELLEME", "Bilgi güncelleme"),
                            ("SATIN_ALMA", "Satın alma ve teslimat"),
                            ("KARGO", "Kargo takibi"),
                            (
                                "BENZER",
                                "Alınan hizmetle ilgili benzer bilgi (randevu, soru yanıtı)",
                            ),
                            ("YASAL", "Kanunun zorunlu kıldığı bilgilendirme"),
                        ],
                        db_default="",
                        default="",
                        max_length=12,
                        verbose_name="onay gerekmeme nedeni",
                    ),
                ),
                (
                    "exempt_sender",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "ISLETMECI",
                                "5809 sayılı Kanun'a tabi işletmeci (kendi mal ve hizmetleri)",
                            ),
                            ("EGITIM", "Vakıf üniversitesi veya özel öğretim kurumu"),
                            (
                                "MESLEK",
                                "Kamu kurumu niteliğinde meslek kuruluşu, kamu yararına dernek, vergi muafiyetli vakıf",
                            ),
                            ("YAYINCI", "6112 sayılı Kanun'a tabi radyo veya televizyon kuruluşu"),
                            ("KAMU", "Devlet, belediye veya başka bir kamu kurumu"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                        verbose_name="muaf gönderici",
                    ),
                ),
                (
                    "exemption_chosen_by",
                    models.CharField(
                        blank=True, db_default="", default="", editable=False, max_length=120
                    ),
                ),
                ("exemption_chosen_at", models.DateTimeField(editable=False, null=True)),
                ("audience_filter", models.JSONField(blank=True, null=True)),
                ("confirms_entry", models.BigIntegerField(editable=False, null=True, unique=True)),
                (
                    "validity_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="geçerlilik (saat)"),
                ),
                (
                    "validity_minutes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="geçerlilik (dakika)"),
                ),
                (
                    "cap_wait_days",
                    models.PositiveSmallIntegerField(
                        default=0, verbose_name="haftalık sınırda bekleme (gün)"
                    ),
                ),
                ("cap_deadline", models.DateTimeField(editable=False, null=True)),
                ("batch_size", models.PositiveIntegerField(default=500, editable=False)),
                (
                    "first_people",
                    models.PositiveIntegerField(blank=True, editable=False, null=True),
                ),
                ("confirmed_credits", models.PositiveIntegerField(editable=False, null=True)),
                ("preflight", models.JSONField(editable=False, null=True)),
                ("problem", models.TextField(blank=True, editable=False)),
                ("problem_code", models.CharField(blank=True, editable=False, max_length=40)),
                ("total", models.PositiveIntegerField(default=0, editable=False)),
                ("sendable", models.PositiveIntegerField(default=0, editable=False)),
                ("credits", models.PositiveIntegerField(default=0, editable=False)),
                ("spend_id", models.BigIntegerField(editable=False, null=True)),
                (
                    "created_by_label",
                    models.CharField(editable=False, max_length=120, verbose_name="oluşturan"),
                ),
                ("created_by_member", models.BigIntegerField(editable=False, null=True)),
                ("created_by_key", models.BigIntegerField(editable=False, null=True)),
                (
                    "submitted_by_label",
                    models.CharField(
                        blank=True, editable=False, max_length=120, verbose_name="gönderen"
                    ),
                ),
                ("submitted_by_member", models.BigIntegerField(editable=False, null=True)),
                ("submitted_by_key", models.BigIntegerField(editable=False, null=True)),
                (
                    "scheduled_for",
                    models.DateTimeField(editable=False, null=True, verbose_name="planlanan zaman"),
                ),
                (
                    "scheduled_local",
                    models.CharField(blank=True, default="", editable=False, max_length=16),
                ),
                (
                    "scheduled_zone",
                    models.CharField(blank=True, default="", editable=False, max_length=40),
                ),
                ("prepare_lease", models.DateTimeField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "submitted_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="gönderim zamanı"),
                ),
                ("prepared_at", models.DateTimeField(editable=False, null=True)),
                (
                    "finished_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="bitiş"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.gatewayaccount",
                        verbose_name="operatör hesabı",
                    ),
                ),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "resend_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="resends",
                        to="messaging.campaign",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.sendertitle",
                        verbose_name="gönderici kısa tanımı",
                    ),
                ),
                (
                    "trial_of",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="trials",
                        to="messaging.campaign",
                    ),
                ),
                (
                    "waited_from",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="waiting",
                        to="messaging.campaign",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True, to="messaging.group", verbose_name="gruplar"
                    ),
                ),
                (
                    "media",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="messaging.mediafile",
                        verbose_name="MMS dosyası",
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="messaging.messagetemplate",
                        verbose_name="SMS şablonu",
                    ),
                ),
            ],
            options={
                "verbose_name": "gönderim",
                "verbose_name_plural": "gönderimler",
                "indexes": [
                    models.Index(fields=["firm", "-id"], name="campaign_by_firm"),
                    models.Index(
                        condition=models.Q(("state__in", ("HAZIRLANIYOR", "GONDERILIYOR"))),
                        fields=["state"],
                        name="campaign_open",
                    ),
                    models.Index(
                        condition=models.Q(("state", "ZAMANLANDI")),
                        fields=["scheduled_for"],
                        name="campaign_scheduled",
                    ),
                    models.Index(
                        condition=models.Q(("state", "KARAR_BEKLER")),
                        fields=["firm"],
                        name="campaign_needs_person",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "TASLAK"),
                            models.Q(("message_class", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="campaign_has_a_class_before_it_goes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ZAMANLANDI"), _negated=True),
                            models.Q(
                                ("scheduled_for__isnull", False),
                                models.Q(("scheduled_local", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="campaign_scheduled_has_its_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OperatorBlock",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16)),
                ("since", models.DateTimeField(null=True)),
                ("run", models.PositiveIntegerField()),
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
                "verbose_name": "operatördeki engel",
                "verbose_name_plural": "operatördeki engeller",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("account"),
                        models.F("phone"),
                        name="operator_block_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OperatorSync",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="tenancy.gatewayaccount",
                    ),
                ),
                ("blacklist_run", models.PositiveIntegerField(default=0)),
                ("blacklist_cursor", models.TextField(null=True)),
                ("blacklist_next_at", models.DateTimeField(null=True)),
                ("blacklist_done_at", models.DateTimeField(null=True)),
                ("inbound_cursor", models.TextField(null=True)),
                ("inbound_next_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=120)),
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
                "verbose_name": "operatör eşitlemesi",
                "verbose_name_plural": "operatör eşitlemeleri",
            },
        ),
        migrations.CreateModel(
            name="PastReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16, verbose_name="telefon numarası")),
                ("sender", models.CharField(blank=True, max_length=40, verbose_name="gönderici")),
                ("text", models.TextField(blank=True, verbose_name="mesaj")),
                ("sent_at", models.DateTimeField(verbose_name="gönderim zamanı")),
                ("delivered_at", models.DateTimeField(null=True, verbose_name="iletim zamanı")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ILETILDI", "İletildi"),
                            ("ILETILMEDI", "İletilemedi"),
                            ("BELIRSIZ", "Sonucu belirsiz"),
                        ],
                        max_length=10,
                        verbose_name="durum",
                    ),
                ),
                (
                    "reported",
                    models.CharField(blank=True, max_length=80, verbose_name="öteki panelin sözü"),
                ),
                ("key", models.CharField(editable=False, max_length=64)),
                (
                    "file_name",
                    models.CharField(blank=True, max_length=200, verbose_name="geldiği dosya"),
                ),
                ("job_id", models.BigIntegerField(editable=False, null=True)),
                (
                    "by_label",
                    models.CharField(editable=False, max_length=150, verbose_name="aktaran"),
                ),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="aktarım zamanı"),
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
                "verbose_name": "eski panel raporu",
                "verbose_name_plural": "eski panel raporları",
                "indexes": [
                    models.Index(fields=["firm", "-sent_at", "-id"], name="past_report_by_time"),
                    models.Index(fields=["firm", "phone", "-sent_at"], name="past_report_by_phone"),
                    models.Index(fields=["firm", "job_id"], name="past_report_by_job"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("key"), name="past_report_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistryCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
                ("next_at", models.DateTimeField(editable=False, null=True)),
                ("waits_until", models.DateTimeField(editable=False, null=True)),
                ("failing_since", models.DateTimeField(editable=False, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("reason", models.CharField(blank=True, editable=False, max_length=300)),
                ("needs_person", models.BooleanField(default=False, editable=False)),
                (
                    "campaign",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="registry_check",
                        to="messaging.campaign",
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
                "verbose_name": "İYS denetimi",
                "verbose_name_plural": "İYS denetimleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("failing_since__isnull", False)),
                        fields=["firm", "failing_since"],
                        name="registry_check_failing",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("campaign"), name="registry_check_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RelayedInbound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("operator_id", models.CharField(max_length=80)),
                ("sender", models.CharField(max_length=20)),
                ("recipient", models.CharField(max_length=20)),
                ("keyword", models.CharField(blank=True, max_length=40)),
                ("text", models.TextField()),
                ("network", models.CharField(blank=True, max_length=20)),
                ("received_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ACIK", "Bekliyor"),
                            ("YONLENDI", "Yönlendirildi"),
                            ("PARK", "Park edildi"),
                            ("ATILDI", "Atıldı"),
                        ],
                        default="ACIK",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=40)),
                ("decided_by", models.CharField(blank=True, max_length=120)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.gatewayaccount",
                    ),
                ),
            ],
            options={
                "verbose_name": "ortak numaraya gelen mesaj",
                "verbose_name_plural": "ortak numaraya gelen mesajlar",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("ACIK", "PARK"))),
                        fields=["id"],
                        name="relayed_inbound_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("account"), models.F("operator_id"), name="relayed_inbound_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="inboundmessage",
            name="relay",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="messaging.relayedinbound",
            ),
        ),
        migrations.CreateModel(
            name="RepeatRule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="tekrar kuralı")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ETKIN", "Etkin"),
                            ("DURAKLATILDI", "Duraklatıldı"),
                            ("BITTI", "Bitti"),
                        ],
                        default="ETKIN",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                (
                    "every",
                    models.CharField(
                        choices=[("HAFTA", "Her hafta"), ("AY", "Her ay"), ("YIL", "Her yıl")],
                        max_length=5,
                        verbose_name="sıklık",
                    ),
                ),
                ("first_day", models.DateField(verbose_name="ilk gün")),
                ("hour", models.TimeField(verbose_name="saat")),
                ("last_day", models.DateField(blank=True, null=True, verbose_name="son gün")),
                (
                    "most_runs",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="kaç kez"),
                ),
                (
                    "max_credits",
                    models.PositiveIntegerField(verbose_name="her seferinde en çok kredi"),
                ),
                ("next_number", models.PositiveIntegerField(default=0, editable=False)),
                ("next_for", models.DateTimeField(editable=False, null=True)),
                (
                    "set_by_label",
                    models.CharField(editable=False, max_length=120, verbose_name="kuran"),
                ),
                ("set_by_member", models.BigIntegerField(editable=False, null=True)),
                ("set_by_key", models.BigIntegerField(editable=False, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="kurulma")),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="bitiş")),
                (
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
                    ),
                ),
                (
                    "brand",
                    models.ForeignKey(
                        blank=True,
                        null=True,
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
                    "pattern",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="repeat_rules",
                        to="messaging.campaign",
                        verbose_name="gönderim",
                    ),
                ),
            ],
            options={
                "verbose_name": "tekrar kuralı",
                "verbose_name_plural": "tekrar kuralları",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "ETKIN")),
                        fields=["next_for"],
                        name="repeat_rule_due",
                    ),
                    models.Index(fields=["firm", "-id"], name="repeat_rule_by_firm"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("pattern"),
                        condition=models.Q(("state", "BITTI"), _negated=True),
                        name="repeat_rule_once_a_draft",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_day__isnull", False), ("most_runs__gt", 0), _connector="OR"
                        ),
                        name="repeat_rule_has_an_end",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "BITTI"), ("next_for__isnull", False), _connector="OR"
                        ),
                        name="repeat_rule_has_its_next_run",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RepeatRun",
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
                            ("YAPILDI", "Gönderim oluştu"),
                            ("ATLANDI", "Atlandı"),
                            ("DURAKTA", "Kural duraklatılmıştı"),
                        ],
                        max_length=8,
                        verbose_name="durum",
                    ),
                ),
                ("by_label", models.CharField(blank=True, editable=False, max_length=120)),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "campaign",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="repeat_run",
                        to="messaging.campaign",
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
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="runs",
                        to="messaging.repeatrule",
                    ),
                ),
            ],
            options={
                "verbose_name": "tekrar",
                "verbose_name_plural": "tekrarlar",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("rule"),
                        models.F("day"),
                        name="repeat_run_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportPoll",
            fields=[
                (
                    "batch",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="outbox.batch",
                    ),
                ),
                ("next_at", models.DateTimeField()),
                ("cursor", models.TextField(null=True)),
                ("tries", models.PositiveIntegerField(default=0)),
                ("ends_at", models.DateTimeField(null=True)),
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
                "verbose_name": "rapor sorgusu",
                "verbose_name_plural": "rapor sorguları",
                "indexes": [models.Index(fields=["next_at"], name="report_poll_due")],
            },
        ),
        migrations.CreateModel(
            name="ReportPush",
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
                        choices=[("push", "Operatör gönderdi"), ("pull", "Sorgulandı")],
                        max_length=4,
                    ),
                ),
                ("headers", models.JSONField(default=dict)),
                ("body", models.BinaryField()),
                ("received_at", models.DateTimeField(auto_now_add=True)),
                ("processed_at", models.DateTimeField(null=True)),
                ("applied", models.PositiveIntegerField(default=0)),
                ("ignored", models.PositiveIntegerField(default=0)),
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
                "verbose_name": "rapor bildirimi",
                "verbose_name_plural": "rapor bildirimleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("processed_at__isnull", True)),
                        fields=["id"],
                        name="report_push_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="zamanı")),
                ("first", models.DateField(verbose_name="ilk gün")),
                ("last", models.DateField(verbose_name="son gün")),
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
                "verbose_name": "rapor gönderimi",
                "verbose_name_plural": "rapor gönderimleri",
            },
        ),
        migrations.CreateModel(
            name="ReportMail",
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
                            ("BEKLIYOR", "Bekliyor"),
                            ("GONDERILIYOR", "Gönderiliyor"),
                            ("GONDERILDI", "Gönderildi"),
                            ("ATLANDI", "Gönderilmedi"),
                            ("HATA", "E-posta sunucusu almadı"),
                            ("BILINMIYOR", "Gidip gitmediği bilinmiyor"),
                        ],
                        default="BEKLIYOR",
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="açıklama")),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("try_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True, verbose_name="gönderilme")),
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to="messaging.reportrun",
                    ),
                ),
            ],
            options={
                "verbose_name": "rapor e-postası",
                "verbose_name_plural": "rapor e-postaları",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("BEKLIYOR", "GONDERILIYOR"))),
                        fields=["try_at"],
                        name="report_mail_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("run"), models.F("member"), name="report_mail_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportSchedule",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="rapor adı")),
                (
                    "every",
                    models.CharField(
                        choices=[
                            ("GUNLUK", "Her gün (dünün raporu)"),
                            ("HAFTALIK", "Her pazartesi (geçen haftanın raporu)"),
                            ("AYLIK", "Ayın ilk günü (geçen ayın raporu)"),
                        ],
                        max_length=8,
                        verbose_name="sıklık",
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField(verbose_name="saat")),
                ("part", models.CharField(max_length=20, verbose_name="tablo")),
                (
                    "file_format",
                    models.CharField(
                        choices=[("xlsx", "Excel"), ("csv", "CSV")],
                        max_length=4,
                        verbose_name="dosya türü",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("next_at", models.DateTimeField(verbose_name="sonraki gönderim")),
                ("created_by", models.CharField(max_length=150, verbose_name="oluşturan")),
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
                (
                    "members",
                    models.ManyToManyField(
                        related_name="+", to="tenancy.membership", verbose_name="alıcılar"
                    ),
                ),
            ],
            options={
                "verbose_name": "zamanlanmış rapor",
                "verbose_name_plural": "zamanlanmış raporlar",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_active", True)),
                        fields=["next_at"],
                        name="report_schedule_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("name"), name="report_schedule_name_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hour__lt", 24)), name="report_schedule_hour"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="reportrun",
            name="schedule",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="runs",
                to="messaging.reportschedule",
            ),
        ),
        migrations.CreateModel(
            name="SendingRules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                (
                    "commercial_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        default=messaging.models.rules.every_weekday,
                        size=None,
                        verbose_name="ticari günleri",
                    ),
                ),
                (
                    "commercial_start",
                    models.TimeField(default=datetime.time(9, 0), verbose_name="ticari başlangıcı"),
                ),
                (
                    "commercial_end",
                    models.TimeField(default=datetime.time(21, 0), verbose_name="ticari bitişi"),
                ),
                (
                    "commercial_holidays",
                    models.BooleanField(default=True, verbose_name="ticari resmî tatilde"),
                ),
                (
                    "informational_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        default=messaging.models.rules.every_weekday,
                        size=None,
                        verbose_name="bilgilendirme günleri",
                    ),
                ),
                (
                    "informational_start",
                    models.TimeField(
                        default=datetime.time(0, 0), verbose_name="bilgilendirme başlangıcı"
                    ),
                ),
                (
                    "informational_end",
                    models.TimeField(
                        default=datetime.time(0, 0), verbose_name="bilgilendirme bitişi"
                    ),
                ),
                (
                    "informational_holidays",
                    models.BooleanField(default=True, verbose_name="bilgilendirme resmî tatilde"),
                ),
                (
                    "report_grace_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="rapor beklemesi (saat)"
                    ),
                ),
                (
                    "weekly_cap",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="haftalık ticari sınır"
                    ),
                ),
                (
                    "schedule_margin_percent",
                    models.PositiveSmallIntegerField(default=10, verbose_name="zamanlama payı (%)"),
                ),
                (
                    "schedule_late_hours",
                    models.PositiveSmallIntegerField(
                        default=6, verbose_name="zamanlamada en çok gecikme (saat)"
                    ),
                ),
                (
                    "schedule_furthest_months",
                    models.PositiveSmallIntegerField(
                        default=36, verbose_name="en çok ileri zamanlama (ay)"
                    ),
                ),
                (
                    "repeat_most_runs",
                    models.PositiveSmallIntegerField(
                        default=520, verbose_name="tekrarda en çok kaç kez"
                    ),
                ),
                (
                    "repeat_longest_months",
                    models.PositiveSmallIntegerField(
                        default=120, verbose_name="tekrarın en uzun süresi (ay)"
                    ),
                ),
                (
                    "mms_credits",
                    models.PositiveSmallIntegerField(default=4, verbose_name="bir MMS (kredi)"),
                ),
                (
                    "link_credits",
                    models.PositiveSmallIntegerField(default=2, verbose_name="Video/URL (kredi)"),
                ),
                (
                    "media_kept_days",
                    models.PositiveSmallIntegerField(
                        default=90, verbose_name="MMS dosyası saklama (gün)"
                    ),
                ),
                (
                    "registry_fresh_hours",
                    models.PositiveSmallIntegerField(
                        default=24, verbose_name="İYS yanıtı: hazırlıkta en çok (saat)"
                    ),
                ),
                (
                    "registry_recheck_minutes",
                    models.PositiveSmallIntegerField(
                        default=10, verbose_name="İYS yanıtı: gönderirken en çok (dakika)"
                    ),
                ),
                (
                    "registry_tell_minutes",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="İYS yanıt vermezse haber (dakika)"
                    ),
                ),
                (
                    "registry_singles_per_hour",
                    models.PositiveSmallIntegerField(
                        default=500, verbose_name="saatte tek tek İYS sorgusu"
                    ),
                ),
                (
                    "exempt_sender",
                    models.CharField(
                        blank=True,
                        choices=[
                            (
                                "ISLETMECI",
                                "5809 sayılı Kanun'a tabi işletmeci (kendi mal ve hizmetleri)",
                            ),
                            ("EGITIM", "Vakıf üniversitesi veya özel öğretim kurumu"),
                            (
                                "MESLEK",
                                "Kamu kurumu niteliğinde meslek kuruluşu, kamu yararına dernek, vergi muafiyetli vakıf",
                            ),
                            ("YAYINCI", "6112 sayılı Kanun'a tabi radyo veya televizyon kuruluşu"),
                            ("KAMU", "Devlet, belediye veya başka bir kamu kurumu"),
                        ],
                        db_default="",
                        default="",
                        max_length=10,
                        verbose_name="muaf gönderici",
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
                "verbose_name": "gönderim kuralları",
                "verbose_name_plural": "gönderim kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="sending_rules_once_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("commercial_end__gte", models.F("commercial_start")),
                            ("informational_end__gte", models.F("informational_start")),
                        ),
                        name="sending_rules_hours_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("weekly_cap__isnull", True), ("weekly_cap__gt", 0), _connector="OR"
                        ),
                        name="sending_rules_cap_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mms_credits__range", (1, 1000)), ("link_credits__range", (1, 1000))
                        ),
                        name="sending_rules_kinds_cost",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("registry_fresh_hours__range", (1, 168)),
                            ("registry_recheck_minutes__range", (1, 1440)),
                        ),
                        name="sending_rules_registry_fresh",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=20)),
                ("reply_hours", models.PositiveSmallIntegerField(default=72)),
                ("apart_hours", models.PositiveSmallIntegerField(default=24)),
                ("refusal_days", models.PositiveSmallIntegerField(default=90)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.gatewayaccount",
                    ),
                ),
            ],
            options={
                "verbose_name": "ortak numara",
                "verbose_name_plural": "ortak numaralar",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("account"),
                        models.F("number"),
                        name="shared_number_once_per_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedNumberUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("keyword", models.CharField(blank=True, max_length=20)),
                (
                    "firm",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                    ),
                ),
                (
                    "shared_number",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uses",
                        to="messaging.sharednumber",
                    ),
                ),
            ],
            options={
                "verbose_name": "ortak numarayı kullanan firma",
                "verbose_name_plural": "ortak numarayı kullanan firmalar",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("shared_number"), models.F("firm"), name="shared_number_firm_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("keyword", ""), _negated=True),
                        fields=("shared_number", "keyword"),
                        name="shared_number_keyword_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscriber",
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
                (
                    "off_with_card",
                    models.BooleanField(db_default=False, default=False, editable=False),
                ),
                ("first_name", models.CharField(blank=True, max_length=60, verbose_name="adı")),
                ("last_name", models.CharField(blank=True, max_length=60, verbose_name="soyadı")),
                ("phone", models.CharField(max_length=16, verbose_name="telefon numarası")),
                (
                    "tckn",
                    turkcell_hub.tenancy.sealed.SealedTextField(
                        blank=True, verbose_name="TC kimlik no"
                    ),
                ),
                (
                    "tckn_mark",
                    models.CharField(blank=True, default="", editable=False, max_length=64),
                ),
                (
                    "usage_places",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("SMS", "SMS"),
                                ("IS_AKISI", "İş akışı"),
                                ("ZAMANLANMIS_GOREV", "Zamanlanmış görev"),
                                ("OTP", "OTP"),
                            ],
                            max_length=20,
                        ),
                        default=messaging.models.people.every_usage_place,
                        size=None,
                        verbose_name="kullanım yeri",
                    ),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("OGRENCI", "Öğrenci"),
                            ("VELI", "Veli"),
                            ("UYE", "Üye"),
                            ("ABONE", "Kendi abonesi"),
                        ],
                        db_default="",
                        default="",
                        max_length=7,
                        verbose_name="ilişki",
                    ),
                ),
                (
                    "recipient_type",
                    models.CharField(
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        default="BIREYSEL",
                        max_length=8,
                        verbose_name="alıcı tipi",
                    ),
                ),
                ("fields", models.JSONField(blank=True, default=dict, verbose_name="ek alanlar")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                ("updated_at", models.DateTimeField(auto_now=True, verbose_name="değişiklik")),
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
                    "authority_code",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="tenancy.authoritycode",
                        verbose_name="yetki kodu",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.contact",
                        verbose_name="ilgili kişi",
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
                    "member",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="tenancy.membership",
                        verbose_name="kullanıcı",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="erp.person",
                        verbose_name="personel kartı",
                    ),
                ),
            ],
            options={
                "verbose_name": "mobil abone",
                "verbose_name_plural": "mobil aboneler",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="subscriber_by_name"),
                    models.Index(fields=["firm", "phone"], name="subscriber_by_phone"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"], name="subscriber_search", opclasses=("gin_trgm_ops",)
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "DIGER")),
                        fields=("firm", "phone"),
                        name="subscriber_phone_once",
                        violation_error_message="Bu telefon numarasıyla bir abone zaten var.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("member__isnull", False)),
                        fields=("firm", "member"),
                        name="subscriber_member_once",
                        violation_error_message="Bu kullanıcı zaten mobil abone.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("account__isnull", False)),
                        fields=("firm", "account"),
                        name="subscriber_account_once",
                        violation_error_message="Bu cari hesap zaten mobil abone.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person__isnull", False)),
                        fields=("firm", "person"),
                        name="subscriber_person_once",
                        violation_error_message="Bu personel zaten mobil abone.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("contact__isnull", False)),
                        fields=("firm", "contact"),
                        name="subscriber_contact_once",
                        violation_error_message="Bu ilgili kişi zaten mobil abone.",
                    ),
                    models.CheckConstraint(
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
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seq", models.IntegerField()),
                ("batch_no", models.IntegerField()),
                ("name", models.CharField(blank=True, max_length=121, verbose_name="alıcı")),
                ("phone", models.CharField(max_length=16, verbose_name="telefon numarası")),
                (
                    "tckn",
                    turkcell_hub.tenancy.sealed.SealedTextField(
                        null=True, verbose_name="TC kimlik no"
                    ),
                ),
                (
                    "recipient_type",
                    models.CharField(
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        db_default="BIREYSEL",
                        default="BIREYSEL",
                        max_length=8,
                        verbose_name="alıcı tipi",
                    ),
                ),
                ("text", models.TextField(verbose_name="mesaj")),
                ("parts", models.SmallIntegerField(verbose_name="SMS sayısı")),
                ("credits", models.SmallIntegerField(verbose_name="kredi")),
                (
                    "state",
                    models.SmallIntegerField(
                        choices=[
                            (0, "Bekliyor"),
                            (1, "Gönderilmedi"),
                            (2, "İptal edildi"),
                            (10, "İletildi"),
                            (11, "Gönderildi, rapor gelmedi"),
                            (20, "İletilemedi"),
                            (21, "Süresi doldu"),
                            (22, "Geçersiz numara"),
                            (23, "Operatör reddetti"),
                            (24, "Mükerrer"),
                            (25, "Operatörün kara listesinde"),
                            (26, "İYS reddetti"),
                            (27, "İYS sorgulanamadı"),
                            (28, "Operatörde kredi yok"),
                            (29, "Kapsam dışı"),
                            (30, "Turkcell abonesi değil"),
                            (31, "Gönderim reddedildi"),
                        ],
                        default=0,
                        verbose_name="durum",
                    ),
                ),
                ("verdict", models.SmallIntegerField()),
                ("evidence", models.JSONField(null=True)),
                ("network_error", models.IntegerField(null=True)),
                ("vendor_status", models.CharField(max_length=40, null=True)),
                ("operator_credits", models.SmallIntegerField(null=True)),
                ("report_id", models.BigIntegerField(null=True)),
                ("created_at", models.DateTimeField(verbose_name="hazırlanma")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="sonuç zamanı")),
                (
                    "campaign",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="messaging.campaign",
                        verbose_name="gönderim",
                    ),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="messaging.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "mesaj",
                "verbose_name_plural": "mesajlar",
                "indexes": [
                    models.Index(fields=["firm", "-id"], name="message_by_firm"),
                    models.Index(fields=["firm", "phone", "-id"], name="message_by_phone"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("campaign"),
                        models.F("batch_no"),
                        models.F("seq"),
                        name="message_place_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="GroupMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="messaging.group",
                    ),
                ),
                (
                    "subscriber",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="group_places",
                        to="messaging.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "grup üyesi",
                "verbose_name_plural": "grup üyeleri",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("group"), models.F("subscriber"), name="group_member_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("first_name", models.CharField(blank=True, max_length=60)),
                ("last_name", models.CharField(blank=True, max_length=60)),
                (
                    "recipient_type",
                    models.CharField(
                        choices=[("BIREYSEL", "Bireysel"), ("TACIR", "Tacir")],
                        default="BIREYSEL",
                        max_length=8,
                    ),
                ),
                ("fields", models.JSONField(default=dict)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="messaging.campaign",
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
                    "subscriber",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="messaging.subscriber",
                    ),
                ),
            ],
            options={
                "verbose_name": "alıcı",
                "verbose_name_plural": "alıcılar",
                "indexes": [models.Index(fields=["campaign", "id"], name="recipient_by_campaign")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("subscriber__isnull", False)),
                        fields=("campaign", "subscriber"),
                        name="campaign_subscriber_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subscriber__isnull", False),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="campaign_recipient_has_an_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Thread",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=20, verbose_name="telefon numarası")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ACIK", "Açık"),
                            ("YANITLANDI", "Yanıtlandı"),
                            ("KAPALI", "Kapalı"),
                        ],
                        default="ACIK",
                        max_length=10,
                        verbose_name="durum",
                    ),
                ),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        choices=[("TALEP", "Talep"), ("SIKAYET", "Şikâyet"), ("SORU", "Soru")],
                        max_length=8,
                        verbose_name="etiket",
                    ),
                ),
                ("unread", models.PositiveIntegerField(default=0, verbose_name="okunmamış")),
                (
                    "possible_refusal",
                    models.BooleanField(default=False, verbose_name="ret olabilir"),
                ),
                (
                    "last_text",
                    models.CharField(blank=True, max_length=160, verbose_name="son mesaj"),
                ),
                ("last_at", models.DateTimeField(verbose_name="son hareket")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "assigned_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.membership",
                        verbose_name="atanan",
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
                "verbose_name": "konuşma",
                "verbose_name_plural": "konuşmalar",
                "indexes": [
                    models.Index(fields=["firm", "-last_at", "-id"], name="thread_by_time"),
                    models.Index(
                        condition=models.Q(("unread__gt", 0)), fields=["firm"], name="thread_unread"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("phone"), name="thread_phone_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ThreadEntry",
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
                        choices=[("GELEN", "Gelen"), ("YANIT", "Yanıt"), ("NOT", "Not")],
                        max_length=5,
                    ),
                ),
                ("text", models.TextField()),
                ("key", models.UUIDField(null=True)),
                ("by_label", models.CharField(blank=True, max_length=120)),
                ("at", models.DateTimeField()),
                (
                    "campaign",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.campaign",
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
                    "inbound",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="messaging.inboundmessage",
                    ),
                ),
                (
                    "thread",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="messaging.thread",
                    ),
                ),
            ],
            options={
                "verbose_name": "konuşma satırı",
                "verbose_name_plural": "konuşma satırları",
                "indexes": [
                    models.Index(fields=["thread", "at", "id"], name="thread_entry_by_time")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("thread"), models.F("key"), name="thread_entry_key_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("campaign__isnull", True),
                                ("inbound__isnull", False),
                                ("kind", "GELEN"),
                            ),
                            models.Q(
                                ("campaign__isnull", False),
                                ("inbound__isnull", True),
                                ("kind", "YANIT"),
                            ),
                            models.Q(
                                ("campaign__isnull", True),
                                ("inbound__isnull", True),
                                ("kind", "NOT"),
                            ),
                            _connector="OR",
                        ),
                        name="thread_entry_kind_fits_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlacklistOrder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16)),
                ("block", models.BooleanField()),
                ("stamp", models.UUIDField()),
                ("ordered_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=120)),
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
                "verbose_name": "operatöre bildirilecek engel",
                "verbose_name_plural": "operatöre bildirilecek engeller",
                "indexes": [models.Index(fields=["due_at"], name="blacklist_order_due")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("account"),
                        models.F("phone"),
                        name="blacklist_order_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignCount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("state", models.SmallIntegerField()),
                ("reason", models.IntegerField(default=0)),
                ("messages", models.PositiveIntegerField(default=0)),
                ("parts", models.PositiveIntegerField(default=0)),
                ("credits", models.PositiveIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="counts",
                        to="messaging.campaign",
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
                "verbose_name": "gönderim sayacı",
                "verbose_name_plural": "gönderim sayaçları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("campaign"),
                        models.F("state"),
                        models.F("reason"),
                        name="campaign_count_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CampaignSpeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("bucket", models.SmallIntegerField()),
                ("messages", models.PositiveIntegerField(default=0)),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="speeds",
                        to="messaging.campaign",
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
                "verbose_name": "iletim hızı sayacı",
                "verbose_name_plural": "iletim hızı sayaçları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("campaign"), models.F("bucket"), name="campaign_speed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContentOverride",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text_key", models.CharField(max_length=64)),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), size=None
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="gerekçe")),
                ("by_label", models.CharField(max_length=120, verbose_name="üstlenen")),
                ("by_member", models.BigIntegerField(null=True)),
                ("by_key", models.BigIntegerField(null=True)),
                ("at", models.DateTimeField(verbose_name="zaman")),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="content_overrides",
                        to="messaging.campaign",
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
                "verbose_name": "metin denetimini üstlenme",
                "verbose_name_plural": "metin denetimini üstlenmeler",
                "indexes": [models.Index(fields=["campaign", "-id"], name="override_by_campaign")],
            },
        ),
        migrations.CreateModel(
            name="ContentWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="geçerlilik başlangıcı")),
                ("words", models.JSONField(default=dict)),
                ("shortenings", models.JSONField(default=list)),
                (
                    "changed_by",
                    models.CharField(blank=True, max_length=120, verbose_name="değiştiren"),
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
                "verbose_name": "metin denetimi kelimeleri",
                "verbose_name_plural": "metin denetimi kelimeleri",
                "ordering": ("-valid_from",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("valid_from"), name="content_words_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CustomField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=30, verbose_name="parametre")),
                ("label", models.CharField(max_length=60, verbose_name="alan adı")),
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
                "verbose_name": "ek alan",
                "verbose_name_plural": "ek alanlar",
                "ordering": ("label",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="custom_field_code_once"
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(fields=["firm", "-id"], name="inbound_by_firm"),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(fields=["firm", "sender", "-id"], name="inbound_by_sender"),
        ),
        migrations.AddIndex(
            model_name="inboundmessage",
            index=models.Index(
                condition=models.Q(("routed_at__isnull", True)),
                fields=["id"],
                name="inbound_unrouted",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundmessage",
            constraint=models.UniqueConstraint(
                models.F("firm"),
                models.F("account"),
                models.F("operator_id"),
                name="inbound_message_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundmessage",
            constraint=models.UniqueConstraint(
                models.F("firm"), models.F("relay"), name="inbound_relay_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="inboundmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("account__isnull", False), ("relay__isnull", True)),
                    models.Q(("account__isnull", True), ("relay__isnull", False)),
                    _connector="OR",
                ),
                name="inbound_message_came_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportrun",
            constraint=models.UniqueConstraint(
                models.F("schedule"), models.F("due_at"), name="report_run_once"
            ),
        ),
        triggers.follow("messaging_subscriber", "subscriber", ("search_key", "sort_key")),
        triggers.follow("messaging_group", "group", ("search_key", "sort_key")),
    ]
