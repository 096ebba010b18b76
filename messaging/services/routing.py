"""The one router of inbound messages: refusals, answers to questions that rooms have put, then
the firm's rules, then the inbox (C-10).

A refusal word is taken before every rule: no setting can lead it elsewhere (S-014, S-033).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from messaging import inbound_handlers, refusal_words
from messaging.inbound_handlers import INBOX, REFUSAL, Match
from messaging.models import InboundMessage, InboundRule, SharedNumberUse
from messaging.search import digits_of
from messaging.services import inbound_policy, refusals

log = structlog.get_logger(__name__)
# After this many failures a message that is no refusal goes to the inbox without its handler.
MAX_TRIES = 5


@dataclass(frozen=True)
class Read:
    """What the router sees in a message."""

    words: tuple[str, ...]
    reading: refusal_words.Reading


def route(message_id: int) -> bool:
    """Gives one kept message to its handler, once, however often it is called; the caller has
    opened the firm's scope. False when it is routed already, taken, or has to be tried again.

    A refusal whose follower fails still blocks the number at once; the rest is tried again.
    """
    try:
        with transaction.atomic():
            message = _take(message_id)
            if message is None:
                return False
            _route(message)
    except (InterfaceError, OperationalError):
        raise
    except Exception:
        log.exception("messaging.routing_failed", inbound_id=message_id)
        _try_later(message_id)
        return False
    return True


def waiting(limit: int = 200) -> list[tuple[int, int]]:
    """(firm, message) pairs that wait for the router, the oldest first."""
    due = Q(retry_at=None) | Q(retry_at__lte=timezone.now())
    rows = InboundMessage.objects.filter(due, routed_at=None).order_by("pk")
    return list(rows.values_list("firm_id", "pk")[:limit])


def read(message: InboundMessage) -> Read:
    """The text as it stands, with the operator's keyword in front, and without the firm's own
    keyword: whichever of them refuses counts."""
    policy = inbound_policy.at(message.received_at)
    own = _own_keywords(message)
    words = refusal_words.words_of(message.text)
    spelled = refusal_words.words_of(message.keyword)
    spellings = [words, [*spelled, *words]]
    if words and words[0] in own:
        spellings.append(words[1:])
    readings = [policy.read(" ".join(spelling)) for spelling in spellings]
    best = max(readings, key=lambda reading: (reading.refuses, reading.may_refuse))
    return Read(tuple([*spelled, *words] if spelled and words[:1] != spelled else words), best)


def _route(message: InboundMessage) -> None:
    seen = read(message)
    note = _("Ret olabilir; bir kişinin bakması gerekir.") if seen.reading.may_refuse else ""
    for code, match in _candidates(message, seen, note):
        handler = inbound_handlers.get(code)
        if handler is not None and handler.take(message, match):
            message.route, message.routed_at = code, timezone.now()
            message.note = message.note or match.note
            message.save(update_fields=["route", "routed_at", "note"])
            return
    raise RuntimeError("no handler took the message")


def _candidates(message: InboundMessage, seen: Read, note: str) -> Iterator[tuple[str, Match]]:
    if seen.reading.refuses:
        yield REFUSAL, Match(seen.words)
        return
    if message.tries < MAX_TRIES:
        for code in inbound_handlers.unasked():
            yield code, Match(seen.words, note=note)
        for rule in _rules(message, seen.words):
            yield rule.handler, Match(seen.words, rule.label, note)
    yield INBOX, Match(seen.words, note=note)


def _rules(message: InboundMessage, words: tuple[str, ...]) -> list[InboundRule]:
    rules = InboundRule.objects.filter(
        is_active=True, number__in=("", digits_of(message.recipient))
    )
    first = words[0] if words else ""
    fitting = [rule for rule in rules if rule.keyword in ("", first)]
    # Of two with one place in the order, the one that says more.
    return sorted(
        fitting, key=lambda rule: (rule.priority, not rule.keyword, not rule.number, rule.pk)
    )


def _own_keywords(message: InboundMessage) -> set[str]:
    """The firm's keyword on the number: a person may write "B001 RET" as well as "RET B001"."""
    own = set(InboundRule.objects.exclude(keyword="").values_list("keyword", flat=True))
    if message.relay is not None:
        uses = SharedNumberUse.objects.filter(
            firm_id=message.firm_id, shared_number__account_id=message.relay.account_id
        )
        own |= set(uses.exclude(keyword="").values_list("keyword", flat=True))
    return own


def _take(message_id: int) -> InboundMessage | None:
    return (
        InboundMessage.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("account", "relay")
        .filter(pk=message_id, routed_at=None)
        .first()
    )


def _try_later(message_id: int) -> None:
    with transaction.atomic():
        message = _take(message_id)
        if message is None:
            return
        if read(message).reading.refuses:
            refusals.block(message)
        wait = timedelta(minutes=min(60, 2**message.tries))
        InboundMessage.objects.filter(pk=message_id).update(
            tries=F("tries") + 1, retry_at=timezone.now() + wait
        )
