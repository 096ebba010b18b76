"""The login at the consent registry that all processes share."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models.accounts import GatewayAccount
from turkcell_hub.tenancy.models.firms import FirmModel
from turkcell_hub.tenancy.sealed import SealedJSONField


class RegistrySession(FirmModel):
    """One account's tokens at İYS, who is renewing them, and until when no token may be asked
    for."""

    account = models.ForeignKey(GatewayAccount, on_delete=models.CASCADE, related_name="+")
    session = SealedJSONField(default=dict, blank=True, editable=False)
    halted_until = models.DateTimeField(null=True, editable=False)
    holder = models.UUIDField(null=True, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("İYS oturumu")
        verbose_name_plural = _("İYS oturumları")
        constraints = (
            models.UniqueConstraint("firm", "account", name="one_registry_session_per_account"),
        )
