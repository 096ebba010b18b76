"""Packages with the price of a day, of any goods."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from turkcell_hub.billing import calendar, goods
from turkcell_hub.billing.goods import CREDIT
from turkcell_hub.billing.models import PackagePrice


@dataclass(frozen=True)
class Offer:
    """One of the packages; ``price`` None where none is set for the day. ``each``: lira
    for one SMS with VAT; ``next_price``: the one that is already announced."""

    credits: int
    price: PackagePrice | None
    next_price: PackagePrice | None = None

    @property
    def each(self) -> Decimal | None:
        return round(self.price.gross / self.credits, 4) if self.price else None


def offers(day: dt.date | None = None, of: str = CREDIT) -> list[Offer]:
    """Exactly the packages of the goods (A-006: five of SMS credit), in one query; the caller is
    in the firm's scope."""
    day = day or calendar.today()
    sold = goods.get(of)
    now: dict[int, PackagePrice] = {}
    later: dict[int, PackagePrice] = {}
    for price in PackagePrice.objects.filter(goods=of).order_by("valid_from"):
        if price.valid_from <= day:
            now[price.credits] = price
        else:
            later.setdefault(price.credits, price)
    return [
        Offer(size, _that_holds(sold, size, now.get(size), day), later.get(size))
        for size in sold.sizes
    ]


def price_of(credits: int, day: dt.date | None = None, of: str = CREDIT) -> PackagePrice | None:
    """The price of a package on ``day``, by default today."""
    day = day or calendar.today()
    rows = PackagePrice.objects.filter(goods=of, credits=credits, valid_from__lte=day)
    return _that_holds(goods.get(of), credits, rows.order_by("-valid_from").first(), day)


def _that_holds(
    sold: goods.Goods, size: int, newest: PackagePrice | None, day: dt.date
) -> PackagePrice | None:
    """The newest price that has begun unless it has ended; an unsaved price of zero where the
    package is free without one (Y-008)."""
    is_free = size in sold.always_free or (newest is None and size in sold.free_at_start)
    if is_free:
        return PackagePrice(
            goods=sold.code, credits=size, net=Decimal(0), vat_rate=Decimal(0), valid_from=day
        )
    if newest is None or (newest.valid_until is not None and newest.valid_until < day):
        return None
    return newest
