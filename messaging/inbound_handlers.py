"""Who can take an inbound message. Rooms register theirs in ``AppConfig.ready``: refusal and
inbox are messaging's own; OTP replies and field jobs (EVET) come with their rooms (C-10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from messaging.models import InboundMessage

REFUSAL, INBOX, CONSENT = "refusal", "inbox", "consent"


@dataclass(frozen=True)
class Match:
    """Why the handler was asked. ``words``: the text's folded words; ``label``: what the rule
    says of the conversation ("" where no rule fitted)."""

    words: tuple[str, ...] = ()
    label: str = ""
    note: str = ""


@dataclass(frozen=True)
class InboundHandler:
    """``take(message, match)`` runs in the routing transaction with the firm's scope open and
    answers False when the message is not its own after all (then the next rule is asked).
    ``for_rules``: a firm's rule may name it. ``unasked``: it is asked of every message that is no
    refusal, before the firm's rules, because it knows its own by a question that was put; those of
    a smaller ``order`` first: a bare EVET answers the more pressing question."""

    code: str
    label: Any
    take: Callable[[InboundMessage, Match], bool]
    for_rules: bool = True
    unasked: bool = False
    order: int = 0


_handlers: dict[str, InboundHandler] = {}


def register(handler: InboundHandler) -> None:
    """Raises ``ValueError`` when another handler has the code."""
    known = _handlers.get(handler.code)
    if known is not None and known != handler:
        raise ValueError(f"inbound handler {handler.code} is registered twice")
    _handlers[handler.code] = handler


def forget(code: str) -> None:
    _handlers.pop(code, None)


def get(code: str) -> InboundHandler | None:
    """None for a handler whose room is not installed any more."""
    return _handlers.get(code)


def choices() -> list[tuple[str, Any]]:
    """What a firm's rule can choose, for forms and REST."""
    return [(handler.code, handler.label) for handler in _handlers.values() if handler.for_rules]


def unasked() -> list[str]:
    """The codes of those who need no rule."""
    found = sorted(_handlers.values(), key=lambda handler: handler.order)
    return [handler.code for handler in found if handler.unasked]


def label_of(code: str) -> Any:
    handler = _handlers.get(code)
    return handler.label if handler else code
