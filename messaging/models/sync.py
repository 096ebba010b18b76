"""What has still to be told to, and asked of, the operators beside messages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel, GatewayAccount


class BlacklistOrder(FirmModel):
    """A change of the blacklist that an operator does not know yet: one row a number, the last
    wish. It goes when the operator has taken it; ``stamp`` tells whether it changed meanwhile."""

    account = models.ForeignKey(GatewayAccount, on_delete=models.CASCADE, related_name="+")
    phone = models.CharField(max_length=16)
    block = models.BooleanField()
    stamp = models.UUIDField()
    ordered_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("operatöre bildirilecek engel")
        verbose_name_plural = _("operatöre bildirilecek engeller")
        constraints = (
            models.UniqueConstraint("firm", "account", "phone", name="blacklist_order_once"),
        )
        indexes = (models.Index(fields=("due_at",), name="blacklist_order_due"),)

    def __str__(self) -> str:
        return str(self.pk)


class OperatorBlock(FirmModel):
    """A number on an operator's own list, as it was when last asked (``run``)."""

    account = models.ForeignKey(GatewayAccount, on_delete=models.CASCADE, related_name="+")
    phone = models.CharField(max_length=16)
    since = models.DateTimeField(null=True)
    run = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("operatördeki engel")
        verbose_name_plural = _("operatördeki engeller")
        constraints = (
            models.UniqueConstraint("firm", "account", "phone", name="operator_block_once"),
        )

    def __str__(self) -> str:
        return str(self.pk)


class OperatorSync(FirmModel):
    """How far the reading of an operator's lists has come. ``blacklist_cursor`` is where an
    interrupted reading goes on; ``blacklist_run`` counts the readings."""

    account = models.OneToOneField(
        GatewayAccount, on_delete=models.CASCADE, related_name="+", primary_key=True
    )
    blacklist_run = models.PositiveIntegerField(default=0)
    blacklist_cursor = models.TextField(null=True)  # noqa: DJ001
    blacklist_next_at = models.DateTimeField(null=True)
    blacklist_done_at = models.DateTimeField(null=True)
    inbound_cursor = models.TextField(null=True)  # noqa: DJ001
    inbound_next_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("operatör eşitlemesi")
        verbose_name_plural = _("operatör eşitlemeleri")

    def __str__(self) -> str:
        return str(self.account_id)
