"""The solution partner's desk: an order is a mail, its state is changed by hand.

A mail that is sent again bears the same subject and Message-ID, so the desk sees one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from turkcell_hub.gateways.errors import Refused, Unknown, Unreachable
from turkcell_hub.gateways.orders.contract import Order, OrdersCapabilities, Progress, Standing


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    text: str
    message_id: str


# Raises ConnectionError when nothing can have gone, other OSErrors when it may have.
Post = Callable[[Mail], None]


class EmailDesk:
    def __init__(self, address: str, post: Post, *, host: str = "turkcell-hub") -> None:
        self._address, self._post, self._host = address, post, host

    def capabilities(self) -> OrdersCapabilities:
        return OrdersCapabilities(tells_state=False, cancels=False, pushes=False)

    def place(self, order: Order) -> Standing:
        mail = Mail(
            self._address,
            f"Hizmet başvurusu {order.reference}: {order.company.name}",
            text_of(order),
            f"<{order.reference}@{self._host}>",
        )
        try:
            self._post(mail)
        except ConnectionError as error:
            raise Unreachable("UNREACHABLE") from error
        except OSError as error:
            raise Unknown("NO_ANSWER") from error
        return Standing(order.reference, {item.id: Progress.RECEIVED for item in order.items})

    def find(self, reference: str) -> Standing | None:
        raise Refused("NOT_SUPPORTED")

    def standing(self, order_id: str) -> Standing:
        raise Refused("NOT_SUPPORTED")

    def cancel(self, order_id: str, reason: str) -> None:
        raise Refused("NOT_SUPPORTED")

    def listen(self, callback: str) -> None:
        raise Refused("NOT_SUPPORTED")

    def close(self) -> None:
        return


def text_of(order: Order) -> str:
    """The form as the desk reads it."""
    company = order.company
    lines = [
        f"Başvuru no: {order.reference}",
        f"Firma: {company.name}",
        f"Vergi no: {company.tax_number or '-'}",
        f"Yetkili: {company.contact}",
        f"Telefon: {company.phone}",
        f"E-posta: {company.email}",
        "",
        "Hizmetler:",
    ]
    for item in order.items:
        extras = ", ".join(f"{name}: {value}" for name, value in item.characteristics.items())
        lines.append(f"- {item.offering}" + (f" ({extras})" if extras else ""))
    if order.note:
        lines += ["", f"Not: {order.note}"]
    return "\n".join(lines)
