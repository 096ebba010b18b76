"""The sample firm's applications: one in use, one that waits for its credentials, one under way,
one before the firm's own people; and a paid package that the operator has still to give."""

from __future__ import annotations

from django.conf import settings

from otp.services import workflows
from turkcell_hub.applications import application_gate
from turkcell_hub.applications.catalogue import PACKAGE
from turkcell_hub.applications.models import ApplicationItem
from turkcell_hub.applications.services import applying, changes, delivery, listening
from turkcell_hub.applications.states import ItemState
from turkcell_hub.billing.services import orders
from turkcell_hub.demo import operator
from turkcell_hub.tenancy.actor import Actor, of_membership
from turkcell_hub.tenancy.models import Firm, GatewayAccount, Membership, Role

_CONTACT = {
    "tax_number": "1234567890",
    "contact": "Selin Aksoy",
    "phone": "0532 410 20 30",
    "email": "selin.aksoy@egetekstil.example",
}


def build(firm: Firm, desk: Actor) -> None:
    """Fills the firm in scope; ``desk`` has seen the package's money."""
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
    paid = orders.approve(desk, orders.place(manager, 10_000, "HAVALE"), "TR-2026-005102")
    delivery.deliver(firm.pk, changes.of(PACKAGE, paid.pk).application_id)
    _before_people(manager)


def _before_people(manager: Actor) -> None:
    """From here on an application needs an Admin's word."""
    step = {"name": "Yönetim onayı", "kind": "ONAY", "roles": [Role.ADMIN], "informs": ["MESAJ"]}
    admin = of_membership(Membership.objects.filter(role=Role.ADMIN).earliest("pk"))
    card = {"code": "BASVURU", "name": "Hizmet başvuruları", "kind": application_gate.KIND}
    workflows.save(admin, None, {**card, "steps": [step]})
    applying.apply(manager, {**_CONTACT, "services": ["TCKN_SMS"], "payment_type": "FATURALI"})
