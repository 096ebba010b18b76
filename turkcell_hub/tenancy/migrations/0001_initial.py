import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import turkcell_hub.tenancy.models.accounts
import turkcell_hub.tenancy.models.devices
import turkcell_hub.tenancy.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Firm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="firma adı")),
                (
                    "legal_name",
                    models.CharField(blank=True, max_length=200, verbose_name="ticari unvan"),
                ),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="kısa ad")),
                (
                    "country",
                    models.CharField(
                        choices=[("TR", "Türkiye"), ("AZ", "Azerbaycan"), ("KKTC", "KKTC")],
                        default="TR",
                        max_length=4,
                        verbose_name="ülke türü",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="Europe/Istanbul", max_length=40, verbose_name="saat dilimi"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
            ],
            options={
                "verbose_name": "firma",
                "verbose_name_plural": "firmalar",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-posta")),
                ("full_name", models.CharField(max_length=120, verbose_name="ad ve soyad")),
                (
                    "language",
                    models.CharField(
                        choices=[("tr", "Türkçe"), ("en", "English")],
                        default="tr",
                        max_length=5,
                        verbose_name="dil",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                (
                    "is_platform_staff",
                    models.BooleanField(default=False, editable=False, verbose_name="işletmeci"),
                ),
                (
                    "date_joined",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="kayıt tarihi"
                    ),
                ),
                (
                    "password_changed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="parola tarihi"),
                ),
            ],
            options={
                "verbose_name": "kullanıcı",
                "verbose_name_plural": "kullanıcılar",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="user_email_in_lower_case",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="marka kodu")),
                ("name", models.CharField(max_length=120, verbose_name="marka")),
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
                "verbose_name": "marka",
                "verbose_name_plural": "markalar",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="brand_code_once_per_firm"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AuthorityCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=20, verbose_name="yetki kodu")),
                (
                    "description",
                    models.CharField(blank=True, max_length=120, verbose_name="açıklama"),
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
                "verbose_name": "yetki kodu",
                "verbose_name_plural": "yetki kodları",
                "ordering": ("code",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("code"), name="authority_code_once_per_firm"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="ad")),
                (
                    "prefix",
                    models.CharField(
                        editable=False, max_length=16, unique=True, verbose_name="anahtar başı"
                    ),
                ),
                ("secret_hash", models.CharField(editable=False, max_length=64)),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80),
                        size=None,
                        verbose_name="yetkiler",
                    ),
                ),
                (
                    "allowed_ips",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="IP listesi",
                    ),
                ),
                (
                    "expires_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="son kullanma"),
                ),
                (
                    "revoked_at",
                    models.DateTimeField(
                        blank=True, editable=False, null=True, verbose_name="iptal"
                    ),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="son kullanım"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="tenancy.apikey",
                    ),
                ),
                (
                    "authority_codes",
                    models.ManyToManyField(
                        blank=True, to="tenancy.authoritycode", verbose_name="yetki kodları"
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
                "verbose_name": "API anahtarı",
                "verbose_name_plural": "API anahtarları",
                "ordering": ("-created_at",),
                "indexes": [models.Index(fields=["firm", "-created_at"], name="api_key_by_firm")],
            },
        ),
        migrations.CreateModel(
            name="GatewayAccount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="hesap adı")),
                (
                    "service",
                    models.CharField(
                        choices=[
                            ("sms", "SMS"),
                            ("tckn", "TCKN SMS"),
                            ("iys", "İYS"),
                            ("otp", "OTP"),
                            ("location", "Konum"),
                            ("invoice", "Fatura aktarımı"),
                        ],
                        default="sms",
                        max_length=12,
                        verbose_name="hizmet",
                    ),
                ),
                (
                    "country",
                    models.CharField(
                        choices=[("TR", "Türkiye"), ("AZ", "Azerbaycan"), ("KKTC", "KKTC")],
                        default="TR",
                        max_length=4,
                        verbose_name="ülke türü",
                    ),
                ),
                ("adapter", models.CharField(max_length=30, verbose_name="bağlantı türü")),
                ("base_url", models.URLField(max_length=300, verbose_name="adres")),
                (
                    "username",
                    models.CharField(blank=True, max_length=120, verbose_name="kullanıcı adı"),
                ),
                (
                    "password",
                    turkcell_hub.tenancy.sealed.SealedTextField(blank=True, verbose_name="şifre"),
                ),
                (
                    "options",
                    turkcell_hub.tenancy.sealed.SealedJSONField(
                        blank=True, default=dict, verbose_name="ek ayarlar"
                    ),
                ),
                (
                    "pace_per_second",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="saniyede en çok mesaj"
                    ),
                ),
                ("is_default", models.BooleanField(default=False, verbose_name="varsayılan")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                (
                    "health",
                    models.CharField(
                        choices=[
                            ("untried", "Denenmedi"),
                            ("ok", "Çalışıyor"),
                            ("failing", "Sorunlu"),
                            ("bad_credentials", "Kullanıcı adı veya şifre yanlış"),
                        ],
                        default="untried",
                        editable=False,
                        max_length=16,
                        verbose_name="durum",
                    ),
                ),
                (
                    "health_note",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="açıklama"
                    ),
                ),
                (
                    "checked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="son deneme"),
                ),
                (
                    "push_token",
                    models.CharField(
                        default=turkcell_hub.tenancy.models.accounts._push_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "push_ips",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=50),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="rapor gönderen IP adresleri",
                    ),
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
                "verbose_name": "operatör hesabı",
                "verbose_name_plural": "operatör hesapları",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("name"),
                        name="gateway_account_name_once_per_firm",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("firm", "service", "country"),
                        name="one_default_gateway_account",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "full_name",
                    models.CharField(blank=True, max_length=120, verbose_name="ad ve soyad"),
                ),
                (
                    "phone",
                    models.CharField(blank=True, max_length=16, verbose_name="telefon numarası"),
                ),
                (
                    "phone_changed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="telefon tarihi"),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("ADMIN", "Admin"),
                            ("YONETICI", "Yönetici"),
                            ("PERSONEL", "Personel"),
                            ("MUSTERI", "Müşteri"),
                        ],
                        max_length=10,
                        verbose_name="rol",
                    ),
                ),
                ("all_brands", models.BooleanField(default=True, verbose_name="tüm markalar")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                (
                    "awaits_consent",
                    models.BooleanField(
                        default=False, editable=False, verbose_name="onay bekliyor"
                    ),
                ),
                (
                    "last_login_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="son giriş"),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "authority_codes",
                    models.ManyToManyField(
                        blank=True, to="tenancy.authoritycode", verbose_name="yetki kodları"
                    ),
                ),
                (
                    "brands",
                    models.ManyToManyField(blank=True, to="tenancy.brand", verbose_name="markalar"),
                ),
                (
                    "firm",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="tenancy.firm",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "üyelik",
                "verbose_name_plural": "üyelikler",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("user"), name="membership_once_per_firm"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecoveryCodes",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The human-readable name of this device.", max_length=64
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(default=True, help_text="Is this device ready for use?"),
                ),
                (
                    "throttling_failure_timestamp",
                    models.DateTimeField(
                        blank=True,
                        default=None,
                        help_text="A timestamp of the last failed verification attempt. Null if last attempt succeeded.",
                        null=True,
                    ),
                ),
                (
                    "throttling_failure_count",
                    models.PositiveIntegerField(
                        default=0, help_text="Number of successive failed attempts."
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        auto_now_add=True,
                        help_text="The date and time when this device was initially created in the system.",
                        null=True,
                    ),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The most recent date and time this device was used.",
                        null=True,
                    ),
                ),
                (
                    "digests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64), default=list, size=None
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The user that this device belongs to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kurtarma kodları",
                "verbose_name_plural": "kurtarma kodları",
                "constraints": [
                    models.UniqueConstraint(models.F("user"), name="one_recovery_set_per_user")
                ],
            },
        ),
        migrations.CreateModel(
            name="RegistrySession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    turkcell_hub.tenancy.sealed.SealedJSONField(
                        blank=True, default=dict, editable=False
                    ),
                ),
                ("halted_until", models.DateTimeField(editable=False, null=True)),
                ("holder", models.UUIDField(editable=False, null=True)),
                ("lease_until", models.DateTimeField(editable=False, null=True)),
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
                "verbose_name": "İYS oturumu",
                "verbose_name_plural": "İYS oturumları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("account"),
                        name="one_registry_session_per_account",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderIdentity",
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
                        choices=[("TACIR", "Tacir"), ("ESNAF", "Esnaf")],
                        default="TACIR",
                        max_length=5,
                        verbose_name="gönderen türü",
                    ),
                ),
                (
                    "mersis",
                    models.CharField(blank=True, max_length=16, verbose_name="MERSİS numarası"),
                ),
                (
                    "short_titles",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="kısa unvan veya markalar"
                    ),
                ),
                (
                    "title_by_sender",
                    models.BooleanField(
                        default=False, verbose_name="gönderici adı unvan yerine geçer"
                    ),
                ),
                (
                    "person_name",
                    models.CharField(blank=True, max_length=120, verbose_name="ad soyad"),
                ),
                (
                    "tckn",
                    turkcell_hub.tenancy.sealed.SealedTextField(
                        blank=True, verbose_name="T.C. kimlik numarası"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="telefon")),
                ("fax", models.CharField(blank=True, max_length=20, verbose_name="faks")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-posta")),
                (
                    "refusal_number",
                    models.CharField(blank=True, max_length=12, verbose_name="ret kısa numarası"),
                ),
                (
                    "refusal_keyword",
                    models.CharField(default="RET", max_length=20, verbose_name="ret kelimesi"),
                ),
                (
                    "refusal_text",
                    models.CharField(blank=True, max_length=120, verbose_name="ret metni"),
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
                "verbose_name": "gönderen kimliği",
                "verbose_name_plural": "gönderen kimlikleri",
                "constraints": [
                    models.UniqueConstraint(models.F("firm"), name="one_sender_identity_per_firm")
                ],
            },
        ),
        migrations.CreateModel(
            name="SenderTitle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=11, verbose_name="gönderici kısa tanımı")),
                ("is_default", models.BooleanField(default=False, verbose_name="varsayılan")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sender_titles",
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
                "verbose_name": "gönderici adı",
                "verbose_name_plural": "gönderici adları",
                "ordering": ("-is_default", "title"),
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("account"),
                        models.F("title"),
                        name="sender_title_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("firm", "account"),
                        name="one_default_sender_title",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Authenticator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="The human-readable name of this device.", max_length=64
                    ),
                ),
                (
                    "confirmed",
                    models.BooleanField(default=True, help_text="Is this device ready for use?"),
                ),
                (
                    "throttling_failure_timestamp",
                    models.DateTimeField(
                        blank=True,
                        default=None,
                        help_text="A timestamp of the last failed verification attempt. Null if last attempt succeeded.",
                        null=True,
                    ),
                ),
                (
                    "throttling_failure_count",
                    models.PositiveIntegerField(
                        default=0, help_text="Number of successive failed attempts."
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        auto_now_add=True,
                        help_text="The date and time when this device was initially created in the system.",
                        null=True,
                    ),
                ),
                (
                    "last_used_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="The most recent date and time this device was used.",
                        null=True,
                    ),
                ),
                (
                    "key",
                    turkcell_hub.tenancy.sealed.SealedTextField(
                        default=turkcell_hub.tenancy.models.devices._new_key
                    ),
                ),
                ("drift", models.SmallIntegerField(default=0)),
                ("last_step", models.BigIntegerField(default=-1)),
                (
                    "user",
                    models.ForeignKey(
                        help_text="The user that this device belongs to.",
                        on_delete=django.db.models.deletion.CASCADE,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "doğrulama uygulaması",
                "verbose_name_plural": "doğrulama uygulamaları",
                "constraints": [
                    models.UniqueConstraint(models.F("user"), name="one_authenticator_per_user")
                ],
            },
        ),
    ]
