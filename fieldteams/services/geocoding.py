"""Where a place or an address lies, for "En yakın" and for the map (L-023).

The list that comes with the portal is asked first and needs nobody. Only an address that it does
not know goes to the installation's geocoder, if there is one: the text alone, no firm and no
person. Its answers are kept as long as ``GEOCODER_CACHE_DAYS`` allows.
"""

from __future__ import annotations

import hashlib
import math
import time
from contextlib import closing
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from fieldteams.selectors import places
from turkcell_hub.gateways.errors import Busy, GatewayError
from turkcell_hub.gateways.geocoding.contract import GeocoderAccount
from turkcell_hub.gateways.geocoding.registry import open_geocoder
from turkcell_hub.lib import geo, turkish

log = structlog.get_logger(__name__)
SHORTEST, LIMIT = 3, 5
_DAY = 86_400
_GLANCE = 0.1  # seconds between two looks whether it is our turn
_KEY, TURN = "fieldteams.geocode2.", "fieldteams.geocoder.turn"


@dataclass(frozen=True)
class Spot:
    """``asked_by``: the text that finds this very place again. ``is_point``: its name finds
    something else, or nothing. ``is_street``: the geocoder knew the street and not just the town.
    """

    name: str
    point: geo.Point
    is_point: bool = False
    is_street: bool = False

    @property
    def asked_by(self) -> str:
        return f"{self.point[0]:.5f} {self.point[1]:.5f}" if self.is_point else self.name


@dataclass(frozen=True)
class Answer:
    """``spots``: the likeliest first. ``attribution``: whose data they are, to be shown beside
    them. ``problem``: why the geocoder could not be asked (Turkish)."""

    spots: tuple[Spot, ...] = ()
    attribution: str = ""
    problem: str = ""


def find(text: str) -> Answer:
    """Places that the text may mean: a point ("38,42 27,14"), a place of the list, an address.
    Raises nothing. Not inside a transaction: it may ask the geocoder."""
    asked = " ".join(text.split())
    point = places.read_point(asked)
    if point is not None:
        return Answer((Spot(asked, point),))
    known = places.find(asked, LIMIT)
    if known:
        return Answer(tuple(Spot(str(one), one.point) for one in known))
    if not settings.GEOCODER.url or len(asked) < SHORTEST:
        return Answer()
    try:
        return Answer(_kept_or_asked(asked), settings.GEOCODER.attribution)
    except Busy:
        return Answer(problem=_("Adres servisi şu an meşgul; birkaç saniye sonra yeniden deneyin."))
    except GatewayError as failure:
        log.warning("fieldteams.geocoder_failed", reason=failure.reason)
        return Answer(
            problem=_("Adres servisine ulaşılamadı; il, ilçe ya da enlem ve boylam yazın.")
        )


def streets(address: str, until: float = 0.0) -> tuple[Spot, ...]:
    """What the installation's geocoder knows of an address down to its street; waits for its turn
    as long as ``until`` (``time.monotonic``). Raises the gateway family. Not inside a
    transaction."""
    return tuple(one for one in _kept_or_asked(" ".join(address.split()), until) if one.is_street)


def kept_under(asked: str) -> str:
    """The key of a kept answer; it tells nobody which address it stands for."""
    return _KEY + hashlib.sha256(turkish.fold(asked).encode()).hexdigest()


def _kept_or_asked(asked: str, until: float = 0.0) -> tuple[Spot, ...]:
    days = settings.GEOCODER.cache_days
    key = kept_under(asked)
    try:
        kept = cache.get(key) if days else None
    except RedisError:
        kept = None
    if kept is not None:
        return tuple(Spot(name, (lat, lon), True, street) for name, lat, lon, street in kept)
    while not _is_our_turn():
        if time.monotonic() >= until:
            raise Busy("OWN_PACE")
        time.sleep(_GLANCE)
    found = _asked(asked)
    if days:
        rows = [(one.name, *one.point, one.is_street) for one in found]
        try:
            cache.set(key, rows, timeout=days * _DAY if rows else _DAY)
        except RedisError:
            log.warning("fieldteams.geocoder_not_kept")
    return found


def _asked(asked: str) -> tuple[Spot, ...]:
    told = settings.GEOCODER
    account = GeocoderAccount(told.adapter, told.url, f"TurkcellHub ({settings.PUBLIC_URL})",
                              told.key)  # fmt: skip
    with closing(open_geocoder(account)) as geocoder:
        spots = geocoder.find(asked, LIMIT)
    return tuple(
        Spot(one.name, (one.latitude, one.longitude), True, one.is_street) for one in spots
    )


def _is_our_turn() -> bool:
    """So many questions a second by the whole installation as the service allows."""
    pace = settings.GEOCODER.per_second
    if not pace:
        return True
    try:
        if pace <= 1:
            return bool(cache.add(TURN, 1, timeout=math.ceil(1 / pace)))
        key = f"{TURN}.{int(time.time())}"
        cache.add(key, 0, timeout=5)
        return bool(cache.incr(key) <= pace)
    except (RedisError, ValueError):
        return False  # whether it is our turn cannot be known
