"""Celery doors of the memberships; the rows are the queue."""

from __future__ import annotations

import structlog
from celery import shared_task

from turkcell_hub.membership.models import DossierEvent
from turkcell_hub.membership.services import discarding, telling
from turkcell_hub.tenancy.scope import every_firm, firm_scope

log = structlog.get_logger(__name__)


@shared_task(name="membership.tell")
def tell(event_id: int) -> None:
    with every_firm():
        rows = DossierEvent.objects.filter(pk=event_id)
        firm_id = rows.values_list("firm_id", flat=True).first()
    if firm_id:
        with firm_scope(firm_id):
            telling.tell(event_id)


@shared_task(name="membership.sweep")
def sweep() -> None:
    """Mails that a lost nudge or an absent mail server left."""
    with every_firm():
        found = telling.waiting()
    for firm_id, event_id in found:
        try:
            with firm_scope(firm_id):
                telling.tell(event_id)
        except Exception as error:
            log.exception("membership.not_told", id=event_id, error=type(error).__name__)


@shared_task(name="membership.clean")
def clean() -> None:
    """Identity copies past their time, and files that no row names."""
    discarding.expire()
    discarding.clean()
