"""Timed tasks: an open one, and one behind the Yetki Kodu."""

from __future__ import annotations

import datetime as dt

from otp.models import (
    Notice,
    Process,
    Substitute,
    Task,
    TaskAlert,
    TaskAssignee,
    TaskRules,
    TaskRun,
    TimedTask,
    Workflow,
    WorkflowStep,
    WorkflowVersion,
)
from tests.isolation.cast import World
from tests.isolation.marks import OPEN, SEALED, marked


def timed(world: World) -> None:
    world.rows["task-rules"] = TaskRules.objects.create(
        firm=world.firm, valid_from=dt.date(2040, 1, 1), created_by=OPEN
    )
    for secret, kept in ((False, world.rows), (True, world.sealed)):
        kept["scheduled-tasks"] = _task(world, secret)
        workflow = _card(world, secret)
        kept["workflows"] = workflow
        kept["approvals"], kept["my-tasks"] = _approval(world, secret, workflow)
    world.rows["substitutes"] = Substitute.objects.create(
        firm=world.firm, member=world.who["manager"].member, deputy=world.who["admin"].member,
        first_day=dt.date(2036, 1, 1), last_day=dt.date(2036, 1, 9),
        by_label=marked(False, "vekil"),
    )  # fmt: skip


def _card(world: World, secret: bool) -> Workflow:
    """With one step that everybody may do."""
    card = Workflow.objects.create(
        firm=world.firm, code=f"{SEALED if secret else OPEN}K", name=marked(secret, "kart"),
        kind="external", authority_code=world.more["code"] if secret else None,
    )  # fmt: skip
    version = WorkflowVersion.objects.create(
        firm=world.firm, workflow=card, number=1, by_label=marked(secret, "kaydeden")
    )
    WorkflowStep.objects.create(
        firm=world.firm, version=version, position=1, name=marked(secret, "adim"), kind="ONAY",
        roles=["ADMIN", "YONETICI"],
    )  # fmt: skip
    return card


def _approval(world: World, secret: bool, card: Workflow) -> tuple[Process, Task]:
    version = card.versions.get()
    row = Process.objects.create(
        firm=world.firm, version=version, kind="external", subject_key=marked(secret, "belge"),
        title=marked(secret, "konu"), text=marked(secret, "onay"), facts=[["Taraf", OPEN]],
        digest="0" * 64, authority_code=world.more["code"] if secret else None,
        asked_by=marked(secret, "isteyen"),
    )  # fmt: skip
    task = Task.objects.create(firm=world.firm, approval=row, step=version.steps.get(), kind="ONAY")
    for name in ("admin", "manager", "staff", "without code"):
        TaskAssignee.objects.create(firm=world.firm, task=task, member=world.who[name].member)
    Notice.objects.create(
        firm=world.firm, task=task, purpose="UYARI", event="ACILDI", channel="MESAJ",
        member=world.who["without code"].member, state="GITTI",
    )  # fmt: skip
    return row, task


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
