import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import fieldteams.models.phones
import fieldteams.models.requests


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("messaging", "0001_initial"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FieldPhone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("phone", models.CharField(max_length=16, verbose_name="telefon numarası")),
                (
                    "description",
                    models.CharField(blank=True, max_length=120, verbose_name="açıklaması"),
                ),
                (
                    "special_code",
                    models.CharField(blank=True, max_length=30, verbose_name="özel kodu"),
                ),
                (
                    "device_id",
                    models.CharField(blank=True, max_length=64, verbose_name="cihaz kimliği"),
                ),
                (
                    "work_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        default=fieldteams.models.phones.every_day,
                        size=None,
                        verbose_name="çalışma günleri",
                    ),
                ),
                (
                    "work_from",
                    models.TimeField(blank=True, null=True, verbose_name="mesai başlangıcı"),
                ),
                (
                    "work_until",
                    models.TimeField(blank=True, null=True, verbose_name="mesai bitişi"),
                ),
                (
                    "off_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="izinli günler",
                    ),
                ),
                (
                    "poll_minutes",
                    models.PositiveSmallIntegerField(
                        null=True, verbose_name="sorgu aralığı (dakika)"
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("YOK", "Talep yok"),
                            ("GONDERILDI", "Talep gönderildi"),
                            ("ONAYLANDI", "Onaylandı"),
                            ("REDDEDILDI", "Reddedildi"),
                            ("GERI_ALINDI", "Geri alındı"),
                            ("SURESI_DOLDU", "Süresi doldu"),
                            ("HATA", "Hata"),
                        ],
                        default="YOK",
                        editable=False,
                        max_length=12,
                        verbose_name="izleme durumu",
                    ),
                ),
                (
                    "state_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="durum tarihi"),
                ),
                (
                    "checked_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="son sorgu"),
                ),
                (
                    "state_note",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="durum notu"
                    ),
                ),
                ("polled_at", models.DateTimeField(editable=False, null=True)),
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
                (
                    "subscriber",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="messaging.subscriber",
                        verbose_name="kişi",
                    ),
                ),
            ],
            options={
                "verbose_name": "ekip mobil telefon numarası",
                "verbose_name_plural": "ekip mobil telefon numaraları",
                "indexes": [
                    models.Index(fields=["firm", "sort_key", "id"], name="field_phone_by_name"),
                    models.Index(
                        condition=models.Q(("is_active", True), ("state", "ONAYLANDI")),
                        fields=["polled_at"],
                        name="field_phone_to_poll",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["search_key"],
                        name="field_phone_search",
                        opclasses=("gin_trgm_ops",),
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("phone"),
                        name="field_phone_once",
                        violation_error_message="Bu telefon numarası listede zaten var.",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("device_id", ""), _negated=True),
                        fields=("firm", "device_id"),
                        name="field_phone_device_once",
                        violation_error_message="Bu cihaz kimliği başka bir numarada kullanılıyor.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("work_from__isnull", True), ("work_until__isnull", True)),
                            models.Q(("work_from__isnull", False), ("work_until__isnull", False)),
                            _connector="OR",
                        ),
                        name="field_phone_whole_shift",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DroppedPositions",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="gün")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("MESAI_DISI", "Mesai dışı"),
                            ("ONAY_YOK", "Geçerli onay yok"),
                            ("GEC", "Çok geç geldi"),
                            ("GELECEK", "Saati ileri"),
                            ("BOZUK", "Okunamayan konum"),
                        ],
                        max_length=10,
                        verbose_name="neden",
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="adet")),
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
                    "phone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="dropped",
                        to="fieldteams.fieldphone",
                    ),
                ),
            ],
            options={
                "verbose_name": "saklanmayan konumlar",
                "verbose_name_plural": "saklanmayan konumlar",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "phone", "day", "reason"), name="dropped_positions_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="zaman")),
                ("latitude", models.FloatField(null=True, verbose_name="enlem")),
                ("longitude", models.FloatField(null=True, verbose_name="boylam")),
                ("accuracy", models.FloatField(null=True, verbose_name="yanılma (m)")),
                ("speed", models.FloatField(null=True, verbose_name="hız (km/sa)")),
                ("heading", models.FloatField(null=True, verbose_name="yön")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("OPERATOR", "Operatör"),
                            ("CIHAZ", "Cihaz"),
                            ("REST", "REST API"),
                        ],
                        max_length=8,
                        verbose_name="kaynak",
                    ),
                ),
                ("stored_at", models.DateTimeField(auto_now_add=True, verbose_name="kayıt")),
                (
                    "firm",
                    models.ForeignKey(
                        db_index=False,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.firm",
                    ),
                ),
                (
                    "phone",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="positions",
                        to="fieldteams.fieldphone",
                    ),
                ),
            ],
            options={
                "verbose_name": "konum",
                "verbose_name_plural": "konumlar",
                "indexes": [
                    django.contrib.postgres.indexes.BrinIndex(
                        autosummarize=True, fields=["at"], name="position_by_day"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("firm", "phone", "at"), name="position_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                            ),
                            _connector="OR",
                        ),
                        name="position_on_earth",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackingRequest",
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
                        default=fieldteams.models.requests._token,
                        editable=False,
                        max_length=40,
                        unique=True,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("GONDERILDI", "Yanıt bekliyor"),
                            ("ONAYLANDI", "Onaylandı"),
                            ("REDDEDILDI", "Reddedildi"),
                            ("GERI_ALINDI", "Geri alındı"),
                            ("SURESI_DOLDU", "Süresi doldu"),
                            ("IPTAL", "Firma vazgeçti"),
                            ("HATA", "Gönderilemedi"),
                        ],
                        default="GONDERILDI",
                        editable=False,
                        max_length=12,
                        verbose_name="durum",
                    ),
                ),
                ("notice", models.TextField(verbose_name="aydınlatma metni")),
                ("hours", models.CharField(max_length=200, verbose_name="izleme saatleri")),
                ("operator_url", models.CharField(blank=True, max_length=500)),
                ("operator_state", models.CharField(blank=True, max_length=20)),
                ("asked_by", models.CharField(max_length=120, verbose_name="isteyen")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="istenme")),
                ("expires_at", models.DateTimeField(verbose_name="son yanıt")),
                ("seen_at", models.DateTimeField(null=True, verbose_name="açılma")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="yanıt")),
                ("valid_until", models.DateTimeField(null=True, verbose_name="geçerlilik sonu")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="not")),
                ("proof", models.JSONField(default=dict, verbose_name="kanıt")),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.gatewayaccount",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="messaging.campaign",
                        verbose_name="SMS",
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
                    "phone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="requests",
                        to="fieldteams.fieldphone",
                    ),
                ),
            ],
            options={
                "verbose_name": "izleme talebi",
                "verbose_name_plural": "izleme talepleri",
                "indexes": [
                    models.Index(fields=["firm", "phone", "-id"], name="tracking_request_by_phone"),
                    models.Index(
                        condition=models.Q(("state", "GONDERILDI")),
                        fields=["expires_at"],
                        name="tracking_open_by_end",
                    ),
                    models.Index(
                        condition=models.Q(("state", "ONAYLANDI")),
                        fields=["valid_until"],
                        name="tracking_valid_by_end",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "GONDERILDI")),
                        fields=("firm", "phone"),
                        name="tracking_request_one_open",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ONAYLANDI")),
                        fields=("firm", "phone"),
                        name="tracking_request_one_valid",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrackingRules",
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
                    "notice",
                    models.TextField(
                        default="İşvereniniz, saha çalışmalarını planlamak ve size en yakın işi verebilmek için bu hattın konumunu izlemek istiyor. Konum yalnız aşağıda yazan çalışma saatlerinde alınır; bu saatler dışında hiç saklanmaz. Bilgiler işvereninizin yetkili kişilerince görülür, yurt dışına aktarılmaz ve saklama süresi dolunca silinir. İzni vermek zorunda değilsiniz; verdiğiniz izni bu sayfadan dilediğiniz an geri alabilirsiniz. 6698 sayılı Kanun'un 11. maddesindeki haklarınız için işvereninize başvurabilirsiniz. Konumunuza kimin ne zaman baktığını bu sayfada görürsünüz.",
                        verbose_name="aydınlatma metni",
                    ),
                ),
                (
                    "request_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="talebin yanıt süresi (gün)",
                    ),
                ),
                (
                    "consent_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="onayın geçerliliği (gün)",
                    ),
                ),
                (
                    "stale_minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="konum kaç dakikada eskir",
                    ),
                ),
                (
                    "poll_minutes",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="sorgu aralığı (dakika)",
                    ),
                ),
                (
                    "max_accuracy",
                    models.PositiveIntegerField(
                        default=1000,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="bölge için en çok yanılma (m)",
                    ),
                ),
                (
                    "late_hours",
                    models.PositiveSmallIntegerField(
                        default=24,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="geç gelen konum kabul süresi (saat)",
                    ),
                ),
                (
                    "retention_days",
                    models.PositiveSmallIntegerField(
                        default=180,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="konum saklama (gün)",
                    ),
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
                "verbose_name": "takip kuralı",
                "verbose_name_plural": "takip kuralları",
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("valid_from"),
                        name="tracking_rules_day_once",
                        violation_error_message="Bu tarihten başlayan bir kural zaten var.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ViewLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("viewer", models.CharField(max_length=120, verbose_name="bakan")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("HARITA", "Harita"),
                            ("ADRES", "Anlık adres"),
                            ("EN_YAKIN", "En yakın arama"),
                            ("RAPOR", "Rapor"),
                            ("DOSYA", "Dosyaya aktarma"),
                            ("API", "Bağlı program"),
                        ],
                        max_length=8,
                        verbose_name="nasıl",
                    ),
                ),
                ("day", models.DateField(verbose_name="gün")),
                ("first_at", models.DateTimeField(verbose_name="ilk")),
                ("last_at", models.DateTimeField(verbose_name="son")),
                ("times", models.PositiveIntegerField(default=1, verbose_name="kez")),
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
                    "phone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="views",
                        to="fieldteams.fieldphone",
                    ),
                ),
            ],
            options={
                "verbose_name": "konuma bakma",
                "verbose_name_plural": "konuma bakmalar",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "phone", "viewer", "what", "day"),
                        name="view_log_once_a_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Zone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="bölge adı")),
                (
                    "shape",
                    models.CharField(
                        choices=[("DAIRE", "Daire"), ("POLIGON", "Çokgen")],
                        max_length=7,
                        verbose_name="biçim",
                    ),
                ),
                ("latitude", models.FloatField(verbose_name="enlem")),
                ("longitude", models.FloatField(verbose_name="boylam")),
                ("radius", models.FloatField(blank=True, null=True, verbose_name="yarıçap (m)")),
                ("rings", models.JSONField(blank=True, default=list, verbose_name="köşeler")),
                (
                    "team",
                    models.CharField(blank=True, max_length=30, verbose_name="ekip (özel kodu)"),
                ),
                (
                    "active_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(),
                        default=fieldteams.models.phones.every_day,
                        size=None,
                        verbose_name="etkin günler",
                    ),
                ),
                (
                    "active_from",
                    models.TimeField(blank=True, null=True, verbose_name="etkin başlangıç"),
                ),
                (
                    "active_until",
                    models.TimeField(blank=True, null=True, verbose_name="etkin bitiş"),
                ),
                ("alert_enter", models.BooleanField(default=False, verbose_name="girişte SMS")),
                ("alert_leave", models.BooleanField(default=False, verbose_name="çıkışta SMS")),
                ("is_active", models.BooleanField(default=True, verbose_name="etkin")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                ("sort_key", models.CharField(db_collation="C", editable=False, max_length=250)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "alert_to",
                    models.ManyToManyField(
                        blank=True,
                        related_name="+",
                        to="messaging.subscriber",
                        verbose_name="SMS alacaklar",
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
                "verbose_name": "bölge",
                "verbose_name_plural": "bölgeler",
                "indexes": [models.Index(fields=["firm", "sort_key", "id"], name="zone_by_name")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("name"),
                        name="zone_name_once",
                        violation_error_message="Bu adla bir bölge zaten var.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("radius__gt", 0), ("shape", "DAIRE")),
                            models.Q(("radius__isnull", True), ("shape", "POLIGON")),
                            _connector="OR",
                        ),
                        name="zone_shape_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("active_from__isnull", True), ("active_until__isnull", True)),
                            models.Q(
                                ("active_from__isnull", False), ("active_until__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="zone_whole_hours",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ZoneVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("entered_at", models.DateTimeField(verbose_name="giriş")),
                ("last_at", models.DateTimeField(verbose_name="içeride son görülme")),
                ("left_at", models.DateTimeField(null=True, verbose_name="çıkış")),
                ("told_enter", models.BooleanField(default=False)),
                ("told_leave", models.BooleanField(default=False)),
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
                    "phone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="fieldteams.fieldphone",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="fieldteams.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "bölge giriş/çıkış",
                "verbose_name_plural": "bölge giriş/çıkışları",
                "indexes": [
                    models.Index(
                        fields=["firm", "phone", "entered_at"], name="zone_visit_by_phone"
                    ),
                    models.Index(fields=["firm", "-entered_at", "-id"], name="zone_visit_by_time"),
                    models.Index(
                        condition=models.Q(
                            ("told_enter", False),
                            models.Q(("left_at__isnull", False), ("told_leave", False)),
                            _connector="OR",
                        ),
                        fields=["id"],
                        name="zone_visit_to_tell",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "zone", "phone", "entered_at"), name="zone_visit_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_at__isnull", True)),
                        fields=("firm", "zone", "phone"),
                        name="zone_visit_one_open",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LatestPosition",
            fields=[
                ("at", models.DateTimeField(verbose_name="zaman")),
                ("latitude", models.FloatField(null=True, verbose_name="enlem")),
                ("longitude", models.FloatField(null=True, verbose_name="boylam")),
                ("accuracy", models.FloatField(null=True, verbose_name="yanılma (m)")),
                ("speed", models.FloatField(null=True, verbose_name="hız (km/sa)")),
                ("heading", models.FloatField(null=True, verbose_name="yön")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("OPERATOR", "Operatör"),
                            ("CIHAZ", "Cihaz"),
                            ("REST", "REST API"),
                        ],
                        max_length=8,
                        verbose_name="kaynak",
                    ),
                ),
                ("stored_at", models.DateTimeField(auto_now_add=True, verbose_name="kayıt")),
                (
                    "phone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="latest",
                        serialize=False,
                        to="fieldteams.fieldphone",
                    ),
                ),
                ("missed_at", models.DateTimeField(null=True)),
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
                "verbose_name": "son konum",
                "verbose_name_plural": "son konumlar",
                "indexes": [
                    models.Index(fields=["firm", "latitude", "longitude"], name="latest_by_place")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(
                                ("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))
                            ),
                            _connector="OR",
                        ),
                        name="latest_position_on_earth",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ZoneCursor",
            fields=[
                (
                    "phone",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="zone_cursor",
                        serialize=False,
                        to="fieldteams.fieldphone",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("is_behind", models.BooleanField(default=True)),
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
                "verbose_name": "bölge değerlendirme yeri",
                "verbose_name_plural": "bölge değerlendirme yerleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("is_behind", True)),
                        fields=["phone"],
                        name="zone_cursor_behind",
                    )
                ],
            },
        ),
    ]
