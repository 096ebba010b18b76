"""İzleme Talebi: asked once, answered on a page, with proof; taken back at any time (L-037).

A request is open until it is answered or its days are over. The person's yes is enough where
the operator asks for no consent of its own; where it does, the phone is ``ACCEPTED`` only when
both have said yes.
"""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams import event_types, permissions, wording
from fieldteams.models import FieldPhone, TrackingRequest, TrackState
from fieldteams.services import rules
from fieldteams.shifts import Shift
from messaging.services import notices
from turkcell_hub import nudges
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError, NotFound
from turkcell_hub.events.services import publishing
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Firm, GatewayAccount
from turkcell_hub.tenancy.scope import every_firm

State = TrackingRequest.State
_PHONE_STATE = {
    State.OPEN: TrackState.REQUESTED,
    State.ACCEPTED: TrackState.ACCEPTED,
    State.REFUSED: TrackState.REFUSED,
    State.WITHDRAWN: TrackState.WITHDRAWN,
    State.EXPIRED: TrackState.EXPIRED,
    State.CANCELLED: TrackState.NONE,
    State.FAILED: TrackState.FAILED,
}

_EVENT = {
    State.ACCEPTED: event_types.REQUEST_ACCEPTED,
    State.REFUSED: event_types.REQUEST_REFUSED,
    State.WITHDRAWN: event_types.REQUEST_WITHDRAWN,
    State.EXPIRED: event_types.REQUEST_EXPIRED,
}


def send(
    actor: Actor, phone: FieldPhone, operator: GatewayAccount | None = None
) -> TrackingRequest:
    """``operator``: the account whose operator asks the person too (``operator.asks_consent``).
    Asks the person by SMS. Raises ``Conflict`` while a request is open or a consent holds, and
    what sending an SMS raises (no account, no credit …): then nothing was asked."""
    actor.require(permissions.REQUEST_SEND)
    with transaction.atomic():
        row = lock(phone.pk)
        problem = refusal(row)
        if problem:
            raise Conflict(problem, code="request_not_needed")
        rule = rules.in_force(actor.firm_id)
        request = TrackingRequest(
            firm_id=actor.firm_id,
            phone=row,
            notice=str(rule.notice),
            hours=wording.hours(row.shift),
            asked_by=actor.label[:120],
            account=operator,
            proof={"shift": row.shift.to_record()},
            expires_at=timezone.now() + timedelta(days=rule.request_days),
        )
        request.save()
        request.campaign_id = notices.send(
            actor.firm_id, row.phone, _text(request), str(_("İzleme talebi"))
        )
        request.save(update_fields=["campaign_id"])
        _set_phone(row, TrackState.REQUESTED)
        trail.record(actor, "tracking_request.sent", row)
        if operator is not None:
            nudges.after_commit("fieldteams.ask_operator", row.firm_id, request.pk, queue="slow")
    return request


def refusal(phone: FieldPhone) -> str | None:
    """Why the number cannot be asked now (Turkish), or None."""
    if not phone.is_active:
        return _("Numara etkin değil.")
    if phone.state == TrackState.REQUESTED:
        return _("Yanıtı beklenen bir talep zaten var.")
    if phone.state == TrackState.ACCEPTED:
        return _("Bu numara izlemeyi zaten onaylamış.")
    return None


def cancel(actor: Actor, phone: FieldPhone) -> None:
    """The firm asks no more: an open request or a consent ends. Raises ``Conflict``."""
    actor.require(permissions.REQUEST_SEND)
    with transaction.atomic():
        row = lock(phone.pk)
        request = current(row)
        if request is None:
            raise Conflict(_("Açık bir talep ya da onay yok."), code="nothing_open")
        _end(request, row, State.CANCELLED)
        trail.record(actor, "tracking_request.cancelled", row)


def at_address(token: str) -> TrackingRequest:
    """The request of a capture page, whoever asks. Raises ``NotFound``."""
    with every_firm():
        rows = TrackingRequest.objects.select_related("phone", "firm")
        found: TrackingRequest | None = rows.filter(token=token, firm__is_active=True).first()
    if found is None:
        raise NotFound(_("Bu bağlantı geçerli değil."))
    return found


def seen(request: TrackingRequest, address: str | None) -> None:
    """The page was opened; the first time is kept. In the firm's scope."""
    if request.seen_at is None:
        request.seen_at = timezone.now()
        request.proof = {**request.proof, "opened_from": address or ""}
        request.save(update_fields=["seen_at", "proof"])


def answer(request: TrackingRequest, accepts: bool, address: str | None) -> TrackingRequest:
    """The person's yes or no, with its proof, in the firm's scope. Raises ``Conflict`` when the
    request is not open any more."""
    now = timezone.now()
    with transaction.atomic():
        phone = lock(request.phone_id)
        row = _open(request)
        if now >= row.expires_at:
            raise Conflict(_("Talebin süresi doldu; işvereniniz yeniden gönderebilir."))
        row.answered_at = now
        row.proof = {
            **row.proof,
            "answer": "evet" if accepts else "hayir",
            "answered_from": address or "",
            "answered_at": now.isoformat(timespec="seconds"),
            "notice_sha256": hashlib.sha256(f"{row.notice}\n{row.hours}".encode()).hexdigest(),
        }
        if accepts and wants_operator(row) and row.operator_state != "VALID":
            row.save()  # the operator has still to hear the person's yes
            return row
        _decide(row, phone, State.ACCEPTED if accepts else State.REFUSED, now)
    return row


def withdraw(request: TrackingRequest, address: str | None) -> TrackingRequest:
    """The person takes the consent back, also a yes that the operator has still to hear: from
    this moment on nothing is stored. Raises ``Conflict`` when there is none."""
    now = timezone.now()
    with transaction.atomic():
        phone = lock(request.phone_id)
        row = TrackingRequest.objects.select_for_update().get(pk=request.pk)
        is_said = row.state == State.OPEN and row.answered_at is not None
        if row.state != State.ACCEPTED and not is_said:
            raise Conflict(_("Geri alınacak bir onay yok."), code="nothing_accepted")
        row.proof = {
            **row.proof,
            "withdrawn_from": address or "",
            "withdrawn_at": now.isoformat(timespec="seconds"),
        }
        _decide(row, phone, State.WITHDRAWN, now)
    return row


def expire(now: datetime | None = None) -> int:
    """Ends requests without an answer and consents whose time is over, in the scope given."""
    now = now or timezone.now()
    return sum(expire_one(pk, phone_id, now) for _firm, pk, phone_id in over(now))


def over(now: datetime | None = None) -> list[tuple[int, int, int]]:
    """(firm, request, phone) of those whose time is over, in the scope given."""
    now = now or timezone.now()
    late = TrackingRequest.objects.filter(state=State.OPEN, expires_at__lte=now)
    run_out = TrackingRequest.objects.filter(state=State.ACCEPTED, valid_until__lte=now)
    return list((late | run_out).order_by("pk").values_list("firm_id", "pk", "phone_id"))


def expire_one(pk: int, phone_id: int, now: datetime | None = None) -> int:
    """0 when somebody was quicker."""
    now = now or timezone.now()
    with transaction.atomic():
        phone = lock(phone_id)
        row = TrackingRequest.objects.select_for_update().get(pk=pk)
        is_over = row.state == State.OPEN and row.expires_at <= now
        run_out = row.state == State.ACCEPTED and row.valid_until and row.valid_until <= now
        if not (is_over or run_out):
            return 0
        _end(row, phone, State.EXPIRED)
        trail.record(_portal(row.firm_id), "tracking_request.expired", phone)
    return 1


def heard(request_id: int, status: str, url: str, until: datetime | None) -> None:
    """What the operator says of its own consent (``gateways.location.ConsentStatus``); moves
    the request accordingly. In the firm's scope; nothing is lost when it is told twice."""
    now = timezone.now()
    with transaction.atomic():
        found = TrackingRequest.objects.filter(pk=request_id).first()
        if found is None:
            return
        phone = lock(found.phone_id)
        row = TrackingRequest.objects.select_for_update().get(pk=request_id)
        row.operator_state, row.operator_url = status, url[:500] or row.operator_url
        row.save(update_fields=["operator_state", "operator_url"])
        if row.state == State.OPEN and status == "VALID" and row.answered_at:
            row.valid_until = until
            _decide(row, phone, State.ACCEPTED, now)
        elif row.state == State.OPEN and status == "DENIED":
            _decide(row, phone, State.REFUSED, now)
        elif row.state == State.OPEN and status == "UNKNOWN_NUMBER":
            row.note = status
            _end(row, phone, State.FAILED)
            trail.record(_portal(row.firm_id), "tracking_request.failed", phone)
        elif row.state == State.ACCEPTED and status in ("DENIED", "WITHDRAWN"):
            _decide(row, phone, State.WITHDRAWN, now)
        elif row.state == State.ACCEPTED and status == "EXPIRED":
            _end(row, phone, State.EXPIRED)
            trail.record(_portal(row.firm_id), "tracking_request.expired", phone)


def wants_operator(request: TrackingRequest) -> bool:
    """Whether the operator asks for a consent of its own."""
    return bool(request.account_id or request.operator_url)


def current(phone: FieldPhone) -> TrackingRequest | None:
    """The open request or the consent that holds."""
    rows = TrackingRequest.objects.filter(phone=phone, state__in=(State.OPEN, State.ACCEPTED))
    found: TrackingRequest | None = rows.order_by("-pk").first()
    return found


def agreed_shift(phone: FieldPhone) -> Shift | None:
    """The hours that the person was asked for, while the request is open or the consent holds."""
    request = current(phone)
    told = request.proof.get("shift") if request is not None else None
    return Shift.of_record(told) if told else None


def address_of(request: TrackingRequest) -> str:
    return settings.PUBLIC_URL + reverse("tracking-answer", args=[request.token])


def lock(phone_id: int) -> FieldPhone:
    """The phone, locked: whatever moves a request of it holds this first."""
    row = FieldPhone.objects.select_for_update(of=("self",)).filter(pk=phone_id).first()
    if row is None:
        raise NotFound(_("Telefon numarası bulunamadı."))
    found: FieldPhone = row
    return found


def _decide(row: TrackingRequest, phone: FieldPhone, state: Any, now: datetime) -> None:
    rule = rules.in_force(row.firm_id)
    if state == State.ACCEPTED:
        longest = now + timedelta(days=rule.consent_days)
        row.valid_until = min(row.valid_until or longest, longest)
    _end(row, phone, state)
    action = {
        State.ACCEPTED: "tracking_request.accepted",
        State.REFUSED: "tracking_request.refused",
        State.WITHDRAWN: "tracking_request.withdrawn",
    }[state]
    who = actors.system(row.firm_id, str(_("İzlenen kişi")))
    trail.record(who, action, phone)


def _end(row: TrackingRequest, phone: FieldPhone, state: Any) -> None:
    row.state = state
    row.save()
    _set_phone(phone, _PHONE_STATE[state], row.note)
    if state in _EVENT:
        said = {"request": row.pk, "phone": phone.pk, "state": row.state}
        publishing.publish(row.firm_id, _EVENT[state], said)


def _set_phone(phone: FieldPhone, state: TrackState, note: str = "") -> None:
    now = timezone.now()
    phone.state, phone.state_at, phone.checked_at, phone.state_note = state, now, now, note
    FieldPhone.objects.filter(pk=phone.pk).update(
        state=state, state_at=now, checked_at=now, state_note=note
    )


def _open(request: TrackingRequest) -> TrackingRequest:
    row = TrackingRequest.objects.select_for_update().get(pk=request.pk)
    if row.state != State.OPEN or row.answered_at is not None:
        raise Conflict(_("Bu talep yanıtlanmış."), code="request_answered")
    found: TrackingRequest = row
    return found


def _text(request: TrackingRequest) -> str:
    firm = Firm.objects.get(pk=request.firm_id)
    with languages.of_messages():
        asked = _("%(firm)s günün her saati konumunuzu izlemek için izninizi istiyor: %(url)s")
        if request.phone.work_from is not None:
            asked = _(
                "%(firm)s çalışma saatlerinizde konumunuzu izlemek için izninizi istiyor: %(url)s"
            )
    return asked % {"firm": firm.name, "url": address_of(request)}


def _portal(firm_id: int) -> Actor:
    return actors.system(firm_id, str(_("Portal")))


def send_many(
    actor: Actor, phones: Any, operator: GatewayAccount | None = None
) -> tuple[int, list[str]]:
    """Asks each of a selection that can be asked; what stopped the others, a sentence each
    kind. Raises ``HubError`` when nobody was asked."""
    sent, problems = 0, []
    for phone in phones:
        try:
            send(actor, phone, operator)
            sent += 1
        except HubError as error:
            problems.append(str(error.message))
            if error.code in ("insufficient_credit", "account_missing", "account_not_ready"):
                break
    if not sent and problems:
        raise Conflict(" ".join(dict.fromkeys(problems)), code="nobody_asked")
    return sent, list(dict.fromkeys(problems))
