"""What a person types into the forms, and which lists have one."""

from __future__ import annotations

import re
from typing import Any

from tests.isolation.world import World
from turkcell_hub import resources

# What a person must type before the form is whole.
TYPED: dict[str, dict[str, Any]] = {
    "gateway-accounts": {
        "name": "Yeni hesap",
        "username": "yeni",
        "password": "parola-1",
        "pace_per_second": "5",
        "base_url": "",
    },
    "sender-titles": {"account": "gateway-accounts", "title": "YENIUNVAN"},
    "brands": {"code": "YENI", "name": "Yeni"},
    "authority-codes": {"code": "YENI"},
    "users": {"full_name": "Yeni Kişi", "email": "yeni@example.com", "role": "PERSONEL"},
    "applications": {
        "services": ["EKIP_MOBIL"],
        "payment_type": "FATURALI",
        "tax_number": "1234567890",
        "contact": "Yeni",
        "phone": "0532 765 43 21",
        "email": "yeni@example.com",
    },  # fmt: skip
    "limit-requests": {"amount": "5", "reason": "x"},
    "package-prices": {
        "credits": "5000",
        "net": "10",
        "vat_rate": "20",
        "valid_from": "01.01.2040",
    },
    "bank-accounts": {"bank": "Yeni", "holder": "Yeni", "iban": "TR320010009999901234567890"},
    "iys-package-prices": {
        "credits": "250000",
        "net": "10",
        "vat_rate": "20",
        "valid_from": "01.01.2040",
    },
    "iys-package-rules": {"valid_from": "01.02.2040"},
    "iys-suppliers": {"name": "Yeni A.Ş.", "roles": ["AHS"]},
    "iys-logins": {"full_name": "Yeni Kişi"},
    "refund-rules": {"valid_from": "01.01.2040"},
    "credit-reminders": {"kind": "SMS", "threshold": "7", "members": "users"},
    "sms-tariffs": {"valid_from": "01.01.2040", "unit_price": "0,04"},
    "subscribers": {"kind": "DIGER", "first_name": "Yeni", "phone": "0532 765 43 21"},
    "groups": {"name": "Yeni"},
    "custom-fields": {"label": "Yeni alan"},
    "report-schedules": {"name": "Yeni", "members": "users"},
    "inbound-rules": {"keyword": "YENI"},
    "inbound-policies": {"valid_from": "01.01.2040"},
    "sending-rules": {"valid_from": "01.02.2040"},
    "sync-rules": {"valid_from": "01.02.2040"},
    "zones": {"name": "Yeni", "latitude": "38,4", "longitude": "27,1", "radius": "500"},
    "field-phones": {"phone": "0532 765 43 21"},
    "field-jobs": {"text": "Yeni iş", "near": "Bornova"},
    "tracking-rules": {"valid_from": "01.02.2040"},
    "invoice-rules": {"valid_from": "01.02.2040"},
    "membership-rules": {"valid_from": "01.02.2040"},
    "matching-tables": {"code": "YENI", "account": "erp-accounts"},
    "matching-lines": {
        "table": "matching-tables",
        "kind": "MAIN",
        "rate": "10",
        "card": "erp-service-cards",
    },
    "blacklist": {"phone": "0532 765 43 21", "reason": "x"},
    "templates": {"code": "YENI", "name": "Yeni", "text": "Merhaba"},
}
# A price that has begun, a closed month and a prepaid firm's limit stand, and for a job nobody is
# near: refused either way.
STANDS = re.compile(
    r"/((?:iys-)?package-prices|sms-tariffs)/\d+/edit/|/limit-requests/add/|/field-jobs/add/"
)


def have_forms(verb: str) -> list[str]:
    allowed = {"add": "can_add", "change": "can_change"}[verb]
    found = [r.slug for r in resources.registered() if r.form and getattr(r, allowed)]
    return [slug for slug in found if slug != "campaigns"]  # written by the compose page


def typed(world: World, slug: str, *only: str) -> dict[str, Any]:
    """``TYPED``, with the numbers of the records that it names."""
    return {
        name: world.rows[value].pk if isinstance(value, str) and value in world.rows else value
        for name, value in TYPED.get(slug, {}).items()
        if not only or name in only
    }
