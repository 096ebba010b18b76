"""What comes from İYS: where the reading of a brand stands, what was pushed, and the days that
both sides have compared."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import Brand, FirmModel, GatewayAccount, WaitingBody


class RegistryCursor(FirmModel):
    """How far the registry's feed of one brand and one side has been read. ``after`` is the
    registry's own, opaque mark."""

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, verbose_name=_("marka"))
    from_registry = models.BooleanField(_("vatandaşın İYS'de yaptıkları"))
    after = models.CharField(max_length=200, blank=True, editable=False)
    next_at = models.DateTimeField(_("sonraki okuma"), db_default=Now())
    read_at = models.DateTimeField(_("son okuma"), null=True)
    taken = models.BigIntegerField(_("alınan hareket"), default=0)
    error = models.CharField(_("hata"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("İYS'den alma")
        verbose_name_plural = _("İYS'den almalar")
        constraints = (
            models.UniqueConstraint(
                "firm", "brand", "from_registry", name="registry_cursor_once_a_side"
            ),
        )

    def __str__(self) -> str:
        return str(self.brand)


class RegistryPush(WaitingBody):
    """One body that the registry pushed, stored as it came before anything is done with it."""

    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="+")
    body = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)
    processed_at = models.DateTimeField(null=True)
    taken = models.IntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("İYS bildirimi")
        verbose_name_plural = _("İYS bildirimleri")
        indexes = (
            models.Index(fields=("id",), condition=Q(processed_at=None), name="registry_push_open"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class DayState(models.TextChoices):
    WAITING = "WAITING", _("Karşılaştırılacak")
    EMPTY = "EMPTY", _("O gün hareket yok")
    AGREED = "AGREED", _("Aynı, mutabık")
    REPAIRED = "REPAIRED", _("Fark düzeltildi, mutabık")
    DIFFERENT = "DIFFERENT", _("Fark var, bakılmalı")


class RegistryDay(FirmModel):
    """One finished day of a brand, compared with the registry.

    ``missing``: movements that the registry had and we did not, taken over. ``unknown``: ours
    that the registry's file does not have.
    """

    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, verbose_name=_("marka"))
    day = models.DateField(_("gün"))
    state = models.CharField(
        _("durum"), max_length=9, choices=DayState.choices, default=DayState.WAITING
    )
    ours = models.IntegerField(_("bizdeki hareket"), default=0)
    theirs = models.IntegerField(_("İYS'deki hareket"), default=0)
    missing = models.IntegerField(_("bizde eksikti"), default=0)
    unknown = models.IntegerField(_("İYS'de yok"), default=0)
    their_hash = models.CharField(_("İYS özeti (SHA-384)"), max_length=96, blank=True)
    note = models.CharField(_("açıklama"), max_length=300, blank=True)
    next_at = models.DateTimeField(_("sonraki deneme"), db_default=Now())
    checked_at = models.DateTimeField(_("karşılaştırma"), null=True)

    class Meta:
        verbose_name = _("mutabakat günü")
        verbose_name_plural = _("mutabakat günleri")
        constraints = (
            models.UniqueConstraint("firm", "brand", "day", name="registry_day_once_a_brand"),
        )
        indexes = (
            models.Index(
                fields=("next_at",),
                condition=Q(state=DayState.WAITING),
                name="registry_day_waiting",
            ),
        )

    def __str__(self) -> str:
        return f"{self.brand} {self.day:%d.%m.%Y}"


class PushState(models.TextChoices):
    WAITING = "WAITING", _("Sırada")
    ON = "ON", _("Açık")
    OFF = "OFF", _("Kapalı")
    FAILED = "FAILED", _("İYS kabul etmedi")


class PushPlace(FirmModel):
    """One brand's movements are to be pushed to our address: what is
    ``wanted``, and how it stands at İYS. ``token``: the secret part of the address that was
    registered, so that an older one can be taken away."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    wanted = models.BooleanField(_("isteniyor"), default=True)
    state = models.CharField(
        _("durum"), max_length=7, choices=PushState.choices, default=PushState.WAITING
    )
    token = models.CharField(max_length=64, blank=True, editable=False)
    note = models.CharField(_("açıklama"), max_length=300, blank=True)
    repaired = models.IntegerField(_("onarım"), default=0)
    since = models.DateTimeField(_("İYS'de kayıt"), null=True)
    checked_at = models.DateTimeField(_("son denetim"), null=True)
    next_at = models.DateTimeField(db_default=Now(), editable=False)
    asked_by = models.CharField(_("isteyen"), max_length=120)

    class Meta:
        verbose_name = _("İYS bildirimi")
        verbose_name_plural = _("İYS bildirimleri")
        constraints = (
            models.UniqueConstraint("firm", "brand", name="consent_push_place_once_a_brand"),
        )
        indexes = (models.Index(fields=("next_at",), name="consent_push_place_due"),)

    def __str__(self) -> str:
        return f"{self.brand}: {self.get_state_display()}"
