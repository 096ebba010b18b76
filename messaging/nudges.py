"""Nudges to messaging's Celery tasks, for services (which must not import doors).

A lost nudge costs seconds, never work: the sweep finds what it left.
"""

from __future__ import annotations

from celery import current_app
from kombu.exceptions import OperationalError

from messaging.models import Campaign


def prepare(campaign: Campaign) -> None:
    queue = "fast" if campaign.kind == Campaign.Kind.SINGLE else "bulk"
    _nudge("messaging.prepare", queue, campaign.firm_id, campaign.pk)


def process_push(push_id: int) -> None:
    _nudge("messaging.process_push", "fast", push_id)


def _nudge(name: str, queue: str, *ids: int) -> None:
    try:
        current_app.send_task(name, args=ids, queue=queue, retry=False)
    except OperationalError:
        # The broker is away; the row is in the database and the sweep will find it.
        return
