"""The sample firm at the sandbox's İYS: its account, what the registry holds of it, and changes
that are on their way, late or refused."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from iys_consent.models import ConsentRecord, Origin, RegistryStatus
from iys_consent.services import via, web_forms
from iys_consent.services.movements import NewMovement, record
from turkcell_hub.demo import operator
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import account_tries, accounts

PROVIDER, USERNAME = 100001, "api@egetekstil.example"
QUOTA = 60_000
# Numbers that no subscriber of the sample has.
_PHONES = [f"+90533555{n:04}" for n in range(1, 13)]
_LATE = timedelta(days=9)


def build(actor: Actor) -> None:
    """Fills the firm in scope; the workers then tell the registry what waits."""
    brands = list(Brand.objects.order_by("code"))
    password = secrets.token_urlsafe(12)
    operator.open_registry(PROVIDER, USERNAME, password, {b.code: b.name for b in brands})
    for brand in brands:
        operator.fill_registry(brand.code, _held(brand))
    account = accounts.save(
        actor,
        None,
        {
            "name": "İYS (deneme)",
            "service": GatewayAccount.Service.IYS,
            "adapter": "iys",
            "base_url": settings.FAKE_OPERATOR_URL,
            "username": USERNAME,
            "password": password,
            "options": {
                "iys_code": str(PROVIDER),
                "via_form_id": "ege-ev-onay",
                "push_type": "CONSENT",
            },
            "is_default": True,
        },
    )
    account_tries.try_connection(actor, account)
    _ask_by_via(actor, brands[0])
    if not credits.balance(actor.firm_id, "IYS"):
        credits.load(actor.firm_id, "IYS", QUOTA, "opening-iys", Reason.OPENING, actor)
    record(actor, _changes(brands[0]))
    web_forms.save(
        actor,
        None,
        {
            "brand": brands[0],
            "title": "Kampanyalardan haberdar olun",
            "text": "Ege Tekstil'in Ege Ev markasıyla kampanya, indirim ve yeni ürün"
            " duyurularını aşağıda işaretlediğim yollarla almayı onaylıyorum.",
            "channels": ["MESAJ", "ARAMA"],
        },
    )


def _ask_by_via(actor: Actor, brand: Brand) -> None:
    """İYS asks one person for his consent; its code is on the sandbox's citizen page."""
    via.start(
        actor,
        {
            "brand": brand,
            "address": _PHONES[11],
            "channels": ["MESAJ", "ARAMA"],
            "first_name": "Zeynep",
            "last_name": "Aydın",
        },
    )


def _held(brand: Brand) -> list[dict[str, str]]:
    """What the registry says of the sample's people, and two approvals that the firm's late
    refusals below are about."""
    known = ConsentRecord.objects.filter(
        brand=brand,
        registry_status__in=(RegistryStatus.APPROVED, RegistryStatus.REFUSED),
    )
    rows = known.values_list("recipient", "recipient_type", "channel", "registry_status")
    held = [_row(*row) for row in rows]
    return held + [_row(phone, "BIREYSEL", "MESAJ", "ONAY") for phone in _PHONES[8:12]]


def _row(recipient: str, recipient_type: str, channel: str, status: str) -> dict[str, str]:
    return {
        "recipient": recipient,
        "recipientType": recipient_type,
        "type": channel,
        "status": status,
        "source": "HS_WEB",
        "consentDate": "2026-01-12 10:30:00",
    }


def _changes(brand: Brand) -> list[NewMovement]:
    now = timezone.now()

    def change(phone: str, status: str, age: timedelta, source: str, origin: str) -> NewMovement:
        return NewMovement(
            brand.pk, "BIREYSEL", "MESAJ", phone, status, origin, source, now - age
        )  # fmt: skip

    fresh = [
        change(phone, "ONAY", timedelta(minutes=20 + place), "HS_WEB", Origin.FORM)
        for place, phone in enumerate(_PHONES[:5])
    ]
    return [
        *fresh,
        # Nobody in Türkiye has this number: İYS refuses it with its code.
        change("+90532123", "ONAY", timedelta(hours=1), "HS_ETKINLIK", Origin.FORM),
        change(_PHONES[6], "ONAY", _LATE, "HS_ISLAK_IMZA", Origin.PAPER),
        change(_PHONES[8], "RET", _LATE, "HS_CAGRI_MERKEZI", Origin.FORM),
        change(_PHONES[9], "RET", timedelta(hours=2), "HS_MESAJ", Origin.SHORT_NUMBER),
    ]
