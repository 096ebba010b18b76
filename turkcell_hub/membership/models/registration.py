"""What İYS asks of a firm that registers, beside its papers (S-024 … S-027, S-058)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from turkcell_hub.membership.models.dossiers import Dossier
from turkcell_hub.tenancy.models import FirmModel
from turkcell_hub.tenancy.sealed import SealedTextField


class Signing(models.TextChoices):
    """How the contract with İYS is signed; one of two (S-024)."""

    ELECTRONIC = "E_IMZA", _("E-imza")
    WET = "ISLAK_IMZA", _("Islak imza")


class Registration(FirmModel):
    """The part of a dossier that İYS alone asks for. The first officer, his phone and his
    e-mail stand in the dossier; ``*_mark`` is the keyed digest by which a TCKN is found.
    ``emailed_on``: the day of the first delivery of a firm abroad; its second one, by post, is
    the dossier's parcel. ``iys_code``: what İYS gave in the end."""

    dossier = models.OneToOneField(Dossier, on_delete=models.CASCADE, related_name="registration")
    mersis = models.CharField(_("MERSİS no"), max_length=16, blank=True)
    signing = models.CharField(
        _("sözleşmenin imzası"), max_length=10, choices=Signing.choices, blank=True
    )
    officer_tckn = SealedTextField(_("yetkilinin T.C. kimlik no"), blank=True)
    officer_mark = models.CharField(max_length=64, blank=True)
    second_officer = models.CharField(_("ikinci yetkili"), max_length=120, blank=True)
    second_tckn = SealedTextField(_("ikinci yetkilinin T.C. kimlik no"), blank=True)
    second_mark = models.CharField(max_length=64, blank=True)
    second_phone = models.CharField(_("ikinci yetkilinin telefonu"), max_length=16, blank=True)
    second_email = models.EmailField(_("ikinci yetkilinin e-postası"), max_length=254, blank=True)
    emailed_on = models.DateField(_("e-postayla gönderim"), null=True)
    iys_code = models.CharField(_("İYS kodu"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("İYS kaydı")
        verbose_name_plural = _("İYS kayıtları")

    def __str__(self) -> str:
        return str(self.dossier)
