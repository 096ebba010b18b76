"""Scheduled reports: what a person sets, and the runs that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from messaging import mailed_reports
from messaging.models import ReportMail, ReportRecipient, ReportRun, ReportSchedule
from messaging.selectors.reporting import period as periods
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
MOST_ADDRESSES, LONGEST_FILTERS = 20, 2000


def save(actor: Actor, row: ReportSchedule | None, data: Mapping[str, Any]) -> ReportSchedule:
    """Creates (``row`` None) or changes one. ``data``: name, every, hour (0-23), part, filters (as
    in the report's address), file_format, is_active, members, addresses (e-mails). Whoever saves
    it answers for what goes to the addresses. The next run is counted anew. Raises ``Invalid``,
    ``Conflict``, ``NotAllowed`` where addresses get a report that the actor may not read."""
    actor.require(f"messaging.report.{'change' if row else 'add'}")
    made = row or ReportSchedule(firm_id=actor.firm_id, created_by=actor.label)
    for name in _FIELDS:
        if name in data:
            setattr(made, name, data[name])
    _check_report(actor, made, str(data.get("filters", made.filters)))
    mails = _addresses(data["addresses"]) if "addresses" in data else None
    _check_readers(actor, made, data.get("members"), mails)
    made.owner_id, made.owner_key_id = actor.membership_id, actor.api_key_id
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
        if mails is not None:
            _set_addresses(made, mails)
        changes = {
            "every": made.every, "hour": made.hour, "part": made.part,
            "members": made.members.count(), "addresses": made.recipients.count(),
        }  # fmt: skip
        trail.record(actor, f"report.{'changed' if row else 'scheduled'}", made, changes)
    return made


def _check_report(actor: Actor, made: ReportSchedule, filters: str) -> None:
    source = mailed_reports.every().get(made.part)
    if source is None:
        raise Invalid(_("Raporun tablosunu listeden seçin."), field="part")
    if len(filters) > LONGEST_FILTERS:
        raise Invalid(_("Süzgeç çok uzun; daha az kişi seçin ya da ekip seçin."), field="filters")
    read = mailed_reports.read(filters)
    if read:
        actor.require(source.right)
        source.check(actor, read)
    made.filters = read.urlencode()


def _check_readers(
    actor: Actor, made: ReportSchedule, members: Any, mails: set[str] | None
) -> None:
    some = bool(made.pk and made.members.exists()) if members is None else bool(members)
    others = bool(made.pk and made.recipients.exists()) if mails is None else bool(mails)
    if not some and not others:
        raise Invalid(_("En az bir alıcı seçin ya da bir e-posta adresi yazın."), field="members")
    if others and actor.membership_id is None and actor.api_key_id is None:
        raise Invalid(
            _("Adrese giden raporu bir kullanıcı ya da API anahtarı zamanlar."), field="addresses"
        )
    if others:
        actor.require(mailed_reports.every()[made.part].right)


def _addresses(given: Iterable[str]) -> set[str]:
    found = {one.strip().casefold() for one in given if one.strip()}
    for one in sorted(found):
        try:
            validate_email(one)
        except ValidationError:
            raise Invalid(
                _("“%(address)s” bir e-posta adresi değil; adresleri virgülle ayırın.")
                % {"address": one[:80]},
                field="addresses",
            ) from None
    if len(found) > MOST_ADDRESSES:
        raise Invalid(_("En çok %(n)d adres yazın.") % {"n": MOST_ADDRESSES}, field="addresses")
    return found


def _set_addresses(made: ReportSchedule, mails: set[str]) -> None:
    """Who stays keeps the row, so that the mails sent to him stay his."""
    made.recipients.exclude(email__in=mails).delete()
    known = set(made.recipients.values_list("email", flat=True))
    ReportRecipient.objects.bulk_create(
        ReportRecipient(firm_id=made.firm_id, schedule=made, email=one)
        for one in sorted(mails - known)
    )


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
        if not row.members.exists() and not row.recipients.exists():
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
    to = [{"member": one} for one in row.members.all()]
    also = [{"recipient": one} for one in row.recipients.order_by("pk")]
    ReportMail.objects.bulk_create(
        ReportMail(firm_id=row.firm_id, run=run, try_at=now, **one) for one in [*to, *also]
    )
    return run


def stop_token(mail: ReportMail) -> str:
    """What the mail's stop link carries: it ends one reader's mails of one schedule."""
    reader = f"m{mail.member_id}" if mail.member_id else f"a{mail.recipient_id}"
    return signing.dumps([mail.firm_id, mail.run.schedule_id, reader], salt=_SALT)


def stopped_by(token: str) -> tuple[int, int, str]:
    """(firm, schedule, reader) of a token. Raises ``NotFound`` for a forged one."""
    try:
        firm_id, schedule_id, reader = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise NotFound(_("Bu bağlantı geçersiz.")) from None
    return int(firm_id), int(schedule_id), reader if isinstance(reader, str) else f"m{reader}"


def stop(token: str) -> None:
    """Takes the reader off the schedule; a second time changes nothing."""
    firm_id, schedule_id, reader = stopped_by(token)
    kind, pk = reader[0], int(reader[1:])
    with firm_scope(firm_id), transaction.atomic():
        row = ReportSchedule.objects.filter(pk=schedule_id).first()
        if row is None:
            return
        if kind == "a":
            there, _kinds = row.recipients.filter(pk=pk).delete()
        else:
            there = row.members.filter(pk=pk).count()
            row.members.remove(pk)
        if there:
            system = actors.system(firm_id, str(_("E-postadaki durdurma bağlantısı")))
            trail.record(
                system, "report.stopped", row, {"member" if kind == "m" else "address": pk}
            )
