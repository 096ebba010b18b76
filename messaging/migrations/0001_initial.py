import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
from django.db import migrations, models

import messaging.models.people
import turkcell_hub.tenancy.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
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
                "verbose_name": "gelen mesaj",
                "verbose_name_plural": "gelen mesajlar",
                "indexes": [models.Index(fields=["firm", "-id"], name="inbound_by_firm")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("account"),
                        models.F("operator_id"),
                        name="inbound_message_once",
                    )
                ],
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
                        choices=[("TOPLU", "Toplu mesaj"), ("TEKIL", "Tekil mesaj")],
                        default="TOPLU",
                        max_length=5,
                        verbose_name="tür",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[("PORTAL", "Portal"), ("API", "REST API")],
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
                ("audience_filter", models.JSONField(blank=True, null=True)),
                (
                    "validity_hours",
                    models.PositiveSmallIntegerField(default=24, verbose_name="geçerlilik (saat)"),
                ),
                ("batch_size", models.PositiveIntegerField(default=500, editable=False)),
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
                    "groups",
                    models.ManyToManyField(
                        blank=True, to="messaging.group", verbose_name="gruplar"
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
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "TASLAK"),
                            models.Q(("message_class", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="campaign_has_a_class_before_it_goes",
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
                        choices=[("SISTEM", "Sistem kullanıcısı"), ("DIGER", "Diğer")],
                        default="DIGER",
                        max_length=8,
                        verbose_name="kullanıcı tipi",
                    ),
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
                ("fields", models.JSONField(blank=True, default=dict, verbose_name="ek alanlar")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
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
            ],
            options={
                "verbose_name": "mobil abone",
                "verbose_name_plural": "mobil aboneler",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="subscriber_by_name"),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "SISTEM"), ("member__isnull", False)),
                            models.Q(("kind", "DIGER"), ("member__isnull", True)),
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
                            (11, "Gönderildi (rapor yok)"),
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
                ("reason", models.CharField(max_length=200, verbose_name="neden")),
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
    ]
