"""Dealers of a brand, what they may use, a list's dealer codes and where a form may stand."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("iys_consent", "0003_packages_and_partners"),
        ("tenancy", "0003_key_brands"),
    ]

    operations = [
        migrations.AddField(
            model_name="consentform",
            name="embed_sites",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=260),
                blank=True,
                default=list,
                size=None,
                verbose_name="siteler",
            ),
        ),
        migrations.AddField(
            model_name="uploadrow",
            name="retailer_code",
            field=models.IntegerField(null=True),
        ),
        migrations.CreateModel(
            name="AccessList",
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
                (
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="oluşturulma")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tenancy.gatewayaccount",
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
                "verbose_name": "bayi erişim listesi",
                "verbose_name_plural": "bayi erişim listeleri",
            },
        ),
        migrations.CreateModel(
            name="Dealer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.IntegerField(blank=True, null=True, verbose_name="bayi kodu")),
                ("title", models.CharField(max_length=255, verbose_name="unvan")),
                ("alias", models.CharField(blank=True, max_length=255, verbose_name="kısa ad")),
                ("contact", models.CharField(blank=True, max_length=255, verbose_name="yetkili")),
                ("mersis", models.CharField(blank=True, max_length=16, verbose_name="MERSİS no")),
                (
                    "tax_number",
                    models.CharField(blank=True, max_length=11, verbose_name="vergi no"),
                ),
                (
                    "mobile",
                    models.CharField(blank=True, max_length=16, verbose_name="cep telefonu"),
                ),
                ("city_code", models.CharField(blank=True, max_length=10)),
                ("city_name", models.CharField(blank=True, max_length=60, verbose_name="il")),
                ("town_code", models.CharField(blank=True, max_length=10)),
                ("town_name", models.CharField(blank=True, max_length=60, verbose_name="ilçe")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("active", "Etkin"),
                            ("passive", "Pasif"),
                            ("suspended", "Askıda"),
                        ],
                        default="active",
                        max_length=9,
                        verbose_name="İYS durumu",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("BEKLIYOR", "İYS'ye bildirilecek"),
                            ("SORULUYOR", "İYS'den yanıt bekleniyor"),
                            ("KAYITLI", "İYS'de kayıtlı"),
                            ("REDDEDILDI", "İYS kabul etmedi"),
                            ("KALDIRILDI", "İYS'de kaydı yok"),
                        ],
                        default="BEKLIYOR",
                        max_length=10,
                        verbose_name="kayıt",
                    ),
                ),
                (
                    "contract_from",
                    models.DateField(blank=True, null=True, verbose_name="sözleşme başlangıcı"),
                ),
                (
                    "contract_until",
                    models.DateField(blank=True, null=True, verbose_name="sözleşme bitişi"),
                ),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="hata")),
                ("tried_at", models.DateTimeField(editable=False, null=True)),
                (
                    "listed_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="İYS'de görülme"),
                ),
                (
                    "added_by",
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
                "verbose_name": "bayi",
                "verbose_name_plural": "bayiler",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ("BEKLIYOR", "SORULUYOR"))),
                        fields=["tried_at"],
                        name="consent_dealer_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("firm"),
                        models.F("brand"),
                        models.F("code"),
                        name="consent_dealer_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("code", None),
                            models.Q(("code__gte", 10000000), ("code__lte", 99999999)),
                            _connector="OR",
                        ),
                        name="consent_dealer_code_has_eight_digits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "KAYITLI"), _negated=True),
                            ("code__isnull", False),
                            _connector="OR",
                        ),
                        name="consent_dealer_listed_by_its_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("contract_from", None),
                            ("contract_until", None),
                            ("contract_from__lte", models.F("contract_until")),
                            _connector="OR",
                        ),
                        name="consent_dealer_contract_days",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DealerAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "action",
                    models.CharField(
                        choices=[("VERILDI", "Bayiye açıldı"), ("ALINDI", "Bayiye kapatıldı")],
                        max_length=7,
                        verbose_name="işlem",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("BEKLIYOR", "İYS'ye bildirilecek"),
                            ("GONDERILDI", "İYS'ye gönderiliyor"),
                            ("ISLENDI", "İYS'ye bildirildi"),
                            ("REDDEDILDI", "İYS kabul etmedi"),
                            ("DUSTU", "Gerek kalmadı"),
                        ],
                        default="BEKLIYOR",
                        max_length=10,
                        verbose_name="durum",
                    ),
                ),
                ("alone", models.BooleanField(default=False, editable=False)),
                ("code", models.CharField(blank=True, max_length=40, verbose_name="kod")),
                ("text", models.CharField(blank=True, max_length=300, verbose_name="açıklama")),
                ("actor_label", models.CharField(max_length=120, verbose_name="kim")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="tarih")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="sonuçlanma")),
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
                    "dealer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="iys_consent.dealer",
                        verbose_name="bayi",
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
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="accesses",
                        to="iys_consent.consentrecord",
                        verbose_name="izin",
                    ),
                ),
                (
                    "sent_in",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="iys_consent.accesslist",
                    ),
                ),
            ],
            options={
                "verbose_name": "bayi erişimi",
                "verbose_name_plural": "bayi erişimleri",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "BEKLIYOR")),
                        fields=["firm", "brand", "id"],
                        name="consent_access_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "BEKLIYOR")),
                        fields=("firm", "record", "dealer"),
                        name="consent_access_one_waiting",
                    )
                ],
            },
        ),
    ]
