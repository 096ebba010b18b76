"""States of approvals and of their tasks, and what decisions make of a task. Pure tables."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StepKind(models.TextChoices):
    """Görev tipi (L-084)."""

    WORK = "GOREV", _("Görev")
    APPROVAL = "ONAY", _("Onay")
    OTP = "OTP_ONAY", _("OTP Onay")


class ProcessState(models.TextChoices):
    RUNNING = "SURUYOR", _("Sürüyor")
    APPROVED = "ONAYLANDI", _("Onaylandı")
    REJECTED = "REDDEDILDI", _("Reddedildi")
    WITHDRAWN = "GERI_CEKILDI", _("Geri çekildi")
    VOID = "GECERSIZ", _("Geçersiz: belge değişti")
    EXPIRED = "SURESI_DOLDU", _("Süresi doldu")


class TaskState(models.TextChoices):
    OPEN = "ACIK", _("Açık")
    DONE = "TAMAM", _("Tamamlandı")
    REJECTED = "RED", _("Reddedildi")
    CANCELLED = "IPTAL", _("Kapandı")


class Verdict(models.TextChoices):
    YES = "ONAY", _("Onayladı")
    NO = "RED", _("Reddetti")


class Channel(models.TextChoices):
    """Uyarı tipi (L-079): the same people get each of them (L-080)."""

    PORTAL = "MESAJ", _("Mesaj (portal)")
    MAIL = "EPOSTA", _("E-posta")
    SMS = "SMS", _("SMS")


APPROVAL_MOVES = {
    ProcessState.RUNNING: (
        ProcessState.APPROVED,
        ProcessState.REJECTED,
        ProcessState.WITHDRAWN,
        ProcessState.VOID,
        ProcessState.EXPIRED,
    ),
}
TASK_MOVES = {TaskState.OPEN: (TaskState.DONE, TaskState.REJECTED, TaskState.CANCELLED)}


def outcome(yes: int, no: int, quorum: int) -> TaskState:
    """One refusal ends the task; enough agreement completes it."""
    if no:
        return TaskState.REJECTED
    return TaskState.DONE if yes >= quorum else TaskState.OPEN


def may_move(before: str, after: str) -> bool:
    """Of an approval's or a task's state; final ones lead nowhere."""
    if before in ProcessState.values:
        return after in APPROVAL_MOVES.get(ProcessState(before), ())
    return after in TASK_MOVES.get(TaskState(before), ())


def next_position(positions: list[int], done: set[int]) -> int | None:
    """The first place in the order that has a step that is not done; steps of one place run side
    by side. None: everything is done."""
    return min((place for place in positions if place not in done), default=None)
