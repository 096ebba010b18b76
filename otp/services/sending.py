"""Sending a code: limits, credit, the row and its place in the queue, in one transaction.

The code is made when it is handed over (``otp.dispatch``), so nothing here knows it.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils.translation import gettext as _

from otp.models import Challenge, ChallengeState, CodeSend, OtpRules, SendState
from otp.services import approvers, meters, setup
from otp.services.meters import Limit
from otp.services.refusals import wait
from turkcell_hub.ledger.models import Kind
from turkcell_hub.ledger.reasons import Reason
from turkcell_hub.ledger.services import credits
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.outbox.services import queue
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.actor import Actor

KIND = "otp"
HOLE = "{{code}}"
_PREFIX = 6  # +90532: the operator's number block
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def send(actor: Actor, challenge: Challenge, rules: OtpRules) -> CodeSend:
    """One code for the challenge, urgent, dead in the queue when its life is over. One OTP credit
    (L-088). Raises as ``challenges.start``; then nothing has happened."""
    ready = setup.ready(challenge.member)
    approvers.require_settled_phone(challenge.member, rules)
    _require_use(challenge, rules)
    _take_limits(challenge, rules)
    number = challenge.sends + 1
    with transaction.atomic():
        row = CodeSend.objects.create(
            firm_id=challenge.firm_id,
            challenge=challenge,
            number=number,
            account=ready.account,
            phone=challenge.phone,
            text=wording(challenge, ready.web_account.sender_name),
            expires_at=challenge.expires_at,
        )
        Challenge.objects.filter(pk=challenge.pk).update(sends=F("sends") + 1)
        _stop_before(challenge, number)
        spent = credits.spend(
            challenge.firm_id, Kind.OTP, 1, f"otp:{row.pk}", Reason.OTP, actor, ("otp", row.pk)
        )
        CodeSend.objects.filter(pk=row.pk).update(transfer_id=spent.pk)
        queue.enqueue(
            ready.account,
            KIND,
            row.pk,
            [queue.Range(1, 1, 1, 1)],
            priority=queue.URGENT,
            expires_at=challenge.expires_at,
        )
    return row


def stop(challenge: Challenge) -> None:
    """What has not left yet does not leave any more; its credit comes back."""
    _stop_before(challenge, challenge.sends + 2)


def wording(challenge: Challenge, sender_name: str) -> str:
    """The SMS with a hole for the code: what is approved stands in it in full (idea 9)."""
    with languages.of_messages():
        return _("%(code)s onay kodunuz: %(text)s. %(sender)s") % {
            "code": HOLE,
            "text": challenge.subject_text.rstrip("."),
            "sender": sender_name,
        }


def _stop_before(challenge: Challenge, number: int) -> None:
    older = CodeSend.objects.filter(
        challenge_id=challenge.pk, number__lt=number, state=SendState.QUEUED
    )
    for pk in list(older.values_list("pk", flat=True)):
        queue.cancel(KIND, pk)


def _require_use(challenge: Challenge, rules: OtpRules) -> None:
    """The brake against SMS pumping: codes that hardly anybody types are not for people. Counts
    the number block's codes of the last hour whose life is over."""
    prefix = challenge.phone[:_PREFIX]
    rows = CodeSend.objects.filter(
        phone__startswith=prefix, created_at__gt=NOW - _HOUR, expires_at__lt=NOW
    )
    counts = rows.aggregate(
        sent=Count("pk"), used=Count("pk", filter=Q(challenge__state=ChallengeState.VERIFIED))
    )
    enough = counts["sent"] >= rules.used_floor_from
    if enough and counts["used"] * 100 < counts["sent"] * rules.used_floor_percent:
        wait("USE", int(_HOUR.total_seconds()))


def seconds_to_wait(challenge: Challenge, rules: OtpRules) -> int:
    """How long the limits let no new code be sent, 0 when they let one; takes nothing."""
    return max(meters.wait_for(challenge.firm_id, one) for one in _limits(challenge, rules))


def _limits(challenge: Challenge, rules: OtpRules) -> tuple[Limit, ...]:
    phone = challenge.phone
    return (
        Limit("FIRM", "", rules.firm_sends_an_hour, _HOUR),
        Limit("PREFIX", phone[:_PREFIX], rules.prefix_sends_an_hour, _HOUR),
        Limit("MEMBER", str(challenge.member_id), rules.member_sends_a_day, _DAY),
        Limit(
            "NUMBER",
            meters.number_key(phone),
            rules.number_sends,
            timedelta(minutes=rules.number_minutes),
            timedelta(seconds=rules.pause_seconds),
        ),
    )


def _take_limits(challenge: Challenge, rules: OtpRules) -> None:
    """In one fixed order, so that two senders never wait for each other."""
    for limit in _limits(challenge, rules):
        if seconds := meters.take(challenge.firm_id, limit):
            wait(limit.scope, seconds)
