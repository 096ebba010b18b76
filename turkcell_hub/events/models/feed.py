"""The change feed: for each record when it last changed, and whether it still is."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models import FirmModel


class FeedEntry(FirmModel):
    """The newest change of one record; older ones are not kept, so that a reader who slept for a
    month meets each record once. Triggers write it (``events.triggers``), whatever statement
    changed the record. The order is (``txid``, ``seq``): the transaction, and the place in it.
    """

    kind = models.CharField(_("tür"), max_length=32)
    object_id = models.BigIntegerField(_("kayıt no"))
    gone = models.BooleanField(_("silindi"), default=False)
    txid = models.BigIntegerField()
    seq = models.BigIntegerField()
    at = models.DateTimeField(_("zaman"), db_default=Now())

    class Meta:
        verbose_name = _("değişiklik")
        verbose_name_plural = _("değişiklikler")
        constraints = (
            models.UniqueConstraint("firm", "kind", "object_id", name="feed_entry_once"),
        )
        indexes = (models.Index(fields=("firm", "txid", "seq"), name="feed_in_order"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class FeedEpoch(models.Model):
    """One row. Transaction numbers begin anew in a cluster that was filled from a dump; then the
    epoch changes too, and readers with an old cursor are told to begin anew."""

    epoch = models.UUIDField(default=uuid.uuid4)

    class Meta:
        verbose_name = _("akış dönemi")
        verbose_name_plural = _("akış dönemleri")

    def __str__(self) -> str:
        return self.epoch.hex[:8]
