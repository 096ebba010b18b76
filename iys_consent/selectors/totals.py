"""How many consents and refusals: by channel, by brand, for a filtered list (K-002 … K-004,
K-024). Every figure counts ``ConsentRecord`` rows that have a standing of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from iys_consent.models import Channel, ConsentAddress, ConsentRecord, RecipientType, Status
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand


@dataclass
class Pair:
    approved: int = 0
    refused: int = 0

    @property
    def all(self) -> int:
        return self.approved + self.refused

    def add(self, status: str, n: int) -> None:
        if status == Status.APPROVED:
            self.approved += n
        else:
            self.refused += n


@dataclass
class Dashboard:
    """``channels`` in the registry's order; ``total`` is their sum."""

    channels: dict[Channel, Pair] = field(default_factory=lambda: {c: Pair() for c in Channel})
    types: dict[RecipientType, Pair] = field(
        default_factory=lambda: {t: Pair() for t in RecipientType}
    )

    @property
    def total(self) -> Pair:
        pairs = self.channels.values()
        return Pair(sum(p.approved for p in pairs), sum(p.refused for p in pairs))


@dataclass
class BrandLine:
    """One line of Markalar (K-003). ``approved`` and ``refused`` are of individuals in the
    chosen channel; ``every_approval`` of all channels and recipient types, ``merchants`` all
    approvals of merchants (K-004)."""

    brand: Brand
    every_approval: int = 0
    merchants: int = 0
    approved: int = 0
    refused: int = 0


def records(actor: Actor) -> QuerySet[ConsentRecord]:
    """The records that exist for the actor."""
    rows: QuerySet[ConsentRecord] = actor.visible(ConsentRecord.objects.exclude(status=""))
    return rows


def dashboard(actor: Actor, brand_id: int | None = None) -> Dashboard:
    """Totals of all channels on one screen; the same as the lists' own under that filter."""
    rows = records(actor)
    if brand_id is not None:
        rows = rows.filter(brand_id=brand_id)
    found = Dashboard()
    for channel, kind, status, n in _counted(rows, "channel", "recipient_type", "status"):
        found.channels[Channel(channel)].add(status, n)
        found.types[RecipientType(kind)].add(status, n)
    return found


def brands(actor: Actor, channel: Channel) -> list[BrandLine]:
    """Every brand that the actor may see, also those without a consent."""
    rows = Brand.objects.order_by("name")
    if actor.brand_ids is not None:
        rows = rows.filter(pk__in=actor.brand_ids)
    lines = {brand.pk: BrandLine(brand) for brand in rows}
    counted = _counted(records(actor), "brand_id", "channel", "recipient_type", "status")
    for brand_id, of_channel, kind, status, n in counted:
        line = lines[brand_id]
        if status == Status.APPROVED:
            line.every_approval += n
            line.merchants += n if kind == RecipientType.MERCHANT else 0
        if of_channel == channel and kind == RecipientType.INDIVIDUAL:
            if status == Status.APPROVED:
                line.approved += n
            else:
                line.refused += n
    return list(lines.values())


def of_list(addresses: QuerySet[ConsentAddress], asked: Q) -> Pair:
    """Toplam İzin and Toplam Ret of a filtered list (K-024): the records of its addresses that
    fulfil what the filter asks of a record."""
    rows = ConsentRecord.objects.filter(asked, address__in=addresses.order_by().values("pk"))
    pair = Pair()
    for status, n in _counted(rows.exclude(status=""), "status"):
        pair.add(status, n)
    return pair


def _counted(rows: QuerySet[Any], *names: str) -> Iterable[tuple[Any, ...]]:
    return rows.order_by().values_list(*names).annotate(n=Count("pk"))


def of_usage(spends: QuerySet[Any]) -> int:
    """Kullanım Miktarı of these spends of the quota: without what came back (K-069)."""
    told = spends.order_by().aggregate(used=Sum(F("amount") - F("refunded")))
    return int(told["used"] or 0)
