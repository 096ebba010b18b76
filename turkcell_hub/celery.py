"""The Celery application and the static schedule (composition root).

Queues: ``fast`` (single messages, delivery reports, dispatch nudges), ``bulk`` (campaigns),
``slow`` (imports, exports, polling). Several beats are harmless: each tick takes a lock or
claims rows.
"""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turkcell_hub.settings")

app = Celery("turkcell_hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

app.conf.beat_schedule = {
    "outbox-sweep": {"task": "outbox.sweep", "schedule": 5.0, "options": {"queue": "fast"}},
    "jobs-sweep": {"task": "jobs.sweep", "schedule": 10.0, "options": {"queue": "slow"}},
    "messaging-sweep": {"task": "messaging.sweep", "schedule": 5.0, "options": {"queue": "bulk"}},
    "messaging-reports": {
        "task": "messaging.poll_reports",
        "schedule": 30.0,
        "options": {"queue": "slow"},
    },
}
