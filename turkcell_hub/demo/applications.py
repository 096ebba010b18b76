"""The sample firm's applications: one in use, one that waits for its credentials, one under way."""

from __future__ import annotations

from django.conf import settings

from turkcell_hub.applications.models import ApplicationItem
from turkcell_hub.applications.services import applying, delivery, listening
from turkcell_hub.applications.states import ItemState
from turkcell_hub.demo import operator
from turkcell_hub.tenancy.actor import of_membership
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role

_CONTACT = {
    "tax_number": "1234567890",
    "contact": "Selin Aydın",
    "phone": "0532 410 20 30",
    "email": "selin.aydin@egetekstil.example",
}


def build(firm: Firm) -> None:
    """Fills the firm in scope."""
    operator.open_order_key(settings.ORDERS.key)
    listening.listen()
    manager = of_membership(Membership.objects.filter(role=Role.MANAGER).earliest("pk"))
    account = GatewayAccount.objects.filter(service="sms").earliest("pk")
    for services, payment, note in (
        (["TOPLU_SMS"], "ON_ODEMELI", ""),
        (["OTP"], "FATURALI", "Muhasebe müdürü onay verecek."),
        (["EKIP_MOBIL", "FATURA_AKTARIM"], "", "Öğleden sonra arayın."),
    ):
        data = {**_CONTACT, "services": services, "payment_type": payment, "note": note}
        row = applying.apply(manager, data)
        delivery.deliver(firm.pk, row.pk)
    for service in ("TOPLU_SMS", "OTP"):
        item = ApplicationItem.objects.get(service=service)
        applying.mark(manager, item, ItemState.CALLED, "Hizmet merkezi aradı.")
        applying.mark(manager, item, ItemState.CREDENTIALS, "Bilgiler SMS ile geldi.")
    applying.enter_credentials(manager, ApplicationItem.objects.get(service="TOPLU_SMS"), account)
