"""Gönderen kimliği: what a commercial message must say of the firm (S-002 … S-005, S-014)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.tenancy.models.firms import FirmModel
from turkcell_hub.tenancy.sealed import SealedTextField


class SenderIdentity(FirmModel):
    """One row a firm. The trade title itself is ``Firm.legal_name``."""

    class Kind(models.TextChoices):
        MERCHANT = "TACIR", _("Tacir")
        TRADESMAN = "ESNAF", _("Esnaf")

    kind = models.CharField(
        _("gönderen türü"), max_length=5, choices=Kind.choices, default=Kind.MERCHANT
    )
    mersis = models.CharField(_("MERSİS numarası"), max_length=16, blank=True)
    short_titles = models.CharField(_("kısa unvan veya markalar"), max_length=200, blank=True)
    title_by_sender = models.BooleanField(_("gönderici adı unvan yerine geçer"), default=False)
    person_name = models.CharField(_("ad soyad"), max_length=120, blank=True)
    tckn = SealedTextField(_("T.C. kimlik numarası"), blank=True)
    phone = models.CharField(_("telefon"), max_length=20, blank=True)
    fax = models.CharField(_("faks"), max_length=20, blank=True)
    email = models.EmailField(_("e-posta"), blank=True)
    refusal_number = models.CharField(_("ret kısa numarası"), max_length=12, blank=True)
    refusal_keyword = models.CharField(_("ret kelimesi"), max_length=20, default="RET")
    refusal_text = models.CharField(_("ret metni"), max_length=120, blank=True)
    changed_at = models.DateTimeField(_("değişiklik"), auto_now=True)

    class Meta:
        verbose_name = _("gönderen kimliği")
        verbose_name_plural = _("gönderen kimlikleri")
        constraints = (models.UniqueConstraint("firm", name="one_sender_identity_per_firm"),)

    def __str__(self) -> str:
        return str(_("Gönderen kimliği"))
