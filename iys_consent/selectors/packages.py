"""What runs, how much of it is used, and when it will be full (K-065, K-066, idea 17)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from iys_consent import catalogue
from iys_consent.catalogue import Addresses
from iys_consent.models import ConsentAddress, Package, PackageState
from iys_consent.selectors import addresses
from iys_consent.services.packages import used_of
from turkcell_hub.billing import calendar
from turkcell_hub.ledger import selectors as ledger
from turkcell_hub.ledger.models import Kind

_WINDOW, _ENOUGH = 90, 14


@dataclass(frozen=True)
class Forecast:
    """``quota_on``: the day on which the consents are used up at the pace of the last ``days``;
    ``addresses_on``: the day on which the address count passes the package. None: not in sight,
    or not before the package itself ends."""

    addresses: Addresses
    days: int
    quota_on: dt.date | None
    addresses_on: dt.date | None


def active() -> Package | None:
    """The package that runs, of the firm in scope."""
    found: Package | None = Package.objects.filter(state=PackageState.ACTIVE).first()
    return found


def has_active() -> bool:
    return Package.objects.filter(state=PackageState.ACTIVE, ends_on__gte=calendar.today()).exists()


def open_ones() -> list[Package]:
    """Those that wait for money or for an Admin."""
    states = (PackageState.PAYING, PackageState.WAITING)
    return list(Package.objects.filter(state__in=states).select_related("order").order_by("pk"))


def used(package: Package) -> int:
    return used_of(package, ledger.summary(package.firm_id, Kind.IYS).spent)


def forecast(package: Package) -> Forecast:
    firm_id, today = package.firm_id, calendar.today()
    outlook = ledger.outlook(firm_id, Kind.IYS)
    left = outlook.days_left
    lasts = left is None or left > (package.ends_on - today).days
    now = addresses.of_firm(firm_id)
    return Forecast(
        addresses=now,
        days=outlook.days,
        quota_on=None if lasts else today + timedelta(days=left or 0),
        addresses_on=catalogue.full_on(today, now, _growth(firm_id), package.size),
    )


def _growth(firm_id: int) -> tuple[float, float]:
    """Phones and e-mails a day, of the last 90; a ledger that began later is measured from its
    beginning."""
    now = timezone.now()
    since = now - timedelta(days=_WINDOW)
    first = ConsentAddress.objects.order_by("pk").values_list("created_at", flat=True).first()
    if first is None or (now - first).days < _ENOUGH:
        return 0.0, 0.0  # a first upload is no pace
    days = min(_WINDOW, (now - first).days)
    new = addresses.of_firm(firm_id, since)
    return new.phones / days, new.emails / days
