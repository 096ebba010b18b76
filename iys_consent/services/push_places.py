"""Having İYS push a brand's movements to us: registered, looked after every hour, registered
anew when it was lost there or our address has changed, and taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import PushPlace, PushState
from iys_consent.queue_rights import PUSH_CHANGE
from iys_consent.services import accounts, codes
from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict
from turkcell_hub.gateways.errors import Busy, GatewayError
from turkcell_hub.gateways.iys.contract import IysGateway, NotAccepted, PushAddress
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Brand, GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections, registry_pushes

LOOK = "iys_consent.push_place"
HOUR, AFTER_REFUSAL, TURN = timedelta(hours=1), timedelta(hours=6), timedelta(minutes=5)
_ENDED = frozenset({"passive", "suspended", "deleted"})


def turn_on(actor: Actor, brand: Brand) -> PushPlace:
    """The brand's movements are to be pushed. Raises ``Conflict`` while the account cannot."""
    actor.require(PUSH_CHANGE)
    if not _able(accounts.for_brand(brand)):
        raise Conflict(
            _(
                "İYS hesabında bildirim bağlantısı türü yazılı değil. Bildirimleri İYS desteğe"
                " açtırıp söylenen türü Ayarlar › Operatör Hesapları'nda hesaba yazın."
            ),
            code="push_closed",
        )
    return _want(actor, brand, wanted=True)


def turn_off(actor: Actor, brand: Brand) -> PushPlace:
    """İYS is to forget our address; movements are then read every hour alone."""
    actor.require(PUSH_CHANGE)
    return _want(actor, brand, wanted=False)


def check(actor: Actor, row: PushPlace) -> None:
    """Looks at İYS now and not when the hour has come."""
    actor.require(PUSH_CHANGE)
    with transaction.atomic():
        PushPlace.objects.filter(pk=row.pk).update(next_at=NOW)
        nudges.after_commit(LOOK, row.firm_id, row.pk, queue="slow")


def due(limit: int = 100) -> list[tuple[int, int]]:
    """(firm, place) to look after now; in the scope of every firm."""
    rows = PushPlace.objects.filter(next_at__lte=NOW).exclude(state=PushState.OFF)
    return list(rows.order_by("next_at").values_list("firm_id", "pk")[:limit])


def look(place_id: int) -> None:
    """Brings İYS to what is wanted, in the firm's scope. Repeating it does no harm."""
    mine = PushPlace.objects.filter(pk=place_id, next_at__lte=NOW)
    row = PushPlace.objects.select_related("brand").filter(pk=place_id).first()
    account = accounts.for_brand(row.brand) if row else None
    if row is None or not mine.update(next_at=NOW + TURN) or account is None:
        return
    try:
        with connections.registry(account) as gateway:
            if row.wanted:
                _keep(gateway, account, row)
            else:
                _take_away(gateway, account, row)
    except NotAccepted as refused:
        said = codes.explain(refused.answer.code, refused.answer.text)
        _end(row, PushState.FAILED, said, AFTER_REFUSAL)
    except GatewayError as error:
        account_health.note_failure(account, error)
        wait = timedelta(seconds=error.retry_after or 0) if isinstance(error, Busy) else HOUR
        _end(row, PushState(row.state), account_health.explain(error), max(wait, HOUR))


def _keep(gateway: IysGateway, account: GatewayAccount, row: PushPlace) -> None:
    stand = _urls(gateway, row)
    ours = registry_pushes.told(account)
    if row.token and row.token != account.push_token:
        _forget_old(gateway, row, stand)
    if ours["address"] not in stand:
        gateway.register_push(
            row.brand.code, PushAddress(ours["address"], ours["username"], ours["password"])
        )
        row.repaired += row.state == PushState.ON
        row.since = timezone.now()
    row.token = account.push_token
    _end(row, PushState.ON, "", HOUR)


def _take_away(gateway: IysGateway, account: GatewayAccount, row: PushPlace) -> None:
    row.token = row.token or account.push_token
    _forget_old(gateway, row, _urls(gateway, row))
    row.token, row.since = "", None
    _end(row, PushState.OFF, "", HOUR)


def _forget_old(gateway: IysGateway, row: PushPlace, stand: Sequence[str]) -> None:
    """The address that was registered, with the login of that time."""
    old = registry_pushes.of_token(row.token)
    if old["address"] in stand:
        address = PushAddress(old["address"], old["username"], old["password"])
        gateway.unregister_push(row.brand.code, address)


def _urls(gateway: IysGateway, row: PushPlace) -> list[str]:
    found = gateway.push_registrations(row.brand.code)
    return [one.url for one in found if one.state.lower() not in _ENDED]


def _end(row: PushPlace, state: PushState, note: str, again: timedelta) -> None:
    PushPlace.objects.filter(pk=row.pk, wanted=row.wanted).update(
        state=state,
        note=note[:300],
        token=row.token,
        since=row.since,
        repaired=row.repaired,
        checked_at=timezone.now(),
        next_at=NOW + again,
    )


def _want(actor: Actor, brand: Brand, *, wanted: bool) -> PushPlace:
    with transaction.atomic():
        row: PushPlace
        row, _new = PushPlace.objects.select_for_update().get_or_create(
            firm_id=actor.firm_id, brand=brand, defaults={"asked_by": actor.label[:120]}
        )
        row.wanted, row.asked_by, row.note = wanted, actor.label[:120], ""
        row.state, row.next_at = PushState.WAITING, timezone.now()
        row.save()
        action = "iys.push.turned_on" if wanted else "iys.push.turned_off"
        trail.record(actor, action, row, label=brand.name)
        nudges.after_commit(LOOK, actor.firm_id, row.pk, queue="slow")
    return row


def _able(account: GatewayAccount | None) -> bool:
    try:
        return account is not None and connections.registry_capabilities(account).push
    except GatewayError:
        return False
