"""Celery's door to the ERP's documents."""

from __future__ import annotations

from celery import shared_task

from turkcell_hub.erp.services import posting, pulling, taking


@shared_task(name="erp.sweep")
def sweep() -> None:
    taking.sweep()
    posting.sweep()


@shared_task(name="erp.pull")
def pull() -> None:
    pulling.sweep()
