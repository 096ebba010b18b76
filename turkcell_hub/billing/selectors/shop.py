"""Packages with the price of a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from turkcell_hub.billing import calendar
from turkcell_hub.billing.models import PACKAGES, PackagePrice


@dataclass(frozen=True)
class Offer:
    """One of the five packages; ``price`` None where none is set for the day. ``each``: lira
    for one SMS with VAT; ``next_price``: the one that is already announced."""

    credits: int
    price: PackagePrice | None
    next_price: PackagePrice | None = None

    @property
    def each(self) -> Decimal | None:
        return round(self.price.gross / self.credits, 4) if self.price else None


def offers(day: dt.date | None = None) -> list[Offer]:
    """Exactly the five packages (A-006), in one query; the caller is in the firm's scope."""
    day = day or calendar.today()
    now: dict[int, PackagePrice] = {}
    later: dict[int, PackagePrice] = {}
    for price in PackagePrice.objects.order_by("valid_from"):
        if price.valid_from <= day:
            now[price.credits] = price
        else:
            later.setdefault(price.credits, price)
    return [Offer(size, now.get(size), later.get(size)) for size in PACKAGES]


def price_of(credits: int, day: dt.date | None = None) -> PackagePrice | None:
    """The price of a package on ``day``, by default today."""
    rows = PackagePrice.objects.filter(credits=credits, valid_from__lte=day or calendar.today())
    return rows.order_by("-valid_from").first()
