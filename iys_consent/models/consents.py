"""Who may be reached how: one address a row, one record a channel (K-020, K-021, S-056).

``ConsentRecord`` is a copy that can be made anew from the movements at any time
(invariant I11); only what the registry last said of the key is known here alone.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.lib import turkish
from turkcell_hub.tenancy.models import Brand, FirmModel


class Channel(models.TextChoices):
    CALL = "ARAMA", _("Arama")
    MESSAGE = "MESAJ", _("Mesaj")
    EMAIL = "EPOSTA", _("E-posta")


class RecipientType(models.TextChoices):
    INDIVIDUAL = "BIREYSEL", _("Bireysel")
    MERCHANT = "TACIR", _("Tacir")


class Status(models.TextChoices):
    APPROVED = "ONAY", _("Onay")
    REFUSED = "RET", _("Ret")


class AddressKind(models.TextChoices):
    PHONE = "TELEFON", _("Telefon")
    EMAIL = "EPOSTA", _("E-posta")


class RegistryStatus(models.TextChoices):
    """What the registry last said of a key. Its bulk answer names only those who approved, so
    of the others it is known that they did not, not whether they refused."""

    UNASKED = "", _("Sorulmadı")
    APPROVED = "ONAY", _("Onay")
    REFUSED = "RET", _("Ret")
    ABSENT = "YOK", _("Kayıt yok")
    NOT_APPROVED = "ONAYSIZ", _("Onay yok")


class ConsentAddress(FirmModel):
    """A phone (E.164) or an e-mail (lower case) of one brand, as an individual or as a
    merchant: the same address may be both, independently. Names stay here; the registry
    knows none (K-037, S-030)."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    recipient_type = models.CharField(_("alıcı tipi"), max_length=8, choices=RecipientType.choices)
    address = models.CharField(_("alıcı"), max_length=265)
    kind = models.CharField(_("tür"), max_length=7, choices=AddressKind.choices)
    first_name = models.CharField(_("adı"), max_length=60, blank=True)
    last_name = models.CharField(_("soyadı"), max_length=60, blank=True)
    search_key = models.TextField(editable=False, db_collation="C")
    sort_key = models.CharField(max_length=250, editable=False, db_collation="C")
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("izin adresi")
        verbose_name_plural = _("izin adresleri")
        constraints = (
            models.UniqueConstraint(
                "firm", "brand", "recipient_type", "address", name="consent_address_once"
            ),
        )
        indexes = (
            models.Index(fields=("firm", "kind", "-id"), name="consent_address_newest"),
            models.Index(fields=("firm", "kind", "sort_key", "id"), name="consent_address_by_name"),
            GinIndex(
                fields=("search_key",), opclasses=("gin_trgm_ops",), name="consent_address_search"
            ),
        )

    def __str__(self) -> str:
        return self.full_name or str(self.pk)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key, self.sort_key = keys_of(self.first_name, self.last_name, self.address)
        super().save(*args, **kwargs)


def keys_of(first_name: str, last_name: str, address: str) -> tuple[str, str]:
    """What quick search looks in (0532… finds +90532…, ışık finds IŞIK), and the Turkish order."""
    name = f"{first_name} {last_name}".strip()
    national = "0" + address[3:] if address.startswith("+90") else ""
    search = " ".join(part for part in (turkish.fold(name), address, national) if part)
    return search, turkish.sort_key(name)[:250]


class ConsentRecord(FirmModel):
    """The standing of one key (brand, recipient type, channel, address).

    ``status`` "" : no movement of ours, only the registry's answer is kept.
    ``effective_at`` orders movements (``standing.effective_at``). ``registry_*`` is what the
    registry last said, when, and by which answer or transaction (S-018).
    """

    address = models.ForeignKey(
        ConsentAddress, on_delete=models.CASCADE, related_name="records", verbose_name=_("alıcı")
    )
    # Copies of the address's own columns: the gate joins a million recipients by this key.
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    recipient_type = models.CharField(_("alıcı tipi"), max_length=8, choices=RecipientType.choices)
    channel = models.CharField(_("izin türü"), max_length=6, choices=Channel.choices)
    recipient = models.CharField(_("alıcı"), max_length=265)
    status = models.CharField(_("durum"), max_length=4, choices=Status.choices, blank=True)
    source = models.CharField(_("izin kaynağı"), max_length=24, blank=True)
    consented_at = models.DateTimeField(_("izin tarihi"), null=True, blank=True)
    effective_at = models.DateTimeField(null=True, editable=False)
    movement_seq = models.BigIntegerField(null=True, editable=False)
    registry_status = models.CharField(
        _("İYS durumu"), max_length=7, choices=RegistryStatus.choices, blank=True
    )
    registry_at = models.DateTimeField(_("İYS sorgu zamanı"), null=True, editable=False)
    registry_ref = models.CharField(_("İYS kayıt no"), max_length=64, blank=True, editable=False)
    # Dealers that may use this consent too (S-055).
    retailer_codes = ArrayField(
        models.IntegerField(), default=list, blank=True, verbose_name=_("bayiler")
    )

    class Meta:
        verbose_name = _("izin")
        verbose_name_plural = _("izinler")
        constraints = (
            models.UniqueConstraint(
                "firm",
                "brand",
                "channel",
                "recipient_type",
                "recipient",
                name="consent_record_once",
            ),
            models.CheckConstraint(
                condition=models.Q(status="") | models.Q(effective_at__isnull=False),
                name="consent_record_has_a_time",
            ),
        )
        indexes = (models.Index(fields=("address", "channel"), name="consent_record_by_address"),)

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_status_display()}"
