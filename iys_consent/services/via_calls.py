"""The calls to İYS behind a ViA question: telling it, giving it the code, asking how it ended.

Never in a transaction. What İYS answered is recorded in one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from iys_consent.models import (
    VIA_OPEN,
    ConsentEvidence,
    Origin,
    Status,
    ViaConsent,
    ViaState,
    ViaWay,
)
from iys_consent.services import accounts, codes, evidence, movements, sync_rules
from iys_consent.services.registry import Told, note_each
from turkcell_hub.audit.services import trail
from turkcell_hub.gateways.errors import Busy, GatewayError, Unknown, Unreachable
from turkcell_hub.gateways.iys.contract import IysGateway, NotAccepted, ViaKind, ViaRequest
from turkcell_hub.gateways.iys.values import Channel, RecipientType, RegistrySource
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.models import GatewayAccount
from turkcell_hub.tenancy.services import account_health, connections

log = structlog.get_logger(__name__)
# A call that was not answered by then was cut off: a code may have gone out.
CUT_OFF = timedelta(minutes=2)
MOST_CALLS, LATER = 3, timedelta(seconds=10)
LOOK_AGAIN = timedelta(seconds=30)
# İYS ends what nobody answered; its own clock may be a little behind ours.
MARGIN = timedelta(seconds=20)
_KINDS = {
    (ViaWay.CODE, False): ViaKind.SMS_CODE,
    (ViaWay.LINK, False): ViaKind.SMS_LINK,
    (ViaWay.CODE, True): ViaKind.EMAIL_CODE,
    (ViaWay.LINK, True): ViaKind.EMAIL_LINK,
}
_LATE = frozenset({"LINK_CLICK_TIMEOUT", "SHORT_URL_EXPIRED", "OTP_CODE_EXPIRED"})
_BROKEN = frozenset({"SMSMAIL_OUT_FAILURE", "SYSTEM_FAILURE"})


class Given(NamedTuple):
    """What the registry holds of one channel after the answer."""

    channel: str
    transaction_id: str
    at: datetime
    source: str


def due(limit: int = 100) -> list[tuple[int, int]]:
    """(firm, question) to look at now; in the scope of every firm."""
    cut_off = Q(state=ViaState.CALLING, called_at__lt=NOW - CUT_OFF)
    open_ones = Q(state__in=(ViaState.NEW, ViaState.WAITING))
    ready = open_ones & (Q(next_at=None, state=ViaState.NEW) | Q(next_at__lte=NOW))
    rows = ViaConsent.objects.filter(ready | cut_off)
    return list(rows.order_by("pk").values_list("firm_id", "pk")[:limit])


def look(via_id: int, *, at_once: bool = False) -> None:
    """Does what the question needs now, in the firm's scope; does nothing when another is at
    it. ``at_once``: asks how it ended although its turn has not come."""
    row = ViaConsent.objects.select_related("brand").filter(pk=via_id).first()
    account = accounts.for_brand(row.brand) if row else None
    if row is None or account is None:
        return
    if row.state == ViaState.NEW:
        _tell(account, row)
    elif row.state == ViaState.CALLING:
        _cut_off(row)
    elif row.state == ViaState.WAITING:
        _ask_end(account, row, at_once=at_once)


def confirm(account: GatewayAccount, row: ViaConsent, code: str) -> None:
    """Raises the ``gateways.errors`` family, ``NotAccepted`` for what İYS says to the code."""
    with connections.registry(account) as gateway:
        made = gateway.confirm_via(row.request_id, kind_of(row), code)
    source = _source_of(row)
    given = [
        Given(str(channel), stored.transaction_id, stored.created_at or timezone.now(), source)
        for (brand, channel), stored in made.items()
        if brand == row.brand.code
    ]
    _record(row, given)


def kind_of(row: ViaConsent) -> ViaKind:
    return _KINDS[ViaWay(row.way), "@" in row.recipient]


def end(row: ViaConsent, state: ViaState, code: str, text: str) -> None:
    """An end without a consent; one that has ended stays as it is."""
    open_row = ViaConsent.objects.filter(pk=row.pk, state__in=VIA_OPEN)
    open_row.update(state=state, code=code[:40], text=text[:300], finished_at=timezone.now())


# --- telling İYS ------------------------------------------------------------------------------


def _tell(account: GatewayAccount, row: ViaConsent) -> None:
    mine = ViaConsent.objects.filter(pk=row.pk, state=ViaState.NEW)
    ready = mine.filter(Q(next_at=None) | Q(next_at__lte=NOW))
    if not ready.update(state=ViaState.CALLING, called_at=NOW, calls=F("calls") + 1):
        return
    form_id = str(account.extra().get("via_form_id") or "")
    request = ViaRequest(
        form_id=form_id,
        recipient=row.recipient,
        kind=kind_of(row),
        brand_codes=[row.brand.code],
        channels=[Channel(one) for one in row.channels],
        recipient_type=RecipientType(row.recipient_type),
    )
    try:
        with connections.registry(account) as gateway:
            request_id = gateway.start_via(request)
    except (Busy, Unreachable) as error:
        _later(row, error)
    except Unknown:
        _cut_off(row)
    except GatewayError as error:
        account_health.note_failure(account, error)
        said = (
            codes.explain(error.answer.code, error.answer.text)
            if error.answer.code
            else account_health.explain(error)
        )
        end(row, ViaState.FAILED, error.answer.code or error.reason, said)
    else:
        _taken(row, request_id)


def _taken(row: ViaConsent, request_id: str) -> None:
    rules = sync_rules.in_force(row.firm_id)
    seconds = rules.via_code_seconds if row.way == ViaWay.CODE else rules.via_link_hours * 3600
    ends = timezone.now() + timedelta(seconds=seconds)
    ViaConsent.objects.filter(pk=row.pk, state=ViaState.CALLING).update(
        state=ViaState.WAITING,
        request_id=request_id[:64],
        expires_at=ends,
        next_at=ends + MARGIN if row.way == ViaWay.CODE else NOW + LOOK_AGAIN,
    )


def _later(row: ViaConsent, error: GatewayError) -> None:
    """Nothing has arrived there: tried again, a few times, because a person waits."""
    row.refresh_from_db(fields=["calls"])
    if row.calls >= MOST_CALLS:
        end(row, ViaState.FAILED, error.reason, account_health.explain(error))
        return
    mine = ViaConsent.objects.filter(pk=row.pk, state=ViaState.CALLING)
    mine.update(state=ViaState.NEW, next_at=NOW + LATER)


def _cut_off(row: ViaConsent) -> None:
    said = _("İYS'nin yanıtı alınamadı; alıcıya kod gitmiş olabilir. Birkaç dakika sonra yeniden"
             " isteyin.")  # fmt: skip
    end(row, ViaState.UNCLEAR, "unclear", said)


# --- how it ended -----------------------------------------------------------------------------


def _ask_end(account: GatewayAccount, row: ViaConsent, *, at_once: bool) -> None:
    mine = ViaConsent.objects.filter(pk=row.pk, state=ViaState.WAITING)
    ready = mine if at_once else mine.filter(next_at__lte=NOW)
    if not ready.update(next_at=NOW + LOOK_AGAIN):
        return None
    try:
        with connections.registry(account) as gateway:
            stage = gateway.via_stage(row.request_id)
            if stage.status in _LATE:
                return end(row, ViaState.EXPIRED, stage.status, _("Kişi süresinde yanıtlamadı."))
            if stage.status in _BROKEN:
                said = _("İYS kodu gönderemedi.")
                return end(row, ViaState.FAILED, stage.status, said)
            if stage.stage == "COMPLETED":
                return _take_over(gateway, row)
    except NotAccepted as refused:
        said = codes.explain(refused.answer.code, refused.answer.text)
        return end(row, ViaState.FAILED, refused.answer.code, said)
    except GatewayError as error:
        account_health.note_failure(account, error)
        log.info("iys.via_not_told", via_id=row.pk, reason=error.reason)
        return None
    if row.expires_at and timezone.now() > row.expires_at + MARGIN:
        end(row, ViaState.EXPIRED, "", _("Kişi süresinde yanıtlamadı."))
    return None


def _take_over(gateway: IysGateway, row: ViaConsent) -> None:
    """He has answered; what he chose is what the registry now holds of each channel."""
    kind = RecipientType(row.recipient_type)
    given = []
    for channel in row.channels:
        found = gateway.status(row.brand.code, row.recipient, kind, Channel(channel))
        at = found.created_at or found.consented_at if found else None
        if found is None or found.status != Status.APPROVED or at is None:
            continue
        if at >= row.created_at - CUT_OFF:
            given.append(Given(channel, found.transaction_id, at, found.source))
    _record(row, given)


def _source_of(row: ViaConsent) -> str:
    by_mail = "@" in row.recipient
    return (RegistrySource.EMAIL if by_mail else RegistrySource.SHORT_NUMBER).value


def _record(row: ViaConsent, given: Sequence[Given]) -> None:
    """The movements with their evidence, once; none: he did not consent."""
    if not given:
        end(row, ViaState.REFUSED, "", _("Kişi onay vermedi; ticari ileti gönderilmez."))
        return
    actor = actors.system(row.firm_id, _("İYS ViA, isteyen: %(who)s") % {"who": row.started_by})
    with transaction.atomic():
        mine = ViaConsent.objects.filter(pk=row.pk, state__in=VIA_OPEN)
        if not mine.update(state=ViaState.DONE, code="", text="", finished_at=timezone.now()):
            return
        proof = evidence.add_text(
            actor, ConsentEvidence.Kind.REGISTRY, _("İYS ViA onayı"), _words(row), _details(row)
        )
        movements.record(actor, [_movement(row, one, proof.pk) for one in given])
        note_each(row.firm_id, row.brand_id, [_told(row, one) for one in given])
        trail.record(
            actor, "iys.via.done", row, {"channels": [None, row.channels]}, label=str(row.pk)
        )


def _movement(row: ViaConsent, one: Given, evidence_id: int) -> movements.NewMovement:
    return movements.NewMovement(
        brand_id=row.brand_id,
        recipient_type=row.recipient_type,
        channel=one.channel,
        address=row.recipient,
        status=Status.APPROVED,
        origin=Origin.VIA,
        source=one.source,
        consented_at=one.at,
        first_name=row.first_name,
        last_name=row.last_name,
        transaction_id=one.transaction_id,
        registry_created_at=one.at,
        evidence_id=evidence_id,
    )


def _told(row: ViaConsent, one: Given) -> Told:
    return Told(
        row.recipient_type, one.channel, row.recipient, Status.APPROVED, one.at, one.transaction_id
    )


def _words(row: ViaConsent) -> str:
    way = _("kodla") if row.way == ViaWay.CODE else _("bağlantıyla")
    return _(
        "Onay, İYS'nin kendi doğrulamasıyla (ViA) %(way)s alındı. İYS istek no: %(request)s."
        " İspat yükü İYS'dedir."
    ) % {"way": way, "request": row.request_id}


def _details(row: ViaConsent) -> Mapping[str, object]:
    return {
        "request_id": row.request_id,
        "kind": str(kind_of(row)),
        "channels": list(row.channels),
        "asked_by": row.started_by,
        "asked_at": row.created_at.isoformat(timespec="seconds"),
    }
