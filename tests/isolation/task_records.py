"""Timed tasks: an open one, and one behind the Yetki Kodu."""

from __future__ import annotations

import datetime as dt

from otp.models import TaskAlert, TaskRules, TaskRun, TimedTask
from tests.isolation.cast import World
from tests.isolation.marks import OPEN, marked


def timed(world: World) -> None:
    world.rows["task-rules"] = TaskRules.objects.create(
        firm=world.firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
    )
    for secret, kept in ((False, world.rows), (True, world.sealed)):
        kept["scheduled-tasks"] = _task(world, secret)


def _task(world: World, secret: bool) -> TimedTask:
    rows = world.sealed if secret else world.rows
    task = TimedTask.objects.create(
        firm=world.firm, title=marked(secret, "gorev"), description=marked(secret, "aciklama"),
        owner=world.who["admin"].member, every="HAFTA", first_day=dt.date(2036, 3, 3),
        starts=dt.time(9), ends=dt.time(10), most_times=4, warns=True,
        set_by_label=marked(secret, "kaydeden"),
        authority_code=world.more["code"] if secret else None,
    )  # fmt: skip
    alert = TaskAlert.objects.create(
        firm=world.firm, task=task, edge="BASLAMA", text=marked(secret, "uyari"),
        next_for=dt.datetime(2036, 3, 3, 6, tzinfo=dt.UTC),
    )  # fmt: skip
    alert.subscribers.add(rows["subscribers"])
    alert.groups.add(rows["groups"])
    TaskRun.objects.create(
        firm=world.firm, task=task, edge="BITIS", local="2036-02-25T10:00", state="KACIRILDI",
        problem=marked(secret, "sorun"), by_label=marked(secret, "kisi"),
    )  # fmt: skip
    return task
