"""The sample firm's price list and orders, and its merchant at the sandbox's payment page."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.conf import settings

from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import PackagePrice
from turkcell_hub.billing.services import orders
from turkcell_hub.demo import operator
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, Membership, Role

# Lira without VAT; last winter's prices, and those since the middle of the year.
PRICES = (
    (1_000, "190.00", "219.00"),
    (5_000, "875.00", "995.00"),
    (10_000, "1600.00", "1850.00"),
    (50_000, "7250.00", "8400.00"),
    (100_000, "13500.00", "15600.00"),
)


def build(firm: Firm, desk: Actor) -> None:
    """Fills the firm in scope; ``desk`` sets its prices and approves what it orders."""
    today = calendar.today()
    for credits, before, now in PRICES:
        for net, day in ((before, today - dt.timedelta(days=320)), (now, today.replace(day=1))):
            PackagePrice.objects.create(
                firm=firm, credits=credits, net=Decimal(net), valid_from=day, by_label=desk.label
            )
    manager = of_membership(Membership.objects.filter(role=Role.MANAGER).earliest("pk"))
    orders.approve(desk, orders.place(manager, 5_000, "HAVALE"), "TR-2026-004417")
    orders.cancel(manager, orders.place(manager, 1_000, "HAVALE"))
    orders.place(manager, 10_000, "HAVALE")
    operator.open_merchant(settings.PAYMENT.merchant, settings.PAYMENT.secret)
