"""Celery doors of support; the entries are the queue."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from turkcell_hub.help.services import telling
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)


@shared_task(name="help.tell")
def tell(firm_id: int, entry_id: int) -> None:
    with firm_scope(firm_id):
        telling.tell(entry_id)


@shared_task(name="help.sweep")
def sweep() -> None:
    """What a lost nudge or an absent mail server left."""
    with every_firm():
        due = telling.due(timezone.now())
    for firm_id, entry_id in due:
        try:
            tell(firm_id, entry_id)
        except (InterfaceError, OperationalError):
            raise  # the database is away: the next sweep
        except Exception:
            log.exception("help.tell_failed", firm_id=firm_id, entry_id=entry_id)
