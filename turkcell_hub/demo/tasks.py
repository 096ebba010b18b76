"""Timed tasks and workflow cards of the sample firm."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from messaging.models import Group, Subscriber
from otp.services import decisions, external, substitutes, timed_tasks, workflows
from turkcell_hub.tenancy import actor as actors
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


def build_workflows(actor: Actor) -> None:
    """Two cards, a substitute, and documents in each state on their way."""
    admin, manager, staff, *_rest = Membership.objects.filter(is_active=True).order_by("pk")
    told = {"warns": ["MESAJ", "EPOSTA"], "informs": ["MESAJ"]}
    steps = [
        {"name": "Müdür onayı", "kind": "ONAY", "members": [manager], "deadline_hours": 8,
         "escalate_roles": ["ADMIN"], **told},
        {"name": "Yönetim onayı", "kind": "ONAY", "roles": ["ADMIN"], "from_amount": 50_000,
         **told},
    ]  # fmt: skip
    workflows.save(
        actor, None,
        {"code": "ERP", "name": "ERP belgeleri", "kind": external.KIND, "steps": steps},
    )  # fmt: skip
    workflows.save(
        actor, None,
        {"code": "GONDERIM", "name": "Büyük gönderimler", "kind": "campaign",
         "from_amount": 5000, "steps": steps[:1]},
    )  # fmt: skip
    today = timezone.localdate()
    substitutes.save(
        actor, None,
        {"member": manager, "deputy": admin, "first_day": today + dt.timedelta(days=10),
         "last_day": today + dt.timedelta(days=17), "max_amount": 25_000},
    )  # fmt: skip
    asking = actors.of_membership(staff)
    for number, (title, party, amount, verdict) in enumerate(DOCUMENTS, start=417):
        row = external.ask(
            asking,
            {"reference": f"SIP-2026-{number:04d}", "title": title, "party": party,
             "amount": Decimal(amount), "facts": [{"label": "Vade", "value": "30 gün"}]},
        )  # fmt: skip
        if verdict:
            note = "Bütçe dışı." if verdict == "RED" else ""
            decisions.decide(actors.of_membership(manager), row.tasks.get(), verdict, note)


DOCUMENTS = (
    ("Satınalma siparişi", "Demir Ambalaj Ltd.", "18400.00", "ONAY"),
    ("Satınalma siparişi", "Anadolu İplik A.Ş.", "84500.00", "ONAY"),
    ("Masraf formu", "Ege Taşımacılık", "3250.00", "RED"),
    ("Satınalma siparişi", "Körfez Kimya", "12750.00", ""),
    ("Avans talebi", "Derya Koç", "5000.00", ""),
)
