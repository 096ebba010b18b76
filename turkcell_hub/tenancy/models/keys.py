"""API keys of a firm."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models.firms import AuthorityCode, Brand, FirmModel
from turkcell_hub.tenancy.models.members import User


class ApiKey(FirmModel):
    """A key of the REST API. Only its SHA-256 is stored; the key is shown once.

    ``scopes`` are permission codes; ``allowed_ips`` are networks (empty: any).
    Unless ``all_brands`` it sees its ``brands`` alone. A rotated
    key lives on until ``expires_at`` so that the change overlaps.
    """

    name = models.CharField(_("ad"), max_length=80)
    prefix = models.CharField(_("anahtar başı"), max_length=16, unique=True, editable=False)
    secret_hash = models.CharField(max_length=64, editable=False)
    scopes = ArrayField(models.CharField(max_length=80), verbose_name=_("yetkiler"))
    allowed_ips = ArrayField(
        models.CharField(max_length=50), default=list, blank=True, verbose_name=_("IP listesi")
    )
    authority_codes = models.ManyToManyField(
        AuthorityCode, blank=True, verbose_name=_("yetki kodları")
    )
    all_brands = models.BooleanField(_("bütün markalar"), default=True)
    brands = models.ManyToManyField(Brand, blank=True, verbose_name=_("markalar"))
    expires_at = models.DateTimeField(_("son kullanma"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("iptal"), null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(_("son kullanım"), null=True, editable=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, editable=False)
    replaces = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("API anahtarı")
        verbose_name_plural = _("API anahtarları")
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("firm", "-created_at"), name="api_key_by_firm"),)

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    def has_expired(self) -> bool:
        return self.expires_at is not None and self.expires_at <= timezone.now()
