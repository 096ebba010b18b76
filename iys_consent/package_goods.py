"""İLETİ packages among the goods that billing takes money for."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from iys_consent import catalogue
from iys_consent.models import Package, PackageState
from iys_consent.services import packages
from turkcell_hub.billing.goods import Goods
from turkcell_hub.billing.models import Order


def _said(order: Order) -> tuple[str, str]:
    waits = Package.objects.filter(pk=order.subject_id, state=PackageState.WAITING).exists()
    text = (
        _("%(name)s paketi ödendi; Admin onaylayınca başlar.")
        if waits
        else _("%(name)s paketi ödendi.")
    )
    return text % {"name": order.title}, reverse("iys-package")


MESSAGES = Goods(
    code=packages.GOODS,
    label=gettext_lazy("İLETİ paketi"),
    sizes=catalogue.SIZES,
    name=catalogue.name_of,
    right=packages.BUY,
    deliver=packages.paid,
    ended=packages.unpaid,
    said=_said,
    may_be_free=True,
    always_free=catalogue.ALWAYS_FREE,
    free_at_start=catalogue.FREE_AT_START,
)
