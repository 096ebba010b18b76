"""A commercial campaign that waits for the registry: the row is the queue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from messaging.models.campaigns import Campaign
from turkcell_hub.tenancy.models import FirmModel


class RegistryCheck(FirmModel):
    """Who asks İYS about a campaign's people now, and what keeps the answer away.

    ``lease_until`` (the database's clock): one worker asks at a time. ``next_at``: not before
    then. ``waits_until``: until then the campaign's batches were sent back to wait.
    ``failing_since`` and ``reason`` (Turkish) are empty while İYS answers.
    """

    campaign = models.OneToOneField(
        Campaign, on_delete=models.CASCADE, related_name="registry_check"
    )
    token = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    next_at = models.DateTimeField(null=True, editable=False)
    waits_until = models.DateTimeField(null=True, editable=False)
    failing_since = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    reason = models.CharField(max_length=300, blank=True, editable=False)
    needs_person = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("İYS denetimi")
        verbose_name_plural = _("İYS denetimleri")
        constraints = (models.UniqueConstraint("firm", "campaign", name="registry_check_once"),)
        indexes = (
            models.Index(
                fields=("firm", "failing_since"),
                condition=models.Q(failing_since__isnull=False),
                name="registry_check_failing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.campaign_id}"
