"""What a buyer needs to send his transfer (Y-018 … Y-020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from turkcell_hub.billing.models import BankAccount, Order, OrderState, PaymentMethod
from turkcell_hub.billing.selectors.matching import Wanted
from turkcell_hub.tenancy.models import Firm


@dataclass(frozen=True)
class Instructions:
    """``description``: ready to be copied; it holds Sipariş Kodu and Firma Unvanı."""

    code: str
    title: str
    description: str
    accounts: Sequence[BankAccount]


def instructions(order: Order) -> Instructions:
    title = title_of(order.firm_id)
    text = _("Sipariş Kodu %(code)s Firma Unvanı %(title)s")
    return Instructions(
        code=order.short_reference,
        title=title,
        description=text % {"code": order.short_reference, "title": title},
        accounts=list(BankAccount.objects.filter(is_active=True).order_by("bank", "pk")),
    )


def title_of(firm_id: int) -> str:
    """Firma Unvanı: the registered title, or the name where none is known."""
    firm = Firm.objects.get(pk=firm_id)
    return firm.legal_name or firm.name


def titles_of(firm_id: int) -> list[str]:
    """Every way in which a bank may name the firm."""
    firm = Firm.objects.get(pk=firm_id)
    return [one for one in (firm.legal_name, firm.name) if one]


def wanted() -> list[Wanted]:
    """The orders that a transfer can be for, in the firm's scope; paid and cancelled ones too,
    so that money for them is told apart from money for nothing."""
    rows = Order.objects.filter(method=PaymentMethod.TRANSFER).only(
        "pk", "reference", "gross", "state"
    )
    open_states = (OrderState.WAITING, OrderState.REVIEW, OrderState.EXPIRED)
    return [
        Wanted(row.pk, row.short_reference, row.gross, row.state in open_states) for row in rows
    ]
