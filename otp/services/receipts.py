"""What stays of an approval, and using it up once."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from otp import subjects
from otp.models import Challenge, Receipt
from otp.services.refusals import refuse
from otp.subjects import Subject
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict
from turkcell_hub.lib import phone
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor

APPROVED = "otp.approved"


def write(actor: Actor, challenge: Challenge) -> Receipt:
    """The receipt of a code that was right, in the transaction that took it; then the record's
    own room is told. Raises ``CodeRefused`` when the content has changed since the look."""
    now = subjects.current(challenge.subject_kind, challenge.subject_id)
    if now is None or now.digest != challenge.subject_digest:
        raise refuse("void")
    receipt = Receipt(
        firm_id=challenge.firm_id,
        challenge=challenge,
        subject_kind=challenge.subject_kind,
        subject_id=challenge.subject_id,
        subject_digest=challenge.subject_digest,
        subject_text=challenge.subject_text,
        member=challenge.member,
        member_name=challenge.member.name[:120],
        phone_masked=phone.mask(challenge.phone) if challenge.phone else "",
        method=challenge.method,
        authority_code_id=now.authority_code_id,
        approved_at=challenge.ended_at,
    )
    entry = trail.record(actor, APPROVED, challenge, facts(receipt))
    receipt.trail_seq, receipt.trail_hash = entry.seq, entry.hash
    receipt.save(force_insert=True)
    source = subjects.source_of(challenge.subject_kind)
    if source.approved is not None:
        source.approved(actor, receipt)
    return receipt


def visible(actor: Actor) -> QuerySet[Receipt]:
    """What exists for the actor: documents behind a Yetki Kodu that he does not hold do not
    (C-01)."""
    return actor.visible(Receipt.objects.all())


def facts(receipt: Receipt) -> dict[str, str]:
    """What the trail's entry holds of the approval, and so its hash covers."""
    return {
        "receipt": str(receipt.number),
        "subject": f"{receipt.subject_kind} {receipt.subject_id}",
        "digest": receipt.subject_digest,
        "text": receipt.subject_text,
        "member": receipt.member_name,
        "phone": receipt.phone_masked,
        "method": receipt.method,
    }


def unused(subject: Subject) -> QuerySet[Receipt]:
    """Approvals of exactly this content that have decided nothing yet."""
    return Receipt.objects.filter(
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_digest=subject.digest,
        executed_at=None,
    )


def use(actor: Actor, subject: Subject) -> Receipt:
    """Raises ``Conflict`` (``otp_not_approved``) when exactly this content is not approved, or
    the approval is used up."""
    with transaction.atomic():
        receipt = unused(subject).select_for_update().order_by("pk").first()
        if receipt is None or not unused(subject).filter(pk=receipt.pk).update(executed_at=NOW):
            raise Conflict(
                _("Bu içerik onaylı değil: onaydan sonra değişmiş ya da onayı kullanılmış."),
                code="otp_not_approved",
            )
        receipt.refresh_from_db()
        trail.record(actor, "otp.executed", receipt, {"digest": receipt.subject_digest})
    return receipt
