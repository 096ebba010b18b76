"""The key with which the installation signs what outsiders check."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.sealed import SealedTextField


class SigningKey(models.Model):
    """An Ed25519 key of the installation. One is current; of those before it only the public half
    is left, so that what they signed can be checked for ever and nothing more be signed."""

    public_key = models.CharField(_("açık anahtar"), max_length=64, unique=True)
    private_key = SealedTextField(blank=True, editable=False)
    is_current = models.BooleanField(_("kullanımda"), default=True)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)
    retired_at = models.DateTimeField(_("kullanımdan kalkma"), null=True)

    class Meta:
        verbose_name = _("imza anahtarı")
        verbose_name_plural = _("imza anahtarları")
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("is_current",), condition=Q(is_current=True), name="one_signing_key"
            ),
        )

    def __str__(self) -> str:
        return self.public_key[:16]
