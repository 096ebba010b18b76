"""Rights on packages, orders and what is billed, and what their moves are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.audit import actions
from turkcell_hub.tenancy.permissions import ADMINS, MANAGERS, STAFF, Right, declare


def declare_all() -> None:
    """Called once, from ``BillingConfig.ready``. Money is decided by people: prices, approvals
    and the like are for no API key."""
    declare(
        [
            Right("billing.price.view", _("Paket fiyatlarını görme"), STAFF),
            Right("billing.price.change", _("Paket fiyatı tanımlama"), ADMINS, for_keys=False),
            Right("billing.order.view", _("Kredi siparişlerini görme"), MANAGERS),
            Right("billing.order.add", _("Kredi satın alma"), MANAGERS),
            Right("billing.order.approve", _("Havale onaylama"), MANAGERS, for_keys=False),
        ]
    )
    actions.declare(
        {
            "billing.price.add": _("Paket fiyatı tanımlandı"),
            "billing.price.change": _("Paket fiyatı değiştirildi"),
            "billing.price.delete": _("Paket fiyatı silindi"),
            "billing.order.add": _("Kredi siparişi verildi"),
            "billing.order.paid": _("Ödeme geldi, kredi yüklendi"),
            "billing.order.approved": _("Havale onaylandı, kredi yüklendi"),
            "billing.order.cancelled": _("Kredi siparişi iptal edildi"),
            "billing.order.expired": _("Kredi siparişinin süresi doldu"),
            "billing.order.refused_payment": _("Ödeme siparişe uymadı, kredi yüklenmedi"),
        }
    )
