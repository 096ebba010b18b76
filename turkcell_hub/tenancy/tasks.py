"""Celery's door: nudges that carry ids alone."""

from __future__ import annotations

from celery import shared_task

from turkcell_hub.tenancy import mails
from turkcell_hub.tenancy.models import Firm, User


@shared_task(
    name="tenancy.send_mail",
    autoretry_for=(OSError,),
    retry_backoff=True,
    max_retries=5,
)
def send(kind: str, user_id: int, firm_id: int | None = None) -> None:
    """Mails ``kind`` to a person; nothing for one who is gone."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is not None:
        firm = Firm.objects.filter(pk=firm_id).first() if firm_id else None
        mails.deliver(kind, user, firm.name if firm else "")
