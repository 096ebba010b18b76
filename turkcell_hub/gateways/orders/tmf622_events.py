"""What TMF622 v4 tells its listeners.

Nothing in an event is believed but its occasion: it names an order, and the order is asked for.
So a forged, repeated, late or overtaken event costs one question at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import orjson

from turkcell_hub.gateways.errors import Broken

_KNOWN = (
    "ProductOrderStateChangeEvent", "ProductOrderInformationRequiredEvent",
    "ProductOrderAttributeValueChangeEvent", "ProductOrderCreateEvent", "ProductOrderDeleteEvent",
    "CancelProductOrderCreateEvent", "CancelProductOrderStateChangeEvent",
    "CancelProductOrderInformationRequiredEvent",
)  # fmt: skip
_LONGEST = 64


@dataclass(frozen=True)
class Occasion:
    """``kind``: the event's name, "other" for one that the standard does not know. ``order_id`` is
    the operator's number, ``reference`` ours; either may be ""."""

    kind: str
    order_id: str
    reference: str


def read(body: bytes) -> Occasion:
    """Raises ``Broken`` for what is no event about an order."""
    try:
        told = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Broken("UNREADABLE") from error
    event = _object(_object(told).get("event"))
    order = _object(event.get("productOrder"))
    order = order or _object(_object(event.get("cancelProductOrder")).get("productOrder"))
    found = Occasion(
        kind if (kind := _object(told).get("eventType")) in _KNOWN else "other",
        _text(order.get("id")),
        _text(order.get("externalId")),
    )
    if not found.order_id and not found.reference:
        raise Broken("UNREADABLE")
    return found


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    """A number or reference as it may be asked for; "" for anything else."""
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST else ""
