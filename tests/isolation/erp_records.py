"""The ERP's cards and a document: open ones, and those behind the Yetki Kodu."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.isolation.cast import World
from tests.isolation.marks import NOW, marked, number
from turkcell_hub.erp.models import (
    Account,
    Contact,
    Document,
    DocumentLine,
    Person,
    Project,
    ServiceCard,
    Workplace,
)
from turkcell_hub.events.models import Delivery, Endpoint, Event


def erp(world: World, secret: bool) -> None:
    phone = number(secret, 61)
    shared: dict[str, Any] = {
        "firm": world.firm,
        "code": marked(secret, "kod"),
        "erp_ref": marked(secret, "ref"),
        "special_code": marked(secret, "ozel")[:30],
        "authority_code": world.more["code"] if secret else None,
        "refreshed_at": NOW,
        "changed_at": NOW,
    }
    reached = {
        "phone": phone,
        "phones": [{"number": phone, "kind": "MOBILE", "e164": phone}],
        "email": f"{marked(secret, 'posta')}@example.com",
    }
    named = {"first_name": marked(secret, "ad"), "last_name": marked(secret, "soyad")}
    account = Account.objects.create(**shared, **reached, title=marked(secret, "cari"))
    card = ServiceCard.objects.create(**shared, name=marked(secret, "kart"), vat_rate=20)
    document = Document.objects.create(
        firm=world.firm, kind="purchase_service", source_key=marked(secret, "kaynak"),
        account=account, authority_code=account.authority_code, number=str(7 + secret),
        document_number=marked(secret, "fatura"), date=NOW.date(), document_date=NOW.date(),
        total=Decimal(120), note=marked(secret, "not"), created_by=marked(secret, "eden"),
    )  # fmt: skip
    DocumentLine.objects.create(
        firm=world.firm, document=document, position=1, service_card=card, net=100, vat_rate=20,
        vat=20, description=marked(secret, "satir"), number=phone,
    )  # fmt: skip
    rows = world.sealed if secret else world.rows
    rows |= {
        "erp-accounts": account,
        "erp-contacts": Contact.objects.create(**shared, **reached, **named, account=account),
        "erp-personnel": Person.objects.create(**shared, **reached, **named),
        "erp-service-cards": card,
        "erp-projects": Project.objects.create(**shared, name=marked(secret, "proje")),
        "erp-workplaces": Workplace.objects.create(**shared, name=marked(secret, "isyeri")),
        "erp-documents": document,
    }


def told(world: World) -> None:
    """A webhook with a delivery; both are for Admins, who see every record."""
    firm = world.firm
    endpoint = Endpoint.objects.create(
        firm=firm, url=f"https://{marked(False, 'adres')}.example.com/", secret="whsec_c2Vj",
        description=marked(False, "webhook"), created_by=marked(False, "ekleyen"),
    )  # fmt: skip
    event = Event.objects.create(firm=firm, type="erp.document.posted", body=marked(False, "govde"))
    world.rows |= {
        "webhooks": endpoint,
        "webhook-deliveries": Delivery.objects.create(firm=firm, endpoint=endpoint, event=event),
    }
