"""The installation's account at the operator's service centre (``ORDERS_*``)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from turkcell_hub.applications.catalogue import KNOWN
from turkcell_hub.applications.models import Application
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.orders.contract import Company, Item, Order, OrdersGateway
from turkcell_hub.gateways.orders.email_desk import Mail
from turkcell_hub.gateways.orders.registry import OrdersAccount, open_orders
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import firm_in_scope
from turkcell_hub.tenancy.services import sandboxes

CATEGORY = "SERVICE_APPLICATION"


def is_open() -> bool:
    """Whether anybody takes applications."""
    return bool(settings.ORDERS.address)


def require() -> None:
    """Raises ``Conflict`` where nobody takes applications, and in a firm for trials where the
    service centre is a real one."""
    if not is_open():
        raise Conflict(
            _("Bu kurulumda başvuru hattı açık değil; İşletmeciye başvurun."), code="no_orders"
        )
    sandboxes.refuse_outside(firm_in_scope(), settings.ORDERS.address)


@contextmanager
def opened() -> Iterator[OrdersGateway]:
    """The opened adapter, closed afterwards. Makes no call. Raises ``Conflict``."""
    require()
    told = settings.ORDERS
    gateway = open_orders(OrdersAccount(told.adapter, told.address, told.key, _post))
    try:
        yield gateway
    finally:
        gateway.close()


def cancels() -> bool:
    """Whether the operator can be asked to cancel. Raises ``Conflict``; makes no call."""
    with opened() as gateway:
        return gateway.capabilities().cancels


def tells() -> bool:
    """Whether the operator says himself how an order stands. Raises ``Conflict``; makes no call."""
    with opened() as gateway:
        return gateway.capabilities().tells_state


def order_of(row: Application) -> Order:
    """What the operator is given; the same each time it is asked for."""
    firm = Firm.objects.get(pk=row.firm_id)
    company = Company(
        firm.legal_name or firm.name, row.tax_number, row.contact, row.phone, row.email
    )
    items = [
        Item(
            str(item.pk),
            KNOWN[item.service].changes or item.service,
            is_new=not KNOWN[item.service].changes,
            characteristics=item.wishes or _payment(row, item.service),
        )
        for item in row.items.all()
    ]
    return Order(row.reference, CATEGORY, company, items, row.note)


def _payment(row: Application, service: str) -> dict[str, str]:
    return {"paymentType": row.payment_type} if KNOWN[service].billed else {}


def _post(mail: Mail) -> None:
    message = EmailMessage(
        mail.subject, mail.text, to=[mail.to], headers={"Message-ID": mail.message_id}
    )
    message.send()
