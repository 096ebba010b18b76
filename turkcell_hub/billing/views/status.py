"""Durum Bilgisi of one service at a time (L-005, L-123)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from turkcell_hub.billing import calendar
from turkcell_hub.billing.selectors import days, status, wallets
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
    shown = days.daily(actor.firm_id, kind, today - dt.timedelta(days=_SHOWN - 1), today)
    context = {
        "services": list(status.SERVICES),
        "service": service,
        "kind": kind,
        "statuses": status.of_firm(actor.firm_id, service),
        "is_postpaid": wallets.profile_of(actor.firm_id).is_postpaid,
        "days": list(reversed(shown)),
        "may_buy": actor.can("billing.order.add"),
        "may_ask": actor.can("billing.limit.add"),
        "may_remind": actor.can("billing.reminder.view"),
        "may_see_transfers": actor.can("ledger.transfer.view"),
        "breadcrumbs": [(_("Raporlar"), "")],
    }
    return render(request, "billing/status.html", context)
