"""Celery's doors to the approvals."""

from __future__ import annotations

from celery import shared_task

from otp import work_tasks  # noqa: F401  (timed tasks and workflow cards)
from otp.services import challenges, sent


@shared_task(name="otp.sweep")
def sweep() -> None:
    challenges.sweep()


@shared_task(name="otp.ask_reports")
def ask_reports() -> None:
    sent.ask_reports()
