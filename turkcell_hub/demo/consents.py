"""Consents of the sample firm's brands: a few thousand records with their history.

They came from the registry long ago, so nothing of them waits to be told to it, and it holds all
but a few: those are shown as void.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from django.db.models import F
from django.utils import timezone

from iys_consent.models import ConsentRecord, Dealer
from iys_consent.services import movements
from iys_consent.services.movements import NewMovement
from turkcell_hub.demo.names import FIRST, LAST, PREFIXES
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.services import credits
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand

_PEOPLE = 1400
# Of so many one is not there.
_NOT_HELD = 60
# What the guide's own screen shows as used.
_USED = 946
_SOURCES = ("HS_WEB", "HS_WEB", "HS_FIZIKSEL_ORTAM", "HS_ISLAK_IMZA", "HS_CAGRI_MERKEZI")
_BACK = ("IYS_WEB", "IYS_MOBIL", "IYS_KISAMESAJ")


def build(actor: Actor, random: Random) -> None:
    """Inside the firm's scope and one transaction."""
    brands = list(Brand.objects.order_by("code"))
    if not brands:
        return
    credits.spend(actor.firm_id, Kind.IYS, _USED, "iys-ornek-kullanim", "CONSENT", actor)
    changes = [one for n in range(_PEOPLE) for one in _person(n, brands, random)]
    _dealers(actor, brands[0])
    movements.record(actor, sorted(changes, key=lambda one: one.consented_at or timezone.now()))
    said = ConsentRecord.objects.exclude(status="").alias(turn=F("pk") % _NOT_HELD)
    said.filter(turn__gt=0).update(registry_status=F("status"), registry_at=F("effective_at"))


def _dealers(actor: Actor, brand: Brand) -> None:
    """Three dealers whom the sandbox's İYS is told of as soon as the workers run; the contract of
    one has ended."""
    today = timezone.localdate()
    for title, city, until in (
        ("Ege Mağazacılık Ltd. Şti.", "İzmir", None),
        ("Marmara Bayi A.Ş.", "Bursa", today + timedelta(days=200)),
        ("Toros Pazarlama Ltd. Şti.", "Adana", today - timedelta(days=20)),
    ):
        Dealer.objects.create(
            firm_id=actor.firm_id, brand=brand, title=title, alias=title.split()[0],
            city_name=city, contract_until=until, added_by=actor.label,
        )  # fmt: skip


def _person(n: int, brands: list[Brand], random: Random) -> Iterator[NewMovement]:
    """Calls and messages of a phone, some with an e-mail; one in nine takes something back."""
    brand = brands[0] if n % 4 else brands[-1]
    kind = "TACIR" if n % 12 == 5 else "BIREYSEL"
    name = (random.choice(FIRST), random.choice(LAST))
    phone = f"+90{random.choice(PREFIXES)}{2_000_000 + n * 37:07d}"
    at = timezone.now() - timedelta(days=random.randrange(20, 700), minutes=random.randrange(1440))
    cells = [("ARAMA", phone)] * (n % 3 != 0) + [("MESAJ", phone)]
    if n % 5 == 0:
        cells.append(("EPOSTA", f"musteri{n}@ornek.com.tr"))
    for channel, address in cells:
        source = random.choice(_SOURCES)
        yield _movement(brand, kind, channel, address, "ONAY", source, at, name)
        if random.random() < 1 / 9:
            later = at + timedelta(days=random.randrange(1, 15), minutes=random.randrange(600))
            back = random.choice(_BACK)
            yield _movement(brand, kind, channel, address, "RET", back, later, name)


def _movement(
    brand: Brand,
    kind: str,
    channel: str,
    address: str,
    status: str,
    source: str,
    at: datetime,
    name: tuple[str, str],
) -> NewMovement:
    key = f"{brand.code} {kind} {channel} {address} {status} {at.isoformat()}"
    return NewMovement(
        brand_id=brand.pk,
        recipient_type=kind,
        channel=channel,
        address=address,
        status=status,
        origin="IYS" if status == "RET" else "AKTARIM",
        source=source,
        consented_at=at,
        received_at=at + timedelta(hours=2),
        first_name=name[0],
        last_name=name[1],
        transaction_id=hashlib.sha256(key.encode()).hexdigest(),
        registry_created_at=at + timedelta(hours=1),
    )
