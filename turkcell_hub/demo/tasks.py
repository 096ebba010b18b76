"""Timed tasks of the sample firm: what Zamanlanmış Görevler shows."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from messaging.models import Group, Subscriber
from otp.services import timed_tasks
from turkcell_hub.tenancy.actor import Actor
from turkcell_hub.tenancy.models import Membership

# (days ahead, from, to, how often, times, title, group told at the start)
TASKS = (
    (1, "09:00", "09:45", "HAFTA", 26, "Haftalık sevkiyat toplantısı", "Fabrika personeli"),
    (3, "08:00", "17:30", "AY", 12, "Depo sayımı", "Fabrika personeli"),
    (6, "14:00", "16:00", "BIR_KEZ", None, "Bayi portalı bakımı", "Bayiler"),
    (11, "10:00", "12:00", "YIL", 5, "Yangın tatbikatı", "Fabrika personeli"),
)


def build(actor: Actor) -> None:
    """Fills the firm in scope; the ends are told to one person."""
    owners = list(Membership.objects.filter(is_active=True).order_by("pk")[:3])
    for place, (days, start, end, every, times, title, group) in enumerate(TASKS):
        day = timezone.localdate() + dt.timedelta(days=days)
        timed_tasks.create(
            actor,
            {
                "title": title,
                "owner": owners[place % len(owners)],
                "starts_at": dt.datetime.combine(day, dt.time.fromisoformat(start)),
                "ends_at": dt.datetime.combine(day, dt.time.fromisoformat(end)),
                "every": every,
                "most_times": times,
                "warns": True,
                "start_groups": list(Group.objects.filter(name=group)),
                "end_subscribers": list(Subscriber.objects.order_by("pk")[place : place + 1]),
            },
        )
