"""Why a message did not arrive, in Turkish (S-068): our verdict or the operator's word."""

from __future__ import annotations

from django.utils.translation import gettext as _

from messaging.models import Message, MessageState
from messaging.states import BY_OUTCOME
from messaging.verdicts import Verdict
from turkcell_hub.gateways.sms.outcomes import reason_text

_OUTCOME_OF = {state: outcome for outcome, state in BY_OUTCOME.items()}


def text_of(state: int, reason: int = 0) -> str:
    """``reason``: the verdict of a blocked message, the network error of a failed one.
    Answers "" while the message waits."""
    if state == MessageState.BLOCKED:
        return verdict_text(reason)
    if state == MessageState.REFUSED:
        return _(
            "Operatör bu paketi almadı; kredi iade edildi. Gönderim sayfasındaki nedeni okuyun."
        )
    outcome = _OUTCOME_OF.get(MessageState(state))
    if outcome is None:
        return ""
    return reason_text(outcome, reason or None)


def of_message(message: Message) -> str:
    if message.state == MessageState.BLOCKED:
        return verdict_text(message.verdict)
    return text_of(message.state, message.network_error or 0)


def verdict_text(code: int) -> str:
    """One sentence with its advice; a code that no table knows is named."""
    try:
        verdict = Verdict(code)
    except ValueError:
        return _("Karar kodu %(code)d") % {"code": code}
    return f"{verdict.label}. {verdict.advice}".strip()
