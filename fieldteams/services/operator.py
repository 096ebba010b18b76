"""What the operator knows: the person's consent there, and where a phone is.

Calls are made outside of transactions; what they answer is stored by ``requests.heard`` and
``intake.take``.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from zoneinfo import ZoneInfo

import structlog
from django.db import connection
from django.db.models import Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import permissions
from fieldteams.models import FieldPhone, Source, TrackingRequest, TrackState, ViewLog
from fieldteams.selectors import seen
from fieldteams.services import intake, requests, rules, theft, viewing
from turkcell_hub.gateways.errors import BadCredentials, GatewayError, Refused
from turkcell_hub.gateways.location.contract import LocationGateway, Place
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_choice, account_health, connections

log = structlog.get_logger(__name__)
State = TrackingRequest.State
AT_ONCE, THREADS, HOUR = 200, 4, dt.timedelta(hours=1)
# What the operator calls a place may be this old when we ask by our own pace.
_FALLEN = ("NO_CONSENT",)


def account_of(firm_id: int) -> GatewayAccount | None:
    """The firm's location account, if it can be asked now."""
    found = account_choice.default_account(firm_id, GatewayAccount.Service.LOCATION)
    if found is None or account_choice.sendable_problem(found):
        return None
    return found


def asks_consent(account: GatewayAccount | None) -> bool:
    """Whether this operator wants a consent of its own. Makes no call."""
    if account is None:
        return False
    try:
        with connections.locator(account) as gateway:
            return gateway.capabilities().consent
    except GatewayError:
        return False


def ask(request_id: int) -> None:
    """Asks the operator about one open request or valid consent. In the firm's scope."""
    row = TrackingRequest.objects.select_related("phone", "account").filter(pk=request_id).first()
    if row is None or row.account is None or row.state not in (State.OPEN, State.ACCEPTED):
        return
    try:
        with connections.locator(row.account) as gateway:
            wants_url = row.state == State.OPEN and not row.operator_url
            told = gateway.consent(row.phone.phone, wants_url=wants_url)
    except GatewayError as failure:
        account_health.note_failure(row.account, failure)
        return
    account_health.note_success(row.account)
    requests.heard(row.pk, told.status.value, told.capture_url, told.expires_at)


def to_ask() -> list[tuple[int, int]]:
    """(firm, request) of open requests whose operator has still something to say. Where they are
    many, those from a place drawn by lot on, and around: so that those of a firm whose account is
    closed do not stand before others, and no more are read than are asked."""
    rows = TrackingRequest.objects.filter(state=State.OPEN, account__isnull=False)
    ends = rows.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    start = ends["first"] + secrets.randbelow(ends["last"] - ends["first"] + 1)
    silent = Q(operator_state="") | Q(answered_at__isnull=False)
    waiting = rows.filter(silent).order_by("pk").values_list("firm_id", "pk")
    after = list(waiting.filter(pk__gte=start)[:AT_ONCE])
    return [*after, *waiting.filter(pk__lt=start)[: AT_ONCE - len(after)]]


_CLAIM = """
UPDATE fieldteams_fieldphone SET polled_at = now()
 WHERE id IN (SELECT p.id FROM fieldteams_fieldphone p
               WHERE p.firm_id = %s AND p.is_active AND p.state = 'ONAYLANDI'
                 AND (p.polled_at IS NULL
                      OR p.polled_at <= now() - make_interval(mins => COALESCE(p.poll_minutes, %s)))
               ORDER BY p.polled_at NULLS FIRST LIMIT %s
                 FOR NO KEY UPDATE SKIP LOCKED)
RETURNING id
"""


def firms_to_poll() -> list[int]:
    """Firms with a location account and somebody to watch."""
    rows = GatewayAccount.objects.filter(service=GatewayAccount.Service.LOCATION, is_active=True)
    watched = FieldPhone.objects.filter(is_active=True, state="ONAYLANDI").values("firm_id")
    return sorted(set(rows.filter(firm_id__in=watched).values_list("firm_id", flat=True)))


def poll(firm_id: int) -> intake.Taken | None:
    """Asks for the phones whose turn it is and who are on shift; None where there is no account.
    Two workers never ask for the same phone: each takes its own. In the firm's scope."""
    account = account_of(firm_id)
    if account is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [firm_id, rules.in_force(firm_id).poll_minutes, AT_ONCE])
        ids = [row[0] for row in cursor.fetchall()]
    zone = ZoneInfo(zone_of(firm_id))
    now = timezone.now()
    phones = FieldPhone.objects.select_related("latest").filter(pk__in=ids)
    lifted = theft.spans(ids, now)
    on_shift = [
        one
        for one in phones
        if one.shift.covers(now, zone) or theft.lifts(lifted.get(one.pk, ()), now)
    ]
    return locate(account, on_shift) if on_shift else intake.Taken()


def locate(account: GatewayAccount, phones: Sequence[FieldPhone]) -> intake.Taken:
    """Asks the operator where these phones are, and takes what it says. Raises nothing: what
    cannot be asked now is asked at the next turn."""
    return _located(account, phones)[0]


def _located(
    account: GatewayAccount, phones: Sequence[FieldPhone]
) -> tuple[intake.Taken, GatewayError | None]:
    """What was taken, and why the operator could not be asked."""
    round_of = _Round(phones)
    wrong: GatewayError | None = None
    fallen: list[FieldPhone] = []
    readings: list[intake.Reading] = []
    try:
        with connections.locator(account) as gateway:
            for phone, places in _asked(gateway, round_of):
                if places is None:
                    fallen.append(phone)
                else:
                    readings += [_reading(phone, place) for place in places]
        wrong = round_of.stopped
    except GatewayError as failure:
        wrong = failure
    if wrong is None:
        account_health.note_success(account)
    else:
        account_health.note_failure(account, wrong)
        log.warning("fieldteams.poll_failed", account=account.pk, reason=wrong.reason)
        FieldPhone.objects.filter(pk__in=round_of.unasked).update(polled_at=None)
    for phone in fallen:
        row = requests.current(phone)
        if row is not None:
            requests.heard(row.pk, "WITHDRAWN", "", None)
    return intake.take(account.firm_id, readings, Source.OPERATOR), wrong


def locate_now(actor: Actor, phone: FieldPhone) -> str:
    """Konum sorgula (L-024): asks the operator if that may be done now; then what is known, in
    one sentence. The person sees that it was looked at."""
    actor.require(permissions.LOCATE)
    viewing.look(actor, [phone.pk], ViewLog.What.ADDRESS)
    zone = ZoneInfo(zone_of(actor.firm_id))
    problem = ""
    if phone.state != TrackState.ACCEPTED:
        problem = _("İzleme durumu “%(state)s”; şimdi sorulamaz.") % {
            "state": phone.get_state_display()
        }
    elif not _may_ask_now(phone, zone):
        problem = _("Şu an mesai dışında; şimdi sorulamaz.")
    else:
        problem = _ask_now(phone)
    row = seen.watched(actor, [phone.pk]).filter(latest__isnull=False)
    for one in seen.worded(actor.firm_id, row):
        return " ".join(filter(None, [problem, _told(one)]))
    return " ".join(filter(None, [problem, _("%(who)s için konum yok.") % {"who": phone}]))


def _ask_now(phone: FieldPhone) -> str:
    """Why the operator could not be asked, in words; "" when it was, or where there is none
    (L-026: the tracking service's own login is told of, the portal's is another)."""
    account = account_choice.default_account(phone.firm_id, GatewayAccount.Service.LOCATION)
    if account is None:
        return ""
    why = account_choice.sendable_problem(account)
    if not why:
        _taken, failure = _located(account, [phone])
        if failure is None:
            return ""
        refused = isinstance(failure, BadCredentials) and account.health_note
        why = refused or account_health.explain(failure)
    return _("Konum servisine sorulamadı. %(why)s") % {"why": why}


def _may_ask_now(phone: FieldPhone, zone: ZoneInfo) -> bool:
    now = timezone.now()
    lifted = theft.spans([phone.pk], now).get(phone.pk, ())
    return phone.shift.covers(now, zone) or theft.lifts(lifted, now)


def _told(one: seen.Seen) -> str:
    said = _("%(who)s: %(where)s, %(age)s") % {
        "who": one.phone,
        "where": one.where,
        "age": one.age,
    }
    if one.accuracy:
        said += _(", yanılma %(m)d m") % {"m": round(one.accuracy)}
    if one.missed_at is not None and one.missed_at > one.at:
        said += _("; son soruda bulunamadı")
    return said + (_(". Bu konum eski.") if one.is_stale else ".")


class _Round:
    """One turn: what each phone's question came to. The operator that falls silent is asked no
    more; what it has said until then counts, and whoever was not asked is first at the next."""

    def __init__(self, phones: Sequence[FieldPhone]) -> None:
        self.phones = phones
        self.unasked: list[int] = []
        self.stopped: GatewayError | None = None


_Answer = tuple[FieldPhone, list[Place | None] | None]


def _asked(gateway: LocationGateway, turn: _Round) -> list[_Answer]:
    """Each phone with what is told of it; None: the person's consent has fallen there."""
    phones = turn.phones
    able = gateway.capabilities()
    if able.batch and not able.history:
        told = gateway.latest([one.phone for one in phones])
        return [(one, [told.get(one.phone)]) for one in phones]

    # Read here: the threads below have no firm and no connection of their own.
    late = dt.timedelta(hours=rules.in_force(phones[0].firm_id).late_hours) if phones else HOUR

    def one_phone(phone: FieldPhone) -> _Answer:
        if turn.stopped is not None:
            turn.unasked.append(phone.pk)
            return phone, []
        try:
            if able.history:
                return phone, list(
                    gateway.history(phone.phone, _since(phone, late), timezone.now())
                )
            return phone, [gateway.latest([phone.phone])[phone.phone]]
        except Refused as refused:
            return phone, None if refused.reason in _FALLEN else []
        except GatewayError as failure:
            turn.stopped = failure
            return phone, []

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one_phone, phones))


def _since(phone: FieldPhone, late: dt.timedelta) -> dt.datetime:
    """From the last point on, as far back as a late one is taken: an outage leaves no hole. Of
    whom nothing is known yet the last hour."""
    now, latest = timezone.now(), getattr(phone, "latest", None)
    if latest is None:
        return now - HOUR
    return max(latest.at, now - late)


def _reading(phone: FieldPhone, place: Place | None) -> intake.Reading:
    if place is None:
        return intake.Reading(phone.pk, timezone.now())
    return intake.Reading(
        phone.pk, place.at, place.latitude, place.longitude, place.accuracy, place.speed,
        place.heading,
    )  # fmt: skip
