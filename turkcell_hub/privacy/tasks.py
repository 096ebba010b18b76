"""Celery's door of the privacy room."""

from __future__ import annotations

from celery import shared_task

from turkcell_hub.privacy.services import erasure_list


@shared_task(name="privacy.clean")
def clean() -> None:
    """Once an hour: who was erased longer ago than any backup remembers is named no more."""
    erasure_list.clean()
