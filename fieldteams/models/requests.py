"""İzleme Talepleri: what was asked, in which words, and what the person said (L-037)."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fieldteams.models.phones import FieldPhone
from messaging.models import Campaign
from turkcell_hub.tenancy.models import FirmModel, GatewayAccount


def _token() -> str:
    return secrets.token_urlsafe(18)


class TrackingRequest(FirmModel):
    """One request. Its address holds ``token``: there the person reads ``notice`` (the very words
    that were in force), answers, takes the answer back, and sees who looked.

    ``proof`` keeps what shows the answer: when the page was opened and answered, from which
    address, the text's SHA-256, what the operator said. ``operator_url``: where the operator takes
    its own consent, "" where it asks for none; ``operator_state`` is its last word.
    """

    class State(models.TextChoices):
        OPEN = "GONDERILDI", _("Yanıt bekliyor")
        ACCEPTED = "ONAYLANDI", _("Onaylandı")
        REFUSED = "REDDEDILDI", _("Reddedildi")
        WITHDRAWN = "GERI_ALINDI", _("Geri alındı")
        EXPIRED = "SURESI_DOLDU", _("Süresi doldu")
        CANCELLED = "IPTAL", _("Firma vazgeçti")
        FAILED = "HATA", _("Gönderilemedi")

    phone = models.ForeignKey(FieldPhone, on_delete=models.CASCADE, related_name="requests")
    token = models.CharField(max_length=40, unique=True, default=_token, editable=False)
    state = models.CharField(
        _("durum"), max_length=12, choices=State.choices, default=State.OPEN, editable=False
    )
    notice = models.TextField(_("aydınlatma metni"))
    hours = models.CharField(_("izleme saatleri"), max_length=200)
    account = models.ForeignKey(
        GatewayAccount, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    operator_url = models.CharField(max_length=500, blank=True)
    operator_state = models.CharField(max_length=20, blank=True)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("SMS")
    )
    asked_by = models.CharField(_("isteyen"), max_length=120)
    asked_at = models.DateTimeField(_("istenme"), auto_now_add=True)
    expires_at = models.DateTimeField(_("son yanıt"))
    seen_at = models.DateTimeField(_("açılma"), null=True)
    answered_at = models.DateTimeField(_("yanıt"), null=True)
    valid_until = models.DateTimeField(_("geçerlilik sonu"), null=True)
    note = models.CharField(_("not"), max_length=200, blank=True)
    proof = models.JSONField(_("kanıt"), default=dict)

    class Meta:
        verbose_name = _("izleme talebi")
        verbose_name_plural = _("izleme talepleri")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "phone"),
                condition=Q(state="GONDERILDI"),
                name="tracking_request_one_open",
            ),
            models.UniqueConstraint(
                fields=("firm", "phone"),
                condition=Q(state="ONAYLANDI"),
                name="tracking_request_one_valid",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "phone", "-id"), name="tracking_request_by_phone"),
            models.Index(
                fields=("expires_at",), condition=Q(state="GONDERILDI"), name="tracking_open_by_end"
            ),
            models.Index(
                fields=("valid_until",),
                condition=Q(state="ONAYLANDI"),
                name="tracking_valid_by_end",
            ),
            models.Index(
                fields=("id",),
                condition=Q(state="GONDERILDI", account__isnull=False),
                name="tracking_open_to_ask",
            ),
        )

    def __str__(self) -> str:
        return f"{self.phone} {self.get_state_display()}"
