"""Messages to a number that several firms share: whose is it? (decision record 013)

The firm's keyword decides; else the firm that wrote to the person last. A refusal without a
keyword holds for every firm of the number that wrote to the person lately: too much silence
costs a firm one reader, too little breaks the law. Any other text that could be two firms' goes
to neither: it is parked for the operator of the hub.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Max, Q
from django.utils import timezone

from messaging import refusal_words
from messaging.models import (
    InboundMessage,
    Message,
    MessageState,
    RelayedInbound,
    SharedNumber,
    SharedNumberUse,
)
from messaging.search import digits_of
from messaging.services import inbound_policy
from turkcell_hub.errors import Conflict, NotFound
from turkcell_hub.tenancy.models import Firm
from turkcell_hub.tenancy.scope import every_firm

log = structlog.get_logger(__name__)
State = RelayedInbound.State
MAX_TRIES = 12  # the last after about seven hours


@dataclass(frozen=True)
class Decision:
    """The firms that get the message (none: it is parked) and why."""

    firm_ids: tuple[int, ...]
    reason: str


def route(relay_id: int) -> list[tuple[int, int]]:
    """Decides one kept message, once; answers the (firm, inbound message) pairs to route. One
    that fails waits ever longer, and is parked for a person in the end."""
    try:
        return _route(relay_id)
    except (InterfaceError, OperationalError):
        raise  # the database is away: the next sweep
    except Exception as failure:
        log.exception("messaging.relaying_failed", relay_id=relay_id)
        _put_off(relay_id, failure)
        return []


def _route(relay_id: int) -> list[tuple[int, int]]:
    with every_firm(), transaction.atomic():
        relay = _locked(relay_id, State.OPEN)
        if relay is None:
            return []
        decision = decide(relay)
        if not decision.firm_ids:
            relay.state, relay.reason = State.PARKED, decision.reason
            relay.save(update_fields=["state", "reason"])
            log.warning("messaging.inbound_parked", relay_id=relay.pk, reason=decision.reason)
            return []
        return _give(relay, decision.firm_ids, decision.reason)


def _put_off(relay_id: int, failure: BaseException) -> None:
    with every_firm(), transaction.atomic():
        relay = _locked(relay_id, State.OPEN)
        if relay is None:
            return  # somebody else has it
        relay.tries += 1
        if relay.tries >= MAX_TRIES:
            relay.state, relay.reason = State.PARKED, f"failed: {type(failure).__name__}"[:40]
        else:
            wait = timedelta(minutes=min(60, 2 ** (relay.tries - 1)))
            relay.retry_at = timezone.now() + wait
        relay.save(update_fields=["state", "reason", "tries", "retry_at"])


def assign(relay_id: int, firm: Firm, by: str) -> list[tuple[int, int]]:
    """The operator of the hub gives a parked message to a firm. Raises ``Conflict`` when it
    does not wait any more, ``NotFound`` when there is none."""
    with every_firm(), transaction.atomic():
        relay = _parked(relay_id)
        relay.decided_by = by[:120]
        return _give(relay, (firm.pk,), "assigned")


def discard(relay_id: int, by: str, reason: str) -> None:
    """The row stays, with the name and the reason."""
    with every_firm(), transaction.atomic():
        relay = _parked(relay_id)
        relay.state, relay.reason, relay.decided_by = State.DISCARDED, reason[:40], by[:120]
        relay.save(update_fields=["state", "reason", "decided_by"])


def waiting(limit: int = 200) -> list[int]:
    due = Q(retry_at=None) | Q(retry_at__lte=timezone.now())
    rows = RelayedInbound.objects.filter(due, state=State.OPEN).order_by("tries", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def parked_count() -> int:
    return RelayedInbound.objects.filter(state=State.PARKED).count()


def parked() -> list[RelayedInbound]:
    return list(RelayedInbound.objects.filter(state=State.PARKED).order_by("pk"))


def decide(relay: RelayedInbound) -> Decision:
    """The caller has opened the scope of every firm."""
    number = number_of(relay)
    if number is None:
        return Decision((), "number_unknown")
    uses = list(number.uses.filter(firm__is_active=True))
    if not uses:
        return Decision((), "no_firm_on_number")
    named = _named(relay, uses)
    if len(named) == 1:
        return Decision((named[0].firm_id,), "keyword")
    last = _last_writers(relay, uses)
    if _refuses(relay, [use.firm_id for use in named or uses]):
        since = relay.received_at - timedelta(days=number.refusal_days)
        firms = tuple(sorted(firm for firm, at in last.items() if at >= since))
        return Decision(firms, "refusal" if firms else "refusal_without_writer")
    return _last_writer(relay, number, last)


def _last_writer(
    relay: RelayedInbound, number: SharedNumber, last: dict[int, datetime]
) -> Decision:
    since = relay.received_at - timedelta(hours=number.reply_hours)
    recent = sorted(((at, firm) for firm, at in last.items() if at >= since), reverse=True)
    if not recent:
        return Decision((), "nobody_wrote_lately")
    apart = timedelta(hours=number.apart_hours)
    if len(recent) > 1 and recent[0][0] - recent[1][0] < apart:
        return Decision((), "two_firms_wrote")
    return Decision((recent[0][1],), "last_writer")


def number_of(relay: RelayedInbound) -> SharedNumber | None:
    """The shared number it came to, if that is known; the caller has opened every firm."""
    return numbers_of([relay])[0]


def numbers_of(relays: Sequence[RelayedInbound]) -> list[SharedNumber | None]:
    """The same for several at once."""
    rows = SharedNumber.objects.filter(account_id__in={one.account_id for one in relays})
    known = {(row.account_id, digits_of(row.number)): row for row in rows.order_by("-pk")}
    return [known.get((one.account_id, digits_of(one.recipient))) for one in relays]


def _named(relay: RelayedInbound, uses: Sequence[SharedNumberUse]) -> list[SharedNumberUse]:
    """Firms whose keyword the operator told or stands first or second in the text."""
    words = {*refusal_words.words_of(relay.keyword), *refusal_words.words_of(relay.text)[:2]}
    return [use for use in uses if use.keyword and use.keyword in words]


def _last_writers(relay: RelayedInbound, uses: Sequence[SharedNumberUse]) -> dict[int, datetime]:
    """When each firm last wrote to the person, before this answer."""
    silent = (MessageState.BLOCKED, MessageState.CANCELLED)
    rows = (
        Message.objects.filter(
            firm_id__in=[use.firm_id for use in uses],
            phone=relay.sender,
            created_at__lte=relay.received_at,
        )
        .exclude(state__in=silent)
        .values("firm_id")
        .annotate(at=Max("created_at"))
        .order_by()
    )
    return {row["firm_id"]: row["at"] for row in rows}


def _refuses(relay: RelayedInbound, firm_ids: Sequence[int]) -> bool:
    text = f"{relay.keyword} {relay.text}"
    policies = {inbound_policy.at(relay.received_at, firm_id) for firm_id in firm_ids}
    return any(p.read(text).refuses or p.read(relay.text).refuses for p in policies)


def _give(relay: RelayedInbound, firm_ids: Sequence[int], reason: str) -> list[tuple[int, int]]:
    made = []
    for firm_id in firm_ids:
        row, _is_new = InboundMessage.objects.get_or_create(
            firm_id=firm_id,
            relay=relay,
            defaults={
                name: getattr(relay, name)
                for name in (
                    *("operator_id", "sender", "recipient", "keyword", "text", "network"),
                    "received_at",
                )
            },
        )
        made.append((firm_id, row.pk))
    relay.state, relay.reason = State.ROUTED, reason
    relay.save(update_fields=["state", "reason", "decided_by"])
    return made


def _parked(relay_id: int) -> RelayedInbound:
    relay = _locked(relay_id, State.PARKED)
    if relay is None:
        if RelayedInbound.objects.filter(pk=relay_id).exists():
            raise Conflict("Bu mesaj park edilmiş değil.")
        raise NotFound("Bu numarada bir mesaj yok.")
    return relay


def _locked(relay_id: int, state: str) -> RelayedInbound | None:
    rows = RelayedInbound.objects.select_for_update(of=("self",), skip_locked=True)
    return rows.filter(pk=relay_id, state=state).first()
