"""Looking at a code. Who made it, we or the operator, is the gateway's matter."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from otp.models import Challenge, CodeSend, Method, SendState
from otp.services import sending
from turkcell_hub.errors import Invalid, Unavailable
from turkcell_hub.gateways.errors import GatewayError, Refused
from turkcell_hub.gateways.otp.contract import Verdict
from turkcell_hub.outbox.models import Batch
from turkcell_hub.outbox.states import State
from turkcell_hub.tenancy.services import account_health, connections, second_factor

DIGITS = 6
_NOT_SENT = (SendState.REFUSED, SendState.EXPIRED, SendState.CANCELLED)


def checked_form(challenge: Challenge, code: str) -> str:
    """The one form of a code that is taken: so many ASCII digits and nothing else. Raises
    ``Invalid``; it costs no try, because nothing was looked at."""
    digits = length(challenge)
    if not re.fullmatch(rf"[0-9]{{{digits}}}", code):
        raise Invalid(
            _("Kodu boşluksuz, %(count)d rakam olarak yazın.") % {"count": digits},
            code="otp_form",
            field="code",
        )
    return code


def length(challenge: Challenge) -> int:
    """How many digits the challenge's codes have; at an operator that makes them, its account
    says so."""
    row = newest(challenge) if challenge.method == Method.SMS else None
    return int(row.account.extra().get("code_length") or DIGITS) if row else DIGITS


def newest(challenge: Challenge) -> CodeSend | None:
    """The one code that counts."""
    rows = CodeSend.objects.filter(challenge_id=challenge.pk, number=challenge.sends)
    found: CodeSend | None = rows.select_related("account").first()
    return found


def is_in_doubt(row: CodeSend) -> bool:
    """Whether nobody knows if the operator took it: its answer was lost."""
    doubtful = (State.UNKNOWN, State.NEEDS_PERSON)
    rows = Batch.objects.filter(kind=sending.KIND, subject_id=row.pk, state__in=doubtful)
    return row.state == SendState.QUEUED and rows.exists()


def is_checkable(row: CodeSend) -> bool:
    """Whether some code can be right: not when none went out, nor when the operator made it and
    the answer with its id, the only way to ask about it, was lost."""
    if row.state in _NOT_SENT:
        return False
    return bool(row.ticket) or (row.state == SendState.QUEUED and not is_in_doubt(row))


def takes_codes(challenge: Challenge) -> bool:
    """Whether typing a code can help; else only a new one does."""
    row = newest(challenge) if challenge.method == Method.SMS else None
    return row is None or is_checkable(row)


def look(challenge: Challenge, code: str) -> Verdict:
    """What the code is: the newest one of the challenge, or what the person's app shows now.

    Raises ``Unavailable`` when the operator that checks cannot be asked; the try is spent all
    the same, for it may have looked.
    """
    if challenge.method == Method.TOTP:
        right = second_factor.verify(challenge.member.user, code) is not None
        return Verdict.RIGHT if right else Verdict.WRONG
    row = newest(challenge)
    if row is None or not row.ticket:
        return _look_at_nothing(row)
    try:
        with connections.codes(row.account) as gateway:
            return gateway.verify(row.ticket, code)
    except Refused:
        return Verdict.WRONG
    except GatewayError as failure:
        account_health.note_failure(row.account, failure)
        raise Unavailable(
            _("Operatör kodu şu anda denetleyemiyor; biraz sonra yeniden deneyin."),
            code="otp_operator_away",
        ) from None


def waste_time(challenge: Challenge) -> Verdict:
    """The work of a look where there is nothing to look at: the answer's time tells nothing."""
    return _look_at_nothing(newest(challenge) if challenge.method == Method.SMS else None)


def _look_at_nothing(row: CodeSend | None) -> Verdict:
    if row is not None:
        try:
            with connections.codes(row.account) as gateway:
                if not gateway.capabilities().checks_itself:
                    gateway.verify("x.y.z", "0")
        except GatewayError:
            return Verdict.WRONG
    return Verdict.WRONG
