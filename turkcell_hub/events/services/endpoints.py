"""Addresses that are told: added, changed, stopped; their secrets."""

from __future__ import annotations

import base64
import datetime as dt
import secrets as randomness
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.events import event_types
from turkcell_hub.events.models import Delivery, DeliveryState, Endpoint, StopReason
from turkcell_hub.events.services import publishing
from turkcell_hub.gateways.webhooks.standard import PREFIX
from turkcell_hub.tenancy import addresses
from turkcell_hub.tenancy.actor import Actor

RIGHT = "events.webhook.change"
REPLAY = "events.delivery.replay"
OVERLAP = dt.timedelta(hours=24)
_MOST = 20


def add(
    actor: Actor, url: str, types: Sequence[str], description: str = ""
) -> tuple[Endpoint, str]:
    """The endpoint and its secret, which is told this once. Raises ``Invalid`` for an address
    that leads inside or is not https, and for an unknown event type."""
    actor.require(RIGHT)
    _check(url, types)
    secret = _new_secret()
    row = Endpoint(
        firm_id=actor.firm_id,
        url=url,
        types=sorted(set(types)),
        description=description.strip()[:120],
        secret=secret,
        created_by=actor.label[:150],
    )
    with transaction.atomic():
        if Endpoint.objects.count() >= _MOST:
            raise Invalid(
                _("En çok %(most)d webhook tanımlanabilir.") % {"most": _MOST}, code="too_many"
            )
        _save(row)
        trail.record(actor, "webhook.added", row, {"url": url})
    return row, secret


def change(
    actor: Actor, endpoint: Endpoint, url: str, types: Sequence[str], description: str
) -> Endpoint:
    """Raises as ``add``."""
    actor.require(RIGHT)
    _check(url, types)
    with transaction.atomic():
        row = _locked(endpoint)
        before = {"url": row.url, "types": row.types}
        row.url, row.types = url, sorted(set(types))
        row.description = description.strip()[:120]
        _save(row)
        trail.record(actor, "webhook.changed", row,
                     trail.changed(before, {"url": row.url, "types": row.types}))  # fmt: skip
    return row


def remove(actor: Actor, endpoint: Endpoint) -> None:
    """Its deliveries go with it."""
    actor.require(RIGHT)
    with transaction.atomic():
        row = _locked(endpoint)
        trail.record(actor, "webhook.removed", row, {"url": row.url})
        row.delete()


def rotate(actor: Actor, endpoint: Endpoint) -> str:
    """A new secret, told this once; the old one signs beside it for a day."""
    actor.require(RIGHT)
    with transaction.atomic():
        row = _locked(endpoint)
        row.old_secret, row.old_secret_until = row.secret, timezone.now() + OVERLAP
        row.secret = _new_secret()
        row.save(update_fields=["secret", "old_secret", "old_secret_until"])
        trail.record(actor, "webhook.rotated", row)
    return str(row.secret)


def stop(actor: Actor, endpoint: Endpoint) -> Endpoint:
    """Nothing more is sent there; what happens meanwhile is not kept for it."""
    actor.require(RIGHT)
    return _set(actor, endpoint, StopReason.PERSON, "webhook.stopped")


def resume(actor: Actor, endpoint: Endpoint) -> Endpoint:
    """Told again from now on; what waited is tried at once."""
    actor.require(RIGHT)
    row = _set(actor, endpoint, StopReason.NONE, "webhook.resumed")
    publishing.nudge()
    return row


def test(actor: Actor, endpoint: Endpoint) -> Delivery:
    """Sends an event of type ``webhook.test`` to this address alone."""
    actor.require(RIGHT)
    with transaction.atomic():
        row = _locked(endpoint)
        if row.stop_reason:
            raise Conflict(_("Webhook durmuş; önce açın."), code="webhook_stopped")
        event = publishing.keep(row.firm_id, event_types.TEST, {"webhook": row.pk})
        made = Delivery.objects.create(firm_id=row.firm_id, endpoint=row, event=event)
        publishing.nudge()
    return made


def replay(actor: Actor, deliveries: QuerySet[Delivery]) -> int:
    """The same events once more, with the same ``webhook-id``; how many."""
    actor.require(REPLAY)
    with transaction.atomic():
        rows = Delivery.objects.filter(pk__in=deliveries.values("pk"))
        rows = rows.exclude(state=DeliveryState.WAITING).filter(endpoint__stop_reason="")
        ids = list(rows.select_for_update(of=("self",)).values_list("pk", flat=True))
        Delivery.objects.filter(pk__in=ids).update(
            state=DeliveryState.WAITING, attempts=0, due_at=timezone.now(), lease_until=None
        )
        if ids:
            trail.record(actor, "webhook.replayed", None, {"count": len(ids)},
                         label=_("%(count)d teslim") % {"count": len(ids)})  # fmt: skip
            publishing.nudge()
    return len(ids)


def _set(actor: Actor, endpoint: Endpoint, reason: StopReason, action: str) -> Endpoint:
    with transaction.atomic():
        row = _locked(endpoint)
        row.stop_reason, row.failing_since = reason, None
        row.save(update_fields=["stop_reason", "failing_since"])
        trail.record(actor, action, row)
    return row


def _check(url: str, types: Sequence[str]) -> None:
    if len(url) > 500:
        raise Invalid(_("Adres en çok 500 karakter olabilir."), field="url")
    addresses.check(url, field="url")
    unknown = sorted(code for code in types if not event_types.is_known(code))
    if unknown:
        raise Invalid(
            _("Bilinmeyen olay: %(unknown)s.") % {"unknown": ", ".join(unknown)},
            code="event_unknown",
            field="types",
        )


def _save(row: Endpoint) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict(_("Bu adres zaten tanımlı."), code="webhook_taken", field="url") from None


def _locked(endpoint: Endpoint) -> Endpoint:
    row = Endpoint.objects.select_for_update().filter(pk=endpoint.pk).first()
    if row is None:
        raise NotFound(_("Kayıt bulunamadı."))
    return row


def _new_secret() -> str:
    return PREFIX + base64.b64encode(randomness.token_bytes(32)).decode()
