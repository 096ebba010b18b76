"""What waits for an İşletmeci, over all firms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import (
    BillingProfile,
    LimitRequest,
    Order,
    OrderState,
    PackagePrice,
    PaymentMethod,
    PaymentType,
    RequestState,
    Tariff,
)
from turkcell_hub.billing.services import returns, tariffs
from turkcell_hub.lib.turkish import fold
from turkcell_hub.tenancy import scope
from turkcell_hub.tenancy.models import Firm

MOST = 200


@dataclass(frozen=True)
class FirmLine:
    """One firm: how it pays, whether it has a price today, and what waits there;
    ``month``: the one that cannot be closed for want of a tariff."""

    firm: Firm
    payment: str
    is_priced: bool
    orders: int
    limits: int
    month: dt.date | None

    @property
    def waits(self) -> int:
        return self.orders + self.limits + bool(self.month)


def firms(search: str = "") -> list[FirmLine]:
    """Live firms, those with something waiting first; at most ``MOST``."""
    with scope.every_firm():
        orders = _by_firm(_waiting_orders())
        limits = _by_firm(LimitRequest.objects.filter(state=RequestState.WAITING))
        postpaid = set(
            BillingProfile.objects.filter(payment_type=PaymentType.POSTPAID).values_list(
                "firm_id", flat=True
            )
        )
        months = dict(tariffs.months_without().values_list("firm_id", "month_waits"))
        today = calendar.today()
        priced = {
            False: set(_priced(PackagePrice, today)),
            True: set(_priced(Tariff, today)),
        }
        rows = list(Firm.objects.filter(is_active=True).order_by("name", "pk"))
    wanted = fold(search)
    lines = [
        FirmLine(
            firm,
            str(PaymentType(_type(firm.pk in postpaid)).label),
            firm.pk in priced[firm.pk in postpaid],
            orders.get(firm.pk, 0),
            limits.get(firm.pk, 0),
            months.get(firm.pk),
        )
        for firm in rows
        if wanted in fold(f"{firm.name} {firm.legal_name} {firm.slug}")
    ]
    return sorted(lines, key=lambda line: -line.waits)[:MOST]


def orders_here() -> int:
    """Orders of the firm in scope that wait for a decision."""
    return _asked().count()


def limits_here() -> int:
    return LimitRequest.objects.filter(state=RequestState.WAITING).count()


def is_priced_here(*, is_postpaid: bool) -> bool:
    """Whether the firm in scope has a price today for the way in which it pays."""
    prices: type[PackagePrice] | type[Tariff] = Tariff if is_postpaid else PackagePrice
    return prices.objects.filter(valid_from__lte=calendar.today()).exists()


def waiting() -> int:
    """How many orders and limit requests of live firms wait for a decision, and how many firms
    for a tariff to close a month."""
    with scope.every_firm():
        live = {"firm__is_active": True}
        limits = LimitRequest.objects.filter(state=RequestState.WAITING, **live).count()
        months = tariffs.months_without().filter(**live).count()
        return limits + months + _waiting_orders().filter(**live).count()


def _type(is_postpaid: bool) -> str:
    return PaymentType.POSTPAID if is_postpaid else PaymentType.PREPAID


def _asked() -> QuerySet[Order]:
    transfers = Order.objects.filter(state=OrderState.WAITING, method=PaymentMethod.TRANSFER)
    return transfers | Order.objects.filter(state=OrderState.REVIEW)


def _waiting_orders() -> QuerySet[Order]:
    """Those, and paid ones beside which money came that has to go back."""
    found: QuerySet[Order] = Order.objects.filter(
        Q(pk__in=_asked().values("pk")) | Q(pk__in=returns.owed().values("order"))
    )
    return found


def _by_firm(rows: object) -> dict[int, int]:
    return dict(rows.order_by().values_list("firm").annotate(Count("pk")))  # type: ignore[attr-defined]


def _priced(model: type[PackagePrice] | type[Tariff], day: object) -> list[int]:
    rows = model.objects.filter(valid_from__lte=day).order_by()
    return list(rows.values_list("firm_id", flat=True).distinct())
