"""Through which account the firm in scope speaks to İYS.

A firm may have its own İYS account, which speaks for every brand, and accounts of intermediaries
that speak for one brand each: a brand goes over its own account where it
has one.
"""

from __future__ import annotations

from django.db.models import QuerySet

from turkcell_hub.gateways.errors import GatewayError
from turkcell_hub.gateways.iys.contract import IysCapabilities
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import connections


def of_firm() -> GatewayAccount | None:
    """The firm's active İYS account, the default one first; None before it has connected one."""
    account: GatewayAccount | None = _active().first()
    return account


def for_brand(brand: Brand) -> GatewayAccount | None:
    """The active account that speaks for this brand: one for it alone, else one for all brands,
    the default one first. Where every account speaks for other brands the default one, which
    says so of each call (a person is told); None where there is no account."""
    return next((account for account, _can in _speaking(brand)), None) or of_firm()


def to_ask(brand: Brand) -> GatewayAccount | None:
    """The account that is asked who approves: as ``for_brand``, but one that can be asked where
    there is such a one (an intermediary cannot, the firm's own account beside it can)."""
    found = _speaking(brand)
    able = (account for account, can in found if can.max_status)
    return next(able, None) or for_brand(brand)


def _speaking(brand: Brand) -> list[tuple[GatewayAccount, IysCapabilities]]:
    known = [(account, _capabilities(account)) for account in _active()]
    rows = [(account, can) for account, can in known if can and can.only_brand in ("", brand.code)]
    return sorted(rows, key=lambda row: row[1].only_brand == "")


def _active() -> QuerySet[GatewayAccount]:
    rows = GatewayAccount.objects.filter(service=GatewayAccount.Service.IYS, is_active=True)
    return rows.order_by("-is_default", "pk")


def _capabilities(account: GatewayAccount) -> IysCapabilities | None:
    """None for an account that is not filled in and so speaks for nobody."""
    try:
        return connections.registry_capabilities(account)
    except GatewayError:
        return None
