"""Where the customers' addresses lie: found once, and again when the ERP changes them (L-023).

The ERP's own point wins. Else the bundled list knows the district, and the installation's
geocoder, if there is one, the street; nothing is called a street that is none. Only the text of
the address goes to the geocoder.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import permissions
from fieldteams.models import CustomerPlace, Zone
from fieldteams.selectors import places
from fieldteams.services import geocoding, zones
from turkcell_hub.erp.kinds import MirrorKind
from turkcell_hub.erp.models import Account
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.errors import Busy, GatewayError
from turkcell_hub.lib import arrays, geo, turkish
from turkcell_hub.tenancy.actor import Actor

log = structlog.get_logger(__name__)
Precision = CustomerPlace.Precision
AT_ONCE = 500
TICK, PATIENCE = 20.0, 10.0  # seconds from one turn to the next, and of them waiting for answers
AGAIN, LATER = dt.timedelta(minutes=1), dt.timedelta(hours=1)
# A street of the same name in another province is not the customer's.
TOO_FAR = 150_000.0
ROUND_A_DOOR = 150.0  # metres of a zone that is made of an address

_DUE = """
INSERT INTO fieldteams_customerplace
       (firm_id, account_id, precision, name, attribution, asked_for, due_at)
SELECT %(firm)s, id, 'YOK', '', '', '', now() FROM unnest(%(ids)s::bigint[]) AS a(id) ORDER BY id
    ON CONFLICT (account_id) DO UPDATE SET due_at = now()
"""


@dataclass(frozen=True)
class _Found:
    precision: CustomerPlace.Precision = Precision.NONE
    point: geo.Point | None = None
    name: str = ""
    attribution: str = ""


def follow(firm_id: int, kind: MirrorKind, ids: Sequence[int]) -> None:
    """Cards that changed are looked up anew by the next turn."""
    if kind is MirrorKind.ACCOUNT and ids:
        with connection.cursor() as cursor:
            cursor.execute(_DUE, {"firm": firm_id, "ids": arrays.of_numbers(ids)})


def due() -> dict[int, list[int]]:
    """Places to look up, by firm; the caller has opened ``every_firm``."""
    rows = CustomerPlace.objects.filter(due_at__lte=timezone.now()).order_by("due_at")
    found: dict[int, list[int]] = {}
    for firm_id, pk in rows.values_list("firm_id", "pk")[:AT_ONCE]:
        found.setdefault(firm_id, []).append(pk)
    return found


def settle(place_ids: Sequence[int], until: float = 0.0) -> int:
    """Looks the places up, in the firm's scope and outside of any transaction; waits for the
    geocoder's turns as long as ``until`` (``time.monotonic``). When it is busy or away the
    district stands meanwhile and the street is asked for later. How many stand for good."""
    may_ask, settled = True, 0
    rows = CustomerPlace.objects.filter(pk__in=list(place_ids)).select_related("account")
    for row in rows.order_by("due_at"):
        digest = digest_of(row.account)
        found, wait = None, None
        if digest != row.asked_for:  # else something other than the address has changed
            found, wait = _looked_up(row.account, may_ask, until)
            may_ask = may_ask and wait is None
        settled += wait is None
        _write(row, found, digest, wait)
    return settled


def _looked_up(account: Account, may_ask: bool, until: float) -> tuple[_Found, dt.timedelta | None]:
    """What is known now, and when to ask for more."""
    found, geocoder = _by_card(account), settings.GEOCODER
    may_hear = geocoder.url and geocoder.for_customers
    if found.precision == Precision.CARD or not account.address or not may_hear:
        return found, None
    if not may_ask:
        return found, AGAIN
    street, wait = _street(account, found, until)
    return street or found, wait


def waiting() -> tuple[int, int]:
    """How many of the firm's customers are still looked up, and in about how many minutes all
    of them are."""
    left = CustomerPlace.objects.filter(due_at__isnull=False).count()
    pace = settings.GEOCODER.per_second
    a_minute = 60 / TICK * (PATIENCE * pace if pace else AT_ONCE)
    return left, math.ceil(left / a_minute)


def digest_of(account: Account) -> str:
    """Of everything that says where the customer is."""
    said = "|".join(str(part) for part in (
        account.address, account.district, account.postcode, account.city, account.latitude,
        account.longitude,
    ))  # fmt: skip
    return hashlib.sha256(said.encode()).hexdigest()


def named(actor: Actor, text: str, limit: int = 5) -> list[geocoding.Spot]:
    """Customers whose title or code holds every word and whose place is known, as places for "En
    yakın"; each says how exact it is. None for who may not see the ERP's cards."""
    words = turkish.fold(text).split()
    if not words or len(text) < geocoding.SHORTEST or not actor.can("erp.mirror.view"):
        return []
    rows = actor.visible(Account.objects.filter(is_active=True, place__latitude__isnull=False))
    for word in words:
        rows = rows.filter(search_key__contains=word)
    return [
        geocoding.Spot(f"{one.title} ({one.place.get_precision_display()})", one.place.point,
                       is_point=True)
        for one in rows.select_related("place").order_by("sort_key", "pk")[:limit]
    ]  # fmt: skip


def make_zone(actor: Actor, account: Account) -> Zone:
    """A circle round the customer's door. Raises ``Conflict`` where only the district is known:
    that is drawn by hand; and for a customer who has a zone."""
    actor.require(permissions.ZONE_ADD)
    problem = why_no_zone(actor, account)
    if problem is not None:
        raise Conflict(problem, code="customer_place_inexact")
    place = CustomerPlace.objects.get(account=account)
    name = account.title[:80]
    if Zone.objects.filter(name=name).exists():
        name = f"{account.title[:60]} {account.code}"[:80]
    return zones.save(actor, None, {
        "name": name, "shape": Zone.Shape.CIRCLE, "latitude": place.latitude,
        "longitude": place.longitude, "radius": ROUND_A_DOOR, "account": account,
        "authority_code": account.authority_code,
    })  # fmt: skip


def why_no_zone(_actor: Actor, account: Account) -> str | None:
    if Zone.objects.filter(account=account).exists():
        return _("Bu müşterinin bölgesi zaten var.")
    place = CustomerPlace.objects.filter(account=account).first()
    if place is not None and place.due_at is not None and place.precision != Precision.CARD:
        left, minutes = waiting()
        return _(
            "Adres haritada aranıyor: sırada %(left)d müşteri var, tümü yaklaşık %(minutes)d"
            " dakikada biter. Sonra yeniden deneyin."
        ) % {"left": left, "minutes": minutes}
    if place is None or place.point is None:
        return _("Müşterinin adresi haritada bulunamadı; ERP'de ilini ve ilçesini yazın.")
    if place.precision not in (Precision.CARD, Precision.STREET):
        return _(
            "Adresin haritadaki yeri tam değil (%(what)s); bölgesini Bölgeler'den haritada çizin."
        ) % {"what": place.get_precision_display()}
    return None


def _by_card(account: Account) -> _Found:
    if account.latitude is not None and account.longitude is not None:
        point = (account.latitude, account.longitude)
        return _Found(Precision.CARD, point, places.describe(point))
    district = places.exactly(account.district, account.city) if account.district else None
    if district is not None:
        return _Found(Precision.DISTRICT, district.point, str(district))
    province = places.exactly(account.city, account.city) if account.city else None
    return _Found(Precision.PROVINCE, province.point, str(province)) if province else _Found()


def _street(
    account: Account, near: _Found, until: float
) -> tuple[_Found | None, dt.timedelta | None]:
    """The street, and when to ask again if that could not be told."""
    asked = ", ".join(
        part for part in (account.address, account.district,
                          f"{account.postcode} {account.city}".strip()) if part
    )  # fmt: skip
    try:
        spots = geocoding.streets(asked, until)
    except Busy:
        return None, AGAIN
    except GatewayError as failure:
        log.warning("fieldteams.geocoder_failed", reason=failure.reason)
        return None, LATER
    for one in spots:
        if near.point is None or geo.distance(near.point, one.point) <= TOO_FAR:
            said = settings.GEOCODER.attribution
            return _Found(Precision.STREET, one.point, one.name, said), None
    return None, None


def _write(
    row: CustomerPlace, found: _Found | None, digest: str, wait: dt.timedelta | None
) -> None:
    """A card that changed while it was looked up stays due."""
    values: dict[str, Any] = {"due_at": timezone.now() + wait if wait else None}
    if found is not None:
        latitude, longitude = found.point or (None, None)
        values |= {
            "precision": found.precision, "latitude": latitude, "longitude": longitude,
            "name": found.name[:200], "attribution": found.attribution[:200],
            "asked_for": "" if wait else digest, "found_at": timezone.now(),
        }  # fmt: skip
    CustomerPlace.objects.filter(pk=row.pk, due_at=row.due_at).update(**values)
