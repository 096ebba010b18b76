"""Who may act at İYS for the firm: partners and AHS by brand, and who may log in (Y-001, Y-002,
Y-022 … Y-032, S-019 … S-021)."""

from __future__ import annotations

import re

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iys_consent.models.consents import Channel
from turkcell_hub.tenancy.models import ApiKey, Brand, FirmModel


def names_of(channels: list[str]) -> str:
    """["MESAJ", "ARAMA"] → "Mesaj, Arama"."""
    return ", ".join(str(Channel(code).label) for code in channels)


class PartnerRole(models.TextChoices):
    """İş ortağı writes to the brand's directory in its channels (S-021); AHS asks whether one
    address may be written to, and nothing else (S-020, Y-030)."""

    PARTNER = "IS_ORTAGI", _("İş ortağı")
    INTERMEDIARY = "AHS", _("Aracı hizmet sağlayıcı (AHS)")


class Supplier(FirmModel):
    """A firm that can be authorised, with its contacts (Y-027, Y-029, Y-032). Entries of the
    shipped catalogue come here when they are first chosen or changed (``code``).

    ``channels``: what it is suggested for: one that carries SMS needs Mesaj alone (Y-031).
    ``preferred``: comes first in the picker (Y-027).
    """

    code = models.SlugField(_("kod"), max_length=40, editable=False)
    name = models.CharField(_("unvan"), max_length=200)
    roles = ArrayField(
        models.CharField(max_length=10, choices=PartnerRole.choices), verbose_name=_("görevleri")
    )
    channels = ArrayField(
        models.CharField(max_length=6, choices=Channel.choices), default=list, blank=True,
        verbose_name=_("önerilen kanallar"),
    )  # fmt: skip
    preferred = models.BooleanField(_("önce gösterilsin"), default=False)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    whatsapp = models.CharField(_("WhatsApp"), max_length=20, blank=True)
    email = models.EmailField(_("e-posta"), blank=True)
    web = models.URLField(_("web"), max_length=200, blank=True)
    is_active = models.BooleanField(_("etkin"), default=True)

    class Meta:
        verbose_name = _("iş ortağı ya da AHS")
        verbose_name_plural = _("iş ortakları ve AHS'ler")
        ordering = ("-preferred", "name")
        constraints = (models.UniqueConstraint("firm", "code", name="supplier_code_once"),)

    def __str__(self) -> str:
        return self.name

    @property
    def channel_names(self) -> str:
        return names_of(self.channels)

    @property
    def phone_link(self) -> str:
        return re.sub(r"[^+0-9]", "", self.phone)

    @property
    def whatsapp_link(self) -> str:
        """Where a press leads: wa.me wants the number in digits alone."""
        return f"https://wa.me/{re.sub(r'[^0-9]', '', self.whatsapp)}"


class BrandAuthorisation(FirmModel):
    """A supplier may act for one brand in the named channels, until it is ended. ``key``: the
    API key that was made for it."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    role = models.CharField(_("görev"), max_length=10, choices=PartnerRole.choices)
    supplier = models.ForeignKey(
        Supplier, on_delete=models.PROTECT, verbose_name=_("yetkilendirilen")
    )
    channels = ArrayField(
        models.CharField(max_length=6, choices=Channel.choices), verbose_name=_("kanallar")
    )
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, null=True, related_name="+")
    given_by = models.CharField(_("yetki veren"), max_length=150)
    given_at = models.DateTimeField(_("yetki zamanı"), auto_now_add=True)
    ended_by = models.CharField(_("yetkiyi kaldıran"), max_length=150, blank=True)
    ended_at = models.DateTimeField(_("kaldırılma"), null=True)

    class Meta:
        verbose_name = _("marka yetkisi")
        verbose_name_plural = _("marka yetkileri")
        constraints = (
            models.UniqueConstraint(
                fields=("firm", "brand", "role", "supplier"),
                condition=Q(ended_at=None),
                name="brand_authorisation_once",
            ),
            models.CheckConstraint(
                condition=Q(channels__len__gt=0), name="brand_authorisation_has_channels"
            ),
        )
        indexes = (models.Index(fields=("firm", "brand", "-id"), name="authorisation_by_brand"),)

    def __str__(self) -> str:
        return f"{self.brand} · {self.supplier}"

    @property
    def channel_names(self) -> str:
        return names_of(self.channels)


class LoginState(models.TextChoices):
    """``HAS``: logs in with e-Devlet (Y-001). The others are steps of asking for somebody else
    (Y-002)."""

    HAS = "YETKILI", _("Girebilir")
    DRAFTED = "HAZIR", _("E-posta gönderilecek")
    ASKED = "ISTENDI", _("Form bekleniyor")
    FILED = "GONDERILDI", _("Form gönderildi")
    ENDED = "KALDIRILDI", _("Yetkisi kaldırıldı")


class RegistryLogin(FirmModel):
    """A person who may log in to İYS with e-Devlet, or for whom that is being asked. No e-Devlet
    or İYS password is ever asked for or kept."""

    full_name = models.CharField(_("ad ve soyad"), max_length=120)
    duty = models.CharField(_("görevi"), max_length=120, blank=True)
    email = models.EmailField(_("e-posta"), blank=True)
    is_authorised_person = models.BooleanField(_("başvurudaki yetkili"), default=False)
    state = models.CharField(
        _("durum"), max_length=12, choices=LoginState.choices, default=LoginState.DRAFTED
    )
    note = models.CharField(_("not"), max_length=300, blank=True)
    by_label = models.CharField(_("ekleyen"), max_length=150, editable=False)
    created_at = models.DateTimeField(_("eklenme"), auto_now_add=True)
    changed_at = models.DateTimeField(_("son adım"), auto_now=True)

    class Meta:
        verbose_name = _("İYS giriş yetkilisi")
        verbose_name_plural = _("İYS giriş yetkilileri")
        constraints = (
            models.UniqueConstraint(
                fields=("firm",),
                condition=Q(is_authorised_person=True) & ~Q(state="KALDIRILDI"),
                name="one_authorised_person_at_registry",
            ),
        )

    def __str__(self) -> str:
        return self.full_name
