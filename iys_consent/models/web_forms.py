"""Public web forms on which people give their consent, with double confirmation (S-039)."""

from __future__ import annotations

import secrets
import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from iys_consent.models.consents import Channel
from turkcell_hub.tenancy.models import Brand, FirmModel

PHONE_CHANNELS = (Channel.MESSAGE, Channel.CALL)
FORM_CHANNELS = (*PHONE_CHANNELS, Channel.EMAIL)


def _token() -> str:
    return secrets.token_urlsafe(18)


class ConsentForm(FirmModel):
    """A page of one brand. Its address holds ``token``; its text has versions, so that each
    consent names the very words that were agreed to."""

    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, verbose_name=_("marka"))
    token = models.CharField(max_length=40, unique=True, default=_token, editable=False)
    title = models.CharField(_("başlık"), max_length=120)
    channels = ArrayField(
        models.CharField(max_length=6, choices=Channel.choices), verbose_name=_("izin türleri")
    )
    is_active = models.BooleanField(_("yayında"), default=True)
    # Origins (https://…) of the brand that may show the page inside their own.
    embed_sites = ArrayField(
        models.CharField(max_length=260), default=list, blank=True, verbose_name=_("siteler")
    )
    created_by = models.CharField(_("ekleyen"), max_length=120, editable=False)
    created_at = models.DateTimeField(_("oluşturulma"), auto_now_add=True)

    class Meta:
        verbose_name = _("izin formu")
        verbose_name_plural = _("izin formları")
        constraints = (
            models.UniqueConstraint("firm", "brand", "title", name="consent_form_title_once"),
        )

    def __str__(self) -> str:
        return self.title


class ConsentFormText(FirmModel):
    """One version of a form's text; a version that was shown is never changed."""

    form = models.ForeignKey(ConsentForm, on_delete=models.PROTECT, related_name="texts")
    version = models.PositiveIntegerField(_("sürüm"))
    text = models.TextField(_("onay metni"))
    created_by = models.CharField(_("yazan"), max_length=120, editable=False)
    created_at = models.DateTimeField(_("tarih"), auto_now_add=True)

    class Meta:
        verbose_name = _("onay metni sürümü")
        verbose_name_plural = _("onay metni sürümleri")
        ordering = ("-version",)
        constraints = (
            models.UniqueConstraint("firm", "form", "version", name="consent_form_text_once"),
        )

    def __str__(self) -> str:
        return f"{self.form} / {self.version}"


class ConsentFormRequest(FirmModel):
    """Somebody has filled the form; nothing is consented to before the code that went to the
    number has come back, or the link that went to the e-mail address was followed. Code and
    link are kept nowhere. It is about one address, ``phone`` or ``email``."""

    form = models.ForeignKey(ConsentForm, on_delete=models.PROTECT, related_name="requests")
    text = models.ForeignKey(ConsentFormText, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phone = models.CharField(max_length=16, blank=True)
    email = models.CharField(max_length=265, blank=True)
    first_name = models.CharField(max_length=60, blank=True)
    last_name = models.CharField(max_length=60, blank=True)
    channels = ArrayField(models.CharField(max_length=6))
    address = models.GenericIPAddressField(null=True)
    code_hash = models.CharField(max_length=64, blank=True)
    mailed_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("form başvurusu")
        verbose_name_plural = _("form başvuruları")
        constraints = (
            models.CheckConstraint(condition=Q(tries__lte=5), name="consent_form_tries"),
            models.CheckConstraint(
                condition=Q(phone="") ^ Q(email=""), name="consent_form_about_one_address"
            ),
        )
        indexes = (
            models.Index(fields=("firm", "phone", "-created_at"), name="consent_form_by_phone"),
            models.Index(fields=("address", "-created_at"), name="consent_form_by_address"),
            models.Index(
                fields=("firm", "email", "-created_at"),
                condition=~Q(email=""),
                name="consent_form_by_email",
            ),
        )

    def __str__(self) -> str:
        return str(self.key)
