"""A municipality's membership, and its two people."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.firms import actor_for, make_member
from tests.support.scans import pdf, picture, upload
from turkcell_hub.membership import checklist
from turkcell_hub.membership.models import Dossier
from turkcell_hub.membership.services import dossiers, uploads
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, Role

DATA: dict[str, Any] = {
    "payment_type": "ON_ODEMELI",
    "kind": "BELEDIYE",
    "legal_name": "Çeşme Belediyesi",
    "tax_number": "1234567890",
    "address": "İnönü Mah. 1. Sok. No: 5, Çeşme – İzmir",
    "officer": "Işıl Öztürk",
    "officer_title": "Belediye Başkanı",
    "phone": "0532 123 45 67",
    "email": "yazi@cesme.example",
}
PARCEL: dict[str, Any] = {
    "has_corporate_line": True,
    "corporate_line": "0532 765 43 21",
    "courier": "Hızlı Kargo",
    "tracking_number": "123 456",
    "shipped_on": dt.date(2026, 11, 20),
}


@pytest.fixture(autouse=True)
def _private_files(settings: Any, tmp_path: Any) -> None:
    storage = {**settings.STORAGES["default"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture(autouse=True)
def _firm_sets_prices(settings: Any) -> None:
    settings.PRICES_SET_BY = "firm"


@pytest.fixture
def manager(in_firm: Firm) -> Actor:
    return actor_for(make_member(in_firm, Role.MANAGER, name="Başvuran"))


@pytest.fixture
def admin(in_firm: Firm) -> Actor:
    return actor_for(make_member(in_firm, Role.ADMIN, name="İnceleyen"))


@pytest.fixture
def dossier(manager: Actor) -> Dossier:
    """Step 1 is done."""
    return dossiers.fill(manager, dossiers.begin(manager), DATA)


def complete(actor: Actor, dossier: Dossier) -> Dossier:
    """Every paper that is asked for, every tick, and the parcel."""
    for number, line in enumerate(checklist.of(dossier).lines):
        code = line.item.code
        if line.ticks:
            uploads.tick(actor, dossier, code, [tick.code for tick, _on in line.ticks])
        for one in range(line.item.least(dossier.answers)):
            words = f"belge {number} {one}".encode()
            uploads.attach(actor, dossier, code, upload(pdf(words=words)))
    return dossiers.ship(actor, Dossier.objects.get(pk=dossier.pk), PARCEL)


@pytest.fixture
def sent(manager: Actor, dossier: Dossier) -> Dossier:
    return dossiers.submit(manager, complete(manager, dossier))


__all__ = ["DATA", "PARCEL", "complete", "pdf", "picture", "upload"]
