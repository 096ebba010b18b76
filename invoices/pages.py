"""What this room gives to the portal's frame: menu, bell and first page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from invoices import permissions
from invoices.models import Bill, BillState
from invoices.selectors import setup
from invoices.services import logins, passwords
from turkcell_hub.portal import cells, checklist, dashboard, menu, notifications
from turkcell_hub.portal.checklist import Step
from turkcell_hub.portal.dashboard import Card
from turkcell_hub.portal.notifications import Notification
from turkcell_hub.tenancy import service_centre
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import every_firm
from turkcell_hub.tenancy.services import account_choice


def join_portal() -> None:
    """Called once when the apps are ready."""
    service_centre.add_tab(__("Fatura Aktarım Ayarları"), "invoice-password", 30)
    menu.add(
        "operations", __("Fatura Aktarımı"), "invoice-transfer", permissions.TRANSFER,
        icon="file-import", order=39,
    )  # fmt: skip
    menu.add(
        "operations", __("Fatura Aktarım Şifresi"), "invoice-password", permissions.LOGIN,
        icon="key", order=43,
    )  # fmt: skip
    menu.add(
        "reports", __("Hat Denetçisi"), "line-audit", permissions.VIEW, icon="zoom-question",
        order=45,
    )  # fmt: skip
    menu.add(
        "reports", __("Fatura Maliyetleri"), "bill-costs", permissions.VIEW, icon="chart-bar",
        order=46,
    )  # fmt: skip
    checklist.add_step(_setup_step, 55)
    dashboard.add_card(_card, 45)
    notifications.add_provider(_of_password, _esirket)


def _setup_step(actor: Any) -> Step | None:
    """The room's own steps as one; only for a firm that has begun with bills."""
    if not actor.can(permissions.TRANSFER) or not setup.has_begun(actor):
        return None
    turn = next((step for step in setup.steps(actor) if step.is_next), None)
    why = _("Sıradaki adım: %(step)s.") % {"step": turn.title} if turn else ""
    url = (turn.url if turn else "") or reverse("invoice-transfer")
    return Step(_("Fatura aktarımını hazırlayın"), turn is None, why, url)


def _card(actor: Any) -> Card | None:
    """Bills that wait for somebody."""
    if not actor.can(permissions.VIEW):
        return None
    waiting = (BillState.OPEN, BillState.PARTLY, BillState.REVIEW, BillState.CONFLICT)
    states = list(Bill.objects.filter(state__in=waiting).values_list("state", flat=True)[:10_000])
    if not states:
        return None
    asked = sum(state in (BillState.REVIEW, BillState.CONFLICT) for state in states)
    said = _("%(count)s fatura karar bekliyor") % {"count": cells.number(asked)} if asked else ""
    return Card(
        _("Aktarılmamış fatura"),
        value=cells.number(len(states)),
        text=said,
        url=f"{reverse('bills-list')}?" + "&".join(f"state={state}" for state in waiting),
        icon="file-invoice",
        level="warning" if asked else "primary",
    )


def _esirket() -> QuerySet[GatewayAccount]:
    """Accounts that have such a password."""
    with every_firm():
        return GatewayAccount.objects.filter(
            firm_id=notifications.FIRM, service=GatewayAccount.Service.INVOICE, adapter="esirket"
        )


def _of_password(actor: Any) -> Iterator[Notification]:
    """The invoice password, for whoever may renew it: near its end, passive or blocked."""
    if not actor.can(permissions.LOGIN):
        return
    account = account_choice.default_account(actor.firm_id, account_choice.Service.INVOICE)
    if account is None or account.adapter != "esirket":
        return
    found = logins.health(account)
    url = reverse("invoice-password")
    wish = passwords.waiting(account)
    if wish is not None:
        text = _("%(who)s programı yeni şifre istiyor; onayınızı bekliyor.") % {
            "who": wish.asked_by
        }
        yield Notification(_("Fatura şifre talebi"), url=url, text=text, level="warning")
    if not found.is_active:
        yield Notification(_("Fatura aktarım şifresi"), url=url, text=found.text, level="danger")
    elif found.days_left < _SHOWN_FROM:
        text = _("%(days)d gün sonra pasif olacak.") % {"days": found.days_left}
        yield Notification(_("Fatura aktarım şifresi"), url=url, text=text, level="warning")


_SHOWN_FROM = 14
