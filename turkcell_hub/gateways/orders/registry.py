"""Which ways to order there are. A new one is one entry here and one module beside it."""

from __future__ import annotations

from dataclasses import dataclass

from turkcell_hub.gateways.errors import Refused
from turkcell_hub.gateways.http import OnExchange
from turkcell_hub.gateways.orders.contract import OrdersGateway
from turkcell_hub.gateways.orders.email_desk import EmailDesk, Post
from turkcell_hub.gateways.orders.tmf622 import Tmf622

TMF622, EMAIL_DESK = "tmf622", "email_desk"
CODES = (TMF622, EMAIL_DESK)


@dataclass(frozen=True)
class OrdersAccount:
    """The installation's account at the service centre. ``address``: https of TMF622, or the
    desk's e-mail; ``post``: how a mail is sent."""

    adapter: str
    address: str
    key: str
    post: Post
    only_outside: bool = False


def open_orders(account: OrdersAccount, on_exchange: OnExchange | None = None) -> OrdersGateway:
    """Makes no call; ``Refused("UNKNOWN_ADAPTER")`` for a code that is not listed."""
    if account.adapter == TMF622:
        return Tmf622(
            account.address, account.key,
            only_outside=account.only_outside, on_exchange=on_exchange,
        )  # fmt: skip
    if account.adapter == EMAIL_DESK:
        return EmailDesk(account.address, account.post)
    raise Refused("UNKNOWN_ADAPTER")
