"""Celery's doors to webhooks."""

from __future__ import annotations

from celery import shared_task

from turkcell_hub.events.services import sending


@shared_task(name="events.deliver")
def deliver() -> None:
    sending.run()


@shared_task(name="events.clean")
def clean() -> None:
    sending.clean()
