"""Something happened: kept in the caller's transaction for everybody who wants to be told."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.db.models import Q
from django.utils import timezone

from turkcell_hub import nudges
from turkcell_hub.events.models import Delivery, Endpoint, Event


def publish(firm_id: int, event_type: str, data: Mapping[str, Any]) -> int:
    """Tells the firm's webhooks of ``event_type``; nothing is kept where nobody listens.
    Returns how many addresses will be told.

    ``data``: small JSON with ids, states and codes – no number, TCKN, code or secret; a
    receiver asks REST for the rest, with his own rights. Safe to call for anything: it sends
    nothing itself and raises nothing for what a receiver does.
    """
    return publish_many(firm_id, event_type, [data])


def publish_many(firm_id: int, event_type: str, each: Sequence[Mapping[str, Any]]) -> int:
    """The same for many things of one kind; who listens is asked once."""
    listening = Endpoint.objects.filter(
        Q(types=[]) | Q(types__contains=[event_type]), firm_id=firm_id, stop_reason=""
    )
    ids = list(listening.values_list("pk", flat=True))
    if not ids or not each:
        return 0
    events = Event.objects.bulk_create([_made(firm_id, event_type, data) for data in each])
    Delivery.objects.bulk_create(
        [Delivery(firm_id=firm_id, endpoint_id=pk, event=event) for event in events for pk in ids],
        batch_size=1000,
    )
    nudge()
    return len(ids)


def keep(firm_id: int, event_type: str, data: Mapping[str, Any]) -> Event:
    """The event with its body, to nobody yet."""
    event = _made(firm_id, event_type, data)
    event.save(force_insert=True)
    return event


def _made(firm_id: int, event_type: str, data: Mapping[str, Any]) -> Event:
    key = uuid.uuid4()
    said = {"id": key, "type": event_type, "timestamp": timezone.now(), "data": dict(data)}
    body = orjson.dumps(said, option=orjson.OPT_UTC_Z, default=str).decode()
    return Event(firm_id=firm_id, key=key, type=event_type, body=body)


def nudge() -> None:
    nudges.after_commit("events.deliver", queue="fast")
