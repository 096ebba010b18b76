"""Scheduled reports: what a person sets, and the runs that come of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging.models import ReportMail, ReportRun, ReportSchedule
from messaging.selectors.reporting import period as periods
from messaging.selectors.reporting import tables
from turkcell_hub.audit.services import trail
from turkcell_hub.errors import Conflict, Invalid, NotFound
from turkcell_hub.lib import local_time
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.firm_clock import zone_of
from turkcell_hub.tenancy.scope import firm_scope

Every = ReportSchedule.Every
_RANGE = {Every.DAY: "yesterday", Every.WEEK: "last_week", Every.MONTH: "last_month"}
_FIELDS = ("name", "every", "hour", "part", "file_format", "is_active")
_SALT = "messaging.report.stop"


def save(actor: Actor, row: ReportSchedule | None, data: Mapping[str, Any]) -> ReportSchedule:
    """Creates (``row`` None) or changes one. ``data``: name, every, hour (0-23), part, file_format,
    is_active, members. The next run is counted anew. Raises ``Invalid``, ``Conflict``."""
    actor.require(f"messaging.report.{'change' if row else 'add'}")
    made = row or ReportSchedule(firm_id=actor.firm_id, created_by=actor.label)
    for name in _FIELDS:
        if name in data:
            setattr(made, name, data[name])
    if made.part not in tables.PARTS:
        raise Invalid(_("Raporun tablosunu listeden seçin."), field="part")
    if "members" in data and not data["members"]:
        raise Invalid(_("En az bir alıcı seçin."), field="members")
    made.next_at = slot_after(made, timezone.now())
    with transaction.atomic():
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError:
            raise Conflict(
                _("Bu adda bir zamanlanmış rapor var; başka bir ad yazın."), field="name"
            ) from None
        if "members" in data:
            made.members.set(data["members"])
        changes = {"every": made.every, "hour": made.hour, "members": made.members.count()}
        trail.record(actor, f"report.{'changed' if row else 'scheduled'}", made, changes)
    return made


def delete(actor: Actor, row: ReportSchedule) -> None:
    """With its runs; nothing of it is mailed any more."""
    actor.require("messaging.report.delete")
    with transaction.atomic():
        trail.record(actor, "report.unscheduled", row)
        row.delete()


def slot_after(row: ReportSchedule, moment: datetime) -> datetime:
    """The schedule's first instant after ``moment``."""
    zone = zone_of(row.firm_id)
    day = local_time.at(moment, zone).date()
    while True:
        fits = {Every.WEEK: day.weekday() == 0, Every.MONTH: day.day == 1}
        if fits.get(Every(row.every), True):
            at = local_time.resolve(datetime.combine(day, time(row.hour)), zone).instant
            if at > moment:
                return at
        day += timedelta(days=1)


def due() -> list[tuple[int, int]]:
    """(firm, schedule) pairs whose hour has come; the caller has opened ``every_firm``."""
    rows = ReportSchedule.objects.filter(is_active=True, next_at__lte=timezone.now())
    return list(rows.order_by("next_at").values_list("firm_id", "pk")[:200])


def open_run(schedule_id: int) -> ReportRun | None:
    """Makes the run that is due with a mail for each recipient and moves the schedule on, in one
    transaction. None when another worker is at it or nothing is due any more. A time that was
    missed is made up for, each with its own range."""
    with transaction.atomic():
        row = (
            ReportSchedule.objects.select_for_update(skip_locked=True)
            .filter(pk=schedule_id, is_active=True, next_at__lte=timezone.now())
            .first()
        )
        if row is None:
            return None
        run = _run(row, row.next_at)
        row.next_at = slot_after(row, row.next_at)
        row.save(update_fields=["next_at"])
    return run


def run_now(actor: Actor, row: ReportSchedule) -> ReportRun:
    """The report of the last whole day, week or month goes to its people at once, whether it is
    active or not; the usual hours stay. Raises ``Conflict`` for one without anybody."""
    actor.require("messaging.report.change")
    with transaction.atomic():
        row = ReportSchedule.objects.select_for_update().get(pk=row.pk)
        if not row.members.exists():
            raise Conflict(_("Raporun alıcısı kalmamış; önce alıcı ekleyin."), code="no_recipient")
        run = _run(row, timezone.now())
        trail.record(actor, "report.run_now", row, {"first": str(run.first)})
    return run


def _run(row: ReportSchedule, at: datetime) -> ReportRun:
    """A run as of ``at`` with a mail for each recipient; the mail sweep takes it from there."""
    day = local_time.at(at, zone_of(row.firm_id)).date()
    range_ = periods.preset(row.firm_id, _RANGE[Every(row.every)], day)
    run = ReportRun.objects.create(
        firm_id=row.firm_id, schedule=row, due_at=at, first=range_.first, last=range_.last
    )
    now = timezone.now()
    ReportMail.objects.bulk_create(
        ReportMail(firm_id=row.firm_id, run=run, member=member, try_at=now)
        for member in row.members.all()
    )
    return run


def stop_token(mail: ReportMail) -> str:
    """What the mail's stop link carries: it ends one person's mails of one schedule."""
    return signing.dumps([mail.firm_id, mail.run.schedule_id, mail.member_id], salt=_SALT)


def stopped_by(token: str) -> tuple[int, int, int]:
    """(firm, schedule, member) of a token. Raises ``NotFound`` for a forged one."""
    try:
        firm_id, schedule_id, member_id = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound(_("Bu bağlantı geçersiz.")) from None
    return int(firm_id), int(schedule_id), int(member_id)


def stop(token: str) -> None:
    """Takes the person off the schedule; a second time changes nothing."""
    firm_id, schedule_id, member_id = stopped_by(token)
    with firm_scope(firm_id), transaction.atomic():
        row = ReportSchedule.objects.filter(pk=schedule_id, members=member_id).first()
        if row is None:
            return
        row.members.remove(member_id)
        system = actors.system(firm_id, str(_("E-postadaki durdurma bağlantısı")))
        trail.record(system, "report.stopped", row, {"member": member_id})
