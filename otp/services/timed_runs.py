"""The moments of timed tasks: what is due, and the SMS that tells of it, once.

The alert's place, the row of its result and the message are one transaction under the task's
lock: killed between any two lines, the next sweep finds all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from iys_consent.exemptions import ExemptReason
from messaging.models import Campaign, MessageClass
from messaging.services import campaigns, drafts
from messaging.services.schedules import CLOCKS_MOVE
from otp.models import TaskAlert, TaskRun, TimedTask
from otp.services import task_rules
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, HubError
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import languages
from turkcell_hub.tenancy.firm_clock import zone_of

State, Edge = TaskRun.State, TaskAlert.Edge


def due() -> Iterator[tuple[int, int]]:
    """(firm, task) of what may have to be told now. The caller has opened every firm. As in
    ``schedules.due``, clocks that a country has moved meanwhile are looked for ahead."""
    rows = TaskAlert.objects.filter(
        next_for__lte=timezone.now() + CLOCKS_MOVE, task__state=TimedTask.State.ACTIVE
    )
    seen = set()
    for alert in rows.select_related("task", "firm").order_by("next_for"):
        wall = alert.wall(alert.next_number)
        is_due = wall is None or _instant(wall, alert.firm.time_zone) <= timezone.now()
        if is_due and alert.task_id not in seen:
            seen.add(alert.task_id)
            yield alert.firm_id, alert.task_id


def fire(task_id: int) -> bool:
    """Tells of every edge of the task whose moment has come, and aims at the next; False when
    there is nothing to do (any more). The caller has opened the firm's scope."""
    with transaction.atomic():
        task = (
            TimedTask.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(pk=task_id, state=TimedTask.State.ACTIVE)
            .first()
        )
        return tell_due(task) if task else False


def tell_due(task: TimedTask) -> bool:
    """The same for a task that the caller has locked."""
    zone, told = zone_of(task.firm_id), False
    for alert in task.alerts.filter(next_for__isnull=False).order_by("pk"):
        alert.task = task
        told = _tell_due(alert, zone) or told
    return told


def close_ended() -> int:
    """Tasks whose last end has passed are over. The caller has opened every firm."""
    open_alerts = TaskAlert.objects.filter(next_for__isnull=False)
    rows = TimedTask.objects.filter(
        state=TimedTask.State.ACTIVE, over_at__lte=timezone.now()
    ).exclude(alerts__in=open_alerts)
    return rows.update(state=TimedTask.State.ENDED, ended_at=timezone.now())


def aim(alert: TaskAlert, zone: str) -> None:
    """Sets the instant of the alert's next moment; None after the last one."""
    wall = alert.wall(alert.next_number)
    alert.next_for = _instant(wall, zone) if wall else None


def aim_ahead(alert: TaskAlert, zone: str) -> None:
    """The same, past every moment that has gone by while nobody was to be told."""
    aim(alert, zone)
    while alert.next_for is not None and alert.next_for <= timezone.now():
        alert.next_number += 1
        aim(alert, zone)


def _tell_due(alert: TaskAlert, zone: str) -> bool:
    told = False
    aim(alert, zone)
    while alert.next_for is not None and alert.next_for <= timezone.now():
        told = _tell(alert, alert.next_for) or told
        alert.next_number += 1
        aim(alert, zone)
    alert.save(update_fields=["next_number", "next_for"])
    return told


def _tell(alert: TaskAlert, instant: datetime) -> bool:
    wall = alert.wall(alert.next_number)
    if wall is None:
        return False
    local = wall.isoformat(timespec="minutes")
    if TaskRun.objects.filter(task=alert.task, edge=alert.edge, local=local).exists():
        return False  # a person has skipped it, or it has been told of before the hours changed
    run = TaskRun(
        firm_id=alert.firm_id, task=alert.task, edge=alert.edge, local=local, state=State.SENT
    )
    _send(alert, run, wall, timezone.now() - instant)
    run.save()
    system = actors.system(alert.firm_id, str(_("Zamanlanmış görev")))
    trail.record(system, "task.told", alert.task, {"edge": alert.edge, "result": run.state})
    return True


def _send(alert: TaskAlert, run: TaskRun, wall: datetime, late: timedelta) -> None:
    rules = task_rules.in_force(alert.firm_id)
    try:
        if late > timedelta(minutes=rules.missed_minutes):
            raise _too_late(rules.missed_minutes)
        is_late = late > timedelta(minutes=rules.late_minutes)
        with transaction.atomic():
            run.campaign = _message(alert, wall, is_late=is_late)
        run.state = State.LATE if is_late else State.SENT
    except HubError as error:
        run.state = State.MISSED if error.code == "alert_missed" else State.FAILED
        run.problem, run.problem_code = str(error.message)[:300], error.code[:40]


def _message(alert: TaskAlert, wall: datetime, *, is_late: bool) -> Campaign:
    """Ordered with the rights that whoever set the task has now (hole 10); messaging's own rules
    on credit, blacklist, Kullanım Yeri and sending hours hold."""
    task = alert.task
    actor = actors.resume(task.firm_id, task.set_by_member, task.set_by_key)
    if actor is None:
        raise Conflict(
            _("Görevi kaydeden kişi ya da anahtar artık yetkili değil; görevi bir kez kaydedin."),
            code="setter_gone",
        )
    draft = drafts.create(
        actor,
        {
            "name": f"{task.title}: {alert.get_edge_display()} {wall:%d.%m.%Y %H:%M}"[:120],
            "text": words(alert, wall, is_late=is_late).replace("{", "{{").replace("}", "}}"),
            "message_class": MessageClass.INFORMATIONAL,
            "exemption": ExemptReason.SIMILAR,
            "authority_code": task.authority_code,
            "subscribers": list(alert.subscribers.all()),
            "groups": list(alert.groups.all()),
        },
        source=Campaign.Source.TIMED_TASK,
    )
    return campaigns.submit(actor, draft, fresh=True)


def words(alert: TaskAlert, wall: datetime, *, is_late: bool = False) -> str:
    """The firm's own text, or what and when; a late one says that it is. Always Turkish."""
    with languages.of_messages():
        return _words(alert, wall, is_late)


def _words(alert: TaskAlert, wall: datetime, is_late: bool) -> str:
    said = alert.text
    if not said:
        pattern = _("“%(title)s” görevi %(at)s başlıyor.")
        if alert.edge == Edge.END:
            pattern = _("“%(title)s” görevinin süresi %(at)s doluyor.")
        said = str(pattern % {"title": alert.task.title, "at": f"{wall:%d.%m.%Y %H:%M}"})
    if is_late:
        said = str(_("Gecikmeli uyarı (zamanı %(at)s): %(said)s")
                   % {"at": f"{wall:%d.%m.%Y %H:%M}", "said": said})  # fmt: skip
    return said


def _too_late(minutes: int) -> Conflict:
    return Conflict(
        _("Zamanı geldiğinde sistem çalışmıyordu; üzerinden %(minutes)d dakikadan çok geçtiği için"
          " gönderilmedi.") % {"minutes": minutes},
        code="alert_missed",
    )  # fmt: skip


def _instant(wall: datetime, zone: str) -> datetime:
    return local_time.resolve(wall, zone).instant
