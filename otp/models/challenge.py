"""A question to one person about one exact content, and the codes sent for it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel, GatewayAccount, Membership

TEXT = 110  # so that sender, code and text fit the 160 characters of the operator (8.3)


class Method(models.TextChoices):
    """How the person proves himself; TOTP is the stronger one and may stand in for SMS."""

    SMS = "SMS", _("SMS kodu")
    TOTP = "TOTP", _("Doğrulama uygulaması")


class ChallengeState(models.TextChoices):
    """OPEN is the only state from which a code is looked at."""

    OPEN = "OPEN", _("Kod bekleniyor")
    VERIFIED = "VERIFIED", _("Onaylandı")
    LOCKED = "LOCKED", _("Kilitlendi")
    EXPIRED = "EXPIRED", _("Süresi doldu")
    VOID = "VOID", _("Geçersiz")


class Challenge(FirmModel):
    """Bound to the person, the subject and the digest of its content (PSD2 RTS Art. 5).

    ``expires_at`` is the end of the newest code's life by the database's clock. ``tries`` counts
    codes that were looked at, never more than the rules allow, whatever the concurrency (G6).
    """

    subject_kind = models.CharField(_("konu türü"), max_length=20)
    subject_id = models.BigIntegerField(_("konu"))
    subject_digest = models.CharField(_("içerik özeti"), max_length=64)
    subject_text = models.CharField(_("onaylanan"), max_length=TEXT)
    member = models.ForeignKey(
        Membership, on_delete=models.PROTECT, related_name="+", verbose_name=_("onaylayacak")
    )
    method = models.CharField(_("yöntem"), max_length=4, choices=Method.choices)
    phone = models.CharField(_("telefon"), max_length=16, blank=True)
    state = models.CharField(
        _("durum"), max_length=8, choices=ChallengeState.choices, default=ChallengeState.OPEN
    )
    tries = models.PositiveSmallIntegerField(_("deneme"), default=0)
    sends = models.PositiveSmallIntegerField(_("gönderilen kod"), default=0)
    expires_at = models.DateTimeField(_("geçerlilik sonu"))
    created_at = models.DateTimeField(_("başlangıç"), db_default=Now())
    ended_at = models.DateTimeField(_("bitiş"), null=True)
    end_reason = models.CharField(_("bitiş nedeni"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("onay kodu")
        verbose_name_plural = _("onay kodları")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "subject_kind", "subject_id", "member"),
                condition=Q(state="OPEN"),
                name="otp_one_open_challenge",
            ),
        )
        indexes = (
            models.Index(fields=("expires_at",), condition=Q(state="OPEN"), name="otp_open_ends"),
            models.Index(
                fields=("firm", "subject_kind", "subject_id", "-id"), name="otp_by_subject"
            ),
        )

    def __str__(self) -> str:
        return self.subject_text


class SendState(models.TextChoices):
    """What became of one code's SMS; the row of the outbox holds the passing states."""

    QUEUED = "QUEUED", _("Gönderiliyor")
    SENT = "SENT", _("Operatöre verildi")
    DELIVERED = "DELIVERED", _("Telefona ulaştı")
    UNDELIVERED = "UNDELIVERED", _("Ulaşmadı")
    REFUSED = "REFUSED", _("Operatör almadı")
    EXPIRED = "EXPIRED", _("Süresinde gönderilemedi")
    CANCELLED = "CANCELLED", _("Gönderilmedi")


class CodeSend(FirmModel):
    """One code on its way. Only the newest of a challenge is ever looked at.

    ``ticket`` is what the gateway wants back to check a code: the operator's own id of it, or a
    keyed hash. The code itself stands nowhere. ``text`` is the SMS with the code left out.
    """

    challenge = models.ForeignKey(Challenge, on_delete=models.PROTECT, related_name="codes")
    number = models.PositiveSmallIntegerField(_("sıra"))
    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(_("telefon"), max_length=16)
    text = models.CharField(_("metin"), max_length=200)
    state = models.CharField(
        _("durum"), max_length=11, choices=SendState.choices, default=SendState.QUEUED
    )
    ticket = models.CharField(max_length=200, blank=True)
    transfer_id = models.BigIntegerField(_("kredi hareketi"), null=True)
    refunded = models.BooleanField(_("iade edildi"), default=False)
    error_code = models.CharField(_("hata kodu"), max_length=60, blank=True)
    error_text = models.CharField(_("hata"), max_length=200, blank=True)
    operator_id = models.CharField(_("operatör no"), max_length=100, blank=True)
    expires_at = models.DateTimeField(_("geçerlilik sonu"))
    created_at = models.DateTimeField(_("istek"), db_default=Now())
    sent_at = models.DateTimeField(_("operatöre verilme"), null=True)
    ended_at = models.DateTimeField(_("sonuç"), null=True)
    next_poll_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("kod gönderimi")
        verbose_name_plural = _("kod gönderimleri")
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint("firm", "challenge", "number", name="otp_code_number_once"),
        )
        indexes = (
            models.Index(
                fields=("account", "next_poll_at"),
                condition=Q(state="SENT", next_poll_at__isnull=False),
                name="otp_code_to_ask",
            ),
            models.Index(fields=("firm", "-created_at"), name="otp_code_by_time"),
        )

    def __str__(self) -> str:
        return f"{self.challenge_id} / {self.number}"
