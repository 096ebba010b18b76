"""Celery settings. A task is only a nudge; rows are the queue (docs/architecture.md)."""

from __future__ import annotations

import os

CELERY_BROKER_URL = os.environ.get("REDIS_URL", "")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False  # sweeps find what a lost nudge left; late acks would double
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "Europe/Istanbul"
CELERY_ENABLE_UTC = True
CELERY_TASK_DEFAULT_QUEUE = "bulk"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_keepalive": True,
    "socket_connect_timeout": 2,
    # A nudge that cannot be sent is given up at once; without these a request would wait for
    # the broker for ever. Workers keep reconnecting by themselves.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
}
# Without it Celery closes the database connection after each task.
CELERY_DB_REUSE_MAX = 1000
