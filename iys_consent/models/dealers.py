"""Dealers (bayi) of a brand and which consents they may use (S-055).

A dealer is known to the registry in one brand, so its row is the brand scope of its contract:
of two brands it has two rows and two codes.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from iys_consent.models.consents import Channel, ConsentRecord, RecipientType
from turkcell_hub.tenancy.models import Brand, FirmModel, GatewayAccount

FIRST_CODE, LAST_CODE = 10_000_000, 99_999_999


class DealerStatus(models.TextChoices):
    """The registry's own words."""

    ACTIVE = "active", _("Etkin")
    PASSIVE = "passive", _("Pasif")
    SUSPENDED = "suspended", _("Askıda")


class DealerState(models.TextChoices):
    """Where a dealer stands between us and the registry. ASKING: the order to make it may be
    there; it is looked for before it is given again, as twice would make two dealers."""

    WAITING = "BEKLIYOR", _("İYS'ye bildirilecek")
    ASKING = "SORULUYOR", _("İYS'den yanıt bekleniyor")
    LISTED = "KAYITLI", _("İYS'de kayıtlı")
    FAILED = "REDDEDILDI", _("İYS kabul etmedi")
    GONE = "KALDIRILDI", _("İYS'de kaydı yok")


class Dealer(FirmModel):
    """``code`` is the registry's (eight digits), None before it has given one. The contract's
    days bound what may be sent on the dealer's behalf; empty ones do not."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    code = models.IntegerField(_("bayi kodu"), null=True, blank=True)
    title = models.CharField(_("unvan"), max_length=255)
    alias = models.CharField(_("kısa ad"), max_length=255, blank=True)
    contact = models.CharField(_("yetkili"), max_length=255, blank=True)
    mersis = models.CharField(_("MERSİS no"), max_length=16, blank=True)
    tax_number = models.CharField(_("vergi no"), max_length=11, blank=True)
    mobile = models.CharField(_("cep telefonu"), max_length=16, blank=True)
    city_code = models.CharField(max_length=10, blank=True)
    city_name = models.CharField(_("il"), max_length=60, blank=True)
    town_code = models.CharField(max_length=10, blank=True)
    town_name = models.CharField(_("ilçe"), max_length=60, blank=True)
    status = models.CharField(
        _("İYS durumu"), max_length=9, choices=DealerStatus.choices, default=DealerStatus.ACTIVE
    )
    state = models.CharField(
        _("kayıt"), max_length=10, choices=DealerState.choices, default=DealerState.WAITING
    )
    contract_from = models.DateField(_("sözleşme başlangıcı"), null=True, blank=True)
    contract_until = models.DateField(_("sözleşme bitişi"), null=True, blank=True)
    error = models.CharField(_("hata"), max_length=300, blank=True)
    tried_at = models.DateTimeField(null=True, editable=False)
    listed_at = models.DateTimeField(_("İYS'de görülme"), null=True, editable=False)
    added_by = models.CharField(_("ekleyen"), max_length=120, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("bayi")
        verbose_name_plural = _("bayiler")
        constraints = (
            models.UniqueConstraint("firm", "brand", "code", name="consent_dealer_code_once"),
            models.CheckConstraint(
                condition=Q(code=None) | Q(code__gte=FIRST_CODE, code__lte=LAST_CODE),
                name="consent_dealer_code_has_eight_digits",
            ),
            models.CheckConstraint(
                condition=~Q(state=DealerState.LISTED) | Q(code__isnull=False),
                name="consent_dealer_listed_by_its_code",
            ),
            models.CheckConstraint(
                condition=Q(contract_from=None)
                | Q(contract_until=None)
                | Q(contract_from__lte=F("contract_until")),
                name="consent_dealer_contract_days",
            ),
        )
        indexes = (
            models.Index(
                fields=("tried_at",),
                condition=Q(state__in=(DealerState.WAITING, DealerState.ASKING)),
                name="consent_dealer_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.code})" if self.code else self.title


class AccessList(FirmModel):
    """One call that says which dealers may use these consents: the whole set of ``codes``
    (empty: none), so that a repeat of it does no harm."""

    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="+")
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    recipient_type = models.CharField(_("alıcı tipi"), max_length=8, choices=RecipientType.choices)
    channel = models.CharField(_("izin türü"), max_length=6, choices=Channel.choices)
    codes = ArrayField(models.IntegerField(), default=list)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("bayi erişim listesi")
        verbose_name_plural = _("bayi erişim listeleri")

    def __str__(self) -> str:
        return f"{self.brand} / {self.channel}"


class AccessState(models.TextChoices):
    WAITING = "BEKLIYOR", _("İYS'ye bildirilecek")
    SENT = "GONDERILDI", _("İYS'ye gönderiliyor")
    DONE = "ISLENDI", _("İYS'ye bildirildi")
    FAILED = "REDDEDILDI", _("İYS kabul etmedi")
    DROPPED = "DUSTU", _("Gerek kalmadı")


class DealerAccess(FirmModel):
    """One dealer was given or denied one consent: the queue towards the registry, and the
    history of the consent. The gate goes by ``ConsentRecord.retailer_codes``: what is taken
    leaves it at once, what is given enters it when the registry has it."""

    class Action(models.TextChoices):
        GIVE = "VERILDI", _("Bayiye açıldı")
        TAKE = "ALINDI", _("Bayiye kapatıldı")

    brand = models.ForeignKey(
        Brand, on_delete=models.PROTECT, db_index=False, verbose_name=_("marka")
    )
    record = models.ForeignKey(
        ConsentRecord, on_delete=models.CASCADE, related_name="accesses", verbose_name=_("izin")
    )
    dealer = models.ForeignKey(
        Dealer, on_delete=models.PROTECT, related_name="accesses", verbose_name=_("bayi")
    )
    action = models.CharField(_("işlem"), max_length=7, choices=Action.choices)
    state = models.CharField(
        _("durum"), max_length=10, choices=AccessState.choices, default=AccessState.WAITING
    )
    # The registry refused it among others: it goes alone, so that it is known which was meant.
    alone = models.BooleanField(default=False, editable=False)
    sent_in = models.ForeignKey(
        AccessList, on_delete=models.PROTECT, null=True, related_name="rows", editable=False
    )
    code = models.CharField(_("kod"), max_length=40, blank=True)
    text = models.CharField(_("açıklama"), max_length=300, blank=True)
    actor_label = models.CharField(_("kim"), max_length=120)
    created_at = models.DateTimeField(_("tarih"), auto_now_add=True)
    settled_at = models.DateTimeField(_("sonuçlanma"), null=True)

    class Meta:
        verbose_name = _("bayi erişimi")
        verbose_name_plural = _("bayi erişimleri")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "record", "dealer"),
                condition=Q(state=AccessState.WAITING),
                name="consent_access_one_waiting",
            ),
        )
        indexes = (
            models.Index(
                fields=("firm", "brand", "id"),
                condition=Q(state=AccessState.WAITING),
                name="consent_access_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.dealer_id}"
