"""Consents that İYS itself asks the citizen for."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iys_consent.models.consents import Channel, RecipientType
from turkcell_hub.tenancy.models import Brand, FirmModel


class ViaState(models.TextChoices):
    """NEW: İYS has still to be told. CALLING: it is being told; who dies there leaves
    UNCLEAR, because a code may have gone out."""

    NEW = "NEW", _("Sırada")
    CALLING = "CALLING", _("İYS'ye iletiliyor")
    WAITING = "WAITING", _("Kişinin yanıtı bekleniyor")
    DONE = "DONE", _("Onay alındı")
    REFUSED = "REFUSED", _("Kişi onay vermedi")
    EXPIRED = "EXPIRED", _("Süresi doldu")
    FAILED = "FAILED", _("İYS kabul etmedi")
    UNCLEAR = "UNCLEAR", _("Yanıt alınamadı")


VIA_OPEN = (ViaState.NEW, ViaState.CALLING, ViaState.WAITING)


class ViaWay(models.TextChoices):
    CODE = "KOD", _("Kod: kişi yanınızda, kodu size söyler")
    LINK = "BAGLANTI", _("Bağlantı: kişi bağlantıyı kendisi açar")


class ViaConsent(FirmModel):
    """One question to one person. What he answers is a movement with origin VIA; the burden of
    proof is then the registry's (S-037). The code itself is kept nowhere."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    recipient = models.CharField(_("alıcı"), max_length=265)
    recipient_type = models.CharField(_("alıcı tipi"), max_length=8, choices=RecipientType.choices)
    channels = ArrayField(
        models.CharField(max_length=6, choices=Channel.choices), verbose_name=_("izin türleri")
    )
    way = models.CharField(_("nasıl"), max_length=8, choices=ViaWay.choices, default=ViaWay.CODE)
    first_name = models.CharField(_("adı"), max_length=60, blank=True)
    last_name = models.CharField(_("soyadı"), max_length=60, blank=True)
    state = models.CharField(
        _("durum"), max_length=8, choices=ViaState.choices, default=ViaState.NEW
    )
    request_id = models.CharField(_("İYS istek no"), max_length=64, blank=True)
    code = models.CharField(_("kod"), max_length=40, blank=True)
    text = models.CharField(_("açıklama"), max_length=300, blank=True)
    tries = models.SmallIntegerField(_("deneme"), default=0)
    calls = models.SmallIntegerField(default=0, editable=False)
    called_at = models.DateTimeField(null=True, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    expires_at = models.DateTimeField(_("son an"), null=True)
    started_by = models.CharField(_("başlatan"), max_length=120)
    created_at = models.DateTimeField(_("başlama"), auto_now_add=True)
    finished_at = models.DateTimeField(_("bitiş"), null=True)

    class Meta:
        verbose_name = _("İYS ViA onayı")
        verbose_name_plural = _("İYS ViA onayları")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "brand", "recipient"),
                condition=Q(state__in=[state.value for state in VIA_OPEN]),
                name="consent_via_one_open_an_address",
            ),
            models.CheckConstraint(
                condition=~Q(state=ViaState.WAITING) | ~Q(request_id=""),
                name="consent_via_waits_for_a_request",
            ),
        )
        indexes = (
            models.Index(
                fields=("state", "next_at"),
                condition=Q(state__in=[state.value for state in VIA_OPEN]),
                name="consent_via_open",
            ),
            models.Index(
                fields=("firm", "recipient", "-created_at"), name="consent_via_by_address"
            ),
            models.Index(fields=("firm", "-id"), name="consent_via_newest"),
        )

    def __str__(self) -> str:
        return self.get_state_display()
