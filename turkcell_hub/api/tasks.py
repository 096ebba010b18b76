"""Celery doors of the REST toolkit."""

from __future__ import annotations

from celery import shared_task

from turkcell_hub.api import idempotency


@shared_task(name="api.forget_expired")
def forget_expired() -> None:
    """Answers kept for an ``Idempotency-Key`` are let go after 48 hours."""
    idempotency.forget_expired()
