"""The Celery application and the static schedule (composition root).

Queues: ``fast`` (single messages, delivery reports, dispatch nudges), ``bulk`` (campaigns),
``slow`` (imports, exports, polling). Several beats are harmless: each tick takes a lock or
claims rows.
"""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab
from kombu.transport.redis import Channel

from turkcell_hub.starting import read_settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turkcell_hub.settings")
read_settings()

# A worker that loses its broker would put back the nudges it has not begun, over a connection that
# kombu 5.7 has let go of already, and end by that ("Unrecoverable error"). Nothing has to be put
# back: the sweeps find the rows (decision 9).
Channel.do_restore = False

app = Celery("turkcell_hub")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


def _tick(task: str, seconds: float, queue: str) -> dict[str, object]:
    """A tick that nobody took before the next one is worth nothing: it expires, so that no
    heap of them waits for a worker that comes back."""
    return {"task": task, "schedule": seconds, "options": {"queue": queue, "expires": seconds}}


app.conf.beat_schedule = {
    "outbox-sweep": _tick("outbox.sweep", 5.0, "fast"),
    "messaging-sweep": _tick("messaging.sweep", 5.0, "bulk"),
    "messaging-reports": _tick("messaging.poll_reports", 30.0, "slow"),
    "messaging-inbound": _tick("messaging.route_inbound", 10.0, "fast"),
    "messaging-ask-inbound": _tick("messaging.pull_inbound", 60.0, "slow"),
    "messaging-blacklist": _tick("messaging.tell_blacklist", 20.0, "slow"),
    "messaging-operator-lists": _tick("messaging.read_operator_lists", 300.0, "slow"),
    "messaging-mail-reports": _tick("messaging.mail_reports", 60.0, "slow"),
    "messaging-clean-media": _tick("messaging.clean_media", 3600.0, "slow"),
    "iys-sweep": _tick("iys_consent.sweep", 15.0, "bulk"),
    "iys-read": _tick("iys_consent.read", 60.0, "slow"),
    "iys-clean": _tick("iys_consent.clean", 3600.0, "slow"),
    "iys-packages": _tick("iys_consent.packages", 600.0, "slow"),
    # By the clock: an interval of a day would begin anew with each start of the beat.
    "iys-dealers": {
        "task": "iys_consent.dealers",
        "schedule": crontab(hour=3, minute=20),
        "options": {"queue": "slow", "expires": 6 * 3600},
    },
    "iys-clock": _tick("iys_consent.clock", 300.0, "slow"),
    "otp-sweep": _tick("otp.sweep", 300.0, "slow"),
    "otp-reports": _tick("otp.ask_reports", 20.0, "slow"),
    "otp-workflows": _tick("otp.run_workflows", 20.0, "slow"),
    "otp-timed-tasks": _tick("otp.tell_tasks", 5.0, "bulk"),
    "fieldteams-sweep": _tick("fieldteams.sweep", 60.0, "slow"),
    "fieldteams-poll": _tick("fieldteams.poll", 30.0, "slow"),
    "fieldteams-zones": _tick("fieldteams.zones", 15.0, "slow"),
    "fieldteams-jobs": _tick("fieldteams.jobs", 10.0, "fast"),
    "fieldteams-customers": _tick("fieldteams.customers", 20.0, "slow"),
    "fieldteams-clean": _tick("fieldteams.clean", 3600.0, "slow"),
    "invoices-sweep": _tick("invoices.sweep", 300.0, "slow"),
    "jobs-sweep": _tick("jobs.sweep", 10.0, "slow"),
    "events-deliver": _tick("events.deliver", 5.0, "fast"),
    "events-clean": _tick("events.clean", 3600.0, "slow"),
    "erp-sweep": _tick("erp.sweep", 15.0, "slow"),
    "erp-pull": _tick("erp.pull", 900.0, "slow"),
    "applications-sweep": _tick("applications.sweep", 60.0, "slow"),
    "tenancy-sweep": _tick("tenancy.sweep", 60.0, "slow"),
    "help-sweep": _tick("help.sweep", 60.0, "slow"),
    "membership-sweep": _tick("membership.sweep", 60.0, "slow"),
    "membership-clean": _tick("membership.clean", 3600.0, "slow"),
    "privacy-clean": _tick("privacy.clean", 3600.0, "slow"),
    "billing-sweep": _tick("billing.sweep", 60.0, "slow"),
    "billing-months": _tick("billing.months", 600.0, "slow"),
    "jobs-clean": _tick("jobs.clean", 3600.0, "slow"),
    "api-forget-expired": _tick("api.forget_expired", 3600.0, "slow"),
}
