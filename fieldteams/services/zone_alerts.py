"""SMS about entries and exits, each told once (L-030)."""

from __future__ import annotations

import datetime as dt

import structlog
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldteams.models import (
    ZoneVisit,
)
from messaging.services import notices
from turkcell_hub.errors import HubError

log = structlog.get_logger(__name__)
# An alert that could not be sent for so long says nothing any more.
ALERT_AGE = dt.timedelta(hours=1)
# What stops an SMS to anybody; anything else is about the one who was to get it.
STOPS_ALL = ("insufficient_credit", "account_missing", "account_not_ready", "unavailable")


def to_tell() -> list[tuple[int, int]]:
    """(firm, visit) of entries and exits that somebody is to be told."""
    open_rows = ZoneVisit.objects.filter(
        Q(told_enter=False) | Q(told_leave=False, left_at__isnull=False)
    )
    return list(open_rows.order_by("pk").values_list("firm_id", "pk")[:500])


def tell(visit_id: int) -> int:
    """Sends what a visit has to tell, once; answers how many SMS. In the firm's scope. What
    cannot be sent (no credit, no account) is tried again for an hour."""
    now, sent = timezone.now(), 0
    for event in ("enter", "leave"):
        try:
            with transaction.atomic():
                sent += _tell(visit_id, event, now)
        except HubError:
            continue
    return sent


def _tell(visit_id: int, event: str, now: dt.datetime) -> int:
    row = ZoneVisit.objects.select_for_update(of=("self",)).filter(pk=visit_id).first()
    if row is None:
        return 0
    at = row.entered_at if event == "enter" else row.left_at
    if at is None or getattr(row, f"told_{event}"):
        return 0
    setattr(row, f"told_{event}", True)
    row.save(update_fields=[f"told_{event}"])
    if now - at > ALERT_AGE or not row.zone.is_active:
        return 0
    words = _("%(who)s %(at)s saatinde “%(zone)s” bölgesine girdi.")
    if event == "leave":
        words = _("%(who)s %(at)s saatinde “%(zone)s” bölgesinden çıktı.")
    clock = f"{timezone.localtime(at):%H.%M}"
    text = words % {"who": row.phone, "at": clock, "zone": row.zone.name}
    sent = 0
    for person in row.zone.alert_to.filter(is_active=True).order_by("pk"):
        try:
            with transaction.atomic():
                notices.send(row.firm_id, person.phone, text, str(_("Bölge bildirimi")))
        except HubError as refused:
            if refused.code in STOPS_ALL:
                raise  # later, to all of them
            log.warning("fieldteams.alert_refused", visit=row.pk, reason=refused.code)
            continue
        sent += 1
    return sent
