"""Where customers are: the addresses of the ERP's cards, found on the map (L-023, L-028)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from turkcell_hub.erp.models import Account
from turkcell_hub.lib import geo
from turkcell_hub.tenancy.models import FirmModel


class CustomerPlace(FirmModel):
    """One card's place, as exact as ``precision`` says. ``due_at``: when its address is looked up
    (again); none while it stands. ``asked_for``: the digest of the address that it was found for.
    ``attribution``: whose data it is, to be shown beside it."""

    class Precision(models.TextChoices):
        CARD = "KART", _("ERP'deki konum")
        STREET = "SOKAK", _("Sokak")
        DISTRICT = "ILCE", _("İlçe merkezi")
        PROVINCE = "IL", _("İl merkezi")
        NONE = "YOK", _("Bulunamadı")

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="place")
    precision = models.CharField(
        _("kesinlik"), max_length=5, choices=Precision.choices, default=Precision.NONE
    )
    latitude = models.FloatField(_("enlem"), null=True)
    longitude = models.FloatField(_("boylam"), null=True)
    name = models.CharField(_("bulunan yer"), max_length=200, blank=True)
    attribution = models.CharField(_("kaynak"), max_length=200, blank=True)
    asked_for = models.CharField(max_length=64, blank=True)
    found_at = models.DateTimeField(_("bulunma"), null=True)
    due_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("müşteri konumu")
        verbose_name_plural = _("müşteri konumları")
        constraints = (
            models.CheckConstraint(
                condition=Q(precision="YOK", latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="customer_place_on_earth",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_at",), condition=Q(due_at__isnull=False), name="customer_place_due"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def point(self) -> geo.Point | None:
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude
