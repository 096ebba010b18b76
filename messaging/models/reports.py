"""What operators tell us: raw first, then understood."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from messaging.models.inbound import RelayedInbound
from turkcell_hub.tenancy.models import FirmModel, GatewayAccount, WaitingBody


class ReportPush(WaitingBody):
    """One body of delivery reports as it came (pushed or pulled), stored before anything
    is done with it, so that nothing is lost whatever happens next."""

    class Kind(models.TextChoices):
        PUSH = "push", _("Operatör gönderdi")
        PULL = "pull", _("Sorgulandı")

    account = models.ForeignKey(GatewayAccount, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=4, choices=Kind.choices)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    received_at = models.DateTimeField(auto_now_add=True)
    processed_at = models.DateTimeField(null=True)
    applied = models.PositiveIntegerField(default=0)
    ignored = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("rapor bildirimi")
        verbose_name_plural = _("rapor bildirimleri")
        indexes = (
            models.Index(
                fields=("id",), condition=Q(processed_at__isnull=True), name="report_push_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class ReportPoll(FirmModel):
    """A handed-over batch whose reports are still awaited: when to ask, and from where.

    ``ends_at``: no report is awaited any more (validity and the firm's grace are over); None
    for a batch whose end is worked out when it is asked for next."""

    batch = models.OneToOneField(
        "outbox.Batch", on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    next_at = models.DateTimeField()
    cursor = models.TextField(null=True)  # noqa: DJ001
    tries = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("rapor sorgusu")
        verbose_name_plural = _("rapor sorguları")
        indexes = (models.Index(fields=("next_at",), name="report_poll_due"),)

    def __str__(self) -> str:
        return str(self.batch_id)


class InboundMessage(FirmModel):
    """An SMS that somebody sent to one of the firm's numbers, kept before it is understood.

    ``relay`` instead of ``account``: it came to a shared number. ``routed_at`` is None until
    the router has given it to a handler (``route`` names which, ``note`` says why so).
    """

    account = models.ForeignKey(
        GatewayAccount, on_delete=models.PROTECT, related_name="+", null=True
    )
    relay = models.ForeignKey(RelayedInbound, on_delete=models.PROTECT, related_name="+", null=True)
    operator_id = models.CharField(max_length=80)
    sender = models.CharField(_("gönderen"), max_length=20)
    recipient = models.CharField(_("alıcı numara"), max_length=20)
    keyword = models.CharField(_("anahtar kelime"), max_length=40, blank=True)
    text = models.TextField(_("mesaj"))
    network = models.CharField(_("şebeke"), max_length=20, blank=True)
    received_at = models.DateTimeField(_("geliş zamanı"))
    route = models.CharField(_("yönlendirme"), max_length=30, blank=True, editable=False)
    note = models.CharField(_("açıklama"), max_length=200, blank=True, editable=False)
    routed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    retry_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("gelen mesaj")
        verbose_name_plural = _("gelen mesajlar")
        constraints = (
            models.UniqueConstraint("firm", "account", "operator_id", name="inbound_message_once"),
            models.UniqueConstraint("firm", "relay", name="inbound_relay_once"),
            models.CheckConstraint(
                condition=Q(account__isnull=False, relay__isnull=True)
                | Q(account__isnull=True, relay__isnull=False),
                name="inbound_message_came_one_way",
            ),
        )
        indexes = (
            models.Index(fields=("firm", "-id"), name="inbound_by_firm"),
            models.Index(fields=("firm", "sender", "-id"), name="inbound_by_sender"),
            models.Index(
                fields=("id",), condition=Q(routed_at__isnull=True), name="inbound_unrouted"
            ),
        )

    def __str__(self) -> str:
        return str(self.pk)
