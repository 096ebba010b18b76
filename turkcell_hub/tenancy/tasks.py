"""Celery's doors; the rows are the queue."""

from __future__ import annotations

import structlog
from celery import shared_task

from turkcell_hub.tenancy import mails

log = structlog.get_logger(__name__)


@shared_task(name="tenancy.send_mail")
def send_mail(mail_id: int) -> None:
    mails.send(mail_id)


@shared_task(name="tenancy.sweep")
def sweep() -> None:
    """Mails that a lost nudge, a dead worker or an absent mail server left."""
    for mail_id in mails.owed():
        try:
            mails.send(mail_id)
        except Exception as error:
            log.exception("tenancy.not_mailed", id=mail_id, error=type(error).__name__)
