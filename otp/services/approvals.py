"""Onay istekleri: asked for by a program or a person, answered by one person with a code."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from otp.models import Approval, ApprovalState, Challenge, Method, Receipt
from otp.permissions import APPROVALS_ADD, APPROVALS_ALL
from otp.services import challenges
from otp.subjects import Source, Subject, digest_of, wording
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.events.services import publishing
from turkcell_hub.lib.money import format_tl
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.scope import every_firm, firm_scope

KIND = "approval"
DECIDED = "otp.approval.decided"  # the event that other programs are told
_CONTENT = ("external_id", "title", "document_number", "party", "amount", "currency", "details")


def ask(actor: Actor, data: Mapping[str, Any]) -> Approval:
    """Opens a request; no code is sent before the person himself asks for one.

    ``data``: external_id, title, document_number, party, amount, currency, details, approver (a
    ``Membership``), method, due_at. The same external_id with the same content gives the request
    that is there; with another content ``Conflict``.
    """
    actor.require(APPROVALS_ADD)
    row = Approval(
        firm_id=actor.firm_id,
        asked_by=actor.label[:150],
        asked_by_key_id=actor.api_key_id,
        asked_by_member_id=actor.membership_id,
        **{
            name: data[name] for name in (*_CONTENT, "approver", "method", "due_at") if name in data
        },
    )
    row.amount = Decimal(row.amount).quantize(Decimal("0.01")) if row.amount is not None else None
    _check(actor, row)
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            return _known(row)
        trail.record(actor, "otp.approval.asked", row, {"digest": subject_of(row).digest})
    return row


def reject(actor: Actor, approval_id: int, note: str = "") -> Approval:
    """The approver says no; no code is needed for that."""
    with transaction.atomic():
        row = _locked(approval_id)
        if actor.membership_id != row.approver_id:
            raise NotFound(_("Böyle bir onay isteği yok."))
        return _end(actor, row, ApprovalState.REJECTED, "otp.approval.rejected", note)


def cancel(actor: Actor, approval_id: int) -> Approval:
    """The asking side takes it back."""
    actor.require(APPROVALS_ADD)
    with transaction.atomic():
        row = _locked(approval_id)
        return _end(actor, row, ApprovalState.CANCELLED, "otp.approval.cancelled")


def visible(actor: Actor) -> QuerySet[Approval]:
    """What exists for the actor: everything with the right, else what he is asked or has asked."""
    rows = Approval.objects.select_related("approver__user")
    if actor.can(APPROVALS_ALL):
        return rows
    mine = Q(approver_id=actor.membership_id) | Q(asked_by_member_id=actor.membership_id)
    return rows.filter(mine) if actor.membership_id else rows.none()


def start(actor: Actor, approval_id: int, method: str = "") -> Challenge:
    """The approver asks for his code. Raises as ``challenges.start``."""
    row = Approval.objects.filter(pk=approval_id, approver_id=actor.membership_id).first()
    if row is None:
        raise NotFound(_("Böyle bir onay isteği yok."))
    if row.state != ApprovalState.WAITING or _is_late(row):
        raise _closed(row)
    return challenges.start(actor, subject_of(row), method)


def subject_of(row: Approval) -> Subject:
    """What is approved: all of the request, and who is asked."""
    content = {name: getattr(row, name) for name in _CONTENT}
    content |= {"approver": row.approver_id, "firm": row.firm_id, "id": row.pk}
    amount = f"{format_tl(row.amount).lstrip('₺')} {row.currency}" if row.amount is not None else ""
    text = wording(row.title, amount.strip(), row.party, row.document_number)
    return Subject(KIND, row.pk or 0, digest_of(content), text, row.method)


def receipt_of(row: Approval) -> Receipt | None:
    found: Receipt | None = Receipt.objects.filter(subject_kind=KIND, subject_id=row.pk).first()
    return found


def end_late_ones() -> int:
    """Requests whose time is over; each firm in its own scope."""
    with every_firm():
        late = list(
            Approval.objects.filter(state=ApprovalState.WAITING, due_at__lt=NOW).values_list(
                "firm_id", "pk"
            )[:500]
        )
    for firm_id, pk in late:
        with firm_scope(firm_id), transaction.atomic():
            row = _locked(pk)
            if row.state == ApprovalState.WAITING:
                system = actors.system(firm_id, str(_("Onay süresi")))
                _end(system, row, ApprovalState.EXPIRED, "otp.approval.expired")
    return len(late)


def _current(approval_id: int) -> Subject | None:
    row = Approval.objects.filter(pk=approval_id, state=ApprovalState.WAITING).first()
    return subject_of(row) if row is not None and not _is_late(row) else None


def _approved(actor: Actor, receipt: Receipt) -> None:
    """In the transaction that took the code: the approval is its own execution."""
    row = _locked(receipt.subject_id)
    if row.state != ApprovalState.WAITING:
        raise _closed(row)
    challenges.execute(actor, subject_of(row))
    _end(actor, row, ApprovalState.APPROVED, "otp.approval.approved")


def _page(approval_id: int) -> str:
    return reverse("otp-approvals-detail", args=[approval_id])


SOURCE = Source(KIND, _("Onay isteği"), _current, _approved, _page)


def _check(actor: Actor, row: Approval) -> None:
    if not row.approver.is_active or row.approver.firm_id != actor.firm_id:
        raise Invalid(_("Onaylayacak kişiyi firmanızın kullanıcılarından seçin."), field="approver")
    if actor.membership_id is not None and row.approver_id == actor.membership_id:
        raise Invalid(
            _("Kendi isteğinizi onaylayamazsınız; başka bir kişi seçin."),
            code="otp_own_request",
            field="approver",
        )
    if (row.amount is None) != (not row.currency):
        raise Invalid(_("Tutar ile para birimini birlikte yazın."), field="currency")
    if row.due_at is not None and row.due_at <= timezone.now():
        raise Invalid(_("Son zaman geçmişte kalmış; ileri bir zaman yazın."), field="due_at")
    if row.method not in Method.values:
        raise Invalid(_("Yöntemi listeden seçin."), field="method")
    try:
        subject_of(row)
    except ValueError:
        raise Invalid(
            _("Belge numarası ve tutar SMS'e sığmıyor; belge numarasını kısaltın."),
            field="document_number",
        ) from None


def _known(row: Approval) -> Approval:
    known: Approval = Approval.objects.select_related("approver__user").get(
        external_id=row.external_id
    )
    same = all(getattr(known, name) == getattr(row, name) for name in (*_CONTENT, "approver_id"))
    if not same:
        raise Conflict(
            _("Bu dış numara başka bir onay isteğinde kullanılmış; yeni bir numara verin."),
            code="otp_external_id_used",
            field="external_id",
        )
    return known


def _locked(approval_id: int) -> Approval:
    rows = Approval.objects.select_for_update(of=("self",)).select_related("approver__user")
    row = rows.filter(pk=approval_id).first()
    if row is None:
        raise NotFound(_("Böyle bir onay isteği yok."))
    return row


def _end(actor: Actor, row: Approval, state: str, action: str, note: str = "") -> Approval:
    if row.state != ApprovalState.WAITING:
        raise _closed(row)
    row.state, row.note, row.decided_at = state, note.strip()[:200], timezone.now()
    row.save(update_fields=["state", "note", "decided_at"])
    if state != ApprovalState.APPROVED:
        challenges.void(KIND, row.pk, state.lower())
    told = {"approval": row.pk, "external_id": row.external_id, "state": state}
    publishing.publish(row.firm_id, DECIDED, told)
    trail.record(actor, action, row, {"state": [ApprovalState.WAITING, state], "note": row.note})
    return row


def _is_late(row: Approval) -> bool:
    return row.due_at is not None and row.due_at <= timezone.now()


def _closed(row: Approval) -> Conflict:
    return Conflict(
        _("Bu onay isteği artık açık değil: %(state)s.")
        % {"state": _("süresi doldu") if _is_late(row) else row.get_state_display().lower()},
        code="otp_approval_closed",
    )
