"""What the clock calls: a task that stands in no schedule and is nudged by nobody never runs."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.conf import settings

from turkcell_hub.celery import app

ROOMS = ("turkcell_hub", "messaging", "iys_consent", "otp", "invoices", "fieldteams")


def test_every_task_is_called_by_the_clock_or_by_a_nudge() -> None:
    for room in apps.get_app_configs():
        if find_spec(f"{room.name}.tasks"):
            import_module(f"{room.name}.tasks")
    # Measurements that another test has read bring tasks of their own.
    ours = {name for name, task in app.tasks.items() if task.__module__.split(".")[0] in ROOMS}
    assert {"messaging.sweep", "outbox.dispatch"} <= ours
    ticks = {entry["task"] for entry in app.conf.beat_schedule.values()}
    files = [one for room in ROOMS for one in (Path(settings.BASE_DIR) / room).rglob("*.py")]
    text = "".join(one.read_text() for one in files)
    # Its own name stands at the task; where it is nudged it stands once more.
    nudged = {name for name in ours if text.count(f'"{name}"') > 1}
    assert ours - ticks - nudged == set(), "tasks that nobody calls"
    assert ticks - ours == set(), "ticks without a task"


def test_a_tick_that_nobody_took_ends() -> None:
    for name, entry in app.conf.beat_schedule.items():
        assert entry["options"]["expires"] > 0, name
        assert entry["options"]["queue"] in ("fast", "bulk", "slow"), name
