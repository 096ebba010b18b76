"""The first page of an İşletmeci in a firm: what of its money waits for him there. And, for the
firm's people too, the month that cannot be closed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from turkcell_hub.billing import bell
from turkcell_hub.billing.models import OrderState, RequestState
from turkcell_hub.billing.resources.payments import owed_url
from turkcell_hub.billing.resources.statements import month_name
from turkcell_hub.billing.selectors import limit, platform, wallets
from turkcell_hub.billing.services import returns, tariffs
from turkcell_hub.portal import cells, dashboard
from turkcell_hub.portal.dashboard import Card
from turkcell_hub.tenancy.actor import Actor


def add_cards() -> None:
    """Called once when the apps are ready; before the rooms' own cards, which he does not see."""
    for order, card in enumerate((_orders, _owed, _limits, _prices, _balance, _firms)):
        dashboard.add_card(partial(_for_him, card), order)
    dashboard.add_card(month_without_tariff, 9)
    dashboard.add_card(last_statement, 15)


def month_without_tariff(actor: Actor) -> Card | None:
    """Shown only while there is one."""
    if not actor.can("billing.tariff.view"):
        return None
    row = tariffs.months_without().first()
    if row is None:
        return None
    month = f"{row.month_waits:%m.%Y}"
    page, said = bell.tariff_page(actor), bell.tariff_words(actor)
    return Card(_("Ay kapanamıyor: tarife yok"), month, said, page, "receipt", level="danger")


def last_statement(actor: Actor) -> Card | None:
    """The newest closed month, for who reads statements; only where there is one."""
    if not actor.can("billing.statement.view"):
        return None
    row = limit.last_statement()
    if row is None:
        return None
    said = _("%(month)s: %(n)s iletilen SMS, KDV dahil") % {
        "month": month_name(row), "n": cells.number(row.parts)
    }  # fmt: skip
    page = reverse("statements-detail", args=[row.pk])
    return Card(_("Son ekstre"), cells.money(row.gross), said, page, "file-invoice")


def _for_him(card: Callable[[Actor], Card | None], actor: Actor) -> Card | None:
    return card(actor) if actor.runs_portal else None


def _orders(actor: Actor) -> Card | None:
    if not actor.can("billing.order.view"):
        return None
    waiting = platform.orders_here()
    states = [OrderState.WAITING.value, OrderState.REVIEW.value]
    return _waiting(
        _("Onay bekleyen siparişler"), waiting, _("Havaleler ve incelenecek ödemeler"),
        f"{reverse('credit-orders-list')}?{urlencode({'state': states}, doseq=True)}", "coins",
    )  # fmt: skip


def _owed(actor: Actor) -> Card | None:
    """Shown only while money came twice; leads to the payments whose return is not written."""
    if not actor.can("billing.order.view"):
        return None
    count = returns.owed().count()
    if not count:
        return None
    return _waiting(
        _("İade edilecek fazla ödemeler"), count, _("Aynı sipariş için iki kez çekilen para"),
        owed_url(), "arrow-back-up",
    )  # fmt: skip


def _limits(actor: Actor) -> Card | None:
    if not actor.can("billing.limit.view"):
        return None
    waiting = platform.limits_here()
    if not (waiting or wallets.profile_of(actor.firm_id).is_postpaid):
        return None
    return _waiting(
        _("Onay bekleyen limit talepleri"), waiting, "",
        f"{reverse('limit-requests-list')}?{urlencode({'state': RequestState.WAITING.value})}",
        "gauge",
    )  # fmt: skip


def _waiting(title: str, count: int, text: str, url: str, icon: str) -> Card:
    level = "warning" if count else "success"
    return Card(title, cells.number(count), text, url, icon, level=level)


def _prices(actor: Actor) -> Card | None:
    if not actor.can("billing.price.view"):
        return None
    is_postpaid = wallets.profile_of(actor.firm_id).is_postpaid
    is_priced = platform.is_priced_here(is_postpaid=is_postpaid)
    said = _("Bugün geçerli fiyatı var") if is_priced else _("Fiyatı yok: satın alamaz")
    page = "sms-tariffs-list" if is_postpaid else "package-prices-list"
    level = "success" if is_priced else "danger"
    return Card(_("Fiyatlar"), None, said, reverse(page), "tag", level=level)


def _balance(actor: Actor) -> Card | None:
    if not actor.can("billing.status.view"):
        return None
    balance = cells.number(wallets.spendable(actor.firm_id).balance)
    said = wallets.profile_of(actor.firm_id).get_payment_type_display()
    return Card(_("Kalan SMS"), balance, said, reverse("credit-status"), "wallet")


def _firms(_actor: Actor) -> Card:
    said = _("Öteki firmalarda bekleyenler ve firmadan çıkış")
    return Card(_("İşletmeci"), None, said, reverse("platform"), "building")
