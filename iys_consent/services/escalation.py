"""The clock rings: two business days, Yönetici; three, Admin; then the change is late
(K-027, S-040, G18)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import structlog
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from iys_consent import queue_rights
from iys_consent.models import ConsentTask, TaskState
from iys_consent.selectors.clock import RUNNING
from iys_consent.services import listing, prechecks, sync_rules
from turkcell_hub.outbox.clock import NOW
from turkcell_hub.tenancy import actor as actors
from turkcell_hub.tenancy import mailing
from turkcell_hub.tenancy.models import Firm, Membership, Role

log = structlog.get_logger(__name__)
MANAGER, ADMIN = 2, 3
_OPEN = RUNNING | Q(state=TaskState.LATE)
_CHUNK = 1000


@dataclass(frozen=True)
class Alarm:
    """Who is told at which level, of what."""

    level: int
    roles: tuple[str, ...]
    since: str

    def rows(self) -> Q:
        return _OPEN & Q(told__lt=self.level, **{f"{self.since}__lt": NOW})


# The higher one first: who is told of red need not be told of yellow in the same minute.
ALARMS = (
    Alarm(ADMIN, (Role.ADMIN, Role.MANAGER), "red_at"),
    Alarm(MANAGER, (Role.MANAGER,), "warn_at"),
)


def due() -> list[int]:
    """Firms for which the clock has something to do; in the scope of every firm."""
    late = Q(state__in=(TaskState.WAITING, TaskState.HELD), sent_in=None, due_at__lt=NOW)
    rings = late | ALARMS[0].rows() | ALARMS[1].rows()
    firms = ConsentTask.objects.filter(rings).order_by("firm_id")
    return list(firms.values_list("firm_id", flat=True).distinct())


def lapse() -> int:
    """Ends what the registry takes no more, in the firm's scope: it waits for a person."""
    with transaction.atomic():
        rows = ConsentTask.objects.select_related("movement").filter(
            state__in=(TaskState.WAITING, TaskState.HELD), sent_in=None, due_at__lt=NOW
        )
        tasks = list(rows.select_for_update(of=("self",), skip_locked=True)[:_CHUNK])
        if not tasks:
            return 0
        now = listing.database_now()
        dates = sync_rules.in_force(tasks[0].firm_id).dates
        judged = prechecks.judge(tasks, now, dates, can_ask=True)
        late = {pk: told for pk, told in judged.items() if told.state is TaskState.LATE}
        listing.put_aside(tasks, late, now)
        return len(late)


def ring(firm_id: int) -> int:
    """Tells the people whom the clock concerns now, in the firm's scope; returns the mails.

    A mail goes before its rows are marked: should the worker die between the two, a person is
    told twice rather than never. It names no recipient of messages.
    """
    with mailing.alone("consent clock", firm_id) as is_ours:
        return _ring(firm_id) if is_ours else 0


def _ring(firm_id: int) -> int:
    sent = 0
    for alarm in ALARMS:
        ids = list(ConsentTask.objects.filter(alarm.rows()).values_list("pk", flat=True)[:_CHUNK])
        if not ids:
            continue
        told = [(member, count) for member in _to_tell(alarm) if (count := _seen(member, ids))]
        sent += mailing.to_each(told, partial(_mail, alarm))
        ConsentTask.objects.filter(pk__in=ids).update(told=alarm.level)
        log.info("iys.clock_rang", firm_id=firm_id, level=alarm.level, tasks=len(ids))
    return sent


def _to_tell(alarm: Alarm) -> list[Membership]:
    members = Membership.objects.filter(
        role__in=alarm.roles, is_active=True, awaits_consent=False, user__is_active=True
    )
    return [
        member
        for member in members.select_related("user")
        if actors.of_membership(member).can(queue_rights.VIEW)
    ]


def _seen(member: Membership, ids: list[int]) -> int:
    return actors.of_membership(member).visible(ConsentTask.objects.filter(pk__in=ids)).count()


def _mail(alarm: Alarm, told: tuple[Membership, int]) -> None:
    member, count = told
    firm = Firm.objects.get(pk=member.firm_id)
    is_red = alarm.level == ADMIN
    wanted = "?light=kirmizi&light=gecikti" if is_red else "?light=sari"
    context = {
        "name": member.full_name,
        "firm_name": firm.name,
        "count": count,
        "is_red": is_red,
        "link": settings.PUBLIC_URL + reverse("consent-tasks-list") + wanted,
    }
    subject = (
        _("İYS süresi doluyor: %(count)d izin") if is_red else
        _("İYS'ye gitmeyi bekleyen %(count)d izin")
    ) % {"count": count}  # fmt: skip
    body = render_to_string("iys_consent/mail/clock.txt", context)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [member.user.email])
