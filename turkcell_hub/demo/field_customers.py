"""The sample field team's customers and mails: a customer's door with a visit, and a report that
went out last Monday."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from fieldteams import mailed
from fieldteams.models import FieldPhone, Position, Zone
from fieldteams.services import zones
from fieldteams.services.customer_places import ROUND_A_DOOR
from messaging.models import ReportMail, ReportRun, ReportSchedule
from messaging.services import report_schedules
from turkcell_hub.erp.models import Account
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

HOUR = 8
DEPOT = "depo@egetekstil.example"


def visited(actor: Actor, phone: FieldPhone) -> Zone | None:
    """The door of a customer where the phone stood a day ago or before; its points are stored."""
    stood = Position.objects.filter(
        phone=phone, speed=0, at__lt=timezone.now() - dt.timedelta(hours=20)
    ).order_by("-at")
    customers = Account.objects.filter(is_active=True, authority_code=None, code__startswith="120.")
    place, customer = stood.first(), customers.order_by("code").first()
    if place is None or customer is None:
        return None
    return zones.save(actor, None, {
        "name": customer.title[:80], "shape": Zone.Shape.CIRCLE, "latitude": place.latitude,
        "longitude": place.longitude, "radius": ROUND_A_DOOR, "account": customer,
    })  # fmt: skip


def mail_report(actor: Actor) -> ReportSchedule:
    """Every Monday to the actor and to the depot, which has no user; last Monday's has gone."""
    row = report_schedules.save(actor, None, {
        "name": "Haftalık bölge giriş çıkışları", "every": ReportSchedule.Every.WEEK, "hour": HOUR,
        "part": mailed.code_of("zones"), "file_format": "xlsx", "filters": "group=team",
        "members": Membership.objects.filter(pk=actor.membership_id), "addresses": [DEPOT],
        "is_active": True,
    })  # fmt: skip
    due = row.next_at - dt.timedelta(days=7)
    monday = timezone.localdate(due)
    run = ReportRun.objects.create(
        firm_id=row.firm_id, schedule=row, due_at=due, first=monday - dt.timedelta(days=7),
        last=monday - dt.timedelta(days=1),
    )  # fmt: skip
    to = [{"member_id": actor.membership_id}, {"recipient": row.recipients.get()}]
    ReportMail.objects.bulk_create(
        ReportMail(firm_id=row.firm_id, run=run, state=ReportMail.State.SENT, tries=1, try_at=due,
                   sent_at=due + dt.timedelta(seconds=20), **one) for one in to
    )  # fmt: skip
    return row
