"""Through which account the firm in scope speaks to İYS."""

from __future__ import annotations

from turkcell_hub.tenancy.models import GatewayAccount


def of_firm() -> GatewayAccount | None:
    """The firm's active İYS account, the default one first; None before it has connected one."""
    rows = GatewayAccount.objects.filter(service=GatewayAccount.Service.IYS, is_active=True)
    account: GatewayAccount | None = rows.order_by("-is_default", "pk").first()
    return account
