"""What billing gives to the portal's frame."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from turkcell_hub.billing import desk_cards
from turkcell_hub.billing.selectors import platform, wallets
from turkcell_hub.portal import menu
from turkcell_hub.resources import Actor
from turkcell_hub.tenancy import desk


def join_portal() -> None:
    """Called once when the apps are ready."""
    menu.add("settings", _("Ödeme Türü"), "billing-plan", "billing.plan.change", "wallet", 59)
    menu.add("settings", _("Kredi İade Tablosu"), "refund-table", "billing.refund.view",
             "arrow-back-up", 63)  # fmt: skip
    menu.add("reports", _("Durum Bilgisi"), "credit-status", "billing.status.view", "dashboard", 30)
    menu.add("operations", _("Kredi Satın Al"), "credit-shop", "billing.order.add", "coins", 60,
             fits=_buys_credit)  # fmt: skip
    desk_cards.add_cards()
    desk.add_tab(desk.Tab(_("Firmalar"), "platform", "building", 10, platform.waiting))


def _buys_credit(actor: Actor) -> bool:
    """A postpaid firm would not spend what it bought."""
    return not wallets.profile_of(actor.firm_id).is_postpaid
