"""Webhooks out: who is told, what happened, and each attempt to tell it."""

from __future__ import annotations

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel
from turkcell_hub.tenancy.sealed import SealedTextField


class StopReason(models.TextChoices):
    """Why nothing is sent to an address."""

    NONE = "", _("Etkin")
    PERSON = "PERSON", _("Elle durduruldu")
    FAILING = "FAILING", _("Uzun süre yanıt alınamadı: adresi düzeltip açın")
    GONE = "GONE", _("Adres artık istemediğini söyledi (410)")


class Endpoint(FirmModel):
    """An address that is told. ``types``: event types, empty for all. ``old_secret`` signs too
    until ``old_secret_until``, so that a receiver can change over. ``failing_since``: when the
    first failure of the present row was."""

    url = models.CharField(_("adres"), max_length=500)
    description = models.CharField(_("açıklama"), max_length=120, blank=True)
    types = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    secret = SealedTextField()
    old_secret = SealedTextField(blank=True)
    old_secret_until = models.DateTimeField(null=True)
    stop_reason = models.CharField(
        _("durum"), max_length=8, choices=StopReason.choices, blank=True, default=""
    )
    failing_since = models.DateTimeField(_("hata başlangıcı"), null=True)
    last_ok_at = models.DateTimeField(_("son başarılı teslim"), null=True)
    created_by = models.CharField(_("ekleyen"), max_length=150)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooklar")
        constraints = (models.UniqueConstraint("firm", "url", name="webhook_address_once"),)

    def __str__(self) -> str:
        return self.description or self.url


class Event(FirmModel):
    """What happened, as it is told. ``key`` is the ``webhook-id``: the same in every attempt and
    for every address. ``body`` is the very text that is signed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    type = models.CharField(_("olay"), max_length=60)
    body = models.TextField()
    created_at = models.DateTimeField(_("zaman"), db_default=Now())

    class Meta:
        verbose_name = _("olay")
        verbose_name_plural = _("olaylar")
        indexes = (models.Index(fields=("created_at",), name="event_by_age"),)

    def __str__(self) -> str:
        return self.type


class DeliveryState(models.TextChoices):
    WAITING = "WAITING", _("Bekliyor")
    DELIVERED = "DELIVERED", _("Teslim edildi")
    FAILED = "FAILED", _("Vazgeçildi")
    DROPPED = "DROPPED", _("Gönderilmedi")


class DeliveryProblem(models.TextChoices):
    """Why no answer came: the gateways' reasons (turkcell_hub/gateways/failures.py)."""

    BAD_ADDRESS = "BAD_ADDRESS", _("Adres çağrılamıyor ya da iç ağa çıkıyor")
    CERTIFICATE_REFUSED = "CERTIFICATE_REFUSED", _("Sunucunun güvenlik sertifikası geçersiz")
    NO_CONNECTION = "NO_CONNECTION", _("Sunucuya bağlanılamadı")
    CONNECT_TIMEOUT = "CONNECT_TIMEOUT", _("Sunucu bağlantıyı zamanında kabul etmedi")
    NO_ANSWER_IN_TIME = "NO_ANSWER_IN_TIME", _("Sunucu zamanında yanıt vermedi")
    CONNECTION_LOST = "CONNECTION_LOST", _("Sunucu yanıt vermeden bağlantıyı kapattı")
    ANSWER_TOO_LARGE = "ANSWER_TOO_LARGE", _("Yanıt okunamayacak kadar büyük")
    UNEXPECTED = "UNEXPECTED", _("Beklenmeyen bir hata oldu; destek ekibine bildirin")


class Delivery(FirmModel):
    """One event on its way to one address. ``due_at`` and ``lease_until`` are the database's
    time; ``status`` the HTTP status of the last answer, ``problem`` why there was none
    (``DeliveryProblem``)."""

    endpoint = models.ForeignKey(
        Endpoint, on_delete=models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    event = models.ForeignKey(Event, on_delete=models.CASCADE, verbose_name=_("olay"))
    state = models.CharField(
        _("durum"), max_length=9, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(_("deneme"), default=0)
    due_at = models.DateTimeField(_("sonraki deneme"), db_default=Now())
    lease_until = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(_("HTTP yanıtı"), null=True)
    problem = models.CharField(_("hata"), max_length=60, blank=True)
    milliseconds = models.PositiveIntegerField(_("süre (ms)"), null=True)
    tried_at = models.DateTimeField(_("son deneme"), null=True)
    created_at = models.DateTimeField(_("oluşturulma"), db_default=Now())

    class Meta:
        verbose_name = _("webhook teslimi")
        verbose_name_plural = _("webhook teslimleri")
        indexes = (
            models.Index(
                fields=("due_at", "id"), condition=Q(state="WAITING"), name="delivery_due"
            ),
            models.Index(fields=("firm", "-id"), name="delivery_by_firm"),
        )

    def __str__(self) -> str:
        return f"{self.event_id} → {self.endpoint_id}"
