"""What comes in, for the tests of both directions."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from messaging.models import InboundMessage
from messaging.services import inbound, routing
from turkcell_hub.gateways.sms.contract import InboundMessage as Incoming
from turkcell_hub.tenancy.models import GatewayAccount

PERSON = "+905321112233"
_ids = itertools.count(1)


def incoming(text: str, sender: str = PERSON, **more: Any) -> Incoming:
    values: dict[str, Any] = {
        "operator_id": f"op-{next(_ids)}",
        "recipient": "4605",
        "received_at": timezone.now(),
        **more,
    }
    return Incoming(sender=sender, text=text, **values)


def come(account: GatewayAccount, text: str, sender: str = PERSON, **more: Any) -> InboundMessage:
    """Keeps one message and routes it, as a pushed body does."""
    told = incoming(text, sender, **more)
    inbound.keep(account, [told])
    row = InboundMessage.objects.get(account=account, operator_id=told.operator_id)
    routing.route(row.pk)
    row.refresh_from_db()
    return row


def minutes_ago(count: float) -> datetime:
    return timezone.now() - timedelta(minutes=count)
