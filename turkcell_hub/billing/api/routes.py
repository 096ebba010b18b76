"""Where billing's views stand under ``/api/v1/``."""

from __future__ import annotations

from turkcell_hub.api.routers import register
from turkcell_hub.billing.api import orders, postpaid, reminders, status

VIEWSETS = (
    orders.OrderViewSet,
    postpaid.StatementViewSet,
    postpaid.LimitRequestViewSet,
    reminders.ReminderViewSet,
)
VIEWS = {
    "account_status/": status.StatusView,
    "credit_days/": status.DaysView,
    "packages/": orders.PackagesView,
    "credit_orders/<int:pk>/cancel/": orders.CancelView,
}


def register_all() -> None:
    """Called once, from ``BillingConfig.ready``."""
    for viewset in VIEWSETS:
        register(viewset)
    for route, view in VIEWS.items():
        register(view, route)
