import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import fieldteams.models.fences
import turkcell_hub.tenancy.sealed


class Migration(migrations.Migration):
    dependencies = [
        ("erp", "0001_initial"),
        ("fieldteams", "0001_field_teams"),
        ("messaging", "0002_parts_and_room"),
        ("tenancy", "0001_initial"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        migrations.RemoveIndex(
            model_name="latestposition",
            name="latest_by_place",
        ),
        migrations.AddField(
            model_name="fieldphone",
            name="person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="erp.person",
                verbose_name="personel kartı",
            ),
        ),
        migrations.AddField(
            model_name="trackingrules",
            name="fence_radius",
            field=models.PositiveIntegerField(
                default=1000,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="operatörün izlediği en küçük yarıçap (m)",
            ),
        ),
        migrations.AddField(
            model_name="trackingrules",
            name="job_answer_minutes",
            field=models.PositiveSmallIntegerField(
                default=5,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="iş için yanıt süresi (dakika)",
            ),
        ),
        migrations.AddField(
            model_name="trackingrules",
            name="job_at_once",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(20),
                ],
                verbose_name="iş için birlikte sorulan kişi",
            ),
        ),
        migrations.AddField(
            model_name="trackingrules",
            name="job_rounds",
            field=models.PositiveSmallIntegerField(
                default=3,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(10),
                ],
                verbose_name="iş için en çok tur",
            ),
        ),
        migrations.AddField(
            model_name="trackingrules",
            name="theft_agree_hours",
            field=models.PositiveSmallIntegerField(
                default=4,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="çalıntı modu onay süresi (saat)",
            ),
        ),
        migrations.AddField(
            model_name="trackingrules",
            name="theft_hours",
            field=models.PositiveSmallIntegerField(
                default=24,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="çalıntı modu en çok (saat)",
            ),
        ),
        migrations.AddField(
            model_name="zone",
            name="operator_watch",
            field=models.BooleanField(default=False, verbose_name="operatör de izlesin"),
        ),
        migrations.AddIndex(
            model_name="latestposition",
            index=django.contrib.postgres.indexes.GistIndex(
                models.F("firm"),
                models.Func(
                    "longitude", "latitude", function="point", output_field=models.TextField()
                ),
                name="latest_nearest",
            ),
        ),
        migrations.AddConstraint(
            model_name="zone",
            constraint=models.CheckConstraint(
                condition=models.Q(("operator_watch", False), ("shape", "DAIRE"), _connector="OR"),
                name="zone_operators_watch_circles",
            ),
        ),
        migrations.CreateModel(
            name="FieldJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(verbose_name="iş no")),
                ("text", models.CharField(max_length=200, verbose_name="iş")),
                ("place", models.CharField(max_length=120, verbose_name="yer")),
                ("latitude", models.FloatField(verbose_name="enlem")),
                ("longitude", models.FloatField(verbose_name="boylam")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SORULUYOR", "Soruluyor"),
                            ("ALINDI", "Alındı"),
                            ("TAMAM", "Tamamlandı"),
                            ("KIMSE", "Kimse almadı"),
                            ("IPTAL", "İptal edildi"),
                        ],
                        default="SORULUYOR",
                        editable=False,
                        max_length=9,
                        verbose_name="durum",
                    ),
                ),
                ("at_once", models.PositiveSmallIntegerField(verbose_name="birlikte sorulan kişi")),
                (
                    "answer_minutes",
                    models.PositiveSmallIntegerField(verbose_name="yanıt süresi (dakika)"),
                ),
                ("rounds", models.PositiveSmallIntegerField(verbose_name="en çok tur")),
                (
                    "round",
                    models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="tur"),
                ),
                (
                    "next_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="tur sonu"),
                ),
                (
                    "taken_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="alınma"),
                ),
                ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="bitiş")),
                (
                    "note",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="not"
                    ),
                ),
                (
                    "asked_by",
                    models.CharField(editable=False, max_length=120, verbose_name="isteyen"),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="istenme")),
                ("search_key", models.TextField(db_collation="C", editable=False)),
                (
                    "asked_key",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.apikey",
                    ),
                ),
                (
                    "asked_member",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tenancy.membership",
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
                (
                    "taken_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="jobs",
                        to="fieldteams.fieldphone",
                        verbose_name="alan",
                    ),
                ),
            ],
            options={
                "verbose_name": "saha işi",
                "verbose_name_plural": "saha işleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "SORULUYOR")),
                        fields=["next_at"],
                        name="field_job_to_go_on",
                    ),
                    models.Index(
                        condition=models.Q(("state", "ALINDI")),
                        fields=["firm", "taken_by"],
                        name="field_job_current",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"), models.F("number"), name="field_job_number_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="JobOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="tur")),
                ("metres", models.FloatField(verbose_name="uzaklık (m)")),
                ("accuracy", models.FloatField(null=True, verbose_name="yanılma (m)")),
                ("fixed_at", models.DateTimeField(verbose_name="konumun zamanı")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("SORULDU", "Soruldu"),
                            ("ALDI", "Aldı"),
                            ("HAYIR", "Hayır dedi"),
                            ("GEC", "Geç kaldı"),
                            ("BIRAKILDI", "Yanıt vermedi"),
                        ],
                        default="SORULDU",
                        editable=False,
                        max_length=9,
                        verbose_name="durum",
                    ),
                ),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="soru")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="yanıt")),
                ("owes_word", models.BooleanField(default=False)),
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
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="fieldteams.fieldjob",
                    ),
                ),
                (
                    "phone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="fieldteams.fieldphone",
                    ),
                ),
            ],
            options={
                "verbose_name": "saha işi sorusu",
                "verbose_name_plural": "saha işi soruları",
                "indexes": [
                    models.Index(fields=["firm", "phone", "-id"], name="job_offer_by_phone"),
                    models.Index(
                        condition=models.Q(("owes_word", True)),
                        fields=["id"],
                        name="job_offer_to_tell",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("firm", "job", "phone"), name="job_offer_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "ALDI")),
                        fields=("firm", "job"),
                        name="job_offer_one_winner",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OperatorFence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("GIRIS", "Giriş"), ("CIKIS", "Çıkış")],
                        max_length=5,
                        verbose_name="yön",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("ISTENDI", "Kuruluyor"),
                            ("ACIK", "Açık"),
                            ("BITTI", "Sona erdi"),
                            ("HATA", "Kurulamadı"),
                        ],
                        default="ISTENDI",
                        editable=False,
                        max_length=7,
                        verbose_name="durum",
                    ),
                ),
                ("watch_id", models.CharField(blank=True, max_length=80)),
                ("circle", models.CharField(max_length=80)),
                (
                    "token",
                    turkcell_hub.tenancy.sealed.SealedTextField(
                        default=fieldteams.models.fences.fence_token, editable=False
                    ),
                ),
                ("expires_at", models.DateTimeField(null=True, verbose_name="geçerlilik sonu")),
                ("tried_at", models.DateTimeField(null=True, verbose_name="son deneme")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="not")),
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
                (
                    "phone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fences",
                        to="fieldteams.fieldphone",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fences",
                        to="fieldteams.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "operatörün izlediği bölge",
                "verbose_name_plural": "operatörün izlediği bölgeler",
                "indexes": [
                    models.Index(
                        condition=models.Q(("watch_id", ""), _negated=True),
                        fields=["account", "watch_id"],
                        name="fence_by_watch",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "BITTI"), _negated=True),
                        fields=("firm", "zone", "phone", "direction"),
                        name="operator_fence_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FenceEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("event_id", models.CharField(max_length=120)),
                (
                    "direction",
                    models.CharField(
                        choices=[("GIRIS", "Giriş"), ("CIKIS", "Çıkış")],
                        max_length=5,
                        verbose_name="yön",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="zaman")),
                ("heard_at", models.DateTimeField(auto_now_add=True, verbose_name="duyulma")),
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
                        related_name="told",
                        to="fieldteams.fieldphone",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="told",
                        to="fieldteams.zone",
                    ),
                ),
            ],
            options={
                "verbose_name": "operatörün bildirdiği geçiş",
                "verbose_name_plural": "operatörün bildirdiği geçişler",
                "indexes": [
                    models.Index(fields=["firm", "phone", "at"], name="fence_event_by_phone")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("firm", "event_id"), name="fence_event_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="TheftWatch",
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
                            ("BEKLIYOR", "Onay bekliyor"),
                            ("ACIK", "Açık"),
                            ("BITTI", "Sona erdi"),
                            ("IPTAL", "Vazgeçildi"),
                            ("ONAYSIZ", "Onaylanmadan düştü"),
                        ],
                        default="BEKLIYOR",
                        editable=False,
                        max_length=8,
                        verbose_name="durum",
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="neden")),
                ("hours", models.PositiveSmallIntegerField(verbose_name="süre (saat)")),
                ("asked_by", models.CharField(max_length=120, verbose_name="isteyen")),
                ("asked_at", models.DateTimeField(auto_now_add=True, verbose_name="istenme")),
                ("agree_until", models.DateTimeField(verbose_name="son onay")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="açılma")),
                ("ends_at", models.DateTimeField(null=True, verbose_name="bitiş")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="erken bitirme")),
                ("closed_by", models.CharField(blank=True, max_length=120, verbose_name="bitiren")),
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
                        related_name="thefts",
                        to="fieldteams.fieldphone",
                    ),
                ),
            ],
            options={
                "verbose_name": "çalıntı modu",
                "verbose_name_plural": "çalıntı modları",
                "indexes": [
                    models.Index(fields=["firm", "phone", "-id"], name="theft_watch_by_phone")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("BEKLIYOR", "ACIK"))),
                        fields=("firm", "phone"),
                        name="theft_watch_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ends_at__isnull", True), ("opened_at__isnull", True)),
                            ("ends_at__gt", models.F("opened_at")),
                            _connector="OR",
                        ),
                        name="theft_watch_has_an_end",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TheftAgreement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="onaylayan")),
                ("receipt", models.CharField(max_length=36, verbose_name="makbuz no")),
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.membership",
                    ),
                ),
                (
                    "watch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agreements",
                        to="fieldteams.theftwatch",
                    ),
                ),
            ],
            options={
                "verbose_name": "çalıntı modu onayı",
                "verbose_name_plural": "çalıntı modu onayları",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("firm", "watch", "member"), name="theft_agreement_once_a_person"
                    )
                ],
            },
        ),
    ]
