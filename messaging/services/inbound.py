"""SMS that come in: kept first, understood afterwards (C-10)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from messaging.models import InboundMessage, RelayedInbound, SharedNumber
from turkcell_hub.gateways.sms.contract import InboundMessage as Incoming
from turkcell_hub.tenancy.models import GatewayAccount


def keep(account: GatewayAccount, messages: Sequence[Incoming]) -> None:
    """Stores what came; the same message told twice, pushed or asked for, is one row.

    What comes through an account that carries a shared number is kept outside every firm until
    ``relays.route`` knows whose it is.
    """
    if not messages:
        return
    if SharedNumber.objects.filter(account=account).exists():
        rows = [RelayedInbound(account=account, **_values(message)) for message in messages]
        RelayedInbound.objects.bulk_create(rows, ignore_conflicts=True)
        return
    InboundMessage.objects.bulk_create(
        (
            InboundMessage(firm_id=account.firm_id, account=account, **_values(message))
            for message in messages
        ),
        ignore_conflicts=True,
    )


def _values(message: Incoming) -> dict[str, object]:
    """A time in the future is not believed: it would stay on top of the inbox for ever."""
    return {
        "operator_id": message.operator_id[:80],
        "sender": message.sender[:20],
        "recipient": message.recipient[:20],
        "keyword": message.keyword[:40].replace("\x00", ""),
        "text": message.text.replace("\x00", ""),
        "network": message.network[:20],
        "received_at": min(message.received_at, timezone.now()),
    }
