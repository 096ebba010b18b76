"""Durum Bilgisi of one service at a time (L-005, L-123)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from turkcell_hub.billing import calendar
from turkcell_hub.billing.resources.limits import badge
from turkcell_hub.billing.resources.statements import month_name
from turkcell_hub.billing.selectors import days, limit, status, wallets
from turkcell_hub.portal.views.mixins import actor_required

_SHOWN = 14


@require_safe
@actor_required("billing.status.view")
def page(request: HttpRequest) -> HttpResponse:
    actor: Any = request.actor  # type: ignore[attr-defined]
    today = calendar.today()
    asked = request.GET.get("service", "")
    service = asked if asked in status.SERVICES else next(iter(status.SERVICES))
    kind = wallets.kind_of(actor.firm_id) if service == "SMS" else service
    statuses = status.of_firm(actor.firm_id, service)
    month = by_month(actor) if service == "SMS" else {}
    if month:  # credit that a postpaid firm never had is nothing to show
        statuses = [one for one in statuses if one.spends_now or one.total]
    status.tell_last(actor, statuses)
    shown = days.daily(actor.firm_id, kind, today - dt.timedelta(days=_SHOWN - 1), today)
    context = {
        "services": list(status.SERVICES),
        "service": service,
        "kind": kind,
        "statuses": statuses,
        "days": list(reversed(shown)),
        "may_buy": actor.can("billing.order.add"),
        "may_remind": actor.can("billing.reminder.view"),
        "may_see_transfers": actor.can("ledger.transfer.view"),
        "breadcrumbs": [(_("Raporlar"), "")],
        **month,
    }
    return render(request, "billing/status.html", context)


def by_month(actor: Any) -> dict[str, Any]:
    """What the pages of a postpaid firm show of its month; nothing for a prepaid one."""
    month = limit.standing(actor.firm_id)
    if month is None:
        return {}
    statement = limit.last_statement() if actor.can("billing.statement.view") else None
    request = limit.open_request()
    return {
        "month": month,
        "statement": statement,
        "statement_month": month_name(statement) if statement else "",
        "open_request": request,
        "request_badge": badge(request.state) if request else "",
        "may_ask": actor.can("billing.limit.add"),
        "may_see_requests": actor.can("billing.limit.view"),
        "may_see_statements": actor.can("billing.statement.view"),
    }
