"""Zones that the operator watches too, and the crossings that it pushes.

A zone that wishes it has two watches at the operator for each phone that may be watched. Calls
are made outside of transactions, and the try is noted before the call: where the answer is lost,
the operator's list is read after a while, what is there is taken over, and what nobody knows is
ended. A push proves itself by the watch's own token; the same one twice is one event, and an
event outside of consent or shift is dropped before it is stored, and counted.
"""

from __future__ import annotations

import datetime as dt
import hmac
from zoneinfo import ZoneInfo

import structlog
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from fieldteams.models import (
    Direction,
    FenceEvent,
    FieldPhone,
    OperatorFence,
    TrackState,
    Zone,
    ZoneCursor,
)
from fieldteams.services import devices, intake, operator, rules
from turkcell_hub.errors import Invalid, NotAllowed
from turkcell_hub.gateways.errors import Broken, GatewayError, Refused
from turkcell_hub.gateways.location.contract import (
    Crossing,
    CrossingKind,
    LocationGateway,
    Watch,
    WatchEnded,
)
from turkcell_hub.tenancy.firm_clock import zone_of
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.scope import firm_scope
from turkcell_hub.tenancy.services import account_health, connections

log = structlog.get_logger(__name__)
State = OperatorFence.State
LIFE, RENEW = dt.timedelta(days=30), dt.timedelta(days=2)
DOUBT = dt.timedelta(minutes=5)  # a call that was lost on the way has arrived by then, or never
AGAIN = dt.timedelta(hours=1)  # before a watch that the operator refused is tried again
AT_ONCE = 100
_KIND = {Direction.ENTERED: CrossingKind.ENTERED, Direction.LEFT: CrossingKind.LEFT}
_DIRECTION = {CrossingKind.ENTERED: Direction.ENTERED, CrossingKind.LEFT: Direction.LEFT}


def firms() -> list[int]:
    """Firms that wish a zone watched, or still have watches."""
    wishing = Zone.objects.filter(operator_watch=True).values_list("firm_id", flat=True)
    having = OperatorFence.objects.exclude(state=State.ENDED).values_list("firm_id", flat=True)
    return sorted({*wishing, *having})


def sync(firm_id: int) -> int:
    """Makes the watches at the operator what the zones wish; answers how many calls it took. In
    the firm's scope."""
    account = operator.account_of(firm_id)
    if account is None:
        return 0
    try:
        with connections.locator(account) as gateway:
            if not gateway.capabilities().geofence_push:
                return 0
            _plan(account)
            _settle(gateway, account)
            ended = [_end(gateway, one) for one in _unwanted(account)]
            begun = [one for one in _to_begin(account) if _begin(gateway, account, one)]
    except GatewayError as failure:
        account_health.note_failure(account, failure)
        log.warning("fieldteams.fences_failed", account=account.pk, reason=failure.reason)
        return 0
    return len(ended) + len(begun)


def hear(token: str, bearer: str, body: bytes) -> bool:
    """One push to the account's address. False for one that says nothing new. Raises ``NotFound``
    for an unknown address or watch, ``NotAllowed`` for a wrong token, ``Invalid`` for what cannot
    be read."""
    account = devices.account_at(token)
    with firm_scope(account.firm_id):
        try:
            with connections.locator(account) as gateway:
                told = gateway.parse_push(body)
        except Broken:
            raise Invalid("unreadable event", code="event_unreadable") from None
        if told is None:
            return False
        fence = _fence(account, told.watch_id)
        if fence is None or not hmac.compare_digest(fence.token.encode(), bearer.encode()):
            raise NotAllowed("not the watch's token", code="event_unproven")
        if isinstance(told, WatchEnded):
            return _ended(fence, told)
        return _crossed(fence, told)


def _wanted() -> dict[tuple[int, int], tuple[Zone, FieldPhone]]:
    phones = list(FieldPhone.objects.filter(state=TrackState.ACCEPTED, is_active=True))
    zones = Zone.objects.filter(operator_watch=True, is_active=True, shape=Zone.Shape.CIRCLE)
    return {
        (zone.pk, phone.pk): (zone, phone)
        for zone in zones
        for phone in phones
        if zone.team in ("", phone.special_code)
    }


def _circle(zone: Zone) -> str:
    least = rules.in_force(zone.firm_id).fence_radius
    return f"{zone.latitude:.6f} {zone.longitude:.6f} {max(zone.radius or 0, least):.0f}"


def _plan(account: GatewayAccount) -> None:
    """A row for each watch that is wished and not there."""
    rows = [
        OperatorFence(
            firm_id=account.firm_id, account=account, zone=zone, phone=phone,
            direction=direction, circle=_circle(zone),
        )
        for zone, phone in _wanted().values()
        for direction in Direction
    ]  # fmt: skip
    OperatorFence.objects.bulk_create(rows, ignore_conflicts=True)


def _unwanted(account: GatewayAccount) -> list[OperatorFence]:
    """Watches nobody wishes any more, those of a zone that was moved, and those that end soon."""
    wanted, soon = _wanted(), timezone.now() + RENEW
    rows = OperatorFence.objects.filter(account=account).exclude(state=State.ENDED)
    found = []
    for one in rows.select_related("zone"):
        is_old = one.expires_at is not None and one.expires_at <= soon
        same = (one.zone_id, one.phone_id) in wanted and one.circle == _circle(one.zone)
        if (is_old or not same) and not _in_doubt(one):
            found.append(one)
    return found[:AT_ONCE]


def _in_doubt(one: OperatorFence) -> bool:
    """Asked for, and no answer noted."""
    return one.state == State.WANTED and not one.watch_id and one.tried_at is not None


def _settle(gateway: LocationGateway, account: GatewayAccount) -> None:
    """What became of the watches whose answer was lost: the operator's own list says it. What it
    watches for us and nobody knows of is ended."""
    rows = OperatorFence.objects.select_related("phone").filter(account=account)
    lost = rows.filter(state=State.WANTED, watch_id="", tried_at__isnull=False)
    due = list(lost.filter(tried_at__lt=timezone.now() - DOUBT))
    if not due:
        return
    sink = _sink(account)
    there = [one for one in gateway.watches() if one.sink == sink]
    # Read after the list: what is begun meanwhile is known by now.
    known = set(rows.exclude(watch_id="").exclude(state=State.ENDED).values_list(
        "watch_id", flat=True))  # fmt: skip
    open_ones = list(lost)
    for seen in there:
        if seen.watch_id in known:
            continue
        mine = next((one for one in open_ones if one.phone and seen.is_of(_watch(one, sink))), None)
        if mine is None:
            gateway.unwatch(seen.watch_id)
            continue
        open_ones.remove(mine)
        until = seen.expires_at or (mine.tried_at or timezone.now()) + LIFE
        OperatorFence.objects.filter(pk=mine.pk).update(
            watch_id=seen.watch_id, expires_at=until, state=State.ACTIVE
        )
    never = [one.pk for one in due if one in open_ones]
    OperatorFence.objects.filter(pk__in=never).update(tried_at=None)


def _to_begin(account: GatewayAccount) -> list[OperatorFence]:
    rows = OperatorFence.objects.select_related("phone").filter(
        account=account, zone__isnull=False, phone__isnull=False
    )
    fresh = rows.filter(state=State.WANTED, tried_at=None)
    again = rows.filter(state=State.FAILED, tried_at__lt=timezone.now() - AGAIN)
    return list((fresh | again).order_by("pk")[:AT_ONCE])


def _sink(account: GatewayAccount) -> str:
    return settings.PUBLIC_URL + reverse("geofence-push", args=[account.push_token])


def _watch(one: OperatorFence, sink: str, until: dt.datetime | None = None) -> Watch:
    latitude, longitude, radius = map(float, one.circle.split())
    return Watch(
        one.phone.phone, latitude, longitude, radius, _KIND[Direction(one.direction)], sink,
        one.token, until,
    )  # fmt: skip


def _begin(gateway: LocationGateway, account: GatewayAccount, one: OperatorFence) -> bool:
    """False where another worker was quicker: there would be two watches at the operator."""
    row, until = OperatorFence.objects.filter(pk=one.pk), timezone.now() + LIFE
    mine = row.filter(state=one.state, tried_at=one.tried_at)
    if not mine.update(tried_at=timezone.now(), state=State.WANTED):
        return False
    values: dict[str, object]
    try:
        made = gateway.watch(_watch(one, _sink(account), until))
        values = {"watch_id": made, "expires_at": until, "state": State.ACTIVE}
    except Refused as refused:
        values = {"state": State.FAILED, "note": str(refused.reason)[:200]}
    except GatewayError as lost:
        values = {"note": str(lost.reason)[:200]}  # in doubt: the operator's list will say
    row.update(**values)
    return True


def _end(gateway: LocationGateway, one: OperatorFence) -> None:
    if one.watch_id:
        try:
            gateway.unwatch(one.watch_id)
        except GatewayError:
            return  # at the next turn
    if one.phone_id is None:
        one.delete()  # nobody's any more
    else:
        OperatorFence.objects.filter(pk=one.pk).update(state=State.ENDED)


def _fence(account: GatewayAccount, watch_id: str) -> OperatorFence | None:
    rows = OperatorFence.objects.select_related("phone", "zone")
    found: OperatorFence | None = rows.filter(account=account, watch_id=watch_id[:80]).first()
    return found


def _ended(fence: OperatorFence, told: WatchEnded) -> bool:
    """The operator watches no more; where it is still wished, the next turn begins a new one."""
    rows = OperatorFence.objects.filter(pk=fence.pk).exclude(state=State.ENDED)
    return bool(rows.update(state=State.ENDED, note=told.reason[:200]))


def _crossed(fence: OperatorFence, told: Crossing) -> bool:
    if fence.phone_id is None or fence.zone_id is None:
        return False  # erased or deleted meanwhile; the next turn ends the watch
    with transaction.atomic():
        reason = intake.reason_at(fence.phone_id, told.at)
        if reason is not None:
            place = ZoneInfo(zone_of(fence.firm_id))
            day = min(told.at, timezone.now()).astimezone(place).date()
            intake.count(fence.firm_id, fence.phone_id, day, reason)
            return False
        _event, is_new = FenceEvent.objects.get_or_create(
            firm_id=fence.firm_id,
            account_id=fence.account_id,
            source=told.source[:200],
            event_id=told.event_id[:120],
            defaults={"zone_id": fence.zone_id, "phone_id": fence.phone_id,
                      "direction": _DIRECTION[told.kind], "at": told.at},
        )  # fmt: skip
        if is_new:
            _look_again(fence, told.at)
    return is_new


def _look_again(fence: OperatorFence, at: dt.datetime) -> None:
    """As a point that came: the zones are looked at from here on."""
    before = at - dt.timedelta(microseconds=1)
    rows = ZoneCursor.objects.select_for_update()
    cursor, made = rows.get_or_create(
        phone_id=fence.phone_id, defaults={"firm_id": fence.firm_id, "at": before}
    )
    if not made:
        cursor.at, cursor.is_behind = min(cursor.at, before), True
        cursor.save(update_fields=["at", "is_behind"])
