"""Asking one person to approve one exact content, and taking his code (L-083 … L-087, idea 9).

A code is bound to person, record and digest. ``verify`` counts a try before it looks at the
code, in one conditional statement that is committed by itself: parallel guesses cannot pass the
limit, and nothing that fails later gives a try back. The content is asked of the record's own
room again when the code comes and once more by ``execute``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from otp import subjects
from otp.models import Challenge, ChallengeState, Method, Receipt
from otp.permissions import ANSWER
from otp.services import approvers, codes, meters, receipts, rules, sending
from otp.services.refusals import refuse, wait
from otp.subjects import Subject
from turkcell_hub import deadlocks
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.gateways.otp.contract import Verdict
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership
from turkcell_hub.tenancy.scope import every_firm

DAY = timedelta(days=1)


def start(actor: Actor, subject: Subject, method: str = "") -> Challenge:
    """Asks the acting person to approve ``subject``; by SMS the code is on its way at commit.

    A second call while a code lives gives the same challenge and sends nothing (L-085); another
    digest voids the first. ``method``: TOTP in place of SMS; the weaker way is refused.
    Raises ``Conflict`` for a set-up that is not done (``step`` names it), a phone number changed
    a short while ago or a subject that asks for an authenticator the person does not have;
    ``TooMany`` with ``retry_after``; ``InsufficientCredit``.
    """
    actor.require(ANSWER)
    with transaction.atomic():
        member = approvers.locked(actor)
        method = approvers.method_for(member, subject.method, method)
        known = _open(subject.kind, subject.id, member).first()
        if known is not None:
            if known.subject_digest == subject.digest and known.method == method and _lives(known):
                return known
            _end(known, "renewed" if known.subject_digest == subject.digest else "changed")
        return _begin(actor, member, subject, method)


def resend(actor: Actor, challenge_id: int) -> Challenge:
    """A new code; the one before is dead at once. A challenge that is locked or over is followed
    by a new one about the record as it is now. Raises as ``start``."""
    actor.require(ANSWER)
    with transaction.atomic():
        member = approvers.locked(actor)
        challenge = _own(actor, challenge_id)
        now = subjects.current(challenge.subject_kind, challenge.subject_id)
        if now is None or challenge.state == ChallengeState.VERIFIED:
            raise Conflict(
                _("Onaylanacak bir şey kalmadı; kaydın son durumuna bakın."), code="otp_nothing"
            )
        if challenge.state != ChallengeState.OPEN or now.digest != challenge.subject_digest:
            return start(actor, now, challenge.method)
        if challenge.method == Method.SMS:
            _send_again(actor, member, challenge)
        return _fresh(challenge.pk)


def verify(actor: Actor, challenge_id: int, code: str) -> Receipt:
    """Takes the acting person's code. Exactly one call of a challenge returns a ``Receipt``.

    Raises ``NotFound`` for a challenge of anybody else, ``CodeRefused`` (``otp_wrong``,
    ``otp_expired``, ``otp_locked``, ``otp_used``, ``otp_void``, ``otp_not_sent``;
    ``tries_left``) and ``Invalid`` for what has not the form of a code. Neither this nor a code
    for a send that cannot be checked (``otp_not_sent``) costs a try. Not to be called inside a
    transaction: a count that is taken back is no count.
    """
    actor.require(ANSWER)
    challenge = _own(actor, challenge_id)
    form = codes.checked_form(challenge, code)
    _still_the_same(challenge)
    _require_checkable(challenge)
    counted = _count(actor, challenge)
    verdict = codes.look(challenge, form) if counted else codes.waste_time(challenge)
    if not counted or verdict is not Verdict.RIGHT:
        raise _refusal(challenge, verdict)
    return deadlocks.outlived(lambda: _approve(actor, challenge))


@transaction.atomic
def _approve(actor: Actor, challenge: Challenge) -> Receipt:
    """A right code is used up, and what follows from it done."""
    if not _take(challenge):
        raise _refusal(challenge)
    challenge.refresh_from_db()
    return receipts.write(actor, challenge)


def void(kind: str, subject_id: int, reason: str = "changed") -> int:
    """The record has changed or is gone: no open code approves it any more. Returns how many
    there were. In the caller's transaction and firm scope."""
    with transaction.atomic():
        rows = Challenge.objects.select_for_update().filter(
            subject_kind=kind, subject_id=subject_id, state=ChallengeState.OPEN
        )
        return sum(1 for row in rows.order_by("pk") if _end(row, reason))


def holds(subject: Subject) -> bool:
    """Whether exactly this content has been approved and not yet been executed."""
    return receipts.unused(subject).exists()


def execute(actor: Actor, subject: Subject) -> Receipt:
    """Uses the approval of exactly this content up, in the caller's transaction: it decides one
    execution. Raises ``Conflict`` (``otp_not_approved``) when there is none."""
    return receipts.use(actor, subject)


@dataclass(frozen=True)
class Standing:
    """What the page of a challenge shows; times by the database's clock."""

    challenge: Challenge
    seconds_left: int
    tries_left: int
    takes_codes: bool
    resend_in: int  # seconds until a new code may be asked for


def standing(actor: Actor, challenge_id: int) -> Standing:
    """The acting person's own challenge as it stands. Raises ``NotFound``."""
    actor.require(ANSWER)
    challenge = _own(actor, challenge_id)
    left = (challenge.expires_at - challenge.db_now).total_seconds()
    in_force = rules.in_force(actor.firm_id)
    tries = in_force.tries - challenge.tries
    is_open = challenge.state == ChallengeState.OPEN
    return Standing(
        challenge,
        max(0, int(left)) if is_open else 0,
        max(0, tries),
        is_open and codes.takes_codes(challenge),
        sending.seconds_to_wait(challenge, in_force) if challenge.method == Method.SMS else 0,
    )


def sweep() -> int:
    """Marks codes whose life is long over; for lists alone, ``verify`` never trusts the state."""
    with every_firm():
        late = Challenge.objects.filter(
            state=ChallengeState.OPEN, expires_at__lt=NOW - timedelta(hours=1)
        )
        return late.update(state=ChallengeState.EXPIRED, ended_at=F("expires_at"))


def _begin(actor: Actor, member: Membership, subject: Subject, method: str) -> Challenge:
    in_force = rules.in_force(actor.firm_id)
    challenge = Challenge.objects.create(
        firm_id=actor.firm_id,
        subject_kind=subject.kind,
        subject_id=subject.id,
        subject_digest=subject.digest,
        subject_text=subject.text,
        member=member,
        method=method,
        phone=member.phone if method == Method.SMS else "",
        expires_at=NOW + timedelta(seconds=in_force.life_seconds),
    )
    challenge = _fresh(challenge.pk)
    if method == Method.SMS:
        sending.send(actor, challenge, in_force)
    trail.record(
        actor,
        "otp.challenge.started",
        challenge,
        {"subject": f"{subject.kind} {subject.id}", "digest": subject.digest, "method": method},
    )
    return _fresh(challenge.pk)


def _send_again(actor: Actor, member: Membership, challenge: Challenge) -> None:
    in_force = rules.in_force(actor.firm_id)
    if member.phone != challenge.phone:
        _end(challenge, "phone")
        raise Conflict(
            _("Telefon numaranız değişti; onayı yeniden başlatın."), code="otp_phone_changed"
        )
    if challenge.sends >= in_force.challenge_sends:
        wait("CHALLENGE", in_force.number_minutes * 60)
    Challenge.objects.filter(pk=challenge.pk).update(
        expires_at=NOW + timedelta(seconds=in_force.life_seconds)
    )
    sending.send(actor, _fresh(challenge.pk), in_force)
    trail.record(actor, "otp.challenge.resent", challenge, {"number": challenge.sends + 1})


def _count(actor: Actor, challenge: Challenge) -> bool:
    """One try taken, and committed, before the code is looked at; False when none is left."""
    in_force = rules.in_force(actor.firm_id)
    with transaction.atomic(durable=True):
        day = meters.Limit("TRIES", str(challenge.member_id), in_force.member_tries_a_day, DAY)
        if seconds := meters.take(actor.firm_id, day):
            wait("TRIES", seconds)
        living = Challenge.objects.filter(
            pk=challenge.pk, state=ChallengeState.OPEN, tries__lt=in_force.tries, expires_at__gt=NOW
        )
        return bool(living.update(tries=F("tries") + 1))


def _take(challenge: Challenge) -> bool:
    """The one move to VERIFIED; the code that was looked at is still the newest, and alive."""
    return bool(
        Challenge.objects.filter(
            pk=challenge.pk,
            state=ChallengeState.OPEN,
            sends=challenge.sends,
            subject_digest=challenge.subject_digest,
            expires_at__gt=NOW,
        ).update(state=ChallengeState.VERIFIED, ended_at=NOW)
    )


def _refusal(challenge: Challenge, verdict: Verdict = Verdict.WRONG) -> Exception:
    """What to say; the last wrong try locks, and so does an operator that has counted more
    strictly. Reads what is true now, not before the look."""
    most = rules.in_force(challenge.firm_id).tries
    with transaction.atomic():
        mine = Challenge.objects.filter(
            pk=challenge.pk, state=ChallengeState.OPEN, sends=challenge.sends
        )
        if verdict is Verdict.EXHAUSTED:
            mine.update(state=ChallengeState.LOCKED, ended_at=NOW, end_reason="operator")
        elif verdict is Verdict.EXPIRED:
            mine.filter(expires_at__gt=NOW).update(expires_at=NOW)
        Challenge.objects.filter(
            pk=challenge.pk, state=ChallengeState.OPEN, tries__gte=most
        ).update(state=ChallengeState.LOCKED, ended_at=NOW, end_reason="tries")
        now = _fresh(challenge.pk)
    left = max(0, most - now.tries)
    if now.state == ChallengeState.OPEN:
        return refuse("wrong" if _lives(now) else "expired", left)
    ended = {"VERIFIED": "used", "LOCKED": "locked", "EXPIRED": "expired"}
    return refuse(ended.get(now.state, "void"), left if now.state == ChallengeState.EXPIRED else 0)


def _still_the_same(challenge: Challenge) -> None:
    """The record's own room is asked, also where it is too late: the answer's time tells nothing.
    Another content voids the code (G6 iii)."""
    now = subjects.current(challenge.subject_kind, challenge.subject_id)
    if challenge.state != ChallengeState.OPEN:
        return
    if now is None or now.digest != challenge.subject_digest:
        with transaction.atomic():
            row = Challenge.objects.select_for_update().get(pk=challenge.pk)
            _end(row, "changed")
        raise refuse("void")


def _require_checkable(challenge: Challenge) -> None:
    """Where no code can be right none is counted as wrong; a lapsed challenge says that instead."""
    is_alive = challenge.state == ChallengeState.OPEN and _lives(challenge)
    if is_alive and not codes.takes_codes(challenge):
        most = rules.in_force(challenge.firm_id).tries
        raise refuse("not_sent", max(0, most - challenge.tries))


def _end(challenge: Challenge, reason: str) -> bool:
    """An open challenge that is not to be answered any more; its unsent code stays unsent."""
    is_late = reason == "renewed"
    state = ChallengeState.EXPIRED if is_late else ChallengeState.VOID
    ended = Challenge.objects.filter(pk=challenge.pk, state=ChallengeState.OPEN).update(
        state=state, ended_at=NOW, end_reason=reason[:20]
    )
    if ended:
        sending.stop(challenge)
    return bool(ended)


def _open(kind: str, subject_id: int, member: Membership):  # type: ignore[no-untyped-def]
    return (
        Challenge.objects.select_for_update()
        .filter(subject_kind=kind, subject_id=subject_id, member=member, state=ChallengeState.OPEN)
        .annotate(db_now=NOW)
    )


def _lives(challenge: Challenge) -> bool:
    return challenge.expires_at > challenge.db_now  # type: ignore[attr-defined,no-any-return]


def _fresh(pk: int) -> Challenge:
    return Challenge.objects.annotate(db_now=NOW).get(pk=pk)


def _own(actor: Actor, challenge_id: int) -> Challenge:
    rows = Challenge.objects.annotate(db_now=NOW).filter(member_id=actor.membership_id)
    challenge = rows.filter(pk=challenge_id, firm_id=actor.firm_id).first()
    if challenge is None:
        raise NotFound(_("Böyle bir onay kodu yok."))
    return challenge
