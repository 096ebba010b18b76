"""A person's number was changed: both numbers are told, open SMS codes die (reliability.md, hole
10). The hold itself is ``approvers.require_settled_phone``."""

from __future__ import annotations

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from messaging.services import notices
from otp.models import Challenge, ChallengeState, ConnectionUser, Method, Notice, TaskAssignee
from otp.services import rules, sending
from turkcell_hub.errors import HubError
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.models import Membership

log = structlog.get_logger(__name__)


def follow(member: Membership, old: str) -> None:
    """In the transaction that changes the card. Whoever has no part in approvals gets no SMS;
    a notice that cannot be sent stops nothing (the person gets an e-mail all the same)."""
    rows = Challenge.objects.select_for_update().filter(
        member=member, method=Method.SMS, state=ChallengeState.OPEN
    )
    for row in rows:
        Challenge.objects.filter(pk=row.pk).update(
            state=ChallengeState.VOID, ended_at=NOW, end_reason="phone"
        )
        sending.stop(row)
    if not _approves_by_phone(member):
        return
    text = _(
        "%(name)s için onay telefonu değiştirildi. %(hours)d saat SMS koduyla ya da SMS"
        " yanıtıyla onay verilemez. Siz istemediyseniz yöneticinize bildirin."
    ) % {"name": member.name, "hours": rules.in_force(member.firm_id).phone_hold_hours}
    for phone in {old, member.phone} - {""}:
        try:
            with transaction.atomic():
                notices.send(member.firm_id, phone, text, _("Onay telefonu değişti"))
        except HubError as error:
            log.warning("otp.phone_notice_not_sent", code=error.code, member_id=member.pk)


def _approves_by_phone(member: Membership) -> bool:
    """By codes, or by answers to an SMS."""
    asked = (TaskAssignee, Notice)  # for himself, and as a substitute
    return (
        any(one.objects.filter(member=member).exclude(reply_number="").exists() for one in asked)
        or ConnectionUser.objects.filter(member=member).exists()
    )
