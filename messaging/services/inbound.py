"""SMS that come in."""

from __future__ import annotations

from collections.abc import Sequence

from messaging.models import InboundMessage
from turkcell_hub.gateways.sms.contract import InboundMessage as Incoming
from turkcell_hub.tenancy.models import GatewayAccount


def keep(account: GatewayAccount, messages: Sequence[Incoming]) -> None:
    """Stores what came; the same message told twice is one row."""
    InboundMessage.objects.bulk_create(
        (
            InboundMessage(
                firm_id=account.firm_id,
                account=account,
                operator_id=message.operator_id,
                sender=message.sender[:20],
                recipient=message.recipient[:20],
                keyword=message.keyword[:40],
                text=message.text.replace("\x00", ""),
                network=message.network[:20],
                received_at=message.received_at,
            )
            for message in messages
        ),
        ignore_conflicts=True,
    )
