"""Celery's door to the ERP's documents."""

from __future__ import annotations

from celery import shared_task

from turkcell_hub.erp.services import taking


@shared_task(name="erp.sweep")
def sweep() -> None:
    taking.sweep()
