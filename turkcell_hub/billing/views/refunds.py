"""Kredi İade Tablosu: which end of a message gives its credit back (S-066)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from turkcell_hub.billing import refund_table
from turkcell_hub.billing.selectors import refunds
from turkcell_hub.portal.views.mixins import actor_required


@require_safe
@actor_required("billing.refund.view")
def table(request: HttpRequest) -> HttpResponse:
    context = {
        "rows": refunds.table(),
        "services": refund_table.services(),
        "may_change": request.actor.can("billing.refund.change"),  # type: ignore[attr-defined]
        "breadcrumbs": [(_("Ayarlar"), "")],
    }
    return render(request, "billing/refund_table.html", context)
