"""The operator's own watches of zones, and the crossings that it tells."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fieldteams.models.phones import FieldPhone
from fieldteams.models.zones import Zone
from turkcell_hub.tenancy.models import FirmModel, GatewayAccount
from turkcell_hub.tenancy.sealed import SealedTextField


def fence_token() -> str:
    return secrets.token_urlsafe(24)


class Direction(models.TextChoices):
    ENTERED = "GIRIS", _("Giriş")
    LEFT = "CIKIS", _("Çıkış")


class OperatorFence(FirmModel):
    """One zone, phone and direction at the operator: an enter-and-leave watch is two of them.
    ``token`` comes back with each push and proves the sender; ``watch_id`` is the operator's.

    ``tried_at`` is written before the operator is asked: a wanted watch with it and without a
    ``watch_id`` is in doubt, and looked for at the operator. A zone or a person that is deleted
    leaves the watch behind without it, so that it is ended there too.
    """

    class State(models.TextChoices):
        WANTED = "ISTENDI", _("Kuruluyor")
        ACTIVE = "ACIK", _("Açık")
        ENDED = "BITTI", _("Sona erdi")
        FAILED = "HATA", _("Kurulamadı")

    account = models.ForeignKey(GatewayAccount, on_delete=models.CASCADE, related_name="+")
    zone = models.ForeignKey(Zone, on_delete=models.SET_NULL, null=True, related_name="fences")
    phone = models.ForeignKey(
        FieldPhone, on_delete=models.SET_NULL, null=True, related_name="fences"
    )
    direction = models.CharField(_("yön"), max_length=5, choices=Direction.choices)
    state = models.CharField(
        _("durum"), max_length=7, choices=State.choices, default=State.WANTED, editable=False
    )
    watch_id = models.CharField(max_length=80, blank=True)
    # The circle that the operator watches; the zone may have been moved since.
    circle = models.CharField(max_length=80)
    token = SealedTextField(default=fence_token, editable=False)
    expires_at = models.DateTimeField(_("geçerlilik sonu"), null=True)
    tried_at = models.DateTimeField(_("son deneme"), null=True)
    note = models.CharField(_("not"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("operatörün izlediği bölge")
        verbose_name_plural = _("operatörün izlediği bölgeler")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "zone", "phone", "direction"),
                condition=~Q(state="BITTI"),
                name="operator_fence_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("account", "watch_id"), condition=~Q(watch_id=""), name="fence_by_watch"
            ),
        )

    def __str__(self) -> str:
        return f"{self.zone} {self.phone} {self.get_direction_display()}"


class FenceEvent(FirmModel):
    """A crossing as the operator told it, taken once: an event's id is unique within its source
    (CloudEvents 1.0), and two operators may use the same. It counts in the zone's evaluation as
    a point of which only that is known: inside or outside of this one zone."""

    account = models.ForeignKey(
        GatewayAccount, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    source = models.CharField(max_length=200, default="", blank=True)
    event_id = models.CharField(max_length=120)
    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="told")
    phone = models.ForeignKey(FieldPhone, on_delete=models.CASCADE, related_name="told")
    direction = models.CharField(_("yön"), max_length=5, choices=Direction.choices)
    at = models.DateTimeField(_("zaman"))
    heard_at = models.DateTimeField(_("duyulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("operatörün bildirdiği geçiş")
        verbose_name_plural = _("operatörün bildirdiği geçişler")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "account", "source", "event_id"), name="fence_event_once_a_source"
            ),
        )
        indexes = (models.Index(fields=("firm", "phone", "at"), name="fence_event_by_phone"),)

    def __str__(self) -> str:
        return f"{self.zone} {self.phone} {timezone.localtime(self.at):%d.%m.%Y %H:%M}"
