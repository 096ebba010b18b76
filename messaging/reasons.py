"""Why a message did not arrive, in Turkish (S-068): our verdict or the operator's word."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from django.utils.translation import gettext as _

from messaging.models import Message, MessageState
from messaging.states import BY_OUTCOME
from messaging.verdicts import Verdict
from turkcell_hub.gateways.sms.outcomes import reason_text
from turkcell_hub.sentences import shown

_BLOCKED = MessageState.BLOCKED.value
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
    return shown(reason_text(outcome, reason or None))


def of_message(message: Message) -> str:
    return text_of(*key_of(message))


def teller() -> Callable[[Message], str]:
    """``of_message`` for a page's messages."""
    told = cache(text_of)
    return lambda message: told(*key_of(message))


def key_of(message: Message) -> tuple[int, int]:
    """What ``text_of`` wants to know of a message; few differ on a page of a list."""
    state = message.state
    return state, message.verdict if state == _BLOCKED else message.network_error or 0


def verdict_text(code: int) -> str:
    """One sentence with its advice; a code that no table knows is named."""
    try:
        verdict = Verdict(code)
    except ValueError:
        return _("Karar kodu %(code)d") % {"code": code}
    return f"{verdict.label}. {verdict.advice}".strip()
