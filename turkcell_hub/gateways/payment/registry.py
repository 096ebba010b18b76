"""Which payment services there are. A new one is one entry here and one module beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.payment.contract import PaymentAccount, PaymentProvider
from turkcell_hub.gateways.payment.hosted_page import HostedPage

_PROVIDERS: Mapping[str, Callable[[PaymentAccount, OnExchange | None], PaymentProvider]] = {
    "hosted_page": HostedPage,
}


def codes() -> list[str]:
    return sorted(_PROVIDERS)


def open_payment(account: PaymentAccount, on_exchange: OnExchange | None = None) -> PaymentProvider:
    """The adapter of the account. Makes no call; ``Refused("UNKNOWN_ADAPTER")`` for a code that
    is not listed."""
    build = _PROVIDERS.get(account.provider)
    if build is None:
        raise Refused("UNKNOWN_ADAPTER")
    return build(account, on_exchange)
