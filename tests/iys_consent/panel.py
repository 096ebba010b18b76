"""A member at the consent pages, and consents to look at."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from iys_consent.services.movements import NewMovement, record
from tests.support.firms import client_for, make_member
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, Firm, Membership, Role

PHONE, OTHER, MAIL = "+905321234567", "+905337654321", "ayse@ornek.com.tr"


def member_of(firm: Firm, role: str = Role.STAFF, **options: Any) -> tuple[Membership, Client]:
    member = make_member(firm, role, **options)
    return member, client_for(member)


def consent(actor: Actor, brand: Brand, **fields: Any) -> None:
    """One movement; an hour old ONAY for MESAJ unless said otherwise."""
    values: dict[str, Any] = {
        "brand_id": brand.pk,
        "recipient_type": "BIREYSEL",
        "channel": "MESAJ",
        "address": PHONE,
        "status": "ONAY",
        "origin": "FORM",
        "source": "HS_WEB",
        "consented_at": hours_ago(1),
    }
    record(actor, [NewMovement(**{**values, **fields})])


def hours_ago(hours: float) -> datetime:
    return timezone.now().replace(microsecond=0) - timedelta(hours=hours)


def typed(at: datetime) -> str:
    return timezone.localtime(at).strftime("%d.%m.%Y %H:%M:%S")


def text_of(response: Any) -> str:
    """The page's words, without markup and with single blanks."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", plain)
