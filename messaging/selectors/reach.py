"""Erişim haritası (idea 17): whom may we write to lawfully now, and why not the rest.

The gate's own table, asked about every record of the ledger by the last answer that is known,
and the blacklist, which stops every channel of a number. Before a campaign goes the registry is
asked again, so the map is what to plan with, not a promise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from iys_consent.decision import commercial_sql
from iys_consent.models import Channel, ConsentRecord, RecipientType
from messaging.models import BlacklistEntry
from messaging.verdicts import Verdict
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount

# One pass over the firm's records. Without a limit of age the last known answer counts.
_MAP = f"""
SELECT c.brand_id, c.channel, c.recipient_type,
       CASE WHEN b.id IS NULL THEN {commercial_sql()}
            WHEN b.source = 'ALICI' THEN {int(Verdict.RECIPIENT_BLACKLIST)}
            ELSE {int(Verdict.FIRM_BLACKLIST)} END, count(*)
  FROM {ConsentRecord._meta.db_table} c
  JOIN LATERAL (SELECT c.recipient_type AS recipient_type, c.recipient AS phone) r ON TRUE
 CROSS JOIN (SELECT NULL::int AS retailer, FALSE AS dealer_closed,
                    '-infinity'::timestamptz AS fresh_after) q
  LEFT JOIN {BlacklistEntry._meta.db_table} b ON b.firm_id = c.firm_id AND b.phone = c.recipient
 WHERE c.firm_id = %s AND (%s::bigint[] IS NULL OR c.brand_id = ANY (%s))
 GROUP BY 1, 2, 3, 4
"""


@dataclass(frozen=True)
class Reason:
    """Why ``people`` cannot be reached."""

    text: str
    advice: str
    people: int


@dataclass
class Cell:
    """One channel and recipient type of a brand."""

    channel: str
    recipient_type: str
    reachable: int = 0
    reasons: list[Reason] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.reachable + sum(reason.people for reason in self.reasons)

    @property
    def blocked(self) -> int:
        return self.total - self.reachable

    @property
    def percent(self) -> int:
        return 100 * self.reachable // self.total if self.total else 0


@dataclass(frozen=True)
class BrandReach:
    brand: Brand
    cells: list[Cell]


def by_brand(actor: Actor) -> list[BrandReach]:
    """The map of every brand that exists for the actor, by name."""
    brands = Brand.objects.filter(is_active=True).order_by("name")
    if actor.brand_ids is not None:
        brands = brands.filter(pk__in=actor.brand_ids)
    advice = _advising()
    cells: dict[int, dict[tuple[str, str], Cell]] = {}
    for brand_id, channel, kind, verdict, people in _rows(_MAP, actor):
        of_brand = cells.setdefault(brand_id, {})
        cell = of_brand.setdefault((channel, kind), Cell(channel, kind))
        found = Verdict(verdict)
        if found.goes:
            cell.reachable += people
        else:
            cell.reasons.append(Reason(str(found.label), advice(found), people))
    return [BrandReach(brand, _in_order(cells.get(brand.pk, {}))) for brand in brands]


def _advising() -> Callable[[Verdict], str]:
    """What to do about a verdict; a firm that is joined to İYS is not told to join it."""
    accounts = GatewayAccount.objects.filter(service=GatewayAccount.Service.IYS, is_active=True)
    joined = accounts.exists()

    def advice(verdict: Verdict) -> str:
        if joined and verdict == Verdict.CONSENT_NOT_VERIFIED:
            return _(
                "İYS'nin bu izin için bilinen bir yanıtı yok ya da eskidi; ticari SMS'ten önce"
                " yeniden sorulur, doğrulanana dek gönderilmez (6563 sayılı Kanun m. 6)."
            )
        return str(verdict.advice)

    return advice


def _in_order(cells: dict[tuple[str, str], Cell]) -> list[Cell]:
    """Every channel and type, also those without a record; the frequent reason first."""
    found = []
    for channel in (Channel.MESSAGE, Channel.CALL, Channel.EMAIL):
        for kind in RecipientType:
            cell = cells.get((channel.value, kind.value), Cell(channel.value, kind.value))
            cell.reasons.sort(key=lambda reason: -reason.people)
            found.append(cell)
    return found


def _rows(statement: str, actor: Actor) -> list[tuple]:  # type: ignore[type-arg]
    ids = None if actor.brand_ids is None else sorted(actor.brand_ids)
    with connection.cursor() as cursor:
        cursor.execute(statement, [actor.firm_id, ids, ids])
        rows: list[tuple] = cursor.fetchall()  # type: ignore[type-arg]
    return rows
